"""Jekyll, as GitHub Pages builds it: pages, posts and collections by path, permalink and redirects.

Sources: Jekyll documentation, "Permalinks", "Collections" and "Configuration"; GitHub Pages runs the plugins
jekyll-relative-links, jekyll-optional-front-matter, jekyll-readme-index and jekyll-redirect-from.
"""

import posixpath
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from unicodedata import category

from linkwarden.model.dialect import Dialect
from linkwarden.sites.files import Files, folder_of, inside
from linkwarden.sites.generators import GENERATORS, Generator
from linkwarden.sites.jekyll_config import JekyllConfig
from linkwarden.sites.liquid import Liquid
from linkwarden.sites.site import ANY_SUFFIX, LinkRules, Site
from linkwarden.sites.urls import origin_of, relative, spellings, split_suffix, url_map
from linkwarden.sites.values import (
    front_matter,
    has_front_matter,
    keys_pattern,
    text_of,
    texts,
)

_MARKDOWN = (".md", ".markdown", ".mkd", ".mkdn", ".mkdown")
_KEYS = keys_pattern("permalink", "redirect_from", "published", "categories", "category", "date", "slug", "layout")
_POST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-(.+)")
_INCLUDE = re.compile(r"\{%-?[ \t]*include(?P<relative>_relative)?[ \t]+(?P<name>[\w./-]+)")
_IDS = re.compile(
    r"\b(?:id|name)\s?=|\{:[^}\n{]{0,200}#|^#{1,6}\s|\{%-?\s{0,9}include|\{\{-?\s{0,9}(?:content|include\.)",
    re.MULTILINE,
)
"""What an included file has that may make ids."""
_PLUGIN_IDS = re.compile(r"\[[\"']id[\"']\]\s?(?:\|\|)?=(?!=|\s?generate_id)|\bid\s?=\s?\\?[\"'#]|\{:\s?#")
"""What a plugin has that makes ids; ``generate_id`` is kramdown's own way."""
_OF_PAGES = re.compile(r"Hooks|Kramdown|Nokogiri|Converter|Generator|register_filter")
"""What a plugin has that changes pages, and not only adds a tag."""
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}


def find(files: Files) -> Iterator[Site]:
    """Yield the sites of _config.yml files."""
    for path in files.configurations("_config.yml", "_config.yaml", "_config.toml"):
        if not any(part.startswith("_") for part in folder_of(path).split("/")):
            yield _Builder(files, path).site()


