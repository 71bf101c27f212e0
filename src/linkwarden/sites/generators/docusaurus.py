"""Docusaurus: docs, blogs, pages and static files, with versions and translations.

Sources: Docusaurus documentation, "docusaurus.config.js", "Docs", "Markdown links" and "i18n"; the code of
``@docusaurus/utils`` (``resolveMarkdownLinkPathname``, ``numberPrefix``).
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from linkwarden.model.dialect import Dialect
from linkwarden.model.observation import OLD_VERSIONS
from linkwarden.sites import docusaurus_plugins as plugins
from linkwarden.sites.docusaurus_links import Assets, MarkdownLinks
from linkwarden.sites.docusaurus_plugins import named
from linkwarden.sites.docusaurus_sidebars import categories, sidebar_pages, without_number
from linkwarden.sites.files import Files, FilesAndFolders, folder_of, inside
from linkwarden.sites.generators import GENERATORS, Generator
from linkwarden.sites.generators.fixtures import not_documents
from linkwarden.sites.javascript import UNKNOWN, read_declarations
from linkwarden.sites.javascript_modules import read_module
from linkwarden.sites.site import ANY_SUFFIX, LinkRules, Site
from linkwarden.sites.urls import base_of, html_pages, relative, served, split_suffix, url_map
from linkwarden.sites.values import front_matter, items, keys_pattern, mapping, read_json, text_of, texts

_MARKDOWN = (".md", ".mdx")
_SCRIPTS = (".js", ".jsx", ".ts", ".tsx")
_KEYS = keys_pattern("id", "slug", "draft")
_POST = re.compile(r"(?P<folder>.*)(?P<date>\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(?P<name>.*?)(?:/index)?")
_LEFT_OUT = "versions.json does not name this version, so the site has no such pages"
_PARTIAL = r"^import\s+\w+\s+from\s+['\"][^'\"]+\.mdx?['\"]"


@dataclass(frozen=True, slots=True)
class _Instance:
    """One instance of a content plugin."""

    kind: str
    options: Mapping[str, Any]

    def text(self, key: str, default: str) -> str:
        """Return an option, or its default."""
        return text_of(self.options.get(key), default)


@dataclass(frozen=True, slots=True)
class _Tree:
    """A folder of sources, the URL that it is published at, and the folder that fills its gaps."""

    folder: str
    url: str
    kind: str
    instance: str = ""
    """The plugin that it belongs to: Markdown links name files of one plugin."""
    numbered: bool = True
    original: str | None = None
    sidebars: Any = None
    """Where the sidebars are: the value of ``sidebarPath``, or the path of those of a version."""


@dataclass(frozen=True, slots=True)
class _Locales:
    """The languages of a site, and the folder of their translations."""

    root: str
    default: str
    names: tuple[str, ...]

    @classmethod
    def of(cls, files: Files, home: str, config: Mapping[str, Any]) -> "_Locales":
        """Return those that the configuration names, and those that have a folder."""
        options = mapping(config.get("i18n"))
        root = posixpath.join(home, text_of(options.get("path"), "i18n"))
        folders = {relative(path, root).partition("/")[0] for path in files.listing.under(root)}
        return cls(
            root, text_of(options.get("defaultLocale"), "en"), tuple(sorted({*folders, *texts(options.get("locales"))}))
        )

    def urls(self, url: str, base: str) -> Iterator[str]:
        """Yield the addresses of an untranslated page at *url* in the other languages."""
        for locale in self.names:
            if locale != self.default:
                yield f"{base}{locale}/{url[len(base) :]}"

    def translated(self, files: Files, base: str, tree: _Tree) -> Iterator[_Tree]:
        """Yield the folders that translate *tree* (``getPluginI18nPath``)."""
        version = re.search(r"versioned_docs/(version-[^/]+)$", tree.folder)
        plugin = f"docusaurus-plugin-content-{tree.kind}{'' if tree.instance == 'default' else f'-{tree.instance}'}"
        inner = f"{plugin}/{version[1] if version else 'current'}" if tree.kind == "docs" else plugin
        for locale in self.names:
            folder = f"{self.root}/{locale}/{inner}"
            if files.listing.has_folder(folder):
                url = tree.url if locale == self.default else f"{base}{locale}/{tree.url[len(base) :]}"
                yield _Tree(folder, url, tree.kind, tree.instance, tree.numbered, tree.folder, tree.sidebars)


def find(files: Files) -> Iterator[Site]:
    """Yield the sites of docusaurus.config.* files, and one of the versions that they leave out."""
    for path in files.configurations("docusaurus.config.*"):
        if not {"node_modules", ".docusaurus"} & set(path.split("/")):
            site = _site(files, path, mapping(read_module(files, path)))
            yield site
            yield _data(files, site)
            yield not_documents(files, OLD_VERSIONS, list(_old_versions(files, site)), _LEFT_OUT)


def _data(files: Files, site: Site) -> Site:
    """Return *site* for all other files in its folder: texts that its code shows, whose rooted paths are the site's."""
    home = folder_of(site.configuration)
    return replace(
        site,
        generator="public",
        folders=(home,),
        pages={},
        sources=frozenset(),
        files=FilesAndFolders(files.listing),
        rules=LinkRules(suffixes=ANY_SUFFIX, html_suffixes=ANY_SUFFIX, roots=(home, ""), base_implied=True),
        dialect=Dialect(),
        rooted_only=True,
    )


