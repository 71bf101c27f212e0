"""Test data and templates: not documents, so their broken links do not matter."""

import posixpath
import re
from collections.abc import Iterator

from linkwarden.model.dialect import Dialect
from linkwarden.model.observation import TEMPLATES, TEST_DATA
from linkwarden.sites.files import Files, FilesAndFolders, folder_of
from linkwarden.sites.generators import GENERATORS, Generator
from linkwarden.sites.site import ANY_SUFFIX, LinkRules, Site

_TEST_FOLDERS = frozenset(
    {
        "__e2e__", "__fixtures__", "__snapshots__", "__tests__", "e2e", "fixture", "fixtures", "golden", "goldens",
        "mdtest", "playground", "snapshots", "spec-fixtures", "test", "test-data", "test_data", "testdata", "tests",
        "testsuite",
    }
)  # fmt: skip
"""Names of folders with files for tests."""

_LAYOUTS = frozenset({"_includes", "_layouts", "layouts", "overrides", "partials", "templates", "theme", "themes"})
"""Names of folders with templates of pages."""

_PARTS = re.compile(r"/(?:_includes|_layouts|_partials|_shortcodes|layouts/(?:partials|shortcodes))/")
"""Folders of Jekyll and Hugo whose files are parts of pages, with tags of templates or without."""

_TEMPLATE = re.compile(r"\{%|\{\{|<%|%[A-Z][A-Z_]{2,}%|\(%-?\s*[a-z]")
"""The tags of template languages; ``(%`` is usual for Askama where htmx has the braces."""
_WHOLE_PAGE = re.compile(r"<html\b", re.IGNORECASE)
_WHOLE_TEMPLATE = re.compile(
    r"\s*+(?>\{#.*?#\}\s*+|<!--.*?-->\s*+|<!doctype[^>]*>\s*+)*+(?:\{%-?\s*[a-z]|\{\{[#>]|<%)",
    re.DOTALL | re.IGNORECASE,
)
"""A file that begins as one of Jinja, Handlebars or ERB; the front matter of a Jekyll page comes before its tags."""


_MAX_HTML = 1000


def find(files: Files) -> Iterator[Site]:
    """Yield a site for the test data of the repository, and one for its templates."""
    test_data, templates = [], []
    entries = _entries(files)
    are_few = sum(path.endswith((".html", ".htm")) for path in files.listing) <= _MAX_HTML
    for path in files.listing:
        folders = frozenset(path.split("/")[:-1])
        is_html = path.endswith((".html", ".htm"))
        if not _TEST_FOLDERS.isdisjoint(folders) and not posixpath.basename(path).lower().startswith("readme."):
            test_data.append(path)
        elif is_html and (path in entries or _is_template(files, path, are_few=are_few)):
            templates.append(path)
    yield not_documents(files, TEST_DATA, test_data, "in test data, links may be broken on purpose")
    yield not_documents(files, TEMPLATES, templates, "in a template, links are for the pages generated from it")


def _is_template(files: Files, path: str, *, are_few: bool) -> bool:
    """Return whether the HTML file at *path* is a template. Of many, only those in folders of templates are read."""
    if _PARTS.search(f"/{path}"):
        return True
    folders = path.split("/")[:-1]
    if not _LAYOUTS.isdisjoint(folders):
        text = files.text(path)
        return bool(_TEMPLATE.search(text)) or ("templates" in folders and not _WHOLE_PAGE.search(text))
    return are_few and bool(_WHOLE_TEMPLATE.match(files.text(path)))


def _entries(files: Files) -> frozenset[str]:
    """Return the pages that applications begin with: index.html beside components, which a bundler fills in."""
    components = {folder_of(path) for path in files.listing if path.endswith((".tsx", ".jsx", ".vue", ".svelte"))}
    return frozenset(path for path in files.listing.by_name.get("index.html", ()) if folder_of(path) in components)


def not_documents(files: Files, name: str, paths: list[str], reason: str) -> Site:
    """Return the site of files whose links lead to files, and elsewhere if these do not exist."""
    return Site(
        generator=name,
        configuration=name,
        folders=(),
        pages={},
        urls={},
        sources=frozenset(paths),
        files=FilesAndFolders(files.listing),
        rules=LinkRules(suffixes=ANY_SUFFIX, html_suffixes=ANY_SUFFIX, roots=("",)),
        dialect=Dialect(generated=r"\A"),
        unknown=reason,
        all_unknown=True,
    )


GENERATORS.register(Generator("fixtures", find, rank=-1))
