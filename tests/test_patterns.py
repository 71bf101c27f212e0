"""Patterns of configurations match as in `re`, in linear time."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwarden.patterns import Pattern, matches_glob

PIECES = (
    *"abA1_ .-\n",
    *(
        r"\.",
        r"\d",
        r"\W",
        r"\s",
        r"\x61",
        "[ab]",
        "[^a]",
        "[]a]",
        r"[\]b-d]",
        ".",
        "^",
        "$",
        r"\b",
        r"\B",
        r"\A",
        r"\Z",
    ),
    *(
        "*",
        "+",
        "?",
        "{2}",
        "{1,2}",
        "{,1}",
        "{1,}",
        "|",
        "(",
        ")",
        "(?:",
        "(?i:",
        "(?P<x>",
        "(?#note)",
        "*?",
        "+?",
        "{",
    ),
)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.text("abAB1_ .-\n", min_size=1, max_size=8))
def test_a_pattern_matches_what_re_matches(pattern: str, text: str) -> None:
    r"""The empty text is left out: there, ``\B`` depends on the version of Python."""
    try:
        expected = re.compile(pattern).search(text) is not None
    except re.error:
        with pytest.raises(ValueError, match=r"."):
            Pattern(pattern)
        return
    if not re.search(r"[*+?}]\+", pattern):  # possessive, see below
        assert expected == Pattern(pattern).search(text)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"^https://example\.dev/", "https://example.dev/a", True),
        (r"^https://example\.dev/", "http://example.dev/a", False),
        (r"/(?:old|legacy)/.*\.pdf$", "https://x.dev/legacy/2019/a.pdf", True),
        (r"/(?:old|legacy)/.*\.pdf$", "https://x.dev/legacy/2019/a.pdf?x", False),
        (r"(?i)EXAMPLE", "https://example.dev", True),
        (r"\bdev\b", "https://x.dev/", True),
        (r"\bdev\b", "https://x.device/", False),
        (r"[\w-]{3,5}\.io", "ab.io", False),
        ("", "anything", True),
    ],
)
def test_examples(pattern: str, text: str, found: bool) -> None:
    assert found == Pattern(pattern).search(text)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(", "unterminated subpattern"),
        ("(?!x)y", "lookaround"),
        ("(?<=x)y", "lookaround"),
        (r"(a)\1", "backreferences"),
        ("(?P<a>x)(?P=a)", "backreferences"),
        ("((a{99}){99}){99}", "too large"),
        ("(" * 3000 + ")" * 3000, "nested"),
        ("a{99999999999999999999}", "too large|repetition"),
    ],
)
def test_what_cannot_be_matched_is_refused_with_the_reason(pattern: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Pattern(pattern)


@pytest.mark.skipif(not hasattr(re, "_parser"), reason="possessive quantifiers came with Python 3.11")
def test_possessive_quantifiers_are_refused() -> None:
    with pytest.raises(ValueError, match="possessive"):
        Pattern("a*+b")


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "(a*)*b", "(.*)(.*)(.*)(.*)(.*)x", "^(([a-z])+.)+[A-Z]$"])
def test_work_grows_with_the_text_alone(pattern: str) -> None:
    """Each character is read once, by states that are made once: the text's length times a constant."""
    made = Pattern(pattern)
    made.search("a" * 50)
    after_short = len(made._known)
    made.search("a" * 50_000)

    assert not made.search("a" * 50_000 + "!") or pattern == "^(([a-z])+.)+[A-Z]$"
    assert len(made._known) <= after_short + 2


@given(st.text("ab*", max_size=8), st.text("ab\n", max_size=10))
def test_a_glob_matches_what_its_expression_matches(pattern: str, text: str) -> None:
    expression = ".*".join(map(re.escape, pattern.split("*")))

    assert (re.fullmatch(expression, text, re.DOTALL) is not None) == matches_glob(pattern, text)


def test_a_glob_of_many_stars_is_quick() -> None:
    assert not matches_glob("*a" * 500 + "b", "a" * 50_000)


def test_what_re_warns_of_is_no_error() -> None:
    assert Pattern("[[a]").search("[")
