"""Hugo: content by path, front matter and permalinks; mounts, languages, page bundles, aliases and static files.

Sources: Hugo documentation, "Directory structure", "URL management", "Content organization", "Module configuration" and
"Link render hooks". Hugo leaves links as they are, unless a render hook resolves them.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from linkwarden.model.dialect import Dialect
from linkwarden.sites.files import ContainerDifference, Files, inside
from linkwarden.sites.generators import GENERATORS, Generator
from linkwarden.sites.hugo_config import configurations, content_elsewhere, read_config
from linkwarden.sites.hugo_content import Addresses, Content, Mount, collapsed, page_spellings
from linkwarden.sites.hugo_layouts import Layouts
from linkwarden.sites.hugo_lookup import Lookup
from linkwarden.sites.site import ANY_SUFFIX, LinkRules, Site
from linkwarden.sites.urls import base_of, origin_of, served, url_map
from linkwarden.sites.values import items, mapping, text_of, texts

_CONFIG_ELSEWHERE = {"baseurl": "/-/", "contentdir": ".", "module": {"imports": [{}]}}
"""What may hold for content whose configuration is unknown: any base, and a theme with hooks that look pages up."""
_DEFAULT_TAXONOMIES = ("tags", "categories")


def find(files: Files) -> Iterator[Site]:
    """Yield the sites of Hugo's configurations, and those of content whose configuration is in another repository."""
    covered: list[str] = []
    for home, path in configurations(files):
        site = _site(files, path, home, read_config(files, home))
        if site.pages:
            covered.extend(site.folders)
            yield site
    for folder in content_elsewhere(files, covered):
        site = _site(files, posixpath.join(folder, "_index.md"), folder, _CONFIG_ELSEWHERE)
        reason = f"the configuration of the Hugo site that {folder} is a part of is not in this repository"
        yield replace(site, is_base_known=False, address="", unknown=reason, all_unknown=True)


def _site(files: Files, path: str, home: str, config: Mapping[str, Any]) -> Site:
    base = base_of(text_of(config.get("baseurl")))
    languages = list(mapping(config.get("languages")))
    prefixes = _prefixes(config, languages)
    mounts = list(_mounts(files, home, config))
    addresses = Addresses(config, base, prefixes, tuple(languages))
    content = Content(base, addresses, config)
    for mount in mounts:
        content.add(files, mount)
    for source, target in _mounted_files(files, home, config):
        content.add_file(source, target)
    content.sections.update((language, f"/{name}") for language in prefixes for name in _taxonomies(config))
    absent = tuple(_absent_mounts(files, home, config, content))
    lookup = Lookup(content, absent[0][0] if absent else "/")
    layouts = Layouts(files, home, config)
    hooked = _has_embedded_hook(config) or layouts.resolve_links
    return Site(
        generator="hugo",
        configuration=path,
        folders=tuple(dict.fromkeys(mount.folder for mount in mounts)),
        sources=frozenset(each for each in files.listing.under(_below(home, "layouts")) if each.endswith(".md")),
        pages=content.pages,
        shared=content.shared,
        urls=_urls(files, home, config, content, base, prefixes),
        files=ContainerDifference(files.listing, content.pages),
        base=base,
        address=origin_of(text_of(config.get("baseurl"))),
        rules=_rules(home, lookup, layouts.hooks) if hooked else LinkRules(),
        dialect=_dialect(config, layouts),
        generated=(*_generated(config, base, prefixes), *absent),
        template=lookup.fill,
    )


def _urls(
    files: Files, home: str, config: Mapping[str, Any], content: Content, base: str, prefixes: Mapping[str, str]
) -> dict[str, str | None]:
    static = {
        url: file for folder, at in _static(home, config) for url, file in served(files, folder, f"{base}{at}").items()
    }
    published = {source: url for source, url in content.pages.items() if source not in content.hidden}
    urls = url_map(published, page_spellings, static | content.resources())
    for url, source in content.more.items():
        for spelling in page_spellings(url):
            urls.setdefault(spelling, source)
    homes = {f"{base}{prefix}" for prefix in prefixes.values()}
    lists = {*content.lists, *homes, *(f"{each}{name}/" for each in homes for name in _taxonomies(config))}
    feeds = (f"{each}index.xml" for each in lists)
    made = (f"{each}{name}" for each in {base, *homes} for name in ("sitemap.xml", "404.html"))
    outputs = (f"{base}{name}" for name in ("index.md", "llms.txt", "manifest.json") if config.get("outputs"))
    for each in (*content.aliases, *lists, base, *feeds, *made, *outputs):
        for spelling in page_spellings(collapsed(each)):
            urls.setdefault(spelling, None)
    return urls


def _dialect(config: Mapping[str, Any], layouts: Layouts) -> Dialect:
    shortcodes = layouts.shortcode_ids()
    goldmark = mapping(mapping(config.get("markup")).get("goldmark"))
    parser = mapping(goldmark.get("parser"))
    kind = text_of(parser.get("autoheadingidtype"), "github")
    return Dialect(
        anchors="hugo" if kind not in {"github-ascii", "blackfriday"} else f"hugo-{kind}",
        attribute_lists=True,
        raw_heading_ids=False,
        smart_dashes=_has_dashes(mapping(goldmark.get("extensions")).get("typographer")),
        image_text_in_ids=True,
        footnote_ids=("fn:{}", "fnref:{}"),
        comments=(r"\{\{/\*", r"\*/\}\}"),
        generated=shortcodes.pattern,
        page_ids=frozenset(shortcodes.fixed),
        id_prefixes=tuple(sorted(shortcodes.prefixes)),
        definition_terms=parser.get("autodefinitiontermid") is True,
    )


