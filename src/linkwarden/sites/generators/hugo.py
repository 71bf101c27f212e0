"""Hugo: content by path, front matter and permalinks; mounts, languages, page bundles, aliases and static files.

Sources: Hugo documentation, "Directory structure", "URL management", "Content organization", "Module configuration" and
"Link render hooks". Hugo leaves links as they are, unless a render hook resolves them.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from linkwarden.model.dialect import Dialect
from linkwarden.sites.files import Files, folder_of, inside
from linkwarden.sites.generators import GENERATORS, Generator
from linkwarden.sites.site import ANY_SUFFIX, LinkRules, Site
from linkwarden.sites.urls import base_of, relative, served, spellings, split_suffix, url_map
from linkwarden.sites.values import front_matter, items, keys_pattern, mapping, read_any, text_of, texts

_MARKDOWN = (".md", ".markdown", ".html", ".adoc", ".org", ".rst")
_KEYS = keys_pattern("slug", "url", "aliases", "draft", "date", "permalink")
_NAMES = ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json")
_OLD_NAMES = ("config.toml", "config.yaml", "config.yml", "config.json")
_HUGO_KEYS = frozenset({"baseurl", "languagecode", "defaultcontentlanguage", "contentdir", "markup", "permalinks"})
_HOOK = re.compile(r"(?:^|/)layouts/.*_markup/render-(?:link|image)[\w.-]*\.html$")
_TEMPLATE = r"\{\{[%<][-\s]*/?(?!\s*(?:ref|relref|figure|highlight|param|youtube|tweet|x|vimeo|instagram|gist|alert)\b)"
_NAME_TOKENS = (":slugorfilename", ":slugorcontentbasename", ":contentbasename", ":filename", ":slug", ":title")
_DEFAULT_TAXONOMIES = ("tags", "categories")


@dataclass(frozen=True, slots=True)
class _Mount:
    """A folder of content and where it appears, with the language of its pages."""

    folder: str
    target: str = ""
    language: str = ""


def find(files: Files) -> Iterator[Site]:
    """Yield the sites of Hugo's configurations: in a file of its own, or in ``config/_default``."""
    found: dict[str, str] = {}
    for path in files.configurations(*_NAMES, *_OLD_NAMES):
        folder = folder_of(path)
        home = folder.removesuffix("config/_default").rstrip("/") if folder.endswith("config/_default") else folder
        config = _lowered(read_any(path, files.text(path)))
        new = posixpath.basename(path) in _NAMES
        if (new or _HUGO_KEYS & config.keys()) and "base_url" not in config:
            found.setdefault(home, path)
    for home, path in found.items():
        site = _site(files, path, home, _config(files, path))
        if site.pages:
            yield site


def _config(files: Files, path: str) -> dict[str, Any]:
    """Return the configuration; in ``config/_default``, other files hold the tables that they are named after.

    A file of another name with mounts is what a ``module`` file is generated from, where there is none.
    """
    config = _lowered(read_any(path, files.text(path)))
    folder = folder_of(path)
    if folder.endswith("config/_default"):
        for other in files.listing.under(folder):
            name, suffix = split_suffix(posixpath.basename(other))
            if other != path and suffix in {".toml", ".yaml", ".yml", ".json"}:
                config.setdefault(name.lower(), _lowered(read_any(other, files.text(other))))
        tables = (each for each in config.values() if isinstance(each, Mapping) and "mounts" in each)
        if template := next(tables, None):
            config.setdefault("module", template)
    return config


