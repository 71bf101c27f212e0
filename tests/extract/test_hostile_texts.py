"""Texts that are made to cost time or to raise: every format ends, and soon."""

import pytest

from linkwarden.extract import extract
from tests.extract.support import linear_time

DIGITS = "9" * 100_000
REFERENCES = (
    f"&#{DIGITS};",
    f"&#x{DIGITS};",
    f"[a](&#{DIGITS};)",
    f'<a href="&#{DIGITS};">',
    f"# T &#{DIGITS};",
    "&#0;",
)


@pytest.mark.parametrize("path", ["a.md", "a.mdx", "a.html", "a.txt"])
@pytest.mark.parametrize("text", REFERENCES, ids=lambda text: text[:12])
def test_a_character_reference_may_have_any_number_of_digits(path: str, text: str) -> None:
    extract(path, f"{text}\n\n<p>{text}</p>\n\n[b]({text})\n\n<h1>{text}</h1>\n")


def test_a_heading_that_ends_in_many_digits_has_an_id() -> None:
    assert len(extract("a.md", f"# a_{DIGITS}\n\n# a_{DIGITS}\n", anchors="python-markdown").anchors) == 2


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n\n".join(f"[a{n}][r{n}]" for n in range(8000)), id="undefined-references"),
        pytest.param("[a][b]\n\n" * 8000 + "[b]: c", id="one-reference"),
        pytest.param("\n".join(f"[r{n}]: x{n}" for n in range(8000)), id="unused-definitions"),
        pytest.param("# Same\n\n" * 8000, id="equal-headings"),
        pytest.param("[]({{" * 30_000, id="templates"),
        pytest.param("<!-- linkwarden-ignore " + "a " * 20_000 + "-->", id="ignore-comment"),
        pytest.param("<!-- linkwarden-ignore" + " " * 50_000, id="ignore-comment-without-end"),
        pytest.param("[^1]\n\n" * 10_000 + "[^1]: [a](b)", id="footnotes"),
    ],
)
def test_long_texts_take_linear_time(text: str) -> None:
    with linear_time():
        extract("a.md", text)
