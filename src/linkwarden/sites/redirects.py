"""Redirects of static hosts, which lead from addresses that no file has (Netlify, Cloudflare Pages, Vercel)."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from linkwarden.sites.files import Files, folder_of
from linkwarden.sites.patterns import Patterns
from linkwarden.sites.site import Site
from linkwarden.sites.values import items, mapping, read_json, read_toml, text_of

_MISSING = 404
"""The status of a rule that serves a page for missing paths, which is not a redirect."""
_REST = re.compile(r":\w+[*+]|\([^()]*\*[^()]*\)|(?<!\*)\*(?!\*)")
_PART = re.compile(r":\w+(?:\([^()]*\))?\??|\([^()]*\)")
_DYNAMIC = re.compile(r"[*:(]")


def with_redirects(files: Files, site: Site) -> Site:
    """Return *site* with the host's redirects: ``_redirects``, netlify.toml and vercel.json."""
    exact: dict[str, str | None] = {}
    patterns: list[tuple[Patterns, str]] = []
    for source, file in _sources(files, site):
        if _DYNAMIC.search(source) is None:
            exact.update({source: None, source.rstrip("/") or "/": None, f"{source.rstrip('/')}/": None})
        elif not source.startswith(("/*", "/:", "/(")):  # a fallback for every path tells nothing
            patterns.append((Patterns([_glob(source)]), f"{file} redirects {source}"))
    if not exact and not patterns:
        return site
    return replace(site, urls={**exact, **site.urls}, redirected=tuple(patterns))


def _glob(source: str) -> str:
    """Return the pattern of a rule as a glob: a parameter is one part of the path, and a splat the rest."""
    glob = _REST.sub("**", source)
    return _PART.sub("*", glob).rstrip("/")


def _sources(files: Files, site: Site) -> Iterator[tuple[str, str]]:
    """Yield each path that is redirected, and the file with the redirect."""
    folder = folder_of(site.configuration)
    places = tuple(dict.fromkeys((folder, folder_of(folder), folder_of(folder_of(folder)), "")))
    templates = (posixpath.join(above, "layouts/index.redirects") for above in places if site.generator == "hugo")
    for listed in (site.urls.get(f"{site.base}_redirects"), *templates):
        for line in files.text(listed).splitlines() if listed else ():
            source, *rest = (*line.split("#")[0].split(), "")
            if source.startswith("/") and rest and str(_MISSING) not in rest:
                yield source, listed or ""
    for above in places:
        netlify = posixpath.join(above, "netlify.toml")
        for entry in items(read_toml(files.text(netlify)).get("redirects")):
            source = text_of(mapping(entry).get("from"))
            if source.startswith("/") and mapping(entry).get("status") != _MISSING:
                yield source, netlify
        vercel = posixpath.join(above, "vercel.json")
        config = mapping(read_json(files.text(vercel)))
        for entry in (*items(config.get("redirects")), *items(config.get("rewrites"))):
            if source := text_of(mapping(entry).get("source")):
                yield source, vercel
