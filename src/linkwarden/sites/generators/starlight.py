"""Astro and Starlight: ``src/content/docs`` by path and slug, with locales; ``src/pages``; ``public/``.

Sources: Starlight documentation, "Pages", "Internationalization" and "Frontmatter"; Astro documentation, "Routing".
Astro leaves links in Markdown as they are, and imports images from their path in the repository.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from linkwarden.model.dialect import Dialect
from linkwarden.sites.files import Files, folder_of, inside, is_below
from linkwarden.sites.generators import GENERATORS, Generator
from linkwarden.sites.javascript import UNKNOWN, calls, unwrap
from linkwarden.sites.javascript_modules import read_module
from linkwarden.sites.site import LinkRules, Site
from linkwarden.sites.starlight_plugins import blog_pages, integrations, page_lookup, path_aliases, plugin_pages
from linkwarden.sites.urls import base_of, directory, relative, served, spellings, split_suffix, url_map
from linkwarden.sites.values import front_matter, keys_pattern, mapping, text_of

_MARKDOWN = (".md", ".mdx", ".mdoc", ".markdown")
_PAGES = (".astro", ".md", ".mdx", ".html", ".markdown")
_ENDPOINT = re.compile(r".*\.[a-z0-9]+\.[jt]s")
_KEYS = keys_pattern("slug", "draft")
_LOCALE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")
_DROPPED = re.compile(r"[^\w\- ]")
_PARTIAL = r"^import\s+\w+\s+from\s+['\"][^'\"]+\.mdx?['\"]|^::include\b"
_ESCAPED_ID = (r"\\\{#([\w.-]+)\}\s*$", "{}")
"""The id of a paragraph for a plugin of the repository: MDX reads braces as expressions, so they are escaped."""
_IMPORT = re.compile(r"""^import\s+(\w+)\s+from\s+["'](\.{1,2}/[^"'\n]+)["']""", re.MULTILINE)
_REDIRECTS = re.compile(r"\bredirects:\s*\{([^{}]*)\}")
_MAKERS = re.compile(r"starlight(?:OpenAPI|TypeDoc|Versions)|\w{0,50}[Oo]pen[Aa]pi\w*|\w{0,50}[Tt]ype[Dd]oc\w*")


def find(files: Files) -> Iterator[Site]:
    """Yield the sites of astro.config.* files."""
    for path in files.configurations("astro.config.*"):
        yield _site(files, path, mapping(read_module(files, path)))


def _site(files: Files, path: str, config: Mapping[str, Any]) -> Site:
    home = folder_of(path)
    base = base_of(text_of(config.get("base")))
    source = text_of(config.get("srcDir"), "src").strip("./")
    docs = posixpath.join(home, source, "content/docs")
    own = posixpath.join(home, source, "pages")
    public = inside(home, text_of(config.get("publicDir"), "public")) or "public"
    found = list(_docs(files, docs, base))
    content = {path: url for path, url, _ in found}
    drafts = {path for path, _, is_draft in found if is_draft}
    routes = dict(_routes(files, own, base))
    as_files = mapping(config.get("build")).get("format") == "file"
    content = {path: _as_file(url, base) if as_files else url for path, url in content.items()}
    pages = content | {path: url for path, url in routes.items() if "[" not in url}
    others = served(files, public, base)
    urls = url_map({path: url for path, url in pages.items() if path not in drafts}, _spellings, others)
    locales = _locales(files, docs, config)
    urls.update(_fallbacks(locales, content, base, urls))
    imported = _imported_redirects(files, path)
    for old in (*mapping(config.get("redirects")), *(imported or ())):
        urls.update({each: None for each in _spellings(base + old.lstrip("/")) if each not in urls})
    starts = (base, *(f"{base}{each}/" for each in locales if each))
    for made in (base, f"{base}404", f"{base}404.html", f"{base}sitemap-index.xml"):
        urls.setdefault(made, None)
    for made in blog_pages(config, starts, len(content)):
        urls.update({each: None for each in _spellings(made) if each not in urls})
    return Site(
        generator="starlight" if content else "astro",
        configuration=path,
        folders=(posixpath.join(home, source, "content"), own),
        served=(docs, public),
        pages=pages,
        sources=frozenset(_sources(files, home, source)),
        urls=urls,
        files=files.listing,
        base=base,
        rules=LinkRules(
            page_lookup=page_lookup(files, path),
            images=True,
            roots=(home, public),
            aliases={"~/": posixpath.join(home, source)} | path_aliases(files, home),
        ),
        dialect=Dialect(
            anchors="github",
            raw_heading_ids=False,
            explicit_ids="heading-id" in files.text(path),
            smart_dashes=mapping(config.get("markdown")).get("smartypants") is not False,
            generated=_PARTIAL,
            made_ids=(_ESCAPED_ID,) if re.search(r"\b(?:re(?:hype|mark)|[hm]dast)Plugins\b", files.text(path)) else (),
            page_ids=frozenset({"_top", "starlight__overview"}),
        ),
        generated=(*_generated(routes, content), *plugin_pages(files, posixpath.join(home, source), config, starts)),
        unknown=_unknown(config, path, has_docs=bool(content), all_redirects=imported is not None),
    )


def _docs(files: Files, docs: str, base: str) -> Iterator[tuple[str, str, bool]]:
    """Yield each page with its URL, and whether it is a draft."""
    for path in files.listing.under(docs):
        stem, suffix = split_suffix(relative(path, docs))
        if suffix not in _MARKDOWN or posixpath.basename(stem).startswith("_"):
            continue
        matter = front_matter(files.text(path), _KEYS)
        slug = matter.get("slug")
        if isinstance(slug, str):
            url = f"{base}{slug.strip('/')}/".replace("//", "/")
        else:
            url = directory("/".join(map(_slug, stem.split("/"))), base)
        yield path, url, matter.get("draft") is True


def _sources(files: Files, home: str, source: str) -> Iterator[str]:
    """Yield the Markdown files in *source*, and the MDX elsewhere in a project below the root."""
    folder = posixpath.join(home, source)
    for each in files.listing.under(home or folder):
        if each.endswith(_MARKDOWN if is_below(each, folder) else ".mdx"):
            yield each


def _slug(part: str) -> str:
    """Return a path's part as Astro's content loader writes it (github-slugger)."""
    return _DROPPED.sub("", part.lower()).replace(" ", "-")


def _routes(files: Files, own: str, base: str) -> Iterator[tuple[str, str]]:
    for path in files.listing.under(own):
        inner = relative(path, own)
        stem, suffix = split_suffix(inner)
        if any(part.startswith("_") for part in inner.split("/")):
            continue
        if suffix in _PAGES:
            yield path, directory(stem, base)
        elif _ENDPOINT.fullmatch(inner):
            yield path, f"{base}{stem}"


def _generated(routes: Mapping[str, str], content: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for path, url in routes.items():
        prefix = url.partition("[")[0]
        if "[" in url and not (content and prefix.count("/") <= 1):
            yield prefix, f"the dynamic route {path} generates the pages below {prefix}"


def _as_file(url: str, base: str) -> str:
    """Return the address of a page that is a file of its own (``build.format``)."""
    return url if url == base else f"{url.rstrip('/')}.html"


def _spellings(url: str) -> Iterator[str]:
    return spellings(url, html=url.endswith(".html"))


def _locales(files: Files, docs: str, config: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the folders of locales below *docs*; the first is that of the default locale, empty for the root."""
    options: dict[str, Any] = {}
    for call in calls(config.get("integrations"), "starlight"):
        options = mapping(unwrap(call))
    written = options.get("locales")
    if isinstance(written, Mapping):
        names = list(written)
    else:
        tops = {relative(path, docs).partition("/")[0] for path in files.listing.under(docs)}
        names = [each for each in sorted(tops) if _LOCALE.fullmatch(each)] if written is UNKNOWN else []
    default = text_of(options.get("defaultLocale"), "root" if "root" in names else "")
    first = "" if default == "root" or default not in names else default
    return (first, *(each for each in names if each not in {"root", first})) if names else ()


