"""HTML as a browser reads it."""

import pytest

from linkwarden.extract.html.references import decode_attribute
from linkwarden.extract.html.tags import Characters, Comment, EndTag, StartTag, read_tags
from linkwarden.model.place import Kind, Span
from tests.extract.support import hrefs, read, slice_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<A HREF=a>b</A>", ["a"]),
        ("<a\n  class='x'\n  href = \"a\"\n>b</a>", ["a"]),
        ("<a href=a/b?c=d&amp;e>b</a>", ["a/b?c=d&e"]),
        ("<a href=' a '>b</a>", ["a"]),
        ("<a href=a href=b>", ["a"]),
        ("<a href='\u00a0a\u3000\n'>", ["\u00a0a\u3000"]),
        ("<frameset><frame src=a><frame src=b></frameset>", ["a", "b"]),
        ("<input type=image src=a><input type=IMAGE src=b><input type=text src=c><input src=d>", ["a", "b"]),
        ("<svg><image href=a /><image xlink:href=b /><use href='c#d' /><use href='#e' /></svg>", ["a", "b", "c#d"]),
        ("<a title='>' href=a>", ["a"]),
        ("<a href>b</a>", [""]),
        ("<a name=x>b</a>", []),
        ("<img src=a srcset='b 1x, c,d 2x , e' alt=f>", ["a", "b", "c,d", "e"]),
        ("<img srcset='data:,a 1x, b (c, d) 2w, e'>", ["data:,a", "b", "e"]),
        ("<picture><source srcset='a, b 2x'><img src=c></picture>", ["a", "b", "c"]),
        ("<video src=a poster=b><source src=c><track src=d></video><audio src=e></audio>", ["a", "b", "c", "d", "e"]),
        ("<iframe src=a></iframe><embed src=b><object data=c></object><map><area href=d></map>", ["a", "b", "c", "d"]),
        ("<link rel=stylesheet href=a><link rel='preconnect' href=b><link rel='x DNS-Prefetch' href=c>", ["a"]),
        ("<script src=a>'<a href=b>'</script><style><a href=c></style><title><a href=d></title>", []),
        ("<!-- <a href=a> --><a href=b><!--><a href=c><!-- --!><a href=d>", ["b", "c", "d"]),
        ("<pre><a href=a></pre><code><a href=b></code><kbd><img src=c></kbd><a href=d>", ["a", "b", "c", "d"]),
        ("<td><code>a<code></td><td><a href=b></td><pre>x<p><a href=c>", ["b", "c"]),
        ("<a href='a>b</a> <a href='c>d</a> <a href=e>", ["a>b</a> <a href=", "e"]),
        ('<a href="a>b</a>\n<a href="c">d</a><a href=e>f</a>', ["a>b</a>\n<a href=", "e"]),
        ("1 < 2 <a href=a>", ["a"]),
        ("</a href=a><? <a href=b> ?><![CDATA[<a href=c>]]>", []),
        ("</><a href=a>", ["a"]),
        ("<a href=a> <a href='b> <a href=c>", ["a"]),
        ("<a href=a", []),
        ("<my-link href=a></my-link>", []),
    ],
)  # fmt: skip
def test_the_links_of_html_are_those_of_a_browser(text: str, expected: list[str]) -> None:
    assert hrefs(text, "page.html") == expected


def test_an_occurrence_spans_its_tag_and_its_value() -> None:
    text = "<p>x\n<a class=b href='c&amp;d'>e <b>f</b>&lt;</a>"

    (link,) = read(text, "page.html").occurrences

    assert (link.kind, link.text, link.raw, link.href) == (Kind.HTML, "e f<", "c&amp;d", "c&d")
    assert (link.construct, link.destination) == (Span(2, 1, 2, 27), Span(2, 18, 2, 25))
    assert slice_of(text, link.destination) == link.raw


def test_a_picture_is_described_by_its_alternative_text() -> None:
    assert [each.text for each in read("<img src=a alt='b &amp; c'>", "page.html").occurrences] == ["b & c"]


def test_the_anchors_of_html_are_ids_and_names_of_links() -> None:
    document = read("<h1 id=a>b</h1><a name='c&amp;d'><input name=e><code id=f>", "page.html")

    assert document.anchors == {"a", "c&d", "f"}


@pytest.mark.parametrize(
    "text",
    [
        "<pre class='prettyprint source linenums'><code>a\nb</code></pre>",
        "<pre class='source-code'><code class='prettyprint linenums'>a\nb</code></pre>",
    ],
)
def test_the_lines_of_source_code_have_the_ids_that_scripts_of_jsdoc_and_esdoc_give_them(text: str) -> None:
    assert {"line1", "line2", "lineNumber1", "lineNumber2"} == read(text, "a.html").anchors


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a&amp;b&lt;", "a&b<"),
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("?a=1&copyright", "?a=1&copyright"),
        ("&copy &copy; &copy", "© © ©"),
        ("&#58;&#x3a;&#58", ":::"),
        ("&unknown;&", "&unknown;&"),
        ("&notit;", "&notit;"),
    ],
)
def test_references_in_attributes_are_decoded_as_a_browser_does(value: str, expected: str) -> None:
    assert decode_attribute(value) == expected


def test_events_cover_the_text() -> None:
    text = "a<b c='d'>e</b><!-- f -->g<"

    kinds = [(type(event), text[event.start : event.end]) for event in read_tags(text)]

    assert kinds == [
        (Characters, "a"),
        (StartTag, "<b c='d'>"),
        (Characters, "e"),
        (EndTag, "</b>"),
        (Comment, "<!-- f -->"),
        (Characters, "g<"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<link href=a><base href=' ../b/ '><base href=c><a href=d>", ["../b/", "../b/"]),
        ("<base target=x><a href=a>", [""]),
        ("<a href=a>", [""]),
    ],
)
def test_the_first_base_with_an_address_is_that_of_the_whole_page(text: str, expected: list[str]) -> None:
    assert [each.base for each in read(text, "page.html").occurrences] == expected


def test_tooltips_in_a_list_of_contributors_are_decorative() -> None:
    table = "<table><tr><td><a href='x'>A</a> <a href='#content-a' title='Content'>c</a></td></tr></table>"
    listed = f"<!-- ALL-CONTRIBUTORS-LIST:START - Do not remove -->\n{table}\n<!-- ALL-CONTRIBUTORS-LIST:END -->\n"

    for path in ("page.html", "README.md"):
        assert [each.decorative for each in read(listed + "\n" + table, path).occurrences] == [
            False,
            True,
            False,
            False,
        ]
