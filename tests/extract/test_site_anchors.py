"""The heading ids of site generators."""

import pytest

from linkwarden.extract import extract
from linkwarden.extract.anchors import ANCHOR_STYLES
from linkwarden.model.dialect import Dialect


@pytest.mark.parametrize(
    ("style", "headings", "ids"),
    [
        ("vitepress", ["build.target", "2. Über `x`!", "a", "a"], ["build-target", "_2-uber-x", "a", "a-1"]),
        ("vitepress", ["Own {#mine}"], ["mine"]),
        ("vitepress-cased", ["Use `a` (Vue 2)", "Über uns", "2 x"], ["Use-a-Vue-2-", "Uber-uns", "_2-x"]),
        ("docusaurus", ["getState()", "Own {#Mine}", "a", "a"], ["getstate", "Mine", "a", "a-1"]),
        (
            "mdbook",
            ["What's new? (1.0)", "a_b", "a_b", "Own { #mine .class }"],
            ["whats-new-10", "a_b", "a_b-1", "mine"],
        ),
        ("mdbook", ["\u26a0\ufe0f Warning \u26a0\ufe0f", "\u0928\u093e\u092e"], ["-warning-", "\u0928\u093e\u092e"]),
        ("hugo", ["A  B", "Own {#mine}"], ["a--b", "mine"]),
        ("kramdown", ["1. Start", "Own {: #mine}", "Own {#mine}"], ["1-start", "own--mine", "mine"]),
    ],
)
def test_ids(style: str, headings: list[str], ids: list[str]) -> None:
    slugger = ANCHOR_STYLES[style].slugger()

    assert ids == [slugger.slug(heading) for heading in headings]


TABBED = Dialect(anchors="python-markdown", python_markdown=True, attribute_lists=True)


@pytest.mark.parametrize(
    ("text", "hrefs"),
    [
        ('!!! note "Title"\n\n    [a](a.md)\n', ["a.md"]),
        ("??? tip\n    [a](a.md)\n\n    - [b](b.md)\n\n[c](c.md)\n", ["a.md", "b.md", "c.md"]),
        ('=== "One"\n\n    [a](a.md)\n\n    !!! note\n\n        [b](b.md)\n', ["a.md", "b.md"]),
        ("- item\n\n    !!! note\n\n        [a](a.md)\n", ["a.md"]),
        ("!!! note\n\n        [code](a.md)\n", []),
        ("    !!! note\n\n    [code](a.md)\n", []),
    ],
)
def test_what_is_indented_below_an_admonition_is_markdown(text: str, hrefs: list[str]) -> None:
    assert hrefs == [each.href for each in extract("a.md", text, dialect=TABBED).occurrences]


def test_a_link_in_an_admonition_is_placed_exactly() -> None:
    (link,) = extract("a.md", "!!! note\n\n    See [a](b.md).\n", dialect=TABBED).occurrences

    assert (3, 13) == (link.destination.line, link.destination.column)


def test_attribute_lists_give_ids_everywhere() -> None:
    text = "[](){#start}\nText {: .class #middle }\n\n# Heading { #own }\n\n`{#code}`\n"

    assert {"start", "middle", "own"} <= extract("a.md", text, dialect=TABBED).anchors


def test_a_title_gets_no_id_where_the_site_gives_it_none() -> None:
    dialect = Dialect(anchors="docusaurus", title_has_id=False)

    assert frozenset({"part"}) == extract("a.md", "# Title\n\n## Part\n", dialect=dialect).anchors


def test_definitions_that_the_site_appends_hold_on_every_page() -> None:
    dialect = Dialect(appended="[book]: https://example.com/book\n")
    (link,) = extract("a.md", "[the book][book]\n", dialect=dialect).occurrences

    assert ("https://example.com/book", "the book") == (link.href, link.text)


def test_a_page_s_own_definitions_come_before_those_that_the_site_appends() -> None:
    dialect = Dialect(appended="[book]: appended.md\n")

    assert ["own.md"] == [
        each.href for each in extract("a.md", "[book]\n\n[book]: own.md\n", dialect=dialect).occurrences
    ]


def test_references_that_another_system_resolves_are_not_undefined() -> None:
    text = "[a][package.module] and [b][lost]\n"
    dialect = Dialect(cross_references=r"\w+\.\w+")

    assert ["[lost]"] == [each.message.split(" ")[0] for each in extract("a.md", text, dialect=dialect).findings]


def test_a_page_with_generated_ids_is_incomplete() -> None:
    dialect = Dialect(generated=r"^:::")

    assert [False, True] == [extract("a.md", text, dialect=dialect).complete for text in ("a\n\n::: b\n", "a ::: b\n")]


def test_a_name_in_a_generated_part_may_be_its_id() -> None:
    dialect = Dialect(generated=r"^:::|<!-- \w+:")
    text = "::: package.module\n\n<!-- md:option config.lang -->\n\nplain\n"

    assert {"package.module", "config.lang"} <= extract("a.md", text, dialect=dialect).anchors