def _fallbacks(
    locales: tuple[str, ...], content: Mapping[str, str], base: str, urls: Mapping[str, str | None]
) -> Iterator[tuple[str, str]]:
    """Yield the pages that a locale shows in the default language, since it has no translation."""
    if not locales:
        return
    default, *others = locales
    start = f"{base}{default}/" if default else base
    for path, url in content.items():
        inner = url[len(start) :]
        if not url.startswith(start) or (not default and inner.partition("/")[0] in others):
            continue
        for locale in others:
            for each in _spellings(f"{base}{locale}/{inner}"):
                if each not in urls:
                    yield each, path


def _imported_redirects(files: Files, path: str) -> dict[str, Any] | None:
    """Return the redirects that the configuration spreads from the default export of a file; None if it has others."""
    text = files.text(path)
    modules = dict(_IMPORT.findall(text))
    found: dict[str, Any] = {}
    for name in re.findall(r"\.\.\.(\w+)", "".join(_REDIRECTS.findall(text))):
        module = inside(folder_of(path), modules.get(name, ""))
        redirects = mapping(read_module(files, module)) if module else {}
        if not redirects:
            return None
        found |= redirects
    return found


def _unknown(config: Mapping[str, Any], path: str, *, has_docs: bool, all_redirects: bool) -> str:
    if not has_docs:
        return f"{path} isn't a Starlight site, so the addresses of its content aren't known"
    maker = next((call.name for call in integrations(config) if _MAKERS.fullmatch(call.name)), None)
    if maker:
        return f"{maker} in {path} may generate this page"
    if config.get("redirects", {}) is UNKNOWN or not all_redirects:
        return f"redirects in {path} is not a literal, so not all redirects are known"
    return ""


GENERATORS.register(Generator("starlight", find))
