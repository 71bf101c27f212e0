"""The source files of built pages, and the links in them that links in the pages were made from."""

import pytest

from linkwarden.model.place import Document, Kind, Occurrence, Span
from linkwarden.sites import PageSources, matching
from tests.sites.support import sites_of

EDITORS = {
    "docs/b.md": "https://github.com/o/r/edit/main/docs/b.md",
    "docs/d/index.md": "https://gitlab.example/g/o/r/-/edit/releases/2.x/docs/d/index.md",
}
REPOSITORY = {
    "mkdocs.yml": "site_name: a\nsite_url: https://a.example/base/\n",
    "docs/index.md": "",
    "docs/b.md": "",
    "docs/d/index.md": "",
    "docs/d/e.md": "",
    "site/index.html": "",
    "site/404.html": "",
    "site/b/index.html": "",
    "site/d/index.html": "",
    "site/d/e.html": "",
    "site/f/index.html": "",
    "other/book.toml": "",
    "other/src/SUMMARY.md": "- [One](b.md)\n",
    "other/src/b.md": "",
    "other/book/index.html": "",
    "other/book/b.html": "",
    "guide.html": "",
}


def link(href: str, text: str = "text", line: int = 1, path: str = "a.html") -> Occurrence:
    span = Span(line, 1, line, 2)
    return Occurrence(path, Kind.LINK, text, href, href, span, span)


@pytest.mark.parametrize(
    ("page", "hrefs", "expected"),
    [
        ("site/index.html", (), "docs/index.md"),
        ("site/b/index.html", (), "docs/b.md"),
        ("site/d/index.html", (), "docs/d/index.md"),
        ("site/d/e.html", (), "docs/d/e.md"),
        ("site/f/index.html", (), None),
        ("other/book/b.html", (), "other/src/b.md"),
        ("site/f/index.html", (EDITORS["docs/b.md"],), "docs/b.md"),
        ("site/f/index.html", (EDITORS["docs/b.md"], EDITORS["docs/b.md"], "https://github.com/o/r"), "docs/b.md"),
        ("site/f/index.html", tuple(EDITORS.values()), None),
        ("site/d/e.html", tuple(EDITORS.values()), "docs/d/e.md"),
        ("site/b/index.html", ("https://github.com/o/r/edit/main/docs/gone.md",), "docs/b.md"),
        ("site/b/index.html", ("https://github.com/o/r/blob/main/docs/d/e.md",), "docs/b.md"),
        ("docs/b.md", (), None),
        ("unknown.html", (), None),
    ],
)
def test_the_source_of_a_page(page: str, hrefs: tuple[str, ...], expected: str | None) -> None:
    sources = PageSources(sites_of(REPOSITORY), REPOSITORY.__contains__)

    assert expected == sources.of(Document(page, tuple(map(link, hrefs))))


def test_a_branch_with_slashes() -> None:
    sources = PageSources(sites_of(REPOSITORY), REPOSITORY.__contains__)

    assert "docs/d/index.md" == sources.of(Document("site/f/index.html", (link(EDITORS["docs/d/index.md"]),)))


@pytest.mark.parametrize(
    ("built", "written"),
    [
        ("../b/", "b.md"),
        ("../b/#Part", "b.md#part"),
        ("b.html", "b.md"),
        ("/base/d/b", "../d/b.mdx"),
        ("../d/", "d/index.md"),
        ("d/", "d/README.md"),
        ("../", "index.md"),
        ("missing.md", "missing.md"),
        ("a%20b/", "a b.md"),
        ("/assets/i.png", "../i.png"),
        ("../b/?c=d", "b.md"),
        ("#x", "#x"),
    ],
)
def test_a_link_and_what_it_was_written_as(built: str, written: str) -> None:
    source = link(written, line=7, path="a.md")
    others = [link("else.md"), link(written, "other")]

    assert [(link(built), source)] == list(matching([link(built)], [*others, source]))


@pytest.mark.parametrize(
    ("built", "written"), [("../b/", "c.md"), ("../b/#x", "b.md#y"), ("../b/", "d/c.md"), ("../", "b.md")]
)
def test_links_to_different_pages(built: str, written: str) -> None:
    assert not list(matching([link(built)], [link(written)]))


def test_quotes_that_the_generator_changes() -> None:
    built, source = link("b/", "\N{LEFT DOUBLE QUOTATION MARK}it's"), link("b.md", "\"it's")

    assert [(built, source)] == list(matching([built], [source]))


def test_equal_links_are_matched_in_order() -> None:
    built = [link("b/", line=line) for line in (10, 20, 30)]
    written = [link("b.md", line=line) for line in (1, 2)]

    assert [(10, 1), (20, 2), (30, 2)] == [
        (one.construct.line, two.construct.line) for one, two in matching(built, written)
    ]