def test_footnotes_and_terms_have_ids_where_the_site_gives_them() -> None:
    dialect = Dialect(anchors="hugo", footnote_ids=("fn:{}",), definition_terms=True, attribute_lists=True)
    text = 'Text[^1]\n\n`baseURL`\n: The base.\n\n## Part { id="7.2.6" }\n\n[^1]: Note.\n'

    assert {"fn:1", "baseurl", "7.2.6"} <= extract("a.md", text, dialect=dialect).anchors


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        ("[x]: {% link docs/x.md %}", 0),
        ("[X]: {{ site.url }}/x", 0),
        ("[#{{ number }}]: /issues/{{ number }}", 0),
        ("[y]: {% link docs/y.md %}", 1),
        ("`[x]: text`", 1),
    ],
)
def test_a_reference_that_a_template_defines_is_not_undefined(definition: str, expected: int) -> None:
    document = extract("a.md", f"See [page][x].\n\n{definition}\n")

    assert [each.rule for each in document.findings].count("undefined-reference") == expected


def test_what_is_in_comments_is_not_read() -> None:
    dialect = Dialect(comments=(r"\{% comment %\}", r"\{% endcomment %\}"))
    text = "{% comment %}[a](a.md)\n\n# A\n{% endcomment %} [b](b.md)\n\n{% comment %} [c](c.md)\n"
    document = extract("x.md", text, dialect=dialect)

    assert (
        document.anchors,
        [(each.href, each.construct.line, each.construct.column) for each in document.occurrences],
    ) == (
        frozenset(),
        [("b.md", 4, 18), ("c.md", 6, 15)],
    )


@pytest.mark.parametrize(
    ("text", "dialect", "anchors"),
    [
        ("## A -- b `--c`", Dialect(smart_dashes=True), {"a--b---c"}),
        ("## A -- b", Dialect(), {"a----b"}),
        ("## ![Map](m.png) of x", Dialect(image_text_in_ids=True), {"map-of-x"}),
        ("## ![Map](m.png) of x", Dialect(), {"-of-x"}),
        ("<h2>A</h2>", Dialect(raw_heading_ids=False), set()),
        ("## A {#own}", Dialect(explicit_ids=False), {"a-own"}),
        ("{[`X`](#x)}", Dialect(attribute_lists=True), set()),
        ('[a]({{< ref "#x" >}}) {{% s id="y" %}}', Dialect(attribute_lists=True), set()),
        ("[a](b){#x} c{: #y}", Dialect(attribute_lists=True), {"x", "y"}),
        ("[a](b){#x} c{: #y}", Dialect(attribute_lists=True, colon_in_attribute_lists=True), {"y"}),
        ("## A {#x}", Dialect(anchors="kramdown", attribute_lists=True, colon_in_attribute_lists=True), {"x"}),
        ("a [b](#c) :::", Dialect(generated=":::"), {"a", "b"}),
        ("::: id=X", Dialect(generated=":::", id_prefixes=("def-",)), {"id", "X", "def-id", "def-X"}),
        ("## A--B", Dialect(anchors="mdbook", dashes_depend_on_version=True), {"a--b", "ab"}),
        ("## (A) [b] {c}", Dialect(anchors="mdbook"), {"a-b"}),
        ("## A {.x #own y=z}", Dialect(anchors="mdbook"), {"own"}),
        ("## A {#}", Dialect(anchors="mdbook"), {"a"}),
        ("## `a::{b, c}`", Dialect(anchors="mdbook"), {"ab-c"}),
        ("## < \u00c9\n## \u00c9 {#own}", Dialect(anchors="mdbook"), {"-\u00e9", "\u00c9", "own"}),
        ("## `a` `{#c}`", Dialect(anchors="docusaurus"), {"a-c"}),
        ("## `{a}` {#c}", Dialect(anchors="docusaurus"), {"c"}),
        ("A b\n  : C\n", Dialect(anchors="mdbook", definition_terms=True), {"a-b"}),
    ],
)
def test_what_a_dialect_makes_of_headings(text: str, dialect: Dialect, anchors: set[str]) -> None:
    assert extract("a.md", text, dialect=dialect).anchors == anchors


@pytest.mark.parametrize(
    ("text", "anchors", "hrefs"),
    [
        ("<div>\nx\n</div>\n## A\n", {"a"}, []),
        ("<div>\n<div>\n</div>\n## A\n</div>\n## B\n", {"b"}, []),
        ("<p><img src='i.png'></p>\n## A\n", {"a"}, ["i.png"]),
        ("<br>\n## A\n", {"a"}, []),
        ("<div class='x' markdown='1'>\n[a](b.md)\n</div>\n## A\n", {"a"}, ["b.md"]),
        ("<div>\n[a](b.md)\n</div>\n[c](d.md)\n", set(), ["d.md"]),
        ("<div>\n[a](b.md)\n\n## A\n", {"a"}, []),
        ("<!-- <div>\n## A\n-->\n## B\n", {"b"}, []),
    ],
)
def test_raw_html_may_end_with_its_element(text: str, anchors: set[str], hrefs: list[str]) -> None:
    document = extract("a.md", text, dialect=Dialect(html_elements=True))

    assert (set(document.anchors), [each.href for each in document.occurrences]) == (anchors, hrefs)
