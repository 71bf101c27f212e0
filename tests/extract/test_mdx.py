"""MDX: JSX, expressions and modules among Markdown."""

import pytest

from linkwarden.extract import extract
from linkwarden.model.dialect import Dialect
from tests.extract.support import linear_time


def hrefs(text: str, path: str = "page.mdx") -> list[str]:
    return [each.href for each in extract(path, text).occurrences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("{/* [a](b) */}\n\n[c](d)", ["d"], id="comment"),
        pytest.param("{/* one\n\ntwo [a](b)\n*/} [c](d)", ["d"], id="comment-with-an-empty-line"),
        pytest.param("<!-- [a](b) -->\n\n[c](d)", ["d"], id="html-comment"),
        pytest.param("<Note>\n[a](b)\n</Note>", ["b"], id="component"),
        pytest.param("<Tabs>\n  <Tab>\n\n      [a](b)\n\n  </Tab>\n</Tabs>", ["b"], id="indented-component"),
        pytest.param("> <Note>\n> [a](b)\n> </Note>", ["b"], id="component-in-a-quote"),
        pytest.param("- x\n\n  <Note>\n      [a](b)\n  </Note>", ["b"], id="component-in-a-list"),
        pytest.param("<Tab>\n```sh\none\n\n[a](b)\n```\n</Tab>\n\n[c](d)", ["d"], id="fence-in-a-component"),
        pytest.param("    [a](b)", ["b"], id="no-indented-code"),
        pytest.param("<https://a.example> [c](d)", ["d"], id="no-autolinks"),
        pytest.param("{a > 1 ? <a href='b'>it's</a> : \"}\"} [c](d)", ["d"], id="expression"),
        pytest.param("`{` [a](b) `}`", ["b"], id="brace-in-a-code-span"),
        pytest.param(r"\{ [a](b) }", ["b"], id="escaped-brace"),
        pytest.param("{ [a](b)", ["b"], id="brace-that-nothing-closes"),
        pytest.param('<A href="b" x={1 > 0}>t</A> [c](d)', ["b", "d"], id="tag-with-an-expression"),
        pytest.param("<Card\n  title={`<a href=\"b\">`}\n  href='c'\n/>", ["c"], id="tag-of-several-lines"),
        pytest.param("x <Link to={\"b\"}/> <Link to={ 'c' }/> <Link to={`d`}/>", ["b", "c", "d"], id="strings"),
        pytest.param("<Link to={`b${c}`}/> <Link to={b}/>", [], id="values-that-are-code"),
        pytest.param('<a href="a"><Image src="b" /></a>', ["a", "b"], id="component-named-as-an-element"),
        pytest.param("import A from 'a'\nimport B from 'b'\n\n[c](d)", ["d"], id="import"),
        pytest.param("export const a = {\n\n  b: '[c](d)',\n}\n\n[e](f)", ["f"], id="export"),
        pytest.param("[a][b]\n\n[b]: c", ["c"], id="definition"),
        pytest.param("1 < 2 [a](b)", ["b"], id="a-sign-that-is-no-tag"),
        pytest.param("<>\n[a](b)\n</>", ["b"], id="fragment"),
    ],
)
def test_links_are_those_of_mdx(text: str, expected: list[str]) -> None:
    assert sorted(hrefs(text)) == expected


def test_places_are_those_of_the_file() -> None:
    document = extract("page.mdx", "{/* é\n */}\n<Card href={ 'b' }>\n  {x} [a](c)\n</Card>\n")
    assert [each.raw for each in document.occurrences] == ["b", "c"]
    spans = [each.destination for each in document.occurrences]
    assert [(span.line, span.column, span.end_column) for span in spans] == [(3, 15, 16), (4, 11, 12)]


def test_headings_in_and_after_components_have_ids() -> None:
    tabs = "<Tabs>\n  <Tab>\n\n    ## In a tab\n\n  </Tab>\n</Tabs>\n"
    text = f"{tabs}\n## After {{#own}}\n\n<details>\n### In details\n</details>\n"
    assert {"in-a-tab", "own", "in-details"} <= extract("page.mdx", text).anchors


@pytest.mark.parametrize(
    ("path", "dialect", "found"),
    [
        ("page.mdx", Dialect(), True),
        ("page.mdx", Dialect(anchors="docusaurus"), False),
        ("page.md", Dialect(), False),
    ],
)
def test_an_id_in_brackets_ends_a_heading_of_nextra_and_fumadocs(path: str, dialect: Dialect, *, found: bool) -> None:
    assert found is ("own" in extract(path, "## `use()` it [#own]\n", dialect=dialect).anchors)


def test_markdown_of_a_site_can_be_mdx_too() -> None:
    text = "<Note>\n[a](b)\n</Note>\n\n{/* [c](d) */}\n"
    assert hrefs(text, "page.md") == ["d"]
    assert [each.href for each in extract("page.md", text, dialect=Dialect(mdx=True)).occurrences] == ["b"]


@pytest.mark.parametrize(
    "unit",
    [
        "{",
        "{}",
        "{`",
        "{/*",
        "{'",
        "\\`",
        " `",
        "`` ` ",
        "<a {",
        '<a "',
        "<a '\n",
        '<a b="',
        "export {\n",
        "~~~\n```\n",
    ],
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    with linear_time():
        extract("page.mdx", unit * (50_000 // len(unit)))
        extract("page.mdx", "{`" + unit * (50_000 // len(unit)))
