"""Generators with limited support: files must exist, but paths and ids cannot be checked."""

import posixpath
from collections.abc import Iterator

from linkwarden.model.dialect import Dialect
from linkwarden.sites.files import Files, FilesAndFolders, folder_of
from linkwarden.sites.generators import GENERATORS, Generator
from linkwarden.sites.site import ANY_SUFFIX, LinkRules, Site

_COVERED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("sphinx", "conf.py", ("",)),
    ("antora", "antora.yml", ("modules",)),
    ("quarto", "_quarto.y*", ("",)),
    ("eleventy", "eleventy.config.*", ("",)),
    ("eleventy", ".eleventy.*", ("",)),
    ("mintlify", "mint.json", ("",)),
    ("mintlify", "docs.json", ("",)),
    ("gitbook", ".gitbook.y*", ("",)),
    ("nextra", "theme.config.*", ("content", "pages", "src/pages", "docs")),
)
"""The generator, its configuration, and the folders next to it whose files become pages."""

_DOCSIFY_PAGES = ("README.md", "_sidebar.md", "_coverpage.md")
"""Pages of which docsify reads one, the home page, by default (docsify.js.org/#/quickstart)."""
_VUEPRESS = "/.vuepress/config."


def find(files: Files) -> Iterator[Site]:
    """Yield a site for each configuration."""
    for generator, pattern, covered in _COVERED:
        for path in files.configurations(pattern):
            yield _site(
                files, generator, path, tuple(posixpath.join(folder_of(path), each).rstrip("/") for each in covered)
            )
    for path in files.configurations("config.*"):
        if _VUEPRESS in f"/{path}":
            yield _site(files, "vuepress", path, (folder_of(folder_of(path)),))
    for path in files.configurations("index.html"):
        if _is_docsify(files, path):
            yield _site(files, "docsify", path, (folder_of(path),))


def _is_docsify(files: Files, path: str) -> bool:
    """Return whether the HTML file at *path* loads docsify, which renders the Markdown next to it in the browser."""
    pages = (posixpath.join(folder_of(path), each) for each in _DOCSIFY_PAGES)
    return any(each in files.listing for each in pages) and "$docsify" in files.text(path)


def _site(files: Files, generator: str, path: str, folders: tuple[str, ...]) -> Site:
    return Site(
        generator=generator,
        configuration=path,
        folders=folders,
        pages={},
        urls={},
        files=FilesAndFolders(files.listing),
        rules=LinkRules(
            suffixes=ANY_SUFFIX, html_suffixes=ANY_SUFFIX, roots=tuple(dict.fromkeys((*folders, folder_of(path), "")))
        ),
        dialect=Dialect(attribute_lists=True, generated=r"\A", cross_references=".*"),
        unknown=f"may be a path that the generator of {path} creates",
        skipped=frozenset({"README.md"}),
    )


GENERATORS.register(Generator("others", find, rank=5))