class _Builder:
    """Gathers the pages and files of one site."""

    def __init__(self, files: Files, path: str) -> None:
        self._files = files
        self._config = JekyllConfig.read(files, path)
        self._home = self._config.home
        self._collections = self._config.collections
        self._pages: dict[str, str] = {}
        self._served: dict[str, str] = {}
        self._redirects: list[str] = []
        self._parts: list[str] = []
        """Markdown files that pages may include."""

    def site(self) -> Site:
        """Return the site."""
        for path in self._files.listing.under(self._home):
            self._add(path, relative(path, self._home))
        includers = self._includers()
        urls = url_map(self._pages, _spellings, self._served)
        for old in self._redirects:
            for each in _spellings(f"/{old.lstrip('/')}"):
                urls.setdefault(each, None)
        made = (f"/{name}.xml" for name in ("feed", "sitemap") if self._config.has(f"jekyll-{name}"))
        urls.update(dict.fromkeys(url for url in made if url not in urls))
        urls = {self._config.base + url: file for url, file in urls.items()}
        urls.setdefault(self._config.base or "/", urls.get(f"{self._config.base}/"))
        published = frozenset((*self._pages, *self._served.values()))
        return Site(
            generator="jekyll",
            configuration=self._config.path,
            folders=(self._home,),
            pages={path: self._config.base + url for path, url in self._pages.items()},
            urls=urls,
            files=published,
            base=f"{self._config.base}/",
            address=origin_of(text_of(self._config.values.get("url"))),
            rules=LinkRules(
                suffixes=ANY_SUFFIX if self._config.has_relative_links else (),
                roots=(self._home,),
                include_folders=(posixpath.join(self._home, self._config.includes),),
            ),
            dialect=self._dialect(),
            includers=includers,
            generated=tuple((self._config.base + prefix, reason) for prefix, reason in self._generated()),
            skipped=_Skipped(self._pages, {*includers, *(each for each in self._parts if "_includes/" in each)}),
            template=Liquid(
                self._config.base, self._config.values, self._page_behind, self._pages.get, self._post_named
            ).fill,
        )

    def _dialect(self) -> Dialect:
        """Return how the site reads Markdown; plugins of the site that make ids leave all ids unknown."""
        plugins = self._files.listing.under(posixpath.join(self._home, "_plugins"))
        if any(_makes_ids(self._files.text(each)) for each in plugins if each.endswith(".rb")):
            return replace(self._config.dialect(), generated=r"\A")
        folder = posixpath.join(self._home, self._config.includes)
        includes = self._files.listing.under(folder)
        known = (each for each in includes if not each.endswith(_MARKDOWN) and not _IDS.search(self._files.text(each)))
        return self._config.dialect(relative(each, folder) for each in known)

    def _includers(self) -> dict[str, tuple[str, ...]]:
        """Return the files that pages include, with these pages."""
        folder = self._config.includes
        found: dict[str, list[str]] = {}
        for page in self._pages:
            if not page.endswith((*_MARKDOWN, ".html")):
                continue
            for match in _INCLUDE.finditer(self._files.text(page)):
                here = folder_of(page) if match["relative"] else posixpath.join(self._home, folder)
                part = inside(here, match["name"])
                if part and part in self._files.listing and part not in self._pages:
                    found.setdefault(part, []).append(page)
        return {part: tuple(dict.fromkeys(pages)) for part, pages in found.items() if part.endswith(_MARKDOWN)}

    def _page_behind(self, name: str) -> str:
        """Return the URL path of a source file; its own path where it has none, which then is missing."""
        path = posixpath.join(self._home, name.lstrip("/"))
        served = next((url for url, file in self._served.items() if file == path), None)
        return self._config.base + (self._pages.get(path) or served or f"/{name.lstrip('/')}")

    def _post_named(self, name: str) -> str:
        """Return the URL path of a post, which is named with the folder that it is in or without it."""
        posts = {path: url for path, url in self._pages.items() if "_posts/" in path}
        stems = {split_suffix(path)[0].partition("_posts/")[2]: url for path, url in posts.items()}
        name = name.strip("/")
        found = next((url for stem, url in stems.items() if f"/{stem}".endswith(f"/{name}")), f"/_posts/{name}")
        return self._config.base + found

    def _add(self, path: str, inner: str) -> None:
        special = self._config.left_out(inner)
        if special is None:
            self._add_page(path, inner)
            return
        parts = inner.split("/")
        above, name, rest = parts[:special], parts[special][1:], parts[special + 1 :]
        place = text_of(self._config.values.get("collections_dir")).strip("/")
        is_place = name == "posts" or "/".join(above) == place
        is_collection = parts[special].startswith("_") and name in self._collections and is_place
        if is_collection and rest and not self._config.is_excluded(inner) and not rest[-1].startswith((".", "_", "#")):
            self._add_document(path, name, "/".join(rest), [] if place and "/".join(above) == place else above)
        elif inner.endswith(_MARKDOWN):
            self._parts.append(path)

    def _add_page(self, path: str, inner: str) -> None:
        stem, suffix = split_suffix(inner)
        text = (
            self._files.text(path) if suffix in (*_MARKDOWN, ".html", ".htm", ".xml", ".txt", ".scss", ".sass") else ""
        )
        name = posixpath.basename(stem)
        is_readme = (
            name.lower() == "readme"
            and self._config.has("jekyll-readme-index")
            and (self._config.has_readme_front_matter or not has_front_matter(text))
            and not self._has_index(folder_of(stem))
        )
        if not (has_front_matter(text) or (suffix in _MARKDOWN and (is_readme or self._config.is_optional(name)))):
            self._served[f"/{inner}"] = path
            return
        matter = {**self._config.defaults(inner, "pages"), **front_matter(text, _KEYS)}
        if is_readme and "permalink" not in matter:
            stem = posixpath.join(folder_of(stem), "index")
        self._note(path, matter, self._page_url(stem, suffix, matter))

    def _is_future(self, path: str, matter: Mapping[str, Any]) -> bool:
        """Return whether a document has a date that has not come yet."""
        dated = _POST.fullmatch(split_suffix(posixpath.basename(path))[0])
        written = "-".join(each.zfill(2) for each in dated.groups()[:3]) if dated else ""
        now = self._files.now
        return (
            now is not None
            and self._config.values.get("future") is not True
            and (_date_in(matter) or written) > f"{now:%Y-%m-%d}"
        )

    def _note(self, path: str, matter: Mapping[str, Any], url: str, *, is_document: bool = False) -> None:
        if matter.get("published") is False or (is_document and self._is_future(path, matter)):
            return
        self._pages[path] = url
        if self._config.has("jekyll-redirect-from"):
            self._redirects.extend(texts(matter.get("redirect_from")))

    def _page_url(self, stem: str, suffix: str, matter: Mapping[str, Any]) -> str:
        folder, _, name = stem.rpartition("/")
        if permalink := text_of(matter.get("permalink")):
            return _written(permalink).replace(":path", folder).replace(":basename", name)
        folder, _, name = stem.rpartition("/")
        ending = {".scss": ".css", ".sass": ".css"}.get(suffix, ".html" if suffix in _MARKDOWN else suffix)
        path = posixpath.join(folder, name)
        if name == "index" and ending == ".html":
            return f"/{folder}/" if folder else "/"
        pretty = self._config.style == "pretty" or (
            self._config.style.startswith("/") and self._config.style.endswith("/")
        )
        return f"/{path}/" if pretty and ending == ".html" else f"/{path}{ending}"

    def _makes_index(self, folder: str) -> bool:
        """Return whether a README is the index page of *folder*."""
        return self._config.has("jekyll-readme-index") and not self._has_index(folder)

    def _has_index(self, folder: str) -> bool:
        place = posixpath.join(self._home, folder)
        return any(
            f"{place}/index{suffix}".lstrip("/") in self._files.listing for suffix in (".md", ".html", ".markdown")
        )

    def _add_document(self, path: str, collection: str, inner: str, categories: list[str]) -> None:
        options = self._collections[collection]
        stem, _ = split_suffix(inner)
        if options.get("output") is not True:
            return
        text = self._files.text(path)
        if not has_front_matter(text):
            if collection != "posts":
                self._served[f"/{collection}/{inner}"] = path
            return
        matter = {**self._config.defaults(relative(path, self._home), collection), **front_matter(text, _KEYS)}
        pattern = (
            text_of(matter.get("permalink"))
            or text_of(options.get("permalink"))
            or (self._config.style if collection == "posts" else "")
        )
        if collection == "posts" and not _POST.fullmatch(posixpath.basename(stem)):
            return
        self._note(path, matter, self._document_url(collection, stem, pattern, matter, categories), is_document=True)

    def _document_url(
        self, collection: str, stem: str, pattern: str, matter: Mapping[str, Any], categories: list[str]
    ) -> str:
        name = posixpath.basename(stem)
        dated = _POST.fullmatch(name)
        year, month, day, title = dated.groups() if dated else ("", "", "", name)
        if moved := _date_in(matter):
            year, month, day = moved.split("-")
        written = matter.get("categories")
        listed = written.split() if isinstance(written, str) else texts(written)
        named = [*categories, *texts(matter.get("category")), *listed]
        default = "/:collection/:path" + ("/" if self._config.style == "pretty" else ":output_ext")
        pattern = _STYLES.get(pattern, pattern) or default
        values = {
            ":categories": "/".join(dict.fromkeys(each.lower() for each in named if each)),
            ":slugified_categories": "/".join(dict.fromkeys(_slug(each) for each in named if each)),
            ":year": year, ":month": month.zfill(2), ":day": day.zfill(2), ":i_day": day.lstrip("0"),
            ":i_month": month.lstrip("0"), ":short_year": year[2:], ":collection": collection, ":path": stem,
            ":name": _slug(name if collection != "posts" else title), ":output_ext": ".html",
            ":title": _title(text_of(matter.get("slug"), title)), ":slug": _slug(text_of(matter.get("slug"), title)),
        }  # fmt: skip
        for token, value in sorted(values.items(), key=lambda each: -len(each[0])):
            pattern = pattern.replace(token, value)
        return re.sub(r"/{2,}", "/", f"/{pattern}")

    def _generated(self) -> Iterator[tuple[str, str]]:
        plugins = texts(self._config.values.get("plugins")) + texts(self._config.values.get("gems"))
        if any("archives" in each or "paginate" in each for each in plugins) or "paginate" in self._config.values:
            for prefix in ("/tag/", "/tags/", "/category/", "/categories/", "/page"):
                yield prefix, "a plugin generates archive pages"


