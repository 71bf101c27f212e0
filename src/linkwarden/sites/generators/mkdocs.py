"""MkDocs, Material for MkDocs and Zensical.

Sources: MkDocs user guide, "Configuration" and "Writing your docs"; ``mkdocs/structure/pages.py``
(``_RelativePathTreeprocessor``): a Markdown link that names a file of the docs folder becomes the URL of its page;
every other link stays as written, and a browser resolves it against the URL of the page. The name is the path in the
docs folder: ``../../docs/a.md`` names no file, though it does in the repository.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from linkwarden.sites.files import Files, folder_of, inside
from linkwarden.sites.generators import GENERATORS, Generator
from linkwarden.sites.mkdocs_blog import blog_folder, with_posts
from linkwarden.sites.mkdocs_config import MkDocsConfig, dialect_of, read_configs
from linkwarden.sites.mkdocs_languages import Languages
from linkwarden.sites.mkdocs_snippets import appended, include_folders
from linkwarden.sites.patterns import Patterns
from linkwarden.sites.site import ANY_SUFFIX, LinkRules, Site
from linkwarden.sites.urls import base_of, directory, relative, served, spellings, split_suffix, url_map
from linkwarden.sites.values import items, mapping, text_of, texts

_SUFFIXES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
_DEFAULT_EXCLUDED = (".*", "/templates/")
_MADE = ("404.html", "sitemap.xml", "sitemap.xml.gz", "search/search_index.json")
"""Files that MkDocs makes itself."""
_OF_MKDOCS = "img/favicon.ico"
_OF_MATERIAL = "assets/images/favicon.png"
_OF_THEMES = {
    **dict.fromkeys(("", "mkdocs", "readthedocs"), (_OF_MKDOCS,)),
    **dict.fromkeys(("material", "zensical"), (_OF_MATERIAL,)),
}
"""The files that a theme adds to the docs folder, which links may name; an unknown theme may add either."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")

_MAKES_PAGES = (
    "api-autonav", "autoapi", "gen-files", "mkdocs-autoapi", "mkdocs-gen-files", "mkdocs-simple-plugin", "monorepo",
    "multirepo", "simple", "same-dir",
)  # fmt: skip
"""Plugins that add pages without a file in the docs folder."""
_ADDED_FILES = re.compile(r"\bFile\.generated\(|\bfiles\.append\(")


def find(files: Files) -> Iterator[Site]:
    """Yield the sites of mkdocs.yml and zensical.toml files, and of translations that overlay them."""
    configs = read_configs(files)
    for config in configs.values():
        if config.docs is None or not files.listing.has_folder(config.docs):
            continue
        site = _site(files, config, config.docs)
        original = _original(files, config, configs)
        if original and original.docs:
            site = _overlaid(site, config.docs, _site(files, original, original.docs), original.docs)
        yield site
        yield from _translations(files, config, site)


def _original(files: Files, config: MkDocsConfig, configs: Mapping[str, MkDocsConfig]) -> MkDocsConfig | None:
    """Return the configuration of another language that this one inherits from."""
    parent = inside(config.folder, text_of(config.values.get("INHERIT"))) if config.values.get("INHERIT") else None
    other = configs.get(parent) if parent else None
    beside = other is not None and folder_of(other.folder) == folder_of(config.folder) and other.folder != config.folder
    return other if beside and other and other.docs and files.listing.has_folder(other.docs) else None


def _translations(files: Files, config: MkDocsConfig, site: Site) -> Iterator[Site]:
    """Yield the sites of languages next to a language's configuration that have no configuration of their own."""
    above, language = posixpath.split(config.folder)
    if not _LANGUAGE.fullmatch(language) or config.docs is None:
        return
    inner = relative(config.docs, config.folder)
    names = {relative(path, above).partition("/")[0] for path in files.listing.under(above)}
    for name in sorted(names - {language}):
        docs = posixpath.join(above, name, inner)
        own = posixpath.join(above, name, posixpath.basename(config.path))
        if _LANGUAGE.fullmatch(name) and own not in files.listing and files.listing.has_folder(docs):
            yield _overlaid(_site(files, config, docs), docs, site, config.docs)


