"""mdBook: only the chapters in SUMMARY.md are pages; every other file of the source folder is copied.

Sources: mdBook guide, "SUMMARY.md" and "Configuration"; links to ``.md`` files become links to ``.html`` files.
"""

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from linkwarden.model.dialect import Dialect
from linkwarden.sites.files import Files, folder_of, inside
from linkwarden.sites.generators import GENERATORS, Generator
from linkwarden.sites.site import LinkRules, Site
from linkwarden.sites.urls import base_of, relative, split_suffix, url_map
from linkwarden.sites.values import mapping, read_toml, text_of

_CHAPTER = re.compile(r"\]\((?:<(?P<enclosed>[^<>\n]+)>|(?P<plain>[^()<>\s]+))(?:[ \t]+\"[^\"\n]*\")?\)")
_OWN_PAGES = ("print.html", "404.html", "toc.html")
_UNKNOWN_BASE = "/-/"
"""A book without ``site-url`` can be published anywhere: paths above it are not part of it."""
_RULE = r"^r\[[\w.-]+\]"
"""A rule of the preprocessor mdbook-spec, which gives it an id."""
_INCLUDE = r"\{\{#(?:include|rustdoc_include|template|playground)\b"


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
    pages = _pages(files, source, summary, base)
    others = {
        f"{base}{relative(each, source)}": each for each in files.listing.under(source) if not each.endswith(".md")
    }
    urls = url_map(pages, _spellings, others)
    first = next(iter(pages), None)
    urls.update({base: first, base.rstrip("/"): first, f"{base}index.html": urls.get(f"{base}index.html", first)})
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
        skipped=frozenset({summary}),
        is_base_known="site-url" in html,
        rules=LinkRules(rewrite=_rewritten, rewrites_html=True),
        dialect=Dialect(
            anchors="mdbook",
            generated=f"{_INCLUDE}|{_RULE}" if "spec" in mapping(config.get("preprocessor")) else _INCLUDE,
            attribute_lists=True,
            raw_heading_ids=False,
        ),
        unknown=_preprocessor(config, path),
    )


def _preprocessor(config: dict[str, object], path: str) -> str:
    makers = [name for name in mapping(config.get("preprocessor")) if name in {"codegen", "reference", "spec"}]
    return f"the preprocessor {makers[0]} of {path} may resolve it" if makers else ""


def _pages(files: Files, source: str, summary: str, base: str) -> dict[str, str]:
    pages: dict[str, str] = {}
    for match in _CHAPTER.finditer(files.text(summary)):
        chapter = inside(source, unquote((match["enclosed"] or match["plain"]).partition("#")[0]))
        if chapter and chapter in files.listing:
            stem, _ = split_suffix(relative(chapter, source))
            folder, _, name = stem.rpartition("/")
            stem = f"{folder}/index".lstrip("/") if name.lower() == "readme" else stem
            pages.setdefault(chapter, f"{base}{stem}.html")
    return pages


def _rewritten(path: str) -> str:
    """Return the path of a link as mdBook changes it: only the suffix, so README.md does not become index.html."""
    return f"{path.removesuffix('.md')}.html" if path.endswith(".md") else path


def _spellings(url: str) -> Iterator[str]:
    yield url
    if url.endswith("/index.html"):
        folder = url.removesuffix("index.html")
        yield folder
        yield folder.rstrip("/")


GENERATORS.register(Generator("mdbook", find))
