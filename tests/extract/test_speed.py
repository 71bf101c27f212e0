"""No input makes extraction more than linear; benchmarks/extract.py has the figures."""

import pytest

from tests.extract.support import linear_time, read

HOSTILE = {
    "open brackets": "[",
    "open images": "![",
    "open images with text": "![a",
    "open and closed brackets": "[]",
    "links": "[a](b)",
    "unclosed destinations": "[a](<b",
    "unclosed parentheses": "[a](b",
    "quotes": ">",
    "entities": "&#",
    "less-than signs": "<",
    "open tags": "<a href='",
    "open comments": "a <!-- ",
    "URLs": "https://a_b",
    "definitions": "[a]: b (\n",
    "stars": "*a **a ",
    "pipes": "|a",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_input_takes_no_more_than_linear_time(piece: str) -> None:
    with linear_time():
        read(piece * (50_000 // len(piece)))


def test_a_long_line_is_read() -> None:
    assert len(read("word " * 100_000 + "[a](b)").occurrences) == 1


def test_many_definitions_are_read() -> None:
    text = "".join(f"[d{number}]: /{number}\n" for number in range(20_000)) + "\n[d19999]"

    assert read(text).occurrences[-1].href == "/19999"


def test_deep_nesting_ends() -> None:
    read("".join(f"{'  ' * depth}- a\n" for depth in range(500)) + "> " * 500 + "a" + "\n[" * 500)