def _overlaid(site: Site, docs: str, original: Site, original_docs: str) -> Site:
    """Return a translation's site, whose missing pages and files come from the original language."""
    return replace(
        site,
        urls={**original.urls, **site.urls},
        unknown="",  # a hook that adds files merges one language into the other
        files=frozenset((*_all(site), *_all(original))),
        rules=replace(site.rules, overlays=((docs, original_docs),)),
    )


def _all(site: Site) -> frozenset[str]:
    return site.files if isinstance(site.files, frozenset) else frozenset()


def _site(files: Files, config: MkDocsConfig, docs: str) -> Site:
    values = config.values
    published = _published(files, config, docs)
    hidden = _hidden_readmes(files, docs)
    published = [path for path in published if path not in hidden]
    base = base_of(text_of(values.get("site_url")))
    as_folders = values.get("use_directory_urls") is not False
    languages = Languages.of(config)
    own = _pages(published, docs, "", as_folders=as_folders)
    if "blog" in config.plugins:
        own = with_posts(own, docs, mapping(config.plugins["blog"]), as_folders=as_folders)
    pages, fallbacks = languages.pages(own, docs)
    pages = {path: f"{base}{url}" for path, url in pages.items()}
    others = {f"{base}{relative(path, docs)}": path for path in published if path not in pages}
    others |= _of_theme(files, config, base)
    urls = url_map(pages, spellings, others)
    for url, path in fallbacks.items():
        for each in spellings(f"{base}{url}"):
            urls.setdefault(each, path)
    urls.update(_redirects(config, docs, base, as_folders=as_folders, pages=pages))
    made = (*_MADE, *_icons(config), *_made_by_plugins(config, as_folders=as_folders))
    urls.update(dict.fromkeys(url for name in made if (url := f"{base}{name}") not in urls))
    links = mapping(mapping(values.get("validation")).get("links"))
    absolute = text_of(links.get("absolute_links") or mapping(values.get("validation")).get("absolute_links"))
    return Site(
        generator="mkdocs",
        configuration=config.path,
        folders=(docs,),
        pages=pages,
        urls=urls,
        files=frozenset(published),
        base=base,
        rules=LinkRules(
            suffixes=ANY_SUFFIX,
            within=docs,
            roots=(docs,) if absolute == "relative_to_docs" else (),
            overlays=languages.overlays(docs),
            stand_ins=languages.stand_ins(published) | _theme_files(files, config, docs),
            include_folders=include_folders(config),
        ),
        dialect=dialect_of(files, config, appended(files, config, docs)),
        generated=tuple(_generated(config, base)),
        skipped=hidden,
        promised=frozenset(f"{docs}/{name}" for name in _in_nav(values.get("nav"))),
        unknown="" if _LANGUAGE.fullmatch(posixpath.basename(config.folder)) else _unknown(files, config),
    )


def _published(files: Files, config: MkDocsConfig, docs: str) -> list[str]:
    """Return the files of the docs folder that no setting excludes from the site."""
    written = (text_of(config.values.get(key)) for key in ("exclude_docs", "draft_docs"))
    globs = texts(config.options("exclude").get("glob"))
    excluded = Patterns([*_DEFAULT_EXCLUDED, *(line for text in written for line in text.splitlines()), *globs])
    return [path for path in files.listing.under(docs) if not excluded.match_last(relative(path, docs))]


def _hidden_readmes(files: Files, docs: str) -> frozenset[str]:
    """Return each README.md next to an index.md: the site has the latter only, and GitHub shows the former."""
    found = {path for path in files.listing.under(docs) if path.endswith(_SUFFIXES)}
    folders = {folder_of(path) for path in found if posixpath.basename(split_suffix(path)[0]) == "index"}
    return frozenset(path for path in found if folder_of(path) in folders and split_suffix(path)[0].endswith("/README"))


def _of_theme(files: Files, config: MkDocsConfig, base: str) -> dict[str, str]:
    """Return URL → file for the files that ``custom_dir`` adds to the site, except templates."""
    custom = text_of(mapping(config.values.get("theme")).get("custom_dir"))
    folder = inside(config.folder, custom) if custom else None
    found = served(files, folder, base) if folder else {}
    return {url: path for url, path in found.items() if not path.endswith((".html", ".py"))}


