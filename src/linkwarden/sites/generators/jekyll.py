"""Jekyll, as GitHub Pages builds it: pages, posts and collections by path, permalink and redirects.

Sources: Jekyll documentation, "Permalinks", "Collections" and "Configuration"; GitHub Pages runs the plugins
jekyll-relative-links, jekyll-optional-front-matter, jekyll-readme-index and jekyll-redirect-from.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from linkwarden.sites.files import Files, folder_of
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

    def site(self) -> Site:
        """Return the site."""
        for path in self._files.listing.under(self._home):
            self._add(path, relative(path, self._home))
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
            rules=LinkRules(suffixes=ANY_SUFFIX, roots=(self._home,))
            if self._config.has_relative_links
            else LinkRules(),
            dialect=self._config.dialect(),
            generated=tuple((self._config.base + prefix, reason) for prefix, reason in self._generated()),
            skipped=_Skipped(self._pages, self._home),
            template=Liquid(self._config.base, self._config.values, self._page_behind, self._post_named).fill,
        )

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
        parts = inner.split("/")
        if self._config.is_excluded(inner):
            return
        special = next((index for index, part in enumerate(parts) if part.startswith("_")), None)
        if special is None:
            self._add_page(path, inner)
            return
        name = parts[special][1:]
        if name in self._collections and name != "drafts":
            rest, categories = parts[special + 1 :], parts[:special]
            self._add_document(path, name, "/".join(rest), categories)

    def _add_page(self, path: str, inner: str) -> None:
        stem, suffix = split_suffix(inner)
        text = (
            self._files.text(path) if suffix in (*_MARKDOWN, ".html", ".htm", ".xml", ".txt", ".scss", ".sass") else ""
        )
        name = posixpath.basename(stem)
        is_readme = (
            name.lower() == "readme"
            and self._config.has("jekyll-readme-index")
            and not self._has_index(folder_of(stem))
        )
        if not (has_front_matter(text) or (suffix in _MARKDOWN and (is_readme or self._config.is_optional(name)))):
            self._served[f"/{inner}"] = path
            return
        matter = {**self._config.defaults(inner, "pages"), **front_matter(text, _KEYS)}
        if is_readme and "permalink" not in matter:
            self._served.setdefault(self._page_url(stem, suffix, matter), path)
            stem = posixpath.join(folder_of(stem), "index")
        self._note(path, matter, self._page_url(stem, suffix, matter))

    def _note(self, path: str, matter: Mapping[str, Any], url: str) -> None:
        if matter.get("published") is False:
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
        stem, suffix = split_suffix(inner)
        text = self._files.text(path) if options.get("output") is True else ""
        if suffix not in (*_MARKDOWN, ".html") and not has_front_matter(text):
            if options.get("output") is True:
                self._served[f"/{collection}/{inner}"] = path
            return
        if options.get("output") is not True:
            return
        matter = {**self._config.defaults(relative(path, self._home), collection), **front_matter(text, _KEYS)}
        pattern = (
            text_of(matter.get("permalink"))
            or text_of(options.get("permalink"))
            or (self._config.style if collection == "posts" else "")
        )
        self._note(path, matter, self._document_url(collection, stem, pattern, matter, categories))

    def _document_url(
        self, collection: str, stem: str, pattern: str, matter: Mapping[str, Any], categories: list[str]
    ) -> str:
        name = posixpath.basename(stem)
        dated = _POST.fullmatch(name)
        year, month, day, title = dated.groups() if dated else ("", "", "", name)
        if written := _date_in(matter):
            year, month, day = written.split("-")
        named = [*categories, *texts(matter.get("categories")), *texts(matter.get("category"))]
        default = "/:collection/:path" + ("/" if self._config.style == "pretty" else ":output_ext")
        pattern = _STYLES.get(pattern, pattern) or default
        values = {
            ":categories": "/".join(each.lower() for one in named for each in one.split(" ") if each),
            ":year": year, ":month": month.zfill(2), ":day": day.zfill(2), ":i_day": day.lstrip("0"),
            ":i_month": month.lstrip("0"), ":short_year": year[2:], ":collection": collection, ":path": stem,
            ":name": title, ":title": text_of(matter.get("slug"), title), ":slug": title.lower(),
            ":output_ext": ".html",
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
    """Files in the site's folder that are not pages: layouts, includes, drafts, the README that GitHub shows."""

    def __init__(self, pages: Mapping[str, str], home: str) -> None:
        self._pages = pages
        self._home = home

    def __contains__(self, path: object) -> bool:
        return path not in self._pages


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
