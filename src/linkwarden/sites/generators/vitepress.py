"""VitePress: every Markdown file below the source folder is a page; ``.md``, ``.html`` and no suffix are equal.

Sources: VitePress guide, "Routing" and "Asset Handling"; reference, "Site Config".
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from linkwarden.model.dialect import Dialect
from linkwarden.sites.files import Files, inside
from linkwarden.sites.generators import GENERATORS, Generator
from linkwarden.sites.javascript import UNKNOWN, read_default_export
from linkwarden.sites.patterns import Patterns
from linkwarden.sites.site import LinkRules, Site
from linkwarden.sites.urls import base_of, relative, served, split_suffix, url_map
from linkwarden.sites.values import mapping, text_of, texts

_CONFIG = re.compile(r"(?:(?P<folder>.*)/)?\.vitepress/config(?:/index)?\.[cm]?[jt]s")
_PARAMETER = re.compile(r":(?P<name>\w+)(?:\((?P<pattern>[^)]*)\))?(?P<repeat>[*+?]?)")
_INCLUDE = r"<!--[ \t]*@include:|^import\s+\w+\s+from\s+['\"][^'\"]+\.vue['\"]"
"""Constructs that add text to a page: an included file, and a component of the page itself."""


def find(files: Files) -> Iterator[Site]:
    """Yield the sites whose folder contains ``.vitepress/config.*``."""
    found: dict[str, str] = {}
    for path in files.configurations("config.*", "index.*"):
        if match := _CONFIG.fullmatch(path):
            found.setdefault(match["folder"] or "", path)
    for folder, path in found.items():
        config = mapping(read_default_export(files.text(path)))
        source = inside(folder, text_of(config.get("srcDir"), "."))
        if source is not None:
            yield _site(files, path, config, source)


def _site(files: Files, path: str, config: Mapping[str, Any], source: str) -> Site:
    base = base_of(text_of(config.get("base")))
    excluded = Patterns(["node_modules", ".vitepress", *texts(config.get("srcExclude"))])
    markdown = (each for each in files.listing.under(source) if each.endswith(".md"))
    published = [each for each in markdown if not excluded.match(relative(each, source))]
    rewrite, unknown = _rewrites(config.get("rewrites"), path)
    pages = {each: f"{base}{rewrite(split_suffix(relative(each, source))[0])}" for each in published if "[" not in each}
    pages = {each: url.removesuffix("index") if url.endswith("/index") else url for each, url in pages.items()}
    public = posixpath.join(source, "public")
    return Site(
        generator="vitepress",
        configuration=path,
        folders=(source,),
        pages=pages,
        urls=url_map(pages, _spellings, served(files, public, base)),
        files=files.listing,
        base=base,
        rules=LinkRules(
            suffixes=(".md", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".mp4", ".webm", ".pdf"),
            images=True,
            html=True,
            roots=(source, public),
            base_implied=True,
        ),
        dialect=Dialect(anchors="vitepress", attribute_lists=True, generated=_INCLUDE),
        generated=tuple(_dynamic(published, source, base)),
        unknown=unknown,
    )


def _dynamic(published: list[str], source: str, base: str) -> Iterator[tuple[str, str]]:
    for path in published:
        if "[" in path:
            prefix = relative(path, source).partition("[")[0]
            yield f"{base}{prefix}", f"the dynamic route {path} generates the pages below {base}{prefix}"


def _spellings(url: str) -> Iterator[str]:
    if url.endswith("/"):
        yield url
        yield url.rstrip("/") or "/"
        yield from (f"{url}index{suffix}" for suffix in ("", ".html", ".md"))
    else:
        yield from (url, f"{url}.html", f"{url}.md")


def _rewrites(value: Any, path: str) -> tuple[Callable[[str], str], str]:
    """Return a function that maps a source path, without suffix, to that of its page, and why it may be wrong."""
    if value is UNKNOWN:
        return lambda stem: stem, f"rewrites in {path} is not a literal, so the addresses of pages aren't known"
    rules = [
        (re.compile(_pattern(split_md(old))), split_md(new))
        for old, new in mapping(value).items()
        if isinstance(new, str)
    ]

    def rewrite(stem: str) -> str:
        for pattern, new in rules:
            if match := pattern.fullmatch(stem):
                return _PARAMETER.sub(lambda one: match.groupdict().get(one["name"]) or "", new)
        return stem

    return rewrite, ""


def split_md(path: str) -> str:
    """Return *path* without its leading slash and its suffix ``.md``."""
    return path.lstrip("/").removesuffix(".md")


def _pattern(rewrite: str) -> str:
    """Return the regular expression of a path-to-regexp pattern (``packages/:pkg/src/:slug*``)."""
    parts, end = [], 0
    for match in _PARAMETER.finditer(rewrite):
        parts.append(re.escape(rewrite[end : match.start()]))
        repeated = ".*" if match["repeat"] == "*" else ".+"
        parts.append(f"(?P<{match['name']}>{match['pattern'] or (repeated if match['repeat'] else '[^/]+')})")
        end = match.end()
    return "".join([*parts, re.escape(rewrite[end:])])


GENERATORS.register(Generator("vitepress", find))
