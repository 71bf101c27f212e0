"""The parts of _config.yml and the Gemfile that affect pages and links of a Jekyll site.

Sources: Jekyll documentation, "Configuration options" and "Front matter defaults"; GitHub documentation, "About GitHub
Pages and Jekyll"; the documentation of the plugins.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch, fnmatchcase
from typing import Any

from linkwarden.model.dialect import Dialect
from linkwarden.sites.files import Files, folder_of, inside, is_below
from linkwarden.sites.urls import base_of
from linkwarden.sites.values import items, mapping, read_yaml, text_of, texts

_OF_GITHUB_PAGES = frozenset(
    {
        "jekyll-default-layout", "jekyll-optional-front-matter", "jekyll-readme-index", "jekyll-relative-links",
        "jekyll-titles-from-headings",
    }
)  # fmt: skip
"""Plugins that GitHub Pages always has (its documentation, "About GitHub Pages and Jekyll")."""
_OF_REPOSITORIES = frozenset(
    {
        "README", "LICENSE", "LICENCE", "COPYING", "CODE_OF_CONDUCT", "CONTRIBUTING", "ISSUE_TEMPLATE",
        "PULL_REQUEST_TEMPLATE",
    }
)  # fmt: skip
"""Names that jekyll-optional-front-matter leaves alone."""
_VENDORED = ("vendor/bundle", "vendor/cache", "vendor/gems", "vendor/ruby")
_EXCLUDED = ("node_modules", *_VENDORED, "Gemfile", "Gemfile.lock", "gemfiles", ".sass-cache", ".jekyll-cache", "_site")
_TAGS = (
    "assign", "break", "capture", "case", "comment", "continue", "cycle", "decrement", "else", "elsif", "for", "gist",
    "highlight", "if", "increment", "link", "liquid", "octicon", "post_url", "raw", "seo", "tablerow", "unless", "when",
)  # fmt: skip
"""Tags of Liquid, Jekyll and GitHub Pages whose output has no ids that their content does not show."""
_OUTPUT = (
    r"""^#{1,6}[ \t].*\{[{%]|\bid=["']?[^"'>\n]*\{\{|\|[ ]?markdownify|^[ \t>*-]*\{\{-?\s*(?![\s"'-]|site\.|page\.)"""
)
"""Output in headings and ids, and that which begins a line: it may be a block of HTML."""