def _old_versions(files: Files, site: Site) -> Iterator[str]:
    """Yield the Markdown files of versions that ``versions.json`` does not name."""
    home = folder_of(site.configuration)
    for path in files.listing.under(home):
        top, *parts = relative(path, home).split("/")
        if top == "i18n" and len(parts) > 1 and parts[1].startswith("docusaurus-plugin-content-docs"):
            top, parts = "versioned_docs", parts[2:]
        is_version = "versioned_docs" in top and len(parts) > 1 and parts[0].startswith("version-")
        if is_version and path.endswith(_MARKDOWN) and path[: -len("/".join(parts[1:])) - 1] not in site.folders:
            yield path


def _site(files: Files, path: str, config: Mapping[str, Any]) -> Site:
    home = folder_of(path)
    base = base_of(text_of(config.get("baseUrl")))
    trees = [tree for instance in _instances(files, path, config) for tree in _trees(files, home, base, instance)]
    locales = _Locales.of(files, home, config)
    trees += [translated for tree in trees for translated in locales.translated(files, base, tree)]
    pages: dict[str, str] = {}
    links = MarkdownLinks(home)
    trailing = config.get("trailingSlash")
    originals = {each for tree in trees if tree.original is None for each in files.listing.under(tree.folder)}
    for tree in trees:
        links.add_tree(f"{tree.kind}:{tree.instance}", tree.folder, tree.original)
        for source, address in _pages(files, tree):
            url = address if trailing is None or address == base else address.rstrip("/") + "/" * bool(trailing)
            if pages.setdefault(source, url) == url:
                links.add_page(source, tree.folder)
        for source in files.listing.under(tree.folder):
            links.add_part(source, tree.folder)
    static = texts(config.get("staticDirectories")) or ["static"]
    folders = [folder for each in static if (folder := inside(home, each)) is not None]
    others = {url: file for folder in folders for url, file in served(files, folder, base).items()}
    outputs = {relative(tree.folder, home): tree.url[len(base) :] for tree in trees}
    made_below = dict(plugins.prefixes(config, outputs))
    spell = partial(_spellings, as_files=trailing is False, extensions=plugins.extensions(config))
    urls = url_map(pages, spell, others)
    for source, url in pages.items():
        for each in locales.urls(url, base) if source in originals else ():
            urls.update((spelled, source) for spelled in spell(each) if spelled not in urls)
    made = (f"{base}{name}" for name in ("404", "404.html", "sitemap.xml"))
    indexes, is_complete = _indexes(files, path, trees)
    blogs = (tree.url for tree in trees if tree.kind == "blog")
    old = (base + each.lstrip("/") for each in (*_redirects(config), *plugins.routes(files, config, path)))
    for url in (base, *blogs, *old, *indexes, *made):
        for each in spell(url):
            urls.setdefault(each, None)
    return Site(
        generator="docusaurus",
        configuration=path,
        folders=tuple(dict.fromkeys(tree.folder for tree in trees)),
        pages=pages | html_pages(others),
        sources=frozenset(_parts(files, home)),
        urls=urls,
        files=Assets(files.listing),
        base=base,
        rules=LinkRules(
            suffixes=ANY_SUFFIX,
            images=True,
            page_lookup=links.page,
            aliases={"@site/": home},
            base_implied=True,
            page_is_folder=trailing is None,
        ),
        dialect=Dialect(
            anchors="docusaurus",
            title_has_id=False,
            raw_heading_ids=False,
            image_text_in_ids=True,
            mdx=mapping(config.get("markdown")).get("format") not in ("detect", "md"),
            generated=_PARTIAL,
            page_ids=frozenset({"__docusaurus", "__docusaurus_skipToContent_fallback"}),
        ),
        generated=(
            *_generated(files, path, trees, base, all_indexes=is_complete),
            *(
                (base + prefix, f"the plugin {name} of {path} generates this page")
                for prefix, name in made_below.items()
            ),
        ),
        redirected=tuple(plugins.redirected(files, path)),
        unknown=plugins.unknown(files, config, path, outputs),
    )