def _lowered(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with lower-case keys, which Hugo takes for the same."""
    return {key.lower(): each for key, each in value.items()}


def _site(files: Files, path: str, home: str, config: Mapping[str, Any]) -> Site:
    base = base_of(text_of(config.get("baseurl")))
    languages = list(_lowered(mapping(config.get("languages"))))
    prefixes = _prefixes(config, languages)
    mounts = list(_mounts(files, home, config))
    content = _Content(base, _Addresses(config, base, prefixes, tuple(languages)))
    for mount in mounts:
        content.add(files, mount)
    for source, target in _mounted_files(files, home, config):
        content.add_file(source, target)
    static = {
        url: file for folder, at in _static(home, config) for url, file in served(files, folder, f"{base}{at}").items()
    }
    urls = url_map(content.pages, _spellings, static | content.resources())
    for url, source in content.more.items():
        for spelling in _spellings(url):
            urls.setdefault(spelling, source)
    outputs = (f"{base}{name}" for name in ("index.md", "llms.txt", "manifest.json"))
    urls.update(dict.fromkeys(each for each in outputs if each not in urls and config.get("outputs")))
    for each in (*content.aliases, *content.sections, base, f"{base}index.xml", f"{base}sitemap.xml"):
        for spelling in _spellings(_collapsed(each)):
            urls.setdefault(spelling, None)
    hooked = _has_embedded_hook(config) or _has_hook(files, home, config)
    folders = tuple(dict.fromkeys(mount.folder for mount in mounts))
    return Site(
        generator="hugo",
        configuration=path,
        folders=folders,
        sources=frozenset(each for each in files.listing.under(_below(home, "layouts")) if each.endswith(".md")),
        pages=content.pages,
        urls=urls,
        files=files.listing,
        base=base,
        rules=_rules(files, home, config, [mount.folder for mount in mounts if not mount.target])
        if hooked
        else LinkRules(),
        dialect=Dialect(
            anchors="hugo", attribute_lists=True, generated=_TEMPLATE, definition_terms=_has_term_ids(config)
        ),
        generated=(*_generated(config, base, prefixes), *_absent_mounts(files, home, config, content)),
    )


def _rules(files: Files, home: str, config: Mapping[str, Any], folders: list[str]) -> LinkRules:
    """Return how links resolve where a render hook looks for pages and resources (``Page.GetPage``).

    Hugo's own hook replaces what names a page. Hooks of sites and themes often leave relative links as they are.
    """
    hooks = "".join(files.text(path) for path in files.listing.under(_below(home, "layouts")) if _HOOK.search(path))
    return LinkRules(
        suffixes=ANY_SUFFIX,
        endings=("", ".md", "/index.md", "/_index.md"),
        images=True,
        page_lookup=True,
        roots=(*folders, _below(home, "assets")),
        extra_folders=(*folders, _below(home, "assets")),
        urls_first=_has_hook(files, home, config),
        special=frozenset(re.findall(r"""["'`]([\w.-]+)["'`]""", hooks)),
    )


def _below(home: str, name: str) -> str:
    return posixpath.join(home, name)


def _has_term_ids(config: Mapping[str, Any]) -> bool:
    """Return whether the terms of definition lists get ids (``autoDefinitionTermID``)."""
    goldmark = _lowered(mapping(_lowered(mapping(config.get("markup"))).get("goldmark")))
    return _lowered(mapping(goldmark.get("parser"))).get("autodefinitiontermid") is True


def _prefixes(config: Mapping[str, Any], languages: list[str]) -> dict[str, str]:
    """Return what stands before the paths of each language; the empty language is the default one."""
    default = text_of(config.get("defaultcontentlanguage"), "en").lower()
    in_folder = config.get("defaultcontentlanguageinsubdir") is True
    prefixes = {each: f"{each}/" if each != default or in_folder else "" for each in (*languages, default)}
    return {**prefixes, "": prefixes[default]}


class _Content:
    """The pages of the mounted folders, their aliases, and the files that lie beside them."""

    def __init__(self, base: str, addresses: "_Addresses") -> None:
        self._base = base
        self._addresses = addresses
        self._bundles: dict[str, list[str]] = {}
        """Folder of a page bundle, below the content folder → the addresses of its page, one for each language."""
        self._others: list[tuple[str, str]] = []
        """Files that are no pages: path below the content folder, and path in the repository."""
        self.pages: dict[str, str] = {}
        self.more: dict[str, str] = {}
        """Further addresses of pages that are mounted more than once, as for languages without a translation."""
        self.aliases: list[str] = []
        self.sections: set[str] = set()
        """Addresses of the folders right below the content folder, which Hugo lists even without ``_index``."""

    def add(self, files: Files, mount: _Mount) -> None:
        """Add a folder."""
        for source in files.listing.under(mount.folder):
            if not self._add_page(files, mount, source):
                self._others.append((posixpath.join(mount.target, relative(source, mount.folder)), source))

    def add_file(self, source: str, target: str) -> None:
        """Add one file that is mounted at *target*, below the content folder."""
        self.pages.setdefault(source, self.url_of(target, ""))
        self._others.append((target, source))

    def url_of(self, target: str, language: str) -> str:
        """Return the address of what is mounted at *target*, below the content folder."""
        stem, suffix = split_suffix(target)
        return self._addresses.of_page(stem if suffix in _MARKDOWN else target, language, {})

    def resources(self) -> dict[str, str]:
        """Return URL → file for what lies in page bundles; the languages of a bundle share their files."""
        found: dict[str, str] = {}
        for path, source in self._others:
            folder = self._bundle_of(folder_of(path))
            for url in self._bundles.get(folder, ()) if folder is not None else ():
                found.setdefault(f"{url}{relative(path, folder or '')}", source)
        return found

    def _add_page(self, files: Files, mount: _Mount, source: str) -> bool:
        """Add a page, and tell whether *source* is one, or by its folder's name (``_common``) a part of pages."""
        stem, suffix = split_suffix(relative(source, mount.folder))
        if suffix not in _MARKDOWN or posixpath.basename(stem).startswith("."):
            return False
        if any(part.startswith("_") for part in stem.split("/")[:-1]):
            return True
        matter = front_matter(files.text(source), _KEYS)
        path = posixpath.join(mount.target, stem)
        url = self._addresses.of_page(path, mount.language, matter)
        if self.pages.setdefault(source, url) != url:
            self.more.setdefault(url, source)
        section = stem.partition("/")[0] if "/" in stem and not mount.target else ""
        if section:
            self.sections.add(self._addresses.of_page(f"{section}/_index", mount.language, {}))
        if posixpath.basename(stem).partition(".")[0] in {"index", "_index"}:
            self._bundles.setdefault(folder_of(path), []).append(url)
        for alias in texts(matter.get("aliases")):
            start = self._base if alias.startswith("/") else folder_of(url.rstrip("/"))
            self.aliases.append(posixpath.normpath(posixpath.join(start, alias.lstrip("/"))))
        return True

    def _bundle_of(self, folder: str) -> str | None:
        while folder not in self._bundles:
            if not folder:
                return None
            folder = folder_of(folder)
        return folder


class _Addresses:
    """Makes the addresses of pages."""

    def __init__(
        self, config: Mapping[str, Any], base: str, prefixes: Mapping[str, str], languages: tuple[str, ...]
    ) -> None:
        self._base = base
        self._prefixes = prefixes
        self._languages = languages
        self._lower = config.get("disablepathtolower") is not True
        self._ugly = config.get("uglyurls") is True
        patterns = _lowered(mapping(config.get("permalinks")))
        self._patterns = {**patterns, **_lowered(mapping(patterns.get("page")))}

    def of_page(self, path: str, language: str, matter: Mapping[str, Any]) -> str:
        """Return the address of the page at *path* below the content folder, without suffix."""
        name = posixpath.basename(path)
        stem, _, written = name.rpartition(".")
        if stem and written.lower() in self._languages:
            language, path = written.lower(), path[: -len(written) - 1]
        prefix = f"{self._base}{self._prefixes.get(language, '')}"
        if url := text_of(matter.get("url")):
            return _collapsed(f"{self._base if url.startswith('/') else prefix}{url.lstrip('/')}")
        folder, _, name = path.rpartition("/")
        if name in {"index", "_index"}:
            folder, _, name = (folder, "", "") if name == "_index" or not folder else folder.rpartition("/")
        name = text_of(matter.get("slug"), name) if name else name
        inner = self._permalink(folder, name, matter) or posixpath.join(folder, name).rstrip("/")
        inner = _path_of(inner, lower=self._lower)
        if self._ugly and name:
            return f"{prefix}{inner}.html"
        return f"{prefix}{inner}/" if inner else prefix

    def _permalink(self, folder: str, name: str, matter: Mapping[str, Any]) -> str:
        section = folder.partition("/")[0]
        pattern = self._patterns.get(section.lower())
        if not isinstance(pattern, str) or not name:
            return ""
        year, month, day = (*str(matter.get("date", "")).partition("T")[0].split(" ")[0].split("-"), "", "", "")[:3]
        values = {
            ":year": year, ":month": month, ":day": day, ":sections": folder, ":section": section,
            **dict.fromkeys(_NAME_TOKENS, name),
        }  # fmt: skip
        for token, value in values.items():
            pattern = pattern.replace(token, value)
        return pattern.strip("/")


def _path_of(path: str, *, lower: bool) -> str:
    """Return a path as Hugo writes it in URLs: spaces become hyphens, and most signs are dropped."""
    path = re.sub(r"[^\w./\- +~@]", "", path).strip()
    path = re.sub(r"[ ]+", "-", path)
    return path.lower() if lower else path


def _collapsed(url: str) -> str:
    url = re.sub(r"/{2,}", "/", url)
    return url if "." in url.rpartition("/")[2] or url.endswith("/") else f"{url}/"


def _spellings(url: str) -> Iterator[str]:
    return spellings(url, html=url.endswith(".html"))


def _mounts(files: Files, home: str, config: Mapping[str, Any]) -> Iterator[_Mount]:
    mounted = [mapping(each) for each in items(mapping(config.get("module")).get("mounts"))]
    found = False
    for each in mounted:
        target = text_of(each.get("target"))
        source = inside(home, text_of(each.get("source")))
        if (
            source is not None
            and (target == "content" or target.startswith("content/"))
            and files.listing.has_folder(source)
        ):
            found = True
            yield _Mount(source, target[len("content/") :], _language_of(each))
    for name, options in _lowered(mapping(config.get("languages"))).items():
        own = text_of(_lowered(mapping(options)).get("contentdir"))
        folder = inside(home, own) if own else None
        if folder and files.listing.has_folder(folder):
            found = True
            yield _Mount(folder, "", name)
    folder = inside(home, text_of(config.get("contentdir"), "content"))
    if folder is not None and not found:
        yield _Mount(folder)


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


def _absent_mounts(files: Files, home: str, config: Mapping[str, Any], content: _Content) -> Iterator[tuple[str, str]]:
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
    goldmark = mapping(_lowered(mapping(config.get("markup"))).get("goldmark"))
    hooks = mapping(mapping(goldmark.get("renderHooks")).get("link"))
    enabled = hooks.get("enableDefault") is True or text_of(hooks.get("useEmbedded")) in {"auto", "always", "fallback"}
    return enabled or len(mapping(config.get("languages"))) > 1


def _has_hook(files: Files, home: str, config: Mapping[str, Any]) -> bool:
    """Return whether links may be resolved by a render hook of this repository, or of a theme that isn't here."""
    layouts = posixpath.join(home, "layouts").lstrip("/")
    themes = posixpath.join(home, "themes").lstrip("/")
    here = [*files.listing.under(layouts), *files.listing.under(themes)]
    named = texts(config.get("theme"))
    external = bool(mapping(config.get("module")).get("imports")) or any(
        not files.listing.has_folder(posixpath.join(themes, each)) for each in named
    )
    return external or any(_HOOK.search(path) for path in here)


def _generated(config: Mapping[str, Any], base: str, prefixes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    taxonomies = config.get("taxonomies")
    names = [text_of(each) for each in mapping(taxonomies).values()] if taxonomies else list(_DEFAULT_TAXONOMIES)
    for prefix in dict.fromkeys(prefixes.values()):
        for name in names:
            yield f"{base}{prefix}{name}/", "Hugo generates taxonomy pages"


GENERATORS.register(Generator("hugo", find))
