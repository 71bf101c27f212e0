"""Links in Markdown, their kinds and their targets."""

import pytest

from linkwarden.extract.markdown.front_matter import front_matter_lines
from linkwarden.model.place import Kind, Span
from tests.extract.support import hrefs, read, slice_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b)", [(Kind.LINK, "a", "b")]),
        ('[a](<b c> "t")', [(Kind.LINK, "a", "b c")]),
        ("[a](b 'two\nlines')", [(Kind.LINK, "a", "b")]),
        ("[a]()", [(Kind.LINK, "a", "")]),
        (r"[a](b\(c&amp;d)", [(Kind.LINK, "a", "b(c&d")]),
        ("[*a* `b` <b>c</b>](d)", [(Kind.LINK, "a b c", "d")]),
        ("![a *b*](c)", [(Kind.IMAGE, "a b", "c")]),
        ("[![a](b)](c)", [(Kind.LINK, "a", "c"), (Kind.IMAGE, "a", "b")]),
        ("![[a](b)](c)", [(Kind.IMAGE, "a", "c")]),
        ("[a [b](c) d](e)", [(Kind.LINK, "b", "c")]),
        ("[a][b]\n\n[B]: c", [(Kind.LINK, "a", "c")]),
        ("[b][] [b]\n\n[b]: c", [(Kind.LINK, "b", "c"), (Kind.LINK, "b", "c")]),
        ("![b]\n\n[b]: <c>\n 'title'", [(Kind.IMAGE, "b", "c")]),
        ("[b]: c\n[b]: d\n\n[b]", [(Kind.DEFINITION, "b", "d"), (Kind.LINK, "b", "c")]),
        ("[unused]: c", [(Kind.DEFINITION, "unused", "c")]),
        ("<https://a.example/ü>", [(Kind.AUTOLINK, "https://a.example/ü", "https://a.example/ü")]),
        ("<a@b.example>", [(Kind.AUTOLINK, "a@b.example", "mailto:a@b.example")]),
        ("www.a.example.", [(Kind.BARE, "www.a.example", "http://www.a.example")]),
        ("x[^1]\n\n[^1]: https://a.example", [(Kind.FOOTNOTE, "https://a.example", "https://a.example")]),
        ("x[^1]\n\n[^1]: [a](b)\n\n    [c](d)", [(Kind.FOOTNOTE, "a", "b"), (Kind.FOOTNOTE, "c", "d")]),
        ("| a |\n|---|\n| [b](c\\|d) |", [(Kind.LINK, "b", "c|d")]),
        ("- [ ] [a](b)\n- [x] <cc:d>", [(Kind.LINK, "a", "b"), (Kind.AUTOLINK, "cc:d", "cc:d")]),
        ("- [x] a\n\n[x]: b", [(Kind.DEFINITION, "x", "b")]),
        ("# [a](b) #\n\n[c](d)\n===", [(Kind.LINK, "a", "b"), (Kind.LINK, "c", "d")]),
        ("> - > [a](b)", [(Kind.LINK, "a", "b")]),
        ("> [!NOTE]\n> [a](b)", [(Kind.LINK, "a", "b")]),
        (
            "[a](javascript:alert(1)) [b](data:,x)",
            [(Kind.LINK, "a", "javascript:alert(1)"), (Kind.LINK, "b", "data:,x")],
        ),
        (
            "[a]({{ url }}/b) [c]({% link d.md %})",
            [(Kind.LINK, "a", "{{ url }}/b"), (Kind.LINK, "c", "{% link d.md %}")],
        ),
        ("[a](http://[::1) [b](//host/path)", [(Kind.LINK, "a", "http://[::1"), (Kind.LINK, "b", "//host/path")]),
        ("[a](<http://exa mple.com>)", [(Kind.LINK, "a", "http://exa mple.com")]),
        ("[a](a\0b)", []),
        ("<pre>\n[a](b) <a href='c'>d</a>\n</pre>", [(Kind.HTML, "d", "c")]),
        ("<code><a href='c'>d</a>[]</code>", [(Kind.HTML, "d", "c")]),
    ],
)
def test_each_kind_is_read_with_its_text_and_target(text: str, expected: list[tuple[Kind, str, str]]) -> None:
    assert [(each.kind, each.text, each.href) for each in read(text).occurrences] == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no links",
        "`[a](b)` ``https://a.example``",
        "```\n[a](b)\nhttps://a.example\n```",
        "    [a](b)",
        "~~~md\n<https://a.example>\n~~~",
        "<!-- [a](b) <a href='c'> -->",
        "a <!-- <a href='c'> --> b",
        "<!--\n[a](b)\n\n[c](d)\n-->",
        "<pre>\n[a](b)\n</pre>",
        "a <code>`[b](c)`</code>",
        "<script>\nx = '<a href=\"c\">'\n</script>",
        "<style>\n/* <a href='c'> */\n</style>",
        "---\nurl: https://a.example\n---\n",
        "+++\nurl = 'https://a.example'\n+++\n",
        "[a] (b) [ ] [x] :smile: @mention [[Wiki]] [[_TOC_]] [TOC]",
        r"\[a](b) [a\](b)",
        "$a_b$ and $$[x]_1$$",
    ],
)
def test_what_is_no_link_is_left_out(text: str) -> None:
    assert hrefs(text) == []


