"""Sites of mdBook."""

import pytest

from linkwarden.extract import extract
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


def test_definitions_in_included_files_hold_in_chapters() -> None:
    book = {**BOOK, "src/one.md": "[a] and [b][^b]\n\n{{#include ../links.md}}\n", "links.md": "[a]: /x\n[^b]: c\n"}
    document = extract("src/one.md", book["src/one.md"], dialect=site_of(book, "src/one.md").dialect)

    assert [each.href for each in document.occurrences] == ["/x"]


REPOSITORY = {
    "docs/book.toml": "[output.html]\n[output.pandoc]\n",
    "docs/src/SUMMARY.md": "- [Start](README.md)\n- [One](a/one.md)\n- [New](new.md)\n",
    "docs/src/README.md": "```md\n{{#include SUMMARY.md}}\n```\n",
    "docs/src/a/one.md": "",
    "docs/old/book.toml": "",
    "docs/old/src/SUMMARY.md": "[Old](old.md)\n",
    "docs/old/src/old.md": "",
    "docs/moved/one.md": "% This page moved\n",
    "docs/notes.md": "% of all pages\n",
    "code/main.go": "",
}


@pytest.mark.parametrize(
    ("source", "written", "expected"),
    [
        ("docs/src/a/one.md", "../../../code/main.go", "missing"),
        ("docs/src/a/one.md", "../../../code/gone.go", "unknown"),
        ("docs/src/a/one.md", "/a/one.md", "docs/src/a/one.md"),
        ("docs/src/a/one.md", "/b/", "unknown"),
        ("docs/src/a/one.md", "/b/gone.html", "unknown"),
        ("docs/src/a/one.md", "/a/gone.html", "missing"),
        ("docs/src/a/one.md", "../book.pdf", "unknown"),
        ("docs/src/a/one.md", "../book.png", "missing"),
        ("docs/src/README.md", "a/one", "unknown"),
        ("docs/src/README.md", "a/two", "missing"),
        ("docs/src/SUMMARY.md", "README.md", "docs/src/README.md"),
        ("docs/src/SUMMARY.md", "new.md", "found"),
        ("docs/src/SUMMARY.md", "gone.md", "unknown"),
        ("docs/old/src/old.md", "../a/one.html", "docs/src/a/one.md"),
        ("docs/old/src/old.md", "../gone.html", "unknown"),
        ("docs/moved/one.md", "a/one.html", "docs/src/a/one.md"),
        ("docs/moved/one.md", "gone.html", "unknown"),
    ],
)
def test_what_a_book_has_and_what_only_its_surroundings_know(source: str, written: str, expected: str) -> None:
    assert outcome(REPOSITORY, source, written) == expected


@pytest.mark.parametrize(
    ("repository", "written", "expected"),
    [
        ("https://github.com/rust-lang/book", "../std/x.html", "https://doc.rust-lang.org/nightly/std/x.html"),
        ("https://github.com/rust-lang/book", "../cargo/a.md", "https://doc.rust-lang.org/nightly/cargo/a.html"),
        ("https://github.com/rust-lang/book", "../gone/", None),
        ("https://github.com/rust-lang/book", "std/", None),
        ("https://github.com/someone/book", "../std/", None),
    ],
)
def test_books_of_rust_are_next_to_each_other(repository: str, written: str, expected: str | None) -> None:
    book = {**BOOK, "book.toml": f'[output.html]\ngit-repository-url = "{repository}"\n'}

    assert site_of(book, "src/one.md").address_outside("src/one.md", written, Kind.LINK) == expected


SPEC = {
    "book.toml": "[preprocessor.spec]\n",
    "src/SUMMARY.md": "- [One](one.md)\n- [Two](d/two.md)\n- [Summary](summary.md)\n",
    "src/one.md": "r[items.fn]\n\nSee [items.fn] and [Name][gone.rule].\n",
    "src/d/two.md": "```grammar,items\n@root Function ->\n    `fn` Name\n```\n\nName ->\n",
    "src/summary.md": "{{ grammar-summary }}\n",
}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("items.fn", "src/one.md"),
        ("Function", "src/d/two.md"),
        ("grammar-Function", "src/d/two.md"),
        ("items.gone", "missing"),
        ("gone.md", "missing"),
        ("std::ptr::read", "unknown"),
        ("Name", "unknown"),
    ],
)
def test_rules_and_productions_of_mdbook_spec_are_targets(written: str, expected: str) -> None:
    assert outcome(SPEC, "src/one.md", written) == expected


def test_mdbook_spec_makes_ids_and_defines_references() -> None:
    dialect = site_of(SPEC, "src/one.md").dialect
    one, two, summary = (extract(each, SPEC[each], dialect=dialect) for each in list(SPEC)[2:])

    assert [each.href for each in one.occurrences] == ["/-/one.html#r-items.fn"]
    assert [each.message for each in one.findings] == ["[gone.rule] is used as a link but not defined"]
    assert one.anchors == {"r-items.fn"}
    assert {"grammar-Function", "railroad-Function"} <= two.anchors
    assert (one.complete, two.complete, summary.complete) == (True, True, False)


@pytest.mark.parametrize("label", ["`core::task::Poll`", "macro@Clone", "std::ptr#provenance", "Option"])
def test_mdbook_spec_looks_other_names_up_in_the_standard_library(label: str) -> None:
    assert site_of(SPEC, "src/one.md").dialect.resolves(label)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{#literatego ./main.go}}\n", True),
        ("See {{#version 1}}.\n", False),
        ("{{#title A page}}\n", False),
        ("```\n{{#literatego ./main.go}}\n```\n", False),
    ],
)
def test_a_line_that_a_preprocessor_replaces_may_bring_ids(text: str, expected: bool) -> None:
    book = {**BOOK, "book.toml": "[preprocessor.literatego]\n"}

    assert site_of(book, "src/one.md").dialect.generates_ids(text) is expected
    assert site_of(BOOK, "src/one.md").dialect.generates_ids(text) is False


def test_admonitions_of_mdbook_admonish_are_markdown() -> None:
    text = (
        '- item\n\n  ~~~~admonish tip id="own"\n  [a](a.md)\n  ~~~rust\n  [b](b.md)\n  ~~~\n  ## Part\n  ~~~~\n\n'
        "```admonish\n[c](c.md)\n```\n\n```md\n```admonish\n[d](d.md)\n```\n[e](e.md)\n"
    )
    book = {**BOOK, "book.toml": "[preprocessor.admonish]\n"}
    document = extract("src/one.md", text, dialect=site_of(book, "src/one.md").dialect)

    assert [(each.href, each.destination.line) for each in document.occurrences] == [
        ("a.md", 4),
        ("c.md", 12),
        ("e.md", 19),
    ]
    assert document.anchors == {"admonition-tip", "own", "part"}
