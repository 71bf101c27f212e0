"""Languages of mkdocs-static-i18n: the URLs of translations, and the pages in place of missing ones.

Source: the plugin's documentation, "Choosing the docs structure": a suffix of file names (``a.fr.md``), or a folder of
each language (``fr/a.md``). The default language has no prefix; a page without translation is shown in it.
"""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from linkwarden.sites.mkdocs_config import MkDocsConfig
from linkwarden.sites.urls import relative, split_suffix
from linkwarden.sites.values import items, mapping, text_of


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of one site; none if it has no such plugin."""

    default: str = ""
    others: tuple[str, ...] = ()
    in_folders: bool = False

    @classmethod
    def of(cls, config: MkDocsConfig) -> "Languages":
        """Return the plugin's options, of its versions 0 or 1."""
        options = mapping(config.plugins.get("i18n"))
        written = options.get("languages")
        if isinstance(written, Mapping):
            named = {name: name == options.get("default_language") for name in mapping(written)}
        else:
            listed = (mapping(each) for each in items(written))
            named = {text_of(each.get("locale")): each.get("default") is True for each in listed}
        default = next((name for name, is_default in named.items() if is_default), "")
        others = tuple(name for name in named if name not in {"", "null", default})
        return cls(default, others if default else (), options.get("docs_structure") == "folder")

    def pages(self, pages: Mapping[str, str], docs: str) -> tuple[dict[str, str], dict[str, str]]:
        """Return source → URL with languages, and URL → source for what is shown in the default language.

        Args:
            pages: Source → URL as MkDocs itself makes it, relative to the site.
            docs: The docs folder.
        """
        found = {path: self._url(url) for path, url in pages.items()}
        fallbacks = {
            f"{language}/{url}": path
            for path, url in found.items()
            if self._language(relative(path, docs)) == self.default
            for language in self.others
        }
        taken = set(found.values())
        return found, {url: path for url, path in fallbacks.items() if url not in taken}

    def overlays(self, docs: str) -> tuple[tuple[str, str], ...]:
        """Return pairs of folders: files missing in the first are taken from the second."""
        if not self.in_folders:
            return ()
        return tuple((posixpath.join(docs, each), posixpath.join(docs, self.default)) for each in self.others)

    def stand_ins(self, published: Iterable[str]) -> dict[str, str]:
        """Return the file behind each name without a language, where only names with one are there."""
        if self.in_folders or not self.default:
            return {}
        found: dict[str, str] = {}
        there = dict.fromkeys(published)
        for language in (self.default, *self.others):
            for path in there:
                stem, suffix = split_suffix(path)
                bare = f"{stem.removesuffix(f'.{language}')}{suffix}"
                if stem.endswith(f".{language}") and bare not in there:
                    found.setdefault(bare, path)
        return found

    def _language(self, inner: str) -> str:
        """Return the language of the file at *inner*, below the docs folder."""
        if self.in_folders:
            first = inner.partition("/")[0]
            return first if first in self.others else self.default
        last = split_suffix(inner)[0].rpartition(".")[2]
        return last if last in self.others else self.default

    def _url(self, url: str) -> str:
        if not self.default:
            return url
        if self.in_folders:
            return url.removeprefix(f"{self.default}/")
        bare = url.removesuffix(".html").rstrip("/")
        stem, _, language = bare.rpartition(".")
        if language not in {self.default, *self.others}:
            return url
        folder, _, name = stem.rpartition("/")
        if name in {"index", "README"}:
            stem = folder
        prefix = "" if language == self.default else f"{language}/"
        ending = "/" if stem and url.endswith("/") else url[len(bare) :].removeprefix("/")
        return f"{prefix}{stem}{ending}"