def test_a_space_in_a_target_without_angle_brackets_makes_no_link_of_it() -> None:
    assert hrefs("[a](http://exa mple.com)") == ["http://exa"]  # the URL in it is a bare one, as on GitHub


def test_a_thematic_break_is_no_front_matter() -> None:
    assert hrefs("---\n\n[a](b)\n\n---\n") == ["b"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("---\na: b\n---\nc", 3),
        ("---\n---\n", 2),
        ("---\n'a b': c\n...\n", 3),
        ("+++\na = 1\n+++", 3),
        ("---\na: b\n", 0),
        ("---\n# Title\n\ntext\n\n---\n", 0),
        ("\n---\na: b\n---\n", 0),
        ("text", 0),
    ],
)
def test_front_matter_is_distinguished_from_thematic_breaks(text: str, lines: int) -> None:
    assert front_matter_lines(text) == lines


def test_front_matter_keeps_the_lines_of_what_follows() -> None:
    (link,) = read("---\n# comment\ntitle: x\n---\n[a](b)\n").occurrences

    assert link.destination == Span(5, 5, 5, 6)


def test_code_after_a_definition_is_its_paragraph_still() -> None:
    assert hrefs("[a]: b\n\t[c](d)\n[a]") == ["d", "b"]


class TestPlaces:
    @pytest.mark.parametrize(
        ("text", "construct", "destination"),
        [
            ("[a](b)", Span(1, 1, 1, 7), Span(1, 5, 1, 6)),
            ("x `a\nb` [a](b)", Span(2, 4, 2, 10), Span(2, 8, 2, 9)),
            ("![a\nb](c)", Span(1, 1, 2, 6), Span(2, 4, 2, 5)),
            ("[a](b 'c\nd') <!-- x\n-->", Span(1, 1, 2, 4), Span(1, 5, 1, 6)),
            ("<b\nid=x> [a](b)", Span(2, 7, 2, 13), Span(2, 11, 2, 12)),
            ("> > [a](\n> > <b c>\n> > )", Span(1, 5, 3, 6), Span(2, 6, 2, 9)),
            ("1.\t[a](b)", Span(1, 4, 1, 10), Span(1, 8, 1, 9)),
            ("- a\n\n\t[a](b)", Span(3, 2, 3, 8), Span(3, 6, 3, 7)),
            (">\t[a](b)", Span(1, 3, 1, 9), Span(1, 7, 1, 8)),
            ("##   [a](b)  ##", Span(1, 6, 1, 12), Span(1, 10, 1, 11)),
            ("中😀 [é](b)", Span(1, 4, 1, 10, 5, 6), Span(1, 8, 1, 9, 6, 6)),
            ("\ufeff[a](b)", Span(1, 1, 1, 7, 3, 3), Span(1, 5, 1, 6, 3, 3)),
            ("x\r\n\r\n[a](b)\r\n", Span(3, 1, 3, 7), Span(3, 5, 3, 6)),
            ("x\r\r[a](b)\r", Span(3, 1, 3, 7), Span(3, 5, 3, 6)),
            ("x\u2028y\x0bz [a](b)", Span(1, 7, 1, 13, 2, 2), Span(1, 11, 1, 12, 2, 2)),
            ("a | b\n--|--\n\\| \\| | [a](b\\|)", Span(3, 9, 3, 17), Span(3, 13, 3, 16)),
            ("| [a](b)\\| |\n|---|", Span(1, 3, 1, 9), Span(1, 7, 1, 8)),
            ("[a]\n\n> [a]:\n>   <b>\n>   'c'", Span(1, 1, 1, 4), Span(4, 6, 4, 7)),
            ("[u]: b  \n", Span(1, 1, 1, 7), Span(1, 6, 1, 7)),
            ("x <https://a.b>", Span(1, 3, 1, 16), Span(1, 4, 1, 15)),
            ("<p>\n <a\n  href='b'>", Span(2, 2, 3, 12), Span(3, 9, 3, 10)),
            ("- x <a href=b>", Span(1, 5, 1, 15), Span(1, 13, 1, 14)),
        ],
    )
    def test_both_spans_are_those_of_the_source(self, text: str, construct: Span, destination: Span) -> None:
        (link,) = read(text).occurrences

        assert (link.construct, link.destination) == (construct, destination)
        assert slice_of(text, link.destination) == link.raw

    def test_two_equal_links_on_one_line_have_two_places(self) -> None:
        assert [each.destination.column for each in read("[a](b) [a](b)").occurrences] == [5, 12]

    def test_uses_of_a_definition_share_its_destination(self) -> None:
        first, second = read("[a] ![b][a]\n\n[a]: c").occurrences

        assert first.destination == second.destination == Span(3, 6, 3, 7)
        assert first.construct != second.construct