def _has_dashes(typographer: Any) -> bool:
    """Return whether hyphens become dashes, by the option ``typographer``."""
    return typographer is not False and not {"disable", "endash", "emdash"} & mapping(typographer).keys()


def _rules(home: str, lookup: Lookup, hooks: str) -> LinkRules:
    """Return how links resolve where a render hook looks for pages and resources (``Page.GetPage``).

    Hugo's own hook resolves links to pages. Hooks of sites and themes often leave relative links unchanged.
    """
    assets = _below(home, "assets")
    return LinkRules(
        suffixes=ANY_SUFFIX,
        images=True,
        page_lookup=lookup.page,
        roots=(assets,),
        extra_folders=(assets,),
        urls_first=bool(hooks),
        special=frozenset(re.findall(r"""["'`]([\w.-]+)["'`]""", hooks)),
    )


def _below(home: str, name: str) -> str:
    return posixpath.join(home, name)


def _prefixes(config: Mapping[str, Any], languages: list[str]) -> dict[str, str]:
    """Return the path prefix of each language; the empty language is the default one."""
    default = text_of(config.get("defaultcontentlanguage"), "en").lower()
    in_folder = config.get("defaultcontentlanguageinsubdir") is True
    prefixes = {each: f"{each}/" if each != default or in_folder else "" for each in (*languages, default)}
    return {**prefixes, "": prefixes[default]}


def _mounts(files: Files, home: str, config: Mapping[str, Any]) -> Iterator[Mount]:
    """Yield the folders of content: those that are mounted, else the one of each language, or of all.

    Source: ``ApplyProjectConfigDefaults`` in ``modules/config.go``.
    """
    folders = [
        Mount(text_of(each.get("source")), target, _language_of(each)) for each, target in _content_mounts(config)
    ]
    if not folders:
        languages = mapping(config.get("languages")).items()
        own = ((name, text_of(mapping(options).get("contentdir"))) for name, options in languages)
        folders = [Mount(folder, "", name) for name, folder in own if folder]
        if not folders or len(folders) < len(languages):
            folders.append(Mount(text_of(config.get("contentdir"), "content")))
    for each in folders:
        source = inside(home, each.folder)
        if source is not None and files.listing.has_folder(source):
            yield replace(each, folder=source)


def _content_mounts(config: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield the mounts of content, with their targets below the content folder."""
    for each in map(mapping, items(mapping(config.get("module")).get("mounts"))):
        kind, _, target = text_of(each.get("target")).partition("/")
        if kind == "content":
            yield each, target


def _mounted_files(files: Files, home: str, config: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the files that are mounted one by one, and where they appear below the content folder."""
    for each in items(mapping(config.get("module")).get("mounts")):
        source, target = inside(home, text_of(mapping(each).get("source"))), text_of(mapping(each).get("target"))
        if source in files.listing and target.startswith("content/"):
            yield source or "", target[len("content/") :]


def _language_of(mount: Mapping[str, Any]) -> str:
    """Return the language of a mount: ``lang``, or the first of ``sites.matrix.languages``."""
    languages = texts(mapping(mapping(mount.get("sites")).get("matrix")).get("languages"))
    return text_of(mount.get("lang"), languages[0] if languages else "").lower()


def _absent_mounts(files: Files, home: str, config: Mapping[str, Any], content: Content) -> Iterator[tuple[str, str]]:
    """Yield the addresses below which files appear that are mounted from outside the repository."""
    for each in map(mapping, items(mapping(config.get("module")).get("mounts"))):
        written = text_of(each.get("source"))
        source = inside(home, written)
        kind, _, target = text_of(each.get("target")).partition("/")
        present = source is not None and (source in files.listing or files.listing.has_folder(source))
        if target and kind == "content" and not present:
            yield (
                content.url_of(target, _language_of(each)),
                f"{written}, which is mounted there, is not in the repository",
            )


def _static(home: str, config: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the folders of files that are served as they are, and where, below the base."""
    for each in [*texts(config.get("staticdir")), "static"]:
        if (folder := inside(home, each)) is not None:
            yield folder, ""
    for mount in items(mapping(config.get("module")).get("mounts")):
        source = inside(home, text_of(mapping(mount).get("source")))
        kind, _, target = text_of(mapping(mount).get("target")).partition("/")
        if source is not None and kind == "static":
            yield source, f"{target}/" if target else ""
    for theme in texts(config.get("theme")):
        yield posixpath.join(home, "themes", theme, "static"), ""


def _has_embedded_hook(config: Mapping[str, Any]) -> bool:
    """Return whether Hugo's own render hook resolves links: by a setting, or since the site has several languages."""
    goldmark = mapping(mapping(config.get("markup")).get("goldmark"))
    hooks = mapping(mapping(goldmark.get("renderhooks")).get("link"))
    written = text_of(hooks.get("useembedded"))
    enabled = hooks.get("enabledefault") is True or written in {"always", "fallback"}
    return enabled or (len(mapping(config.get("languages"))) > 1 and written != "never")


def _taxonomies(config: Mapping[str, Any]) -> list[str]:
    written = config.get("taxonomies")
    return [text_of(each) for each in mapping(written).values()] if written else list(_DEFAULT_TAXONOMIES)


def _generated(config: Mapping[str, Any], base: str, prefixes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for prefix in dict.fromkeys(prefixes.values()):
        for name in _taxonomies(config):
            yield f"{base}{prefix}{name}/", "Hugo generates taxonomy pages"


GENERATORS.register(Generator("hugo", find))