def _parts(files: Files, home: str) -> Iterator[str]:
    """Yield the files that pages import: Markdown and HTML in ``src``, and elsewhere Markdown like ``_part.mdx``."""
    for path in files.listing.under(home):
        is_source = relative(path, home).startswith("src/") and path.endswith((*_MARKDOWN, ".html"))
        if is_source or (path.endswith(_MARKDOWN) and posixpath.basename(path).startswith("_")):
            yield path


def _instances(files: Files, path: str, config: Mapping[str, Any]) -> Iterator[_Instance]:
    """Yield the content plugins: those of the presets, then those of their own."""
    presets = [named(each) for each in items(config.get("presets"))] or [("classic", {})]
    for name, options in presets:
        if "classic" not in name and name:
            continue
        for kind in ("docs", "blog", "pages"):
            if kind not in options or options[kind] not in (False, None):
                yield _Instance(kind, mapping(options.get(kind)))
    yield from _plugins(files, path, items(config.get("plugins")))


def _plugins(files: Files, path: str, entries: list[Any]) -> Iterator[_Instance]:
    """Yield the content plugins that are plugins of their own.

    Where code makes some of the plugins, the options that it makes them of are lists in the same file.
    """
    for name, options in map(named, entries):
        for kind in ("docs", "blog", "pages"):
            if name.endswith(f"content-{kind}"):
                yield _Instance(kind, options)
    for value in read_declarations(files.text(path)) if UNKNOWN in entries else ():
        for options in map(mapping, items(value)):
            if {"path", "routeBasePath"} <= options.keys():
                yield _Instance("docs", options)


def _trees(files: Files, home: str, base: str, instance: _Instance) -> Iterator[_Tree]:
    default = {"docs": "docs", "blog": "blog", "pages": "src/pages"}[instance.kind]
    folder = inside(home, instance.text("path", default))
    route = instance.text("routeBasePath", "/" if instance.kind == "pages" else instance.kind).strip("/")
    url = f"{base}{route}/" if route else base
    if folder is None:
        return
    numbered = instance.options.get("numberPrefixParser") is not False
    identity = instance.text("id", "default")
    if instance.kind != "docs":
        yield _Tree(folder, url, instance.kind, identity)
        return
    prefix = "" if identity == "default" else f"{identity}_"
    released = texts(read_json(files.text(posixpath.join(home, f"{prefix}versions.json").lstrip("/"))))
    last = instance.text("lastVersion", released[0] if released else "current")
    versions = mapping(instance.options.get("versions"))
    for version in ("current", *released):
        default_path = "" if version == last else {"current": "next"}.get(version, version)
        path = text_of(mapping(versions.get(version)).get("path"), default_path).strip("/")
        place = folder if version == "current" else inside(home, f"{prefix}versioned_docs/version-{version}")
        if place is not None and version == last and not files.listing.has_folder(place):
            place = folder  # the last version is copied from the current docs before the build
        is_left_out = version == "current" and instance.options.get("includeCurrentVersion") is False
        if place is not None and not is_left_out:
            sidebars = instance.options.get("sidebarPath")
            if version != "current":
                sidebars = f"./{prefix}versioned_sidebars/version-{version}-sidebars.json"
            yield _Tree(place, f"{url}{path}/" if path else url, "docs", identity, numbered, sidebars=sidebars)


