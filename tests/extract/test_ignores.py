"""``<!-- linkwarden-ignore RULE: reason -->`` covers the block after it, and no more."""

import pytest

from linkwarden.extract.ignores import ignored_rules
from tests.extract.support import read


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("<!-- linkwarden-ignore not-found: known -->", ("not-found",)),
        ("<!--linkwarden-ignore not-found, soft-404: see #12: really -->", ("not-found", "soft-404")),
        ("<!-- linkwarden-ignore * : all -->", ("*",)),
        ("<!-- linkwarden-ignore: all -->", ("*",)),
        ("<!-- linkwarden-ignore timeout -->", ("timeout",)),
        ("<!-- linkwarden-ignored timeout -->", ()),
        ("<!-- a comment -->", ()),
    ],
)
def test_a_comment_names_rules(comment: str, expected: tuple[str, ...]) -> None:
    assert ignored_rules(comment) == expected


COMMENT = "<!-- linkwarden-ignore x: y -->"


@pytest.mark.parametrize(
    ("text", "ignored"),
    [
        (f"{COMMENT}\n[a](b)\nlazy [c](d)\n\n[e](f)", ["b", "d"]),
        (f"{COMMENT}\n\n- [a](b)\n\n  [c](d)\n- [e](f)\n\n[g](h)", ["b", "d", "f"]),
        (f"- {COMMENT}\n\n  [a](b)\n- [c](d)", ["b"]),
        (f"{COMMENT}\n<p><a href=a></p>\n\n[b](c)", ["a"]),
        (f"{COMMENT}\n| [a](b) |\n|---|\n| [c](d) |\n\n[e](f)", ["b", "d"]),
        (f"{COMMENT}\n```\n```\n[a](b)", []),
        (f"> {COMMENT}\n\n[a](b)", []),
        (f"{COMMENT}\n[a]: b\n\n[c](d)", ["b"]),
        (f"[c](d)\n\n{COMMENT}", []),
    ],
)
def test_a_comment_covers_the_next_block(text: str, ignored: list[str]) -> None:
    assert [each.href for each in read(text).occurrences if each.ignores == ("x",)] == ignored
    assert all(each.ignores in ((), ("x",)) for each in read(text).occurrences)


def test_comments_add_up() -> None:
    (link,) = read("<!-- linkwarden-ignore a: 1 -->\n<!-- linkwarden-ignore b: 2 -->\n[c](d)").occurrences

    assert link.ignores == ("a", "b")


@pytest.mark.parametrize(
    ("text", "ignored"),
    [
        (f"{COMMENT}<p><a href=a></a><p><a href=b></a></p></p><a href=c>", ["a", "b"]),
        (f"{COMMENT}\n<a href=a>b</a><a href=c>", ["a"]),
        (f"{COMMENT}<img src=a><img src=b>", ["a"]),
        (f"<a href=a>{COMMENT}</a>", []),
    ],
)
def test_in_html_a_comment_covers_the_next_element(text: str, ignored: list[str]) -> None:
    assert [each.href for each in read(text, "page.html").occurrences if each.ignores == ("x",)] == ignored
