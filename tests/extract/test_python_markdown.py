"""Tabs, emoji and formulas as Python-Markdown's extensions read them."""

import pytest

from linkwarden.extract import extract
from linkwarden.model.dialect import Dialect

TWO_SETS = """\
# A

=== "One"

    text

    === "In `it`"

        x

=== "Two"

    y

text

=== "One"

    z
"""


@pytest.mark.parametrize(
    ("style", "after_headings", "text", "expected"),
    [
        (
            "numbered",
            False,
            TWO_SETS,
            {"a", "__tabbed_1_1", "__tabbed_2_1", "__tabbed_1_2", "__tabbed_3_1"},
        ),
        ("numbered", False, '=== "A"\n    x\n===! "B"\n    y\n', {"__tabbed_1_1", "__tabbed_2_1"}),
        ("pymdown-lower", False, TWO_SETS, {"a", "one", "in-it", "two", "one_1"}),
        ("pymdown-lower", True, TWO_SETS, {"a", "a-one", "a-in-it", "a-two", "a-one_1"}),
        ("pymdown-lower", True, '=== ":fontawesome-linux: On **Linux**"\n    x\n', {"on-linux"}),
        ("", False, TWO_SETS, {"a"}),
        ("numbered", False, '!!! note "A"\n    x\n', set()),
    ],
)
def test_tabs_have_ids(style: str, *, after_headings: bool, text: str, expected: set[str]) -> None:
    dialect = Dialect("python-markdown", python_markdown=True, tab_ids=style, tab_ids_after_headings=after_headings)

    assert expected == extract("a.md", text, dialect=dialect).anchors


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        (":material-account: Title", "title"),
        ("Go :rocket:", "go"),
        ("a `:b:` c", "a-b-c"),
        ("std::vec::Vec", "stdvecvec"),
        ("12:30:45 x", "123045-x"),
    ],
)
def test_emoji_are_not_part_of_ids(heading: str, expected: str) -> None:
    dialect = Dialect("python-markdown", python_markdown=True, emoji=True)

    assert frozenset({expected}) == extract("a.md", f"# {heading}\n", dialect=dialect).anchors


@pytest.mark.parametrize(
    ("text", "hrefs"),
    [
        ("$f[a](b)$ and [c](d)", ["d"]),
        (r"\(f[a](b)\) and [c](d)", ["d"]),
        ("$$\nf[a](b)\n$$\n[c](d)", ["d"]),
        ("costs $5 [a](b) or $6", ["b"]),
        (r"\$f[a](b)\$", ["b"]),
        ("`$` [a](b) `$`", ["b"]),
        ("$ [a](b) $", ["b"]),
    ],
)
def test_formulas_have_no_links(text: str, hrefs: list[str]) -> None:
    dialect = Dialect("python-markdown", python_markdown=True, math=True)

    assert hrefs == [each.href for each in extract("a.md", text, dialect=dialect).occurrences]


@pytest.mark.parametrize(("text", "expected"), [("$a [i][j]$", 0), ("a [i][j]", 1), ("$5 a [i][j] or $6", 1)])
def test_an_index_in_a_formula_is_no_reference(text: str, expected: int) -> None:
    assert expected == len(extract("a.md", text).findings)


@pytest.mark.parametrize("opening", ["!!! note", "??? tip inline", "===", "???+ x"])
def test_the_title_of_an_admonition_is_markdown(opening: str) -> None:
    text = f'{opening} "See [a](b.md) <span id=\\"c\\">d</span>"\n\n    text\n'.replace("\\", "")
    document = extract("a.md", text, dialect=Dialect("python-markdown", python_markdown=True))
    (link,) = document.occurrences

    assert ("b.md", text.index("b.md") + 1, frozenset({"c"})) == (link.href, link.destination.column, document.anchors)
