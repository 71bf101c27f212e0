"""The pages of a Hugo site: where each source file is published, and the files next to pages.

Sources: Hugo documentation, "URL management", "Page bundles", "Build options" and "Front matter".
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import category

from linkwarden.sites.files import Files, folder_of
from linkwarden.sites.hugo_config import ignored_files
from linkwarden.sites.urls import relative, spellings, split_suffix
from linkwarden.sites.values import front_matter, items, keys_pattern, lowered, mapping, text_of, texts

_MARKDOWN = (".md", ".markdown", ".html", ".htm", ".adoc", ".org", ".rst")
_KEYS = ("slug", "url", "aliases", "redirects", "draft", "headless", "build", "_build", "cascade")
_OF_PERMALINKS = ("title", "date", "publishDate")
_DATE = re.compile(
    r"""^["']?(?P<key>date|publishdate|pubdate|published|expirydate|unpublishdate)["']?[ ]?[:=][ ]*["']?"""
    r"""(?P<date>\d{4}-\d{2}-\d{2})""",
    re.MULTILINE | re.IGNORECASE,
)
_PUBLISHED = ("publishdate", "pubdate", "published", "date")
_EXPIRED = ("expirydate", "unpublishdate")
_DATED_NAME = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})(?:[-_. ]+(?P<slug>.+))?")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_NAME_TOKENS = (":slugorfilename", ":slugorcontentbasename", ":contentbasename", ":filename")
_MONTH_NUMBERS = tuple(f"{number:02}" for number in range(1, 13))
_FRONT = re.compile(r"\ufeff?(?:---|\+\+\+)[ \t]*\r?\n.*?^(?:---|\+\+\+)", re.DOTALL | re.MULTILINE)
_SECTIONS = re.compile(r":sections\[(?P<first>\d{0,3})(?P<range>:?)(?P<last>\d{0,3}|last)\]|:sections\b")


@dataclass(frozen=True, slots=True)
class Mount:
    """A folder of content and where it appears, with the language of its pages."""

    folder: str
    target: str = ""
    language: str = ""


class Content:
    """The pages of the mounted folders, their aliases, and the files next to them."""

    def __init__(self, base: str, addresses: "Addresses", config: Mapping[str, Any]) -> None:
        self._base = base
        self._addresses = addresses
        self._config = config
        self._ignored = ignored_files(config)
        self._cascades: dict[str, Mapping[str, Any]] = {}
        """Folder of sources → front matter that its ``_index`` gives to the pages below."""
        self._bundles: dict[str, list[str]] = {}
        """Folder of a page bundle, below the content folder → the addresses of its page, one for each language."""
        self._others: list[tuple[str, str]] = []
        """Files that are not pages: path below the content folder, and path in the repository."""
        self.pages: dict[str, str] = {}
        self.hidden: set[str] = set()
        """Pages that are not published: drafts, headless bundles, pages that are not rendered."""
        self.shared: set[str] = set()
        """Pages in folders with names such as ``_parts``, which other pages may include."""
        self.more: dict[str, str] = {}
        """Further addresses of pages that are mounted more than once, as for languages without a translation."""
        self.logical: dict[tuple[str, str], str] = {}
        """Language and logical path (Hugo's ``Page.Path``) → source."""
        self.sections: set[tuple[str, str]] = set()
        """Language and logical path of sections, with or without a source."""
        self.place: dict[str, tuple[str, str]] = {}
        """Source → language and the folder, as a logical path, that relative paths start from."""
        self.aliases: list[str] = []
        self.lists: set[str] = set()
        """Addresses of pages that list others, which have a feed too."""

    @property
    def default_language(self) -> str:
        """The language of pages that name none."""
        return self._addresses.language_of("", "")[0]

    def add(self, files: Files, mount: Mount) -> None:
        """Add a folder."""
        sources = [each for each in files.listing.under(mount.folder) if not self._is_ignored(each)]
        for source in sources:
            if _name(source) == "_index":
                self._note_cascade(source, front_matter(files.text(source), self._addresses.keys))
        leaves = {folder_of(path) for path in sources if _name(path) == "index"} - {mount.folder}
        for source in sources:
            if not self._add_page(files, mount, source, leaves):
                self._others.append((posixpath.join(mount.target, relative(source, mount.folder)), source))

    def add_file(self, source: str, target: str) -> None:
        """Add one file that is mounted at *target*, below the content folder."""
        self.pages.setdefault(source, self.url_of(target, ""))
        self._place(source, split_suffix(target)[0], "")
        self._others.append((target, source))

    def url_of(self, target: str, language: str) -> str:
        """Return the URL of what is mounted at *target*, below the content folder."""
        stem, suffix = split_suffix(target)
        return self._addresses.of_page(stem if suffix in _MARKDOWN else target, language, {})

    def resources(self) -> dict[str, str]:
        """Return URL → file for the files in page bundles; the languages of a bundle share their files."""
        found: dict[str, str] = {}
        self._bundles.setdefault("", [f"{self._base}{self._addresses.prefix('')}"])  # the home page has files too
        for path, source in self._others:
            folder = self._bundle_of(folder_of(path))
            for url in self._bundles.get(folder, ()) if folder is not None else ():
                found.setdefault(f"{url}{relative(path, folder or '')}", source)
        return found

    def _add_page(self, files: Files, mount: Mount, source: str, leaves: set[str]) -> bool:
        """Add a page, and return whether *source* is one, or by its folder's name (``_common``) a part of pages."""
        stem, suffix = split_suffix(relative(source, mount.folder))
        if suffix not in _MARKDOWN or posixpath.basename(stem).startswith("."):
            return False
        if _is_resource(source, leaves):
            return True
        text = files.text(source)
        matter = {**self._cascade(source), **front_matter(text, self._addresses.keys)}
        is_hidden = self._is_hidden(matter) or self._is_out_of_date(text, files.now)
        if any(part.startswith("_") for part in stem.split("/")[:-1]):
            self.shared.add(source)
            if is_hidden:
                return True
        path = posixpath.join(mount.target, stem)
        url = self._addresses.of_page(path, mount.language, matter)
        if self.pages.setdefault(source, url) != url:
            self.more.setdefault(url, source)
        if is_hidden:
            self.hidden.add(source)
        else:
            self._place(source, path, mount.language)
        section = stem.partition("/")[0] if "/" in stem and not mount.target else ""
        if section and posixpath.join(mount.folder, section) not in leaves:
            self._add_section(section, self._addresses.language_of(path, mount.language)[0])
        name = _name(source)
        if name == "_index" and not is_hidden:
            self.lists.add(url)
        if name in {"index", "_index"}:
            folder = url if url.endswith("/") else f"{url.removesuffix('.html')}/"
            self._bundles.setdefault(folder_of(path), []).append(folder)
        self._add_aliases(matter, url, self._addresses.language_of(path, mount.language)[0])
        return True

    def _add_section(self, section: str, language: str) -> None:
        """Add a folder right below the content folder, which Hugo lists even without ``_index``."""
        self.lists.add(self._addresses.of_page(f"{section}/_index", language, {}))
        self.sections.add((language, logical(f"/{section}")))

    def _add_aliases(self, matter: Mapping[str, Any], url: str, language: str) -> None:
        prefix = self._addresses.prefix(language)
        redirected = (text_of(mapping(each).get("from")) for each in items(matter.get("redirects")))
        self.aliases.extend(collapsed(posixpath.join(url, each)) for each in redirected if each and "*" not in each)
        for alias in texts(matter.get("aliases")):
            start = folder_of(url.rstrip("/"))
            if alias.startswith("/"):
                start = self._base if alias.startswith(f"/{prefix}") else f"{self._base}{prefix}"
            self.aliases.append(posixpath.normpath(posixpath.join(start, alias.lstrip("/"))))

    def _is_hidden(self, matter: Mapping[str, Any]) -> bool:
        build = mapping(matter.get("build", matter.get("_build")))
        rendered = build.get("render", "always") not in {False, "never"} and matter.get("headless") is not True
        return not rendered or (matter.get("draft") is True and self._config.get("builddrafts") is not True)

    def _is_out_of_date(self, text: str, now: datetime | None) -> bool:
        """Return whether a page is not published yet, or no more, by the first day or the last."""
        block = _FRONT.match(text)
        dates = {each["key"].lower(): each["date"] for each in _DATE.finditer(block[0])} if block and now else {}
        if now is None or not dates:
            return False
        published = next((dates[key] for key in _PUBLISHED if key in dates), "")
        expired = next((dates[key] for key in _EXPIRED if key in dates), "9")
        today = f"{now:%Y-%m-%d}"
        is_early = published > today and self._config.get("buildfuture") is not True
        return is_early or (expired < today and self._config.get("buildexpired") is not True)

    def _is_ignored(self, source: str) -> bool:
        return any(each.search(f"/{source}") for each in self._ignored)

    def _note_cascade(self, source: str, matter: Mapping[str, Any]) -> None:
        """Note the values for the pages below *source*; those for some of them only are left out."""
        given = [mapping(each) for each in items(matter.get("cascade"))]
        values = [each for each in given if not {"target", "_target"} & each.keys()]
        if values:
            self._cascades[folder_of(source)] = {key: value for each in values for key, value in each.items()}

    def _cascade(self, source: str) -> Mapping[str, Any]:
        """Return the front matter that the nearest section gives to *source*."""
        folder = folder_of(source)
        while self._cascades and folder not in self._cascades and folder:
            folder = folder_of(folder)
        return self._cascades.get(folder, {})

    def _place(self, source: str, path: str, language: str) -> None:
        """Note where *source* is found by its path, without suffix, below the content folder."""
        language, path = self._addresses.language_of(path, language)
        folder, _, name = path.rpartition("/")
        full = f"/{folder}" if name in {"index", "_index"} and folder else "/" if name == "_index" else f"/{path}"
        self.logical.setdefault((language, logical(full)), source)
        start = folder_of(f"/{folder}") if name == "index" and folder else f"/{folder}"
        self.place.setdefault(source, (language, start))

    def _bundle_of(self, folder: str) -> str | None:
        while folder not in self._bundles:
            if not folder:
                return None
            folder = folder_of(folder)
        return folder


class Addresses:
    """Makes the addresses of pages."""

    def __init__(
        self, config: Mapping[str, Any], base: str, prefixes: Mapping[str, str], languages: tuple[str, ...]
    ) -> None:
        self._base = base
        self._prefixes = prefixes
        self._languages = languages
        self._default = text_of(config.get("defaultcontentlanguage"), "en").lower()
        self._lower = config.get("disablepathtolower") is not True
        ugly = config.get("uglyurls")
        self._ugly = ugly is True
        self._ugly_sections = {name for name, value in mapping(ugly).items() if value is True}
        self._dates_in_names = ":filename" in texts(mapping(config.get("frontmatter")).get("date"))
        patterns = lowered(config.get("permalinks"))
        self._patterns = {**patterns, **lowered(patterns.get("page"))}
        self._section_patterns = lowered(patterns.get("section"))
        self.keys = keys_pattern(*_KEYS, *(_OF_PERMALINKS if patterns else ()))
        """Matches front matter with keys about URLs."""

    def prefix(self, language: str) -> str:
        """Return the path prefix of a language."""
        return self._prefixes.get(language, "")

    def language_of(self, path: str, language: str) -> tuple[str, str]:
        """Return the language of a page, and its path without a language's suffix (``page.fr``)."""
        stem, _, written = posixpath.basename(path).rpartition(".")
        if stem and written.lower() in self._languages:
            return written.lower(), path[: -len(written) - 1]
        return language or self._default, path

    def of_page(self, path: str, language: str, matter: Mapping[str, Any]) -> str:
        """Return the address of the page at *path* below the content folder, without suffix."""
        language, path = self.language_of(path, language)
        prefix = f"{self._base}{self.prefix(language)}"
        if url := text_of(matter.get("url")):
            return collapsed(f"{self._base if url.startswith('/') else prefix}{url.lstrip('/')}")
        folder, _, name = path.rpartition("/")
        is_list = name == "_index"
        if name in {"index", "_index"}:
            folder, _, name = (folder, "", "") if is_list or not folder else folder.rpartition("/")
        if self._dates_in_names and (dated := _DATED_NAME.fullmatch(name)):
            matter = {"date": dated["date"], **({"slug": dated["slug"]} if dated["slug"] else {}), **matter}
        inner = self._permalink(folder, name, matter, is_list=is_list)
        if not inner:
            name = text_of(matter.get("slug"), name) if name else name
            inner = posixpath.join(folder, name).rstrip("/")
        inner = path_of(inner, lower=self._lower)
        if name and (self._ugly or folder.partition("/")[0].lower() in self._ugly_sections):
            return f"{prefix}{inner}.html"
        return f"{prefix}{inner}/" if inner else prefix

    def _permalink(self, folder: str, name: str, matter: Mapping[str, Any], *, is_list: bool) -> str:
        section = folder.partition("/")[0]
        pattern = (self._section_patterns if is_list else self._patterns).get(section.lower())
        if not isinstance(pattern, str) or not (name or is_list):
            return ""
        date = str(matter.get("date") or matter.get("publishDate") or "")
        year, month, day = (*date.partition("T")[0].split(" ")[0].split("-"), "", "", "")[:3]
        title = text_of(matter.get("title"), name)
        slug = text_of(matter.get("slug"))
        values = {
            ":year": year, ":month": month, ":day": day, ":section": section,
            ":monthname": dict(zip(_MONTH_NUMBERS, _MONTHS, strict=True)).get(month, ""),
            **dict.fromkeys(_NAME_TOKENS, name), ":title": title, ":slug": slug or title,
        }  # fmt: skip
        if slug:
            values |= {":slugorfilename": slug, ":slugorcontentbasename": slug}
        pattern = _SECTIONS.sub(lambda match: _some(folder.split("/"), match), pattern)
        for token, value in sorted(values.items(), key=lambda each: -len(each[0])):
            pattern = pattern.replace(token, value.replace("/", "-"))
        return pattern.strip("/")


def _some(sections: list[str], match: re.Match[str]) -> str:
    """Return the sections that a token selects: ``:sections``, ``:sections[1:]``, ``:sections[last]``."""
    first, last = match["first"], match["last"]
    if first is None:
        return "/".join(sections)
    if not match["range"]:
        index = len(sections) - 1 if last == "last" else int(first or last or 0)
        return sections[index] if index < len(sections) else ""
    end = len(sections) - 1 if last == "last" else int(last) if last else len(sections)
    return "/".join(sections[int(first or 0) : end])


def _name(path: str) -> str:
    """Return the name of a Markdown file without suffix and language; else an empty one."""
    stem, suffix = split_suffix(posixpath.basename(path))
    return stem.partition(".")[0] if suffix in _MARKDOWN else ""


def _is_resource(source: str, leaves: set[str]) -> bool:
    """Return whether a Markdown file is a resource of its bundle, not a page."""
    folder = folder_of(source)
    if folder in leaves:
        return _name(source) != "index"
    while folder:
        folder = folder_of(folder)
        if folder in leaves:
            return True
    return False


def logical(path: str) -> str:
    """Return a path as Hugo compares them: lower case, spaces as hyphens."""
    return path.lower().replace(" ", "-")


def path_of(path: str, *, lower: bool) -> str:
    """Return a path as Hugo writes it in URLs: spaces become hyphens, and most signs are dropped."""
    path = "".join(each for each in path if each in "./-_ +~@" or each.isalnum() or category(each)[0] == "M").strip()
    path = re.sub(r"[ ]+", "-", path)
    return path.lower() if lower else path


def collapsed(url: str) -> str:
    """Return *url* without double slashes, and with one at its end unless it names a file."""
    url = re.sub(r"/{2,}", "/", url)
    return url if "." in url.rpartition("/")[2] or url.endswith("/") else f"{url}/"


def page_spellings(url: str) -> Iterator[str]:
    """Yield the URL paths of the page at *url*."""
    return spellings(url, html=url.endswith(".html"))