class TestUndefinedReferences:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("see [foo][bar]", [Span(1, 5, 1, 15)]),
            ("![foo][]", [Span(1, 1, 1, 9)]),
            ("[a [foo][bar] b](c)", [Span(1, 4, 1, 14)]),
            ("[foo]", []),
            ("[RFC4346][RFC6347]", []),
            ("matrix[i][j]", []),
            ("`[foo][bar]`", []),
            ("[a][^1]\n\n[^1]: x", []),
            ("[foo][bar](baz)", []),
            ("- [ ] [x]", []),
            (r"\[foo][bar]", []),
            ("[foo][bar]\n\n[bar]: c", []),
            ("[a][b][c]\n\n[c]: d", []),
        ],
    )
    def test_a_label_that_nothing_defines_is_a_finding(self, text: str, expected: list[Span]) -> None:
        findings = read(text).findings

        assert [each.span for each in findings] == expected
        assert {each.rule for each in findings} <= {"undefined-reference"}

    def test_the_message_names_the_label(self) -> None:
        (finding,) = read("[a][b  c]").findings

        assert finding.message == "[b c] is used as a link but not defined"


class TestRawHtml:
    def test_a_link_has_the_text_between_its_tags(self) -> None:
        text = "<p><a href='a'>b <img src=c alt='d &amp; e'></a></p>\n\nf <a href='g'>h *i* [j](k)</a>"

        assert [(each.text, each.href) for each in read(text).occurrences] == [
            ("b", "a"),
            ("d & e", "c"),
            ("h i j", "g"),
            ("j", "k"),
        ]

    def test_markdown_within_details_is_read(self) -> None:
        text = "<details>\n<summary><a href=a>b</a></summary>\n\n[c](d)\n\n</details>"

        assert hrefs(text) == ["a", "d"]

    def test_jsx_components_have_links_and_their_code_has_none(self) -> None:
        text = '<Card\n  href="/a"\n  icon={x}\n/>\n\nb <Button href={url} src="c.png">d</Button>'

        assert hrefs(text, "page.mdx") == ["/a", "c.png"]
