"""Links in Markdown are those of cmark-gfm, which GitHub renders with."""

import re

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.extract.support import html_hrefs, markdown_hrefs, read

cmark = pytest.importorskip("cmarkgfm")

PIECES = st.sampled_from(
    [
        *"[]()<>!*_`\\|\n\t #-=~:.,;?'\"&a\u00e9\u00a0{}^",
        "\n\n", "  ", "    ", "> ", "- ", "1. ", "## ", "- [ ] ", "- [x] ", "[ ] ", "&amp;", "\\|", "\\[", "\n---\n",
        "[a](b)", "[a](<b c> 'd')", "![a](b\\_c)", "[a](", "](b)", "](<b\\>&lt;>", "[ref]", "[a][ref]", "[ref][]",
        "[^1]", "[^2]", "<https://a.b/c&amp;d>", "<https://a.b/caf&eacute;>", "https://a.b/c_(d)", "www.a.b",
        "<a href='b&amp;c'>", "<img src=b alt=c>", "</a>", "<b>", "<br>", "<br>\n", "<!-- ", "-->", "<div>\n",
        "</div>\n", "```\n", "~~~\n", "***", "===\n", "text ", "\\",
    ]
)  # fmt: skip
_TABLE = re.compile("[|]|:-|-:")

_LOOSE_COMMENT_END = re.compile(r"--\s+>")
"""Ends a comment for the `html.parser` of Python 3.11, against the HTML standard (section 13.2.5.51)."""

TEXTS = st.lists(PIECES, max_size=12).map("".join)


def rendered(text: str) -> set[str]:
    assume(not _LOOSE_COMMENT_END.search(text))
    options = cmark.cmark.Options.CMARK_OPT_UNSAFE | cmark.cmark.Options.CMARK_OPT_FOOTNOTES
    extensions = ["table", "autolink", "tasklist", "strikethrough"]
    return html_hrefs(cmark.markdown_to_html_with_extensions(text, options=options, extensions=extensions))


@settings(deadline=None)
@given(TEXTS)
@example("- [ ] <!-- optional --> See [the docs](a)")
@example("- [x] # [the docs](a)")
@example("[a](\\ )")
@example("[a](b(c )")
@example("\u00a0www.a.b")
@example("https://a.b/c;\u00a0")
@example("# https://a.b/c|d\n-|-\n")
@example("<!-- a|b\n-|-\n[a](b)")
@example("<!https://a.b/c_(d)")
@example("x <!a https://a.b>")
@example("> a\n<br>\n```\n\n[b](c)")
@example("- a\n<br>\n```\n\n[b](c)")
def test_the_links_are_those_that_cmark_renders(text: str) -> None:
    assume("[^" not in text)  # cmark-gfm leaves out footnotes that nothing refers to
    assert markdown_hrefs(read(text)) == rendered(text)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["[ref]: /x", "[ref]: <y&amp;z> 'title'", '[ref]:\n  y(z\n"title"']))
@example("", "[ref]: u[a]([a](b)\n\n[ref]")
@example("<br>\nSee [the docs](a) ![the logo][ref]", "[ref]: /x")
@example("    [a](b)", "[ref]: /x")
@example("()[", "[ref]: /x")
@example("*\n<br>\n[a](b)", "[ref]: /x")
@example("2. a\n<br>\n[a](b)", "[ref]: /x")
@example("- a\n\n<br>\n[a](b)", "[ref]: /x")
def test_so_are_those_after_a_definition(text: str, definition: str) -> None:
    assume("[^" not in text)  # cmark-gfm leaves out footnotes that nothing refers to
    markdown = f"{definition}\n{text}\n\n[ref]\n"
    if not _TABLE.search(text):  # cmark-gfm forgets definitions that a table follows at once
        assert markdown_hrefs(read(markdown)) == rendered(markdown)


@settings(deadline=None)
@given(TEXTS)
@example("<p>\n<!--\n<a href=b>\n\n<img src=c>\n-->\n</p>\n\n[d](e)")
@example("[^2]:")
@example("[^1]: [^1]: [^1]: [a](b)")
@example("[^1]: [a](b)\n\n[^1]: [c](d)")
def test_so_are_those_beside_footnotes(text: str) -> None:
    markdown = f"{text}\n\nx[^1] y[^2]\n\n[^1]: one\n\n[^2]: [two](three)\n"

    assert markdown_hrefs(read(markdown)) == rendered(markdown)