def _pages(files: Files, tree: _Tree) -> Iterator[tuple[str, str]]:
    for source in files.listing.under(tree.folder):
        stem, suffix = split_suffix(relative(source, tree.folder))
        parts = stem.split("/")
        is_page = suffix in _MARKDOWN or (tree.kind == "pages" and suffix in _SCRIPTS)
        if not is_page or any(part.startswith("_") for part in parts) or ".test" in parts[-1]:
            continue
        matter = front_matter(files.text(source), _KEYS) if suffix in _MARKDOWN else {}
        if matter.get("draft") is True:
            continue
        slug = matter.get("slug")
        if tree.kind == "docs":
            yield source, _doc_url(tree, parts, text_of(slug), text_of(matter.get("id")))
        elif tree.kind == "blog":
            yield source, _post_url(tree, stem, text_of(slug))
        else:
            yield source, tree.url + (stem.removesuffix("index") if parts[-1] == "index" else stem)


def _doc_url(tree: _Tree, parts: list[str], slug: str, identity: str) -> str:
    """Return the address of a doc (``@docusaurus/plugin-content-docs``, ``getSlug``)."""
    if tree.numbered:
        parts = [without_number(part) for part in parts]
    *folders, name = parts
    folder = "/".join(folders)
    if slug.startswith("/"):
        return tree.url + slug.lstrip("/")
    if slug:
        return tree.url + posixpath.normpath(posixpath.join(folder, slug)) + ("/" if slug.endswith("/") else "")
    is_index = name.lower() in {"index", "readme"} or (folders and name.lower() == folders[-1].lower())
    if is_index:
        return f"{tree.url}{folder}/" if folder else tree.url
    return tree.url + posixpath.join(folder, identity.rpartition("/")[2] or name)


def _post_url(tree: _Tree, stem: str, slug: str) -> str:
    """Return the address of a blog post (``@docusaurus/plugin-content-blog``, ``parseBlogFileName``)."""
    if slug:
        return tree.url + slug.lstrip("/")
    if (match := _POST.fullmatch(stem)) is None:
        return tree.url + stem.removesuffix("/index")
    return f"{tree.url}{match['date'].replace('-', '/')}/{match['folder']}{match['name']}"


def _spellings(url: str, *, as_files: bool, extensions: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the URL paths of the page at *url*; with ``trailingSlash: false``, also that of its file.

    From those with one of *extensions*, the plugin of redirects leads to it (``fromExtensions``).
    """
    yield url
    yield url.rstrip("/") or "/"
    yield f"{url.rstrip('/')}/"
    yield f"{url.rstrip('/')}.html" if as_files else f"{url.rstrip('/')}/index.html"
    yield from (f"{url.rstrip('/')}.{each}" for each in extensions if url.rstrip("/"))


def _redirects(config: Mapping[str, Any]) -> Iterator[str]:
    for name, options in map(named, items(config.get("plugins"))):
        if name.endswith("client-redirects"):
            for each in items(options.get("redirects")):
                yield from texts(mapping(each).get("from"))


def _indexes(files: Files, path: str, trees: list[_Tree]) -> tuple[list[str], bool]:
    """Return the addresses of the index pages of categories, and whether the sidebars show all of them."""
    found: list[str] = []
    is_complete = True
    for tree in (each for each in trees if each.kind == "docs"):
        pages, is_known = sidebar_pages(files, path, tree.sidebars)
        found += (tree.url + each for each in (*pages, *categories(files, tree.folder)))
        is_complete = is_complete and is_known
    return found, is_complete


def _generated(
    files: Files, path: str, trees: list[_Tree], base: str, *, all_indexes: bool
) -> Iterator[tuple[str, str]]:
    text = files.text(path)
    has_index = "sidebarItemsGenerator" in text or not all_indexes
    for tree in trees:
        if tree.kind == "docs":
            if tree.url != base and not files.listing.has_folder(tree.folder):
                yield tree.url, f"{tree.folder} is not in this repository (a submodule, or made before the build)"
            if has_index:
                yield f"{tree.url}category/", "Docusaurus generates the index pages of categories"
            yield f"{tree.url}tags/", "Docusaurus generates tag pages"
        elif tree.kind == "blog":
            for name in ("tags", "archive", "authors", "page", "rss.xml", "atom.xml"):
                yield f"{tree.url}{name}", "Docusaurus generates the index pages of the blog"
    if "search" in text or "algolia" in text:
        yield f"{base}search", "a search plugin generates this page"


GENERATORS.register(Generator("docusaurus", find))