class _Skipped:
    """Files in the site's folder that are not read on it: layouts, drafts, the README that GitHub shows."""

    def __init__(self, pages: Mapping[str, str], parts: Container[str]) -> None:
        self._pages = pages
        self._parts = parts

    def __contains__(self, path: object) -> bool:
        return path not in self._pages and path not in self._parts


def _makes_ids(plugin: str) -> bool:
    """Return whether a plugin of the site, by its text, adds ids to pages that do not name it."""
    return bool(_OF_PAGES.search(plugin) and _PLUGIN_IDS.search(plugin))


def _title(text: str) -> str:
    """Return what ``:title`` stands for: ``Utils.slugify`` with the mode "pretty", in its case."""
    return _hyphenated(text, "._~!$&'()+,;=@")


def _slug(text: str) -> str:
    """Return what ``:slug`` and ``:name`` stand for: ``Utils.slugify`` in its default mode."""
    return _hyphenated(text, "").lower()


def _hyphenated(text: str, kept: str) -> str:
    """Return *text* with hyphens for all but letters, marks, digits and what is *kept*."""
    words = "".join(each if each in kept or category(each)[0] in "LM" or each.isdecimal() else " " for each in text)
    return "-".join(words.split())


def _date_in(matter: Mapping[str, Any]) -> str:
    """Return the date that front matter gives a post, in UTC as on GitHub Pages; an empty text where it gives none."""
    value = matter.get("date")
    try:
        if isinstance(value, str):
            value = datetime.fromisoformat(value.strip().replace(" +", "+").replace(" -", "-"))
    except ValueError:
        return ""
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(UTC)
    return value.strftime("%Y-%m-%d") if isinstance(value, date) else ""


def _written(permalink: str) -> str:
    return f"/{permalink.strip().lstrip('/')}".replace(":output_ext", ".html")


def _spellings(url: str) -> Iterator[str]:
    """GitHub Pages serves page.html as /page too."""
    if url.endswith("/"):
        yield from spellings(url)
    elif url.endswith(".html"):
        yield from spellings(url, html=True)
    else:
        yield from (url, f"{url}.html", f"{url}/")


GENERATORS.register(Generator("jekyll", find, rank=2))
