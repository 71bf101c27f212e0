"""Plugins of Starlight and Astro: the pages that they make, the links that they rewrite; the aliases of paths."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from linkwarden.sites.files import Files, folder_of, inside
from linkwarden.sites.javascript import Call, read_default_export, unwrap
from linkwarden.sites.javascript_modules import modules
from linkwarden.sites.urls import split_suffix
from linkwarden.sites.values import items, mapping, text_of

_BASE = re.compile(r"""\bbase:\s*["'](?![./]{0,2}src\b)([^"'\n]+)["']""")
_SUFFIXES = (".md", ".mdx")
_RESOLVING_PACKAGE = "astro-rehype-relative-markdown-links"
_MARKDOWN_SUFFIX = re.compile(r"""\\\.(?:md|\(\?:md)|["']\.mdx?["']""")
_SETS_URL = re.compile(r"""\.(?:url|href)\s*=[^=]|\bsetProperty\(\w+,\s*["'](?:url|href)["']""")


def page_lookup(files: Files, path: str) -> Callable[[str, str], str | None]:
    """Return what finds the file whose page a link to a Markdown file leads to, which Astro doesn't do by itself.

    The package astro-rehype-relative-markdown-links does, and so do plugins of the repository that set the address of
    links and name the suffix of Markdown. These remove the suffix, so a link to ``a.md`` leads to the page of a.mdx.
    """

    def found(source: str, written: str) -> str | None:
        stem, suffix = split_suffix(written)
        if suffix not in _SUFFIXES or written.startswith("/"):
            return None
        stem = inside(folder_of(source), stem) or ""
        candidates = (f"{stem}{each}" for each in (suffix, *_SUFFIXES))
        return next((each for each in candidates if each in files.listing), None)

    return found if _resolves_sources(files, path) else lambda _, __: None


def _resolves_sources(files: Files, path: str) -> bool:
    if _RESOLVING_PACKAGE in files.text(path):
        return True
    texts = (files.text(each) for each in modules(files, path) if each != path)
    return any(_MARKDOWN_SUFFIX.search(text) and _SETS_URL.search(text) for text in texts)


def path_aliases(files: Files, home: str) -> dict[str, str]:
    """Return the prefixes that stand for folders, ``paths`` in tsconfig.json (Astro documentation, "Imports")."""
    text = next((files.text(each) for each in _type_configurations(home) if each in files.listing), "")
    options = mapping(mapping(read_default_export(f"export default {text}")).get("compilerOptions"))
    root = inside(home, text_of(options.get("baseUrl"), ".")) or ""
    found: dict[str, str] = {}
    for pattern, targets in mapping(options.get("paths")).items():
        target = next((each for each in items(targets) if isinstance(each, str)), "")
        folder = inside(root, target.removesuffix("*"))
        if len(pattern) > len("/*") and pattern.endswith("/*") and target.endswith("/*") and folder is not None:
            found[pattern.removesuffix("*")] = folder
    return found


def _type_configurations(home: str) -> Iterator[str]:
    yield from (posixpath.join(home, name) for name in ("tsconfig.json", "jsconfig.json"))


def plugin_pages(
    files: Files, source: str, config: Mapping[str, Any], starts: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Yield where plugins make pages below a prefix; *starts* are the base, and that with each locale.

    starlight-blog makes lists of posts, which are pages of the documentation, below its option ``prefix``
    (``injectRoute`` in its index.ts). starlight-changelogs has a ``base`` for each changelog, in the configuration of
    the content collections.
    """
    base = starts[0]
    lists = (f"{prefix}{name}" for prefix in _blogs(config, starts) for name in ("tags/", "authors/", "rss"))
    yield from ((each, "starlightBlog generates lists of posts") for each in lists)
    for call in integrations(config):
        if route := text_of(mapping(unwrap(call)).get("route")).strip("/"):
            yield f"{base}{route}/", f"{call.name} generates this page"
        elif call.name == "starlightChangelogs":
            collections = "".join(
                files.text(f"{source}/content.config.{suffix}") for suffix in ("ts", "mts", "js", "mjs")
            )
            for prefix in _BASE.findall(collections) or [""]:
                yield f"{base}{prefix.strip('/')}/", "starlightChangelogs generates pages of versions"


def blog_pages(config: Mapping[str, Any], starts: tuple[str, ...], posts: int) -> Iterator[str]:
    """Yield the first page of each blog of starlight-blog and those that continue it, at most one for each post."""
    for prefix in _blogs(config, starts):
        yield prefix
        yield from (f"{prefix}{number}/" for number in range(2, posts + 1))


def _blogs(config: Mapping[str, Any], starts: tuple[str, ...]) -> list[str]:
    found = (mapping(unwrap(call)) for call in integrations(config) if call.name == "starlightBlog")
    prefixes = [text_of(options.get("prefix"), "blog").strip("/") for options in found]
    return [f"{start}{prefix}/" for prefix in prefixes for start in starts]


def integrations(config: Mapping[str, Any]) -> Iterator[Call]:
    """Yield the calls that make integrations, and the plugins of Starlight."""
    for call in items(config.get("integrations")):
        if isinstance(call, Call):
            yield call
            if call.name == "starlight":
                plugins = items(mapping(unwrap(call)).get("plugins"))
                yield from (each for each in plugins if isinstance(each, Call))
