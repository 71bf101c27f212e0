"""Each format's exact text.

After an intended change: ``UPDATE_GOLDEN=1 pytest tests/report``, then read the difference.
"""

import os
from pathlib import Path

import pytest

from linkwarden.report import REPORTERS, Style
from linkwarden.report.v1 import Report

GOLDEN = Path(__file__).parent / "golden"

WIDE, NARROW, COLORED = Style(width=100), Style(width=40), Style(width=100, color=True)

TEXTS = [
    ("text", "full", WIDE, "full-100.txt"),
    ("text", "full", NARROW, "full-40.txt"),
    ("text", "full", COLORED, "full-color.txt"),
    ("text", "clean", WIDE, "clean.txt"),
    ("text", "empty", WIDE, "empty.txt"),
    ("text", "warnings", WIDE, "warnings.txt"),
    ("text", "offline", WIDE, "offline.txt"),
    ("text", "interrupted", WIDE, "interrupted.txt"),
    ("text", "untrusted", WIDE, "untrusted.txt"),
    ("json", "full", WIDE, "full.json"),
    ("markdown", "full", WIDE, "full.md"),
    ("markdown", "clean", WIDE, "clean.md"),
    ("markdown", "interrupted", WIDE, "interrupted.md"),
    ("markdown", "untrusted", WIDE, "untrusted.md"),
    ("github", "full", WIDE, "full.commands.txt"),
    ("github", "untrusted", WIDE, "untrusted.commands.txt"),
    ("sarif", "full", WIDE, "full.sarif"),
    ("sarif", "untrusted", WIDE, "untrusted.sarif"),
    ("junit", "full", WIDE, "full.junit.xml"),
    ("junit", "untrusted", WIDE, "untrusted.junit.xml"),
    ("codequality", "full", WIDE, "full.codequality.json"),
    ("rdjson", "full", WIDE, "full.rdjson"),
]


@pytest.mark.parametrize(("format_id", "variant", "style", "file"), TEXTS, ids=[f"{row[0]}:{row[-1]}" for row in TEXTS])
def test_text_is_exactly_as_expected(
    format_id: str, variant: str, style: Style, file: str, variants: dict[str, Report]
) -> None:
    text = REPORTERS[format_id].render(variants[variant], style)

    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.joinpath(file).write_text(text, "utf-8", newline="\n")
    assert GOLDEN.joinpath(file).read_text("utf-8") == text


def test_every_format_has_an_expected_text() -> None:
    assert {row[0] for row in TEXTS} == set(REPORTERS.ids)


def test_every_expected_text_is_used() -> None:
    assert {row[-1] for row in TEXTS} == {path.name for path in GOLDEN.iterdir()}
