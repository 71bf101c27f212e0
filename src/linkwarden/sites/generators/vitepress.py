"""VitePress: every Markdown file below the source folder is a page; ``.md``, ``.html`` and no suffix are equal.

Sources: VitePress guide, "Routing" and "Asset Handling"; reference, "Site Config".
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from linkwarden.fragments import vitepress_cased_slug, vitepress_slug
from linkwarden.model.dialect import EVERY_PAGE, Dialect
from linkwarden.sites.files import Files, inside
from linkwarden.sites.generators import GENERATORS, Generator
from linkwarden.sites.javascript import UNKNOWN
from linkwarden.sites.javascript_modules import modules, read_module
from linkwarden.sites.packages import major_of
from linkwarden.sites.patterns import Patterns
from linkwarden.sites.site import LinkRules, Site
from linkwarden.sites.urls import base_of, relative, served, split_suffix, url_map
from linkwarden.sites.values import mapping, text_of, texts

_CONFIG = re.compile(r"(?:(?P<folder>.*)/)?\.vitepress/config(?:/index)?\.[cm]?[jt]s")
_PARAMETER = re.compile(r":(?P<name>\w+)(?:\((?P<pattern>[^)]*)\))?(?P<repeat>[*+?]?)")
_IMAGES = (".apng", ".avif", ".bmp", ".cur", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp")
_MEDIA = (".aac", ".flac", ".m4a", ".mov", ".mp3", ".mp4", ".ogg", ".opus", ".vtt", ".wav", ".webm")
_ASSETS = (*_IMAGES, *_MEDIA, ".pdf")
"""Suffixes of files that pages may show, which Vite then copies."""
_PAGES = ("", ".md", ".html")
_OTHER_FILE = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,9}")
"""The suffix of a file that is no page; what follows a dot in ``v1.2`` is none."""
_SLUGGED = 2
"""The major version since which fragments in Markdown are changed as headings are (``normalizeHash``)."""
_SLUGS = {"vitepress": vitepress_slug, "vitepress-cased": vitepress_cased_slug}
_SLUGIFY = re.compile(
    r"""\.normalize\(['"]NFKD['"]\)(?:\s|//[^\n]*|\.replace\((?:[\w$]+|/[^\n]*/g?),\s*['"][^'"\n]*['"]\)|\.toLowerCase\(\))*+"""
)
"""The steps of a function that makes ids as VitePress does."""
_INCLUDE = r"<!--[ \t]*@include:|^import\s+\w+\s+from\s+['\"][^'\"]+\.vue['\"]"
"""Constructs that add text to a page: an included file, and a component of the page itself."""


def find(files: Files) -> Iterator[Site]:
    """Yield the sites whose folder contains ``.vitepress/config.*``."""
    found: dict[str, str] = {}
    for path in files.configurations("config.*", "index.*"):
        if match := _CONFIG.fullmatch(path):
            found.setdefault(match["folder"] or "", path)
    for folder, path in found.items():
        config = mapping(read_module(files, path))
        source = inside(folder, text_of(config.get("srcDir"), "."))
        if source is not None:
            yield _site(files, path, config, source)


def _site(files: Files, path: str, config: Mapping[str, Any], source: str) -> Site:
    base = base_of(text_of(config.get("base")))
    excluded = Patterns(["node_modules", ".vitepress", *texts(config.get("srcExclude"))])
    markdown = (each for each in files.listing.under(source) if each.endswith(".md"))
    published = [each for each in markdown if not excluded.match(relative(each, source))]
    anchors = _anchors(files, path, config)
    rewrite, unknown = _rewrites(config.get("rewrites"), path)
    pages = {each: f"{base}{rewrite(split_suffix(relative(each, source))[0])}" for each in published if "[" not in each}
    pages = {each: url.removesuffix("index") if url.endswith("/index") else url for each, url in pages.items()}
    public = posixpath.join(source, "public")
    urls = url_map(pages, _spellings, served(files, public, base))
    for url in [url for url in urls if url.endswith(".html")]:
        urls.setdefault(url.removesuffix(".html"), urls[url])
    for made in ("404.html", "404", "hashmap.json"):
        urls.setdefault(f"{base}{made}", None)
    return Site(
        generator="vitepress",
        configuration=path,
        folders=(source,),
        pages=pages,
        urls=urls,
        files=files.listing,
        base=base,
        rules=LinkRules(
            images=True,
            html_suffixes=_ASSETS,
            fragment=_SLUGS.get(anchors) if (major_of(files, source, "vitepress") or 0) >= _SLUGGED else None,
            rewrite=_Rewriter(base, clean=config.get("cleanUrls") is True),
            roots=(source, public),
        ),
        dialect=Dialect(
            anchors=anchors or "vitepress",
            attribute_lists=True,
            raw_heading_ids=False,
            generated=_INCLUDE if anchors else f"{_INCLUDE}|{EVERY_PAGE}",
            generated_in_code=False,
            page_ids=frozenset({"app", "VPContent"}),
        ),
        generated=tuple(_dynamic(published, source, base)),
        unknown=unknown,
    )


def _anchors(files: Files, path: str, config: Mapping[str, Any]) -> str:
    """Return the style of heading ids; an empty text if the site has a ``slugify`` of its own that is not known.

    Vue's sites use an older form of the default, which keeps case and does not remove outer hyphens.
    """
    if "slugify" not in mapping(mapping(config.get("markdown")).get("anchor")):
        return "vitepress"
    chain = next(filter(None, (_SLUGIFY.search(files.text(each)) for each in modules(files, path))), None)
    steps = (".toLowerCase(" in chain[0], "+$/" in chain[0]) if chain else (True, False)
    return {(True, True): "vitepress", (False, False): "vitepress-cased"}.get(steps, "")


def _dynamic(published: list[str], source: str, base: str) -> Iterator[tuple[str, str]]:
    for path in published:
        if "[" in path:
            prefix = relative(path, source).partition("[")[0]
            yield f"{base}{prefix}", f"the dynamic route {path} generates the pages below {base}{prefix}"


@dataclass(frozen=True, slots=True)
class _Rewriter:
    """The path of a link in Markdown as VitePress changes it (``linkPlugin`` of ``markdown/plugins/link.ts``)."""

    base: str
    clean: bool
    """The option ``cleanUrls``."""

    def __call__(self, path: str) -> str:
        """Return *path* with the base before it and, unless it names a folder or another file, ``.html`` at its end."""
        suffix = split_suffix(path)[1]
        if not path.endswith("/") and (suffix in _PAGES or not _OTHER_FILE.fullmatch(suffix)):
            path = path.removesuffix(".md")
            path = path if self.clean or path.endswith(".html") else f"{path}.html"
        return f"{self.base.rstrip('/')}{path}" if path.startswith("/") else path


def _spellings(url: str) -> Iterator[str]:
    if url.endswith("/"):
        yield url
        yield url.rstrip("/") or "/"
        yield from (f"{url}index", f"{url}index.html")
    else:
        yield from (url, f"{url}.html")


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
