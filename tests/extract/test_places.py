"""A property that fixes and annotations depend on: a span has exactly the text that was read from it."""

from html import unescape

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it.common.utils import unescapeAll

from linkwarden.model.place import Document, Kind
from tests.extract.support import read, slice_of

PIECES = st.sampled_from(
    [
        *"[]()<>!*_`\\|\n\t #-=~:.,;?'\"&aé中😀\u00a0{}",
        "\r\n", "\r", "\n\n", "  ", "    ", "> ", "- ", "1. ", "## ", "- [ ] ", "&amp;", "\\|", "\\[", "\n---\n",
        "[a](b)", "[a](<b c> 'd')", "![a](b\\_c)", "[a](", "](b)", "](<b\\>&lt;>", "[ref]", "[a][ref]", "[ref][]",
        "[ref]: /x\n", "[ref]:\n <y&amp;z>\n 'title'\n", "[^1]", "[^1]: ", "<https://a.b/c>", "https://a.b/c_(d)",
        "www.a.b", "<a href='b&amp;c'>", "<img src=b\nalt=c>", "</a>", "<b>", "<!-- ", "-->", "<div>\n", "| a | b |\n",
        "|---|---|\n", "```\n", "{{ x }}",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=30).map("".join)


def check(document: Document, text: str) -> None:
    for each in document.occurrences:
        assert slice_of(text, each.destination) == each.raw
        decoded = unescape(each.raw) if each.kind is Kind.HTML else unescapeAll(each.raw.replace("\\|", "|"))
        is_written_out = each.kind in (Kind.BARE, Kind.AUTOLINK, Kind.FOOTNOTE) and each.href.endswith(each.raw)
        is_in_lines = "\n" in each.raw  # the prefixes of a quote's lines are between the parts of an attribute
        assert is_written_out or is_in_lines or each.href in (decoded, unescapeAll(each.raw), each.raw)
        if each.construct.line <= each.destination.line <= each.construct.end_line:
            assert slice_of(text, each.construct).strip()


@given(TEXTS)
@example("> [a](\n> b)")
@example(">[^1]: <!-- \r\n> ")
@example("> <a\n> href='b\n> c'>")
@example("|[a](b\\|c)|\n|-|\n|[d](e\\|f)|")
def test_the_slice_at_a_destination_is_the_destination_as_written(text: str) -> None:
    check(read(text), text)


@given(TEXTS)
def test_a_construct_holds_its_destination_unless_a_definition_does(text: str) -> None:
    defined = "]:" in text

    for each in read(text).occurrences:
        inside = (
            (each.construct.line, each.construct.column) <= (each.destination.line, each.destination.column)
            and (each.destination.end_line, each.destination.end_column)
            <= (each.construct.end_line, each.construct.end_column)
        )  # fmt: skip
        assert inside or (defined and each.kind in (Kind.LINK, Kind.IMAGE, Kind.FOOTNOTE))


@given(TEXTS)
def test_html_places_hold_what_was_read(text: str) -> None:
    for each in read(text, "page.html").occurrences:
        assert slice_of(text, each.destination) == each.raw
