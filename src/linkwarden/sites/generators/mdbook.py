"""mdBook: only the chapters in SUMMARY.md are pages; every other file of the source folder is copied.

Sources: mdBook guide, "SUMMARY.md", "Configuration" and "mdBook-specific features"; ``fix_link`` of the crate
mdbook-html, which turns links to ``.md`` files into links to ``.html`` files.
"""

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from linkwarden.model.dialect import Dialect
from linkwarden.sites.files import Files, folder_of, inside
from linkwarden.sites.generators import GENERATORS, Generator
from linkwarden.sites.site import LinkRules, Site
from linkwarden.sites.urls import base_of, origin_of, relative, split_suffix, url_map
from linkwarden.sites.values import mapping, read_toml, text_of

_CHAPTER = re.compile(r"\]\((?:<(?P<enclosed>[^<>\n]+)>|(?P<plain>[^()<>\s]+))(?:[ \t]+\"[^\"\n]*\")?\)")
_DEFINED = re.compile(r"^[ ]{0,3}\[[^\]\n]+\]:[ \t]*<?(?P<plain>[^\s<>]+)", re.MULTILINE)
"""A definition in SUMMARY.md, which chapters are written with too."""
_OWN_PAGES = ("print.html", "404.html", "toc.html")
_UNKNOWN_BASE = "/-/"
"""A book without ``site-url`` can be published anywhere: paths above it are not part of it."""
_RULE = r"^r\[[\w.-]+\]"
"""A rule of the preprocessor mdbook-spec, which gives it an id."""
_INCLUDE = r"(?<!\\)\{\{#(?:include|template)\b"
"""Directives whose output may be Markdown; in code blocks, it is code."""
_INCLUDED = re.compile(r"(?<!\\)\{\{#(?:include|template)[ \t]+(?P<name>[^\s:{}]+)")


def find(files: Files) -> Iterator[Site]:
    """Yield the books of book.toml files."""
    for path in files.configurations("book.toml"):
        config = read_toml(files.text(path))
        folder = folder_of(path)
        source = inside(folder, text_of(mapping(config.get("book")).get("src"), "src"))
        summary = posixpath.join(source, "SUMMARY.md") if source is not None else ""
        if source is None or summary not in files.listing:
            continue
        yield _book(files, path, config, source, summary)


def _book(files: Files, path: str, config: dict[str, object], source: str, summary: str) -> Site:
    html = mapping(mapping(config.get("output")).get("html"))
    base = base_of(text_of(html.get("site-url"), _UNKNOWN_BASE))
    chapters = _pages(files, source, summary, base)
    pages = {each: url for each, url in chapters.items() if each in files.listing}
    others = {
        f"{base}{relative(each, source)}": each for each in files.listing.under(source) if not each.endswith(".md")
    }
    urls = url_map(pages, _spellings, others)
    includers = _includers(files, pages)
    first = next(iter(pages), None)
    urls.update({base: first, base.rstrip("/"): first, f"{base}index.html": urls.get(f"{base}index.html", first)})
    for url in chapters.values() if mapping(config.get("build")).get("create-missing") is not False else ():
        for each in _spellings(url):
            urls.setdefault(each, None)
    for name in _OWN_PAGES:
        urls.setdefault(f"{base}{name}", None)
    for old in mapping(html.get("redirect")):
        for each in _spellings(f"{base}{old.lstrip('/')}"):
            urls.setdefault(each, None)
    return Site(
        generator="mdbook",
        configuration=path,
        folders=(source,),
        pages=pages,
        urls=urls,
        files=frozenset((*pages, *others.values())),
        base=base,
        address=_address(html),
        skipped=frozenset({summary, *_orphans(files, source, {*pages, *includers})}),
        includers=includers,
        is_base_known="site-url" in html,
        rules=LinkRules(rewrite=_rewritten, rewrites_html=True, rewrites_images=True),
        dialect=_dialect(config, html),
        unknown=_preprocessor(config, path),
    )


def _dialect(config: dict[str, object], html: dict[str, object]) -> Dialect:
    """Return how the book reads Markdown. Dashes and the ids of definition lists are defaults since mdBook 0.5."""
    is_smart = html.get("smart-punctuation", html.get("curly-quotes"))
    return Dialect(
        anchors="mdbook",
        generated=f"{_INCLUDE}|{_RULE}" if "spec" in mapping(config.get("preprocessor")) else _INCLUDE,
        generated_in_code=False,
        attribute_lists=True,
        raw_heading_ids=False,
        smart_dashes=is_smart is True,
        dashes_depend_on_version=is_smart is None,
        definition_terms=html.get("definition-lists") is not False,
        footnote_ids=("footnote-{}", "fr-{}-1"),
    )


def _address(html: dict[str, object]) -> str:
    """Return the scheme and host of the published book: in ``site-url``, or the host of GitHub Pages in ``cname``."""
    written = text_of(html.get("site-url"))
    host = text_of(html.get("cname"))
    return origin_of(written) or (f"https://{host}" if host and written else "")


def _includers(files: Files, pages: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the Markdown files that are no chapters themselves, with the chapters that include them."""
    found: dict[str, list[str]] = {}
    pending = [(page, page) for page in pages]
    for page, path in pending:
        text = files.text(path)
        for match in _INCLUDED.finditer(text) if "{{#" in text else ():
            part = inside(folder_of(path), match["name"])
            if part and part.endswith(".md") and part in files.listing and part not in pages:
                includers = found.setdefault(part, [])
                if page not in includers:
                    includers.append(page)
                    pending.append((page, part))
    return {part: tuple(each) for part, each in found.items()}


def _orphans(files: Files, source: str, published: set[str]) -> Iterator[str]:
    """Yield the Markdown files that no chapter shows: the book leaves them out, so they are read on GitHub."""
    return (each for each in files.listing.under(source) if each.endswith(".md") and each not in published)


def _preprocessor(config: dict[str, object], path: str) -> str:
    makers = [name for name in mapping(config.get("preprocessor")) if name in {"codegen", "reference", "spec"}]
    return f"the preprocessor {makers[0]} of {path} may resolve it" if makers else ""


def _pages(files: Files, source: str, summary: str, base: str) -> dict[str, str]:
    """Return the chapters that SUMMARY.md names, those without a file too: mdBook creates it (``create-missing``)."""
    pages: dict[str, str] = {}
    text = files.text(summary)
    for match in (*_CHAPTER.finditer(text), *_DEFINED.finditer(text)):
        written = match.groupdict().get("enclosed") or match["plain"]
        chapter = inside(source, unquote(written.partition("#")[0]))
        if chapter and "://" not in written:
            stem, _ = split_suffix(relative(chapter, source))
            folder, _, name = stem.rpartition("/")
            stem = f"{folder}/index".lstrip("/") if name.lower() == "readme" else stem
            pages.setdefault(chapter, f"{base}{stem}.html")
    return pages


def _rewritten(path: str) -> str:
    """Return the path of a link as mdBook changes it: README.md does not become index.html, and ``a.md/`` a.html."""
    stem, suffix, _ = path.rpartition(".md")
    return f"{stem}.html" if suffix else path


def _spellings(url: str) -> Iterator[str]:
    yield url
    if url.endswith("/index.html"):
        folder = url.removesuffix("index.html")
        yield folder
        yield folder.rstrip("/")


GENERATORS.register(Generator("mdbook", find))
