"""Sites of mdBook."""

import pytest

from linkwarden.model.dialect import Dialect
from linkwarden.model.place import Kind
from tests.sites.support import outcome, site_of, sites_of

BOOK = {
    "book.toml": '[output.html]\nsite-url = "/b/"\n',
    "src/SUMMARY.md": "- [One](one.md)\n- [Two][two]\n- [New](d/new.md)\n- [Draft]()\n\n[two]: d/two.md\n",
    "src/one.md": "{{#include part.md:3:9}}\n",
    "src/d/two.md": "{{#include ../part.md}}\n\\{{#include ../orphan.md}}\n",
    "src/part.md": "{{#include d/inner.md}}\n",
    "src/d/inner.md": "",
    "src/orphan.md": "",
    "src/i.png": "",
}


@pytest.mark.parametrize(
    ("source", "written", "kind", "expected"),
    [
        ("src/one.md", "d/two.md", Kind.LINK, "src/d/two.md"),
        ("src/one.md", "d/new.md", Kind.LINK, "found"),
        ("src/one.md", "d/two.md", Kind.IMAGE, "src/d/two.md"),
        ("src/one.md", "d/two.md/", Kind.LINK, "src/d/two.md"),
        ("src/one.md", "orphan.md", Kind.LINK, "missing"),
        ("src/part.md", "two.md", Kind.LINK, "src/d/two.md"),
        ("src/part.md", "d/two.md", Kind.LINK, "src/d/two.md"),
        ("src/part.md", "d/gone.md", Kind.LINK, "missing"),
        ("src/part.md", "", Kind.LINK, "src/one.md"),
        ("src/d/inner.md", "i.png", Kind.IMAGE, "src/i.png"),
        ("src/one.md", "../std/", Kind.LINK, "unknown"),
    ],
)
def test_links_of_chapters_and_of_the_files_that_they_include(
    source: str, written: str, kind: Kind, expected: str
) -> None:
    assert outcome(BOOK, source, written, kind) == expected


def test_a_file_that_no_chapter_shows_is_read_on_github() -> None:
    sites = sites_of(BOOK)

    assert [sites.covering(each) is None for each in ("src/orphan.md", "src/part.md", "src/one.md")] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("options", "front", "written", "expected"),
    [
        ('site-url = "https://demo.test/b/"', "", "../std/x y.html", "https://demo.test/std/x%20y.html"),
        ('site-url = "/b/"\ncname = "demo.test"', "", "../std/", "https://demo.test/std/"),
        ('site-url = "/b/"', "", "../std/", None),
        ("", "https://demo.test/x/b/", "../std/", "https://demo.test/x/std/"),
        ("", "https://demo.test/x/b/", "/std/", "https://demo.test/std/"),
        ("", "https://demo.test/x/b/", "gone.md", None),
    ],
)
def test_a_link_that_leaves_the_book_has_an_address(
    options: str, front: str, written: str, expected: str | None
) -> None:
    site = site_of({**BOOK, "book.toml": f"[output.html]\n{options}\n"}, "src/one.md")

    assert site.address_outside("src/one.md", written, Kind.LINK, front) == expected


@pytest.mark.parametrize(
    ("options", "dashes"),
    [("", (False, True)), ("smart-punctuation = true", (True, False)), ("curly-quotes = false", (False, False))],
)
def test_dashes_in_ids_depend_on_the_release_unless_configured(options: str, dashes: tuple[bool, bool]) -> None:
    dialect = site_of({**BOOK, "book.toml": f"[output.html]\n{options}\n"}, "src/one.md").dialect

    assert dashes == (dialect.smart_dashes, dialect.dashes_depend_on_version)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{#include a.md}}", True),
        ("{{#template a.md x=1}}", True),
        ("- {{#playground a.rs}}", False),
        ("\\{{#include a.md}}", False),
        ("```rust\n{{#include a.rs}}\n```\n", False),
        ("- x\n  ~~~~\n  {{#include a.rs}}\n  ~~~~\n\n{{#include b.md}}\n", True),
    ],
)
def test_only_what_is_included_outside_of_code_brings_ids(text: str, expected: bool) -> None:
    dialect: Dialect = site_of(BOOK, "src/one.md").dialect

    assert dialect.generates_ids(text) is expected