def _theme_files(files: Files, config: MkDocsConfig, docs: str) -> dict[str, str]:
    """Return the files of the theme by their place in the docs folder, where links in Markdown may name them.

    MkDocs adds them to the files of that folder (``Files.add_files_from_theme``). That of a theme that is installed
    from a package is in no file here.
    """
    own = {posixpath.join(docs, url[1:]): path for url, path in _of_theme(files, config, "/").items()}
    return {**{posixpath.join(docs, name): "" for name in _icons(config)}, **own}


def _icons(config: MkDocsConfig) -> tuple[str, ...]:
    return _OF_THEMES.get(config.theme, (_OF_MKDOCS, _OF_MATERIAL))


def _in_nav(nav: Any) -> Iterator[str]:
    """Yield the files that the navigation names."""
    for each in items(nav):
        if isinstance(each, str):
            yield each
        else:
            for value in mapping(each).values():
                yield from _in_nav(value)


def _pages(published: list[str], docs: str, base: str, *, as_folders: bool) -> dict[str, str]:
    """Return source → URL."""
    pages: dict[str, str] = {}
    for path in published:
        stem, suffix = split_suffix(path)
        if suffix not in _SUFFIXES:
            continue
        inner = relative(stem, docs)
        folder, _, name = inner.rpartition("/")
        if name in {"index", "README"}:
            pages[path] = f"{base}{folder}/" if folder else base
        else:
            pages[path] = directory(inner, base) if as_folders else f"{base}{inner}.html"
    return pages


def _redirects(
    config: MkDocsConfig, docs: str, base: str, *, as_folders: bool, pages: Mapping[str, str]
) -> Iterator[tuple[str, str | None]]:
    maps = mapping(config.options("redirects").get("redirect_maps"))
    for old in maps:
        (url,) = _pages([posixpath.join(docs, old)], docs, base, as_folders=as_folders).values() or ("",)
        for each in spellings(url):
            if url and posixpath.join(docs, old) not in pages:
                yield each, None


def _generated(config: MkDocsConfig, base: str) -> Iterator[tuple[str, str]]:
    plugins = config.plugins
    if "blog" in plugins:
        blog = blog_folder(mapping(plugins["blog"]))
        yield f"{base}{blog}/", "the blog plugin generates the addresses of posts, categories and archives"
    if "mike" in plugins or mapping(mapping(config.values.get("extra")).get("version")).get("provider") == "mike":
        for version in ("latest", "stable", "dev"):
            yield f"{base}{version}/", "mike publishes other versions of these docs there"


def _made_by_plugins(config: MkDocsConfig, *, as_folders: bool) -> Iterator[str]:
    """Yield the files and pages that plugins make, with the names that their documentation states."""
    options = {name: mapping(each) for name, each in config.plugins.items()}
    if "print-site" in options:
        yield from ("print_page/", "print_page", "print_page/index.html") if as_folders else ("print_page.html",)
    if "rss" in options:
        feeds = mapping(options["rss"].get("feeds_filenames"))
        for key in ("rss_created", "rss_updated", "json_created", "json_updated"):
            kind, _, which = key.partition("_")
            yield text_of(feeds.get(key), f"feed_{kind}_{which}.{'xml' if kind == 'rss' else 'json'}")
    if "llmstxt" in options:
        yield from ("llms.txt", text_of(options["llmstxt"].get("full_output"), "llms-full.txt"))
    for name, default in (("with-pdf", "pdf/document.pdf"), ("to-pdf", "pdf/document.pdf"), ("pdf-export", "")):
        if name in options:
            yield text_of(options[name].get("output_path", options[name].get("combined_output_path")), default)


def _unknown(files: Files, config: MkDocsConfig) -> str:
    maker = next((name for name in config.plugins if name in _MAKES_PAGES), None)
    if maker:
        return f"the plugin {maker} of {config.path} may generate this page"
    for hook in texts(config.values.get("hooks")):
        path = inside(config.folder, hook)
        if path and _ADDED_FILES.search(files.text(path)):
            return f"the hook {path} may generate this page"
    return ""


GENERATORS.register(Generator("mkdocs", find))
