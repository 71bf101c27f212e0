"""The target of an href, as a browser resolves it on its page."""

import posixpath
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from linkwarden.model.link import Resource, TargetKind
from linkwarden.urls import clean_url, parse_web_url, scheme_of

_TEMPLATE = re.compile(
    r"\{\{(?:(?!\{\{).){0,500}?\}\}|\{%(?:(?!\{%).){0,500}?%\}|\$\{(?:(?!\$\{).){0,500}?\}|<%(?:(?!<%).){0,500}?%>"
    r"|%[A-Z][A-Z_]{2,50}%|%sveltekit\.[a-z]{1,20}%|\{__[A-Z][A-Z_]{1,50}__\}"
    r"|\{\{[^{}]*$|\{%[^%]*$|^\$[A-Z_]{2,}(?=/|$)"
)
"""Placeholders of Jinja, Liquid, Hugo, Handlebars, shells, ERB and bundlers (``%PUBLIC_URL%``, ``%sveltekit.assets%``).

One without its end is cut off at a quote: ``href="{{ "a" | b }}"``. None contains its own start, or many starts would
take the square of their number.
"""
_RUST_PATH = re.compile(r"`?(?:[a-z]{2,12}@)?[A-Za-z_]\w*(?:::[A-Za-z_]\w*)+(?:[`!#(<].*)?\Z")
"""A path to an item, which rustdoc resolves: ``tower_http::cors``, ``fn@crate::layer`` (rustdoc book, "Linking to items
by name")."""
_NEEDS_NORMALIZING = re.compile(r"^/|//|\./|\.$")
"""What a path has that normalization may change: an empty segment, or one that ends in a dot."""
_UP = re.compile(r"\.\./(?!/)")
_BRACE_OR_SIGN = re.compile("[{$%]")
"""What each placeholder has: a quick test."""


class Target(NamedTuple):
    """A resource, and the fragment in it."""

    url: str
    resource: Resource
    fragment: str | None = None


def resolve(href: str, path: str, root_dir: str = "", base: str = "") -> Target:
    """Return the target of *href* in the file *path*.

    Args:
        href: The destination as Markdown or HTML reads it.
        path: The file, POSIX, relative to the repository root.
        root_dir: The folder that ``/path`` starts from, relative to the repository root.
        base: The page's ``<base href>``, which relative URLs start from (HTML standard, section 4.2.3), or empty.
    """
    text = clean_url(href)
    if base or not text or text[0] in "#?":
        return _resolved(text, path, root_dir, base)
    return _resolved_in(path.rpartition("/")[0], text, root_dir)


@lru_cache(4_096)  # the pages of a folder repeat each other's links
def _resolved_in(folder: str, text: str, root_dir: str) -> Target:
    return _resolved(text, f"{folder}/" if folder else "", root_dir, "")


def _resolved(text: str, path: str, root_dir: str, base: str) -> Target:
    if _BRACE_OR_SIGN.search(text) and _TEMPLATE.search(text):
        return Target(text, Resource(text, TargetKind.TEMPLATE))
    scheme = scheme_of(text)
    if scheme in ("http", "https") or text.startswith(("//", "\\\\")):
        return _web(text)
    if (scheme is not None and not _is_drive(scheme)) or ("::" in text and _RUST_PATH.match(text)):
        return Target(text, Resource(text, TargetKind.OTHER))
    if base:
        start = resolve(base, path, root_dir)
        if start.resource.kind is TargetKind.WEB:
            return _web(text, start.resource.url)
        if start.resource.kind is TargetKind.FILE:
            path = start.resource.url
    return _file(text, path, root_dir)


def in_working_tree(target: Target, own_file: Callable[[str], str | None]) -> Target:
    """Return *target* with the file as its resource where its URL shows a file of this repository."""
    path = own_file(target.resource.url) if target.resource.kind is TargetKind.WEB else None
    if path is None:
        return target
    return Target(target.url, Resource(_joined("", unquote(path)), TargetKind.FILE), target.fragment)


def _is_drive(scheme: str) -> bool:
    return len(scheme) == 1


def _web(text: str, base: str | None = None) -> Target:
    url = parse_web_url(f"//{text[2:]}" if text.startswith("\\\\") else text, base)
    if url is None:
        return Target(text, Resource(text, TargetKind.INVALID))
    return Target(url.full_href, Resource(url.href, TargetKind.WEB), url.fragment)


def _file(text: str, path: str, root_dir: str) -> Target:
    """RFC 3986 section 5.2, for the files of a repository: the query is the server's business, not the file's."""
    before, hash_, fragment = text.partition("#")
    written = unquote(before.partition("?")[0].replace("\\", "/"))
    if not written:
        target = path
    elif written.startswith("/"):
        target = _joined(root_dir, written.lstrip("/"))
    else:
        target = _joined(path.rpartition("/")[0], written)
    url = f"{target}#{fragment}" if hash_ else target
    return Target(url, Resource(target, TargetKind.FILE), fragment if hash_ else None)


def _joined(folder: str, written: str) -> str:
    """Return the normalized path; a trailing slash is kept, because it denotes a folder."""
    rest = written
    while _UP.match(rest) and folder and not folder.endswith("."):
        folder, rest = folder.rpartition("/")[0], rest[3:]
    if rest and folder != "." and not _NEEDS_NORMALIZING.search(rest):  # nearly all of them, in a third of the time
        return f"{folder}/{rest}" if folder else rest
    joined = posixpath.normpath(posixpath.join(folder, rest))
    return f"{joined}/" if written.endswith("/") and joined != "." else joined
