"""Jekyll, as GitHub Pages builds it: pages, posts and collections by path, permalink and redirects.

Sources: Jekyll documentation, "Permalinks", "Collections" and "Configuration"; GitHub Pages runs the plugins
jekyll-relative-links, jekyll-optional-front-matter, jekyll-readme-index and jekyll-redirect-from.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from linkwarden.model.dialect import Dialect
from linkwarden.sites.files import Files, folder_of, inside
from linkwarden.sites.generators import GENERATORS, Generator
from linkwarden.sites.liquid import Liquid
from linkwarden.sites.site import LinkRules, Site
from linkwarden.sites.urls import relative, spellings, split_suffix, url_map
from linkwarden.sites.values import (
    front_matter,
    has_front_matter,
    items,
    keys_pattern,
    mapping,
    read_yaml,
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
_EXCLUDED = ("node_modules", "vendor", "Gemfile", "Gemfile.lock", "gemfiles", ".sass-cache", ".jekyll-cache", "_site")
_INCLUDED = r"\{%-?\s*(?:include|for|capture)|\{\{"


def find(files: Files) -> Iterator[Site]:
    """Yield the sites of _config.yml files."""
    for path in files.configurations("_config.yml", "_config.yaml", "_config.toml"):
        if not any(part.startswith("_") for part in folder_of(path).split("/")):
            yield _Builder(files, path).site()


class _Builder:
    """Gathers the pages and files of one site."""

    def __init__(self, files: Files, path: str) -> None:
        self._files = files
        self._path = path
        self._config = mapping(read_yaml(files.text(path)))
        self._home = inside(folder_of(path), text_of(self._config.get("source"), ".")) or ""
        self._style = text_of(self._config.get("permalink"), "date")
        self._collections = self._read_collections()
        self._pages: dict[str, str] = {}
        self._served: dict[str, str] = {}
        self._redirects: list[str] = []

    def site(self) -> Site:
        """Return the site."""
        baseurl = text_of(self._config.get("baseurl")).strip("/")
        base = f"/{baseurl}/" if baseurl else "/"
        for path in self._files.listing.under(self._home):
            self._add(path, relative(path, self._home))
        urls = url_map(self._pages, _spellings, self._served)
        for old in self._redirects:
            for each in _spellings(f"/{old.lstrip('/')}"):
                urls.setdefault(each, None)
        urls.update(dict.fromkeys([f"/{name}" for name in ("feed.xml", "sitemap.xml") if f"/{name}" not in urls]))
        if baseurl:  # a browser needs the base, a template adds it: both name the same page
            urls.update({base.rstrip("/") + url: file for url, file in [*urls.items()] if url.startswith("/")})
        published = frozenset((*self._pages, *self._served.values()))
        return Site(
            generator="jekyll",
            configuration=self._path,
            folders=(self._home,),
            pages=self._pages,
            urls=urls,
            files=published,
            rules=LinkRules(suffixes=_MARKDOWN, roots=(self._home,)),
            dialect=Dialect(anchors="kramdown", attribute_lists=True, generated=_INCLUDED),
            generated=tuple(self._generated()),
            skipped=_Skipped(self._pages, self._home),
            template=Liquid(base.rstrip("/"), self._config, self._page_behind, self._post_named).fill,
        )

    def _page_behind(self, name: str) -> str:
        """Return the URL path of a source file; its own path where it has none, which then is missing."""
        path = posixpath.join(self._home, name.lstrip("/"))
        served = next((url for url, file in self._served.items() if file == path), None)
        return self._pages.get(path) or served or f"/{name.lstrip('/')}"

    def _post_named(self, name: str) -> str:
        """Return the URL path of a post, which is named with the folder that it is in or without it."""
        posts = {path: url for path, url in self._pages.items() if "_posts/" in path}
        stems = {split_suffix(path)[0].partition("_posts/")[2]: url for path, url in posts.items()}
        name = name.strip("/")
        return next((url for stem, url in stems.items() if f"/{stem}".endswith(f"/{name}")), f"/_posts/{name}")

    def _read_collections(self) -> dict[str, dict[str, Any]]:
        written = self._config.get("collections")
        named = mapping(written) if isinstance(written, Mapping) else {str(each): {} for each in items(written)}
        return {"posts": {"output": True}, **{name: mapping(each) for name, each in named.items()}}

    def _add(self, path: str, inner: str) -> None:
        parts = inner.split("/")
        if self._is_excluded(inner):
            return
        special = next((index for index, part in enumerate(parts) if part.startswith("_")), None)
        if special is None:
            self._add_page(path, inner)
            return
        name = parts[special][1:]
        if name in self._collections and name != "drafts":
            rest, categories = parts[special + 1 :], parts[:special]
            self._add_document(path, name, "/".join(rest), categories)

    def _is_excluded(self, inner: str) -> bool:
        excluded = {each.strip("/") for each in (*_EXCLUDED, *texts(self._config.get("exclude")))}
        included = {each.strip("/") for each in texts(self._config.get("include"))}
        parts = inner.split("/")
        above = {"/".join(parts[: count + 1]) for count in range(len(parts))}
        if above & included:
            return False
        return bool(above & excluded) or any(part.startswith((".", "#", "~")) for part in parts)

    def _add_page(self, path: str, inner: str) -> None:
        stem, suffix = split_suffix(inner)
        text = (
            self._files.text(path) if suffix in (*_MARKDOWN, ".html", ".htm", ".xml", ".txt", ".scss", ".sass") else ""
        )
        if suffix not in _MARKDOWN and not has_front_matter(text):
            self._served[f"/{inner}"] = path
            return
        matter = front_matter(text, _KEYS)
        self._note(path, matter, self._page_url(stem, suffix, matter))

    def _note(self, path: str, matter: Mapping[str, Any], url: str) -> None:
        if matter.get("published") is False:
            return
        self._pages[path] = url
        self._redirects.extend(texts(matter.get("redirect_from")))

    def _page_url(self, stem: str, suffix: str, matter: Mapping[str, Any]) -> str:
        if permalink := text_of(matter.get("permalink")):
            return _written(permalink)
        folder, _, name = stem.rpartition("/")
        if name.lower() == "readme" and not self._has_index(folder):
            name = "index"
        ending = {".scss": ".css", ".sass": ".css"}.get(suffix, ".html" if suffix in _MARKDOWN else suffix)
        path = posixpath.join(folder, name)
        if name == "index" and ending == ".html":
            return f"/{folder}/" if folder else "/"
        pretty = self._style == "pretty" or (self._style.startswith("/") and self._style.endswith("/"))
        return f"/{path}/" if pretty and ending == ".html" else f"/{path}{ending}"

    def _has_index(self, folder: str) -> bool:
        place = posixpath.join(self._home, folder)
        return any(
            f"{place}/index{suffix}".lstrip("/") in self._files.listing for suffix in (".md", ".html", ".markdown")
        )

    def _add_document(self, path: str, collection: str, inner: str, categories: list[str]) -> None:
        options = self._collections[collection]
        stem, suffix = split_suffix(inner)
        if options.get("output") is not True or suffix not in (*_MARKDOWN, ".html"):
            if options.get("output") is True:
                self._served[f"/{collection}/{inner}"] = path
            return
        matter = front_matter(self._files.text(path), _KEYS)
        if permalink := text_of(matter.get("permalink")):
            self._note(path, matter, _written(permalink))
            return
        pattern = text_of(options.get("permalink")) or (self._style if collection == "posts" else "")
        self._note(path, matter, self._document_url(collection, stem, pattern, matter, categories))

    def _document_url(
        self, collection: str, stem: str, pattern: str, matter: Mapping[str, Any], categories: list[str]
    ) -> str:
        name = posixpath.basename(stem)
        dated = _POST.fullmatch(name)
        year, month, day, title = dated.groups() if dated else ("", "", "", name)
        written = [*categories, *texts(matter.get("categories")), *texts(matter.get("category"))]
        default = "/:collection/:path" + ("/" if self._style == "pretty" else ":output_ext")
        pattern = _STYLES.get(pattern, pattern) or default
        values = {
            ":categories": "/".join(each.lower() for one in written for each in one.split(" ") if each),
            ":year": year, ":month": month.zfill(2), ":day": day.zfill(2), ":i_day": day.lstrip("0"),
            ":i_month": month.lstrip("0"), ":short_year": year[2:], ":collection": collection, ":path": stem,
            ":name": title, ":title": text_of(matter.get("slug"), title), ":slug": title.lower(),
            ":output_ext": ".html",
        }  # fmt: skip
        for token, value in sorted(values.items(), key=lambda each: -len(each[0])):
            pattern = pattern.replace(token, value)
        return re.sub(r"/{2,}", "/", f"/{pattern}")

    def _generated(self) -> Iterator[tuple[str, str]]:
        plugins = texts(self._config.get("plugins")) + texts(self._config.get("gems"))
        if any("archives" in each or "paginate" in each for each in plugins) or "paginate" in self._config:
            for prefix in ("/tag/", "/tags/", "/category/", "/categories/", "/page"):
                yield prefix, "a plugin generates archive pages"


class _Skipped:
    """What lies in the site's folder and is no page: layouts, includes, drafts, the README that GitHub shows."""

    def __init__(self, pages: Mapping[str, str], home: str) -> None:
        self._pages = pages
        self._home = home

    def __contains__(self, path: object) -> bool:
        return path not in self._pages


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