@dataclass(frozen=True, slots=True)
class JekyllConfig:
    """The configuration of one site."""

    path: str
    values: Mapping[str, Any]
    gems: str
    """The text of the Gemfile; empty if there is none, as on GitHub Pages."""

    @classmethod
    def read(cls, files: Files, path: str) -> "JekyllConfig":
        """Read the configuration at *path*."""
        gemfiles = dict.fromkeys((posixpath.join(folder_of(path), "Gemfile"), "Gemfile"))
        return cls(path, mapping(read_yaml(files.text(path))), "".join(files.text(each) for each in gemfiles))

    @property
    def home(self) -> str:
        """The source folder."""
        return inside(folder_of(self.path), text_of(self.values.get("source"), ".")) or ""

    @property
    def base(self) -> str:
        """The ``baseurl``, without a slash at its end."""
        return base_of(text_of(self.values.get("baseurl"))).rstrip("/")

    @property
    def style(self) -> str:
        """The ``permalink`` of all pages and posts."""
        return text_of(self.values.get("permalink"), "date")

    @property
    def collections(self) -> dict[str, dict[str, Any]]:
        """The collections with their options."""
        written = self.values.get("collections")
        named = mapping(written) if isinstance(written, Mapping) else {str(each): {} for each in items(written)}
        return {"posts": {"output": True}, **{name: mapping(each) for name, each in named.items()}}

    def has(self, plugin: str) -> bool:
        """Return whether the site has a plugin: named here, or on GitHub Pages, which has a set of its own."""
        named = (*texts(self.values.get("plugins")), *texts(self.values.get("gems")))
        is_github_pages = "github-pages" in self.gems or not self.gems
        return plugin in named or plugin in self.gems or (is_github_pages and plugin in _OF_GITHUB_PAGES)

    @property
    def has_relative_links(self) -> bool:
        """Whether links to source files become those of their pages."""
        options = mapping(self.values.get("relative_links"))
        return self.has("jekyll-relative-links") and options.get("enabled") is not False

    @property
    def includes(self) -> str:
        """The folder of the files that pages include, below the source folder."""
        return text_of(self.values.get("includes_dir"), "_includes")

    @property
    def has_readme_front_matter(self) -> bool:
        """Whether a README with front matter becomes the index of its folder too."""
        return mapping(self.values.get("readme_index")).get("with_frontmatter") is True

    def dialect(self, without_ids: Iterable[str] = ()) -> Dialect:
        """Return how the site reads Markdown; no file in *without_ids*, which pages include by name, makes ids."""
        markdown = text_of(self.values.get("markdown"), "kramdown").lower()
        is_basic = text_of(mapping(self.values.get("kramdown")).get("input"), "GFM").lower() == "kramdown"
        return Dialect(
            anchors="kramdown-basic" if is_basic else "kramdown",
            attribute_lists=True,
            colon_in_attribute_lists=True,
            html_elements=True,
            raw_heading_ids=False,
            smart_dashes=True,
            footnote_ids=("fn:{}", "fnref:{}"),
            generated=self._generated(without_ids) if markdown == "kramdown" else r"\A",
            generated_in_code=False,
            comments=(r"\{%-?\s*comment\s*-?%\}", r"\{%-?\s*endcomment\s*-?%\}"),
        )

    @staticmethod
    def _generated(without_ids: Iterable[str]) -> str:
        """Return the templates that may add ids: includes, tags of plugins, and output that is more than words."""
        tags = "|".join(f"(?:end)?{each}" for each in _TAGS)
        names = "|".join(sorted(map(re.escape, without_ids))) or "(?!)"
        return rf"\{{%-?\s*(?!(?:{tags})\b|[\s-]|include(?:_cached)?\s+(?:{names})[\s%-])|{_OUTPUT}"

    def is_optional(self, name: str) -> bool:
        """Return whether a Markdown file with that name, without suffix, is a page without front matter too."""
        return self.has("jekyll-optional-front-matter") and name.upper() not in _OF_REPOSITORIES

    def defaults(self, inner: str, kind: str) -> dict[str, Any]:
        """Return the configuration's front matter defaults for the file at *inner*; longer paths take precedence."""
        found: dict[str, Any] = {}
        entries = [mapping(each) for each in items(self.values.get("defaults"))]
        for entry in sorted(entries, key=lambda each: len(text_of(mapping(each.get("scope")).get("path")))):
            scope = mapping(entry.get("scope"))
            path = text_of(scope.get("path")).strip("/")
            is_inside = (
                fnmatch(inner, path) or fnmatch(inner, f"{path}/*")
                if "*" in path
                else not path or inner == path or is_below(inner, path)
            )
            if is_inside and text_of(scope.get("type"), kind) == kind:
                found |= mapping(entry.get("values"))
        return found

    def left_out(self, inner: str) -> int | None:
        """Return which part of *inner*, a path below the source folder, is left out; None if none is.

        Source: ``Jekyll::EntryFilter``, which looks at each folder above a file.
        """
        parts = inner.split("/")
        for index, part in enumerate(parts):
            entry = "/".join(parts[: index + 1])
            if self._is_listed(entry, "include") or self._is_listed(part, "include"):
                continue
            if part.startswith((".", "_", "#", "~")) or part.endswith("~") or self._is_listed(entry, "exclude"):
                return index
        return None

    def is_excluded(self, inner: str) -> bool:
        """Return whether the configuration excludes the file at *inner*, below the source folder."""
        return self._is_listed(inner, "exclude") and not self._is_listed(inner, "include")

    def _is_listed(self, entry: str, key: str) -> bool:
        """Return whether a list of patterns has *entry*: a pattern is also the beginning of what it stands for."""
        patterns = (*texts(self.values.get(key)), *(_EXCLUDED if key == "exclude" else (".htaccess",)))
        return any(
            fnmatchcase(entry, each) or entry.startswith(each) or each == f"{entry}/"
            for each in (pattern.removeprefix("./").removeprefix("/") for pattern in patterns)
            if each
        )
