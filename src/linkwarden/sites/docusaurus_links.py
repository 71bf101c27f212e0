"""How Docusaurus resolves the paths of files in Markdown.

Source: the code of Docusaurus, ``resolveMarkdownLinkPathname`` of ``@docusaurus/utils``, and ``transformLinks`` and
``transformImage`` of ``@docusaurus/mdx-loader``.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from linkwarden.sites.files import Listing, folder_of, inside
from linkwarden.sites.urls import split_suffix

_MARKDOWN = (".md", ".mdx")


@dataclass(frozen=True, slots=True)
class Assets:
    """The files that links and images may name by their path: all but pages."""

    listing: Listing

    def __contains__(self, path: object) -> bool:
        """Return whether *path* is such a file."""
        is_asset = isinstance(path, str) and split_suffix(path)[1] not in {"", ".html", *_MARKDOWN}
        return is_asset and path in self.listing


@dataclass(slots=True)
class MarkdownLinks:
    """The Markdown files that links may name, for each content plugin."""

    home: str
    """The folder of the configuration."""
    _instances: dict[str, str] = field(default_factory=dict)
    """Folder of sources → plugin."""
    _originals: dict[str, str] = field(default_factory=dict)
    """Folder of a translation → that of the original."""
    _folders: dict[str, str] = field(default_factory=dict)
    """Page → the folder of sources that it belongs to."""
    _parts: dict[str, str] = field(default_factory=dict)
    """File that pages include → the folder of sources that it belongs to."""

    def add_tree(self, instance: str, folder: str, original: str | None) -> None:
        """Add a folder of a plugin's sources, which may translate those of another."""
        self._instances[folder] = instance
        if original is not None:
            self._originals[folder] = original

    def add_page(self, source: str, folder: str) -> None:
        """Add a page of the folder of sources *folder*."""
        self._folders[source] = folder

    def add_part(self, source: str, folder: str) -> None:
        """Add a file of the folder of sources *folder* that isn't a page, but may be included in pages."""
        if source not in self._folders and source.endswith(_MARKDOWN):
            self._parts.setdefault(source, folder)

    def page(self, source: str, written: str) -> str | None:
        """Return the source file that *written* names in *source*; None where it names none."""
        content = self._folders.get(source) or self._parts.get(source)
        if content is None or not written.endswith(_MARKDOWN):
            return None
        for folder in self._starts(source, written, content):
            path = inside(folder, written.removeprefix("@site/").lstrip("/"))
            other = self._folders.get(path or "")
            if path and other is not None and self._instances[other] == self._instances[content]:
                return path
        return None

    def _starts(self, source: str, written: str, content: str) -> Iterator[str]:
        """Yield the folders that *written* may start in, in order."""
        if written.startswith("@site/"):
            yield self.home
            return
        if not written.startswith("/"):
            yield folder_of(source)
            if original := self._originals.get(content):
                yield posixpath.join(original, folder_of(source)[len(content) + 1 :]).rstrip("/")
        if not written.startswith("."):
            yield content
            if original := self._originals.get(content):
                yield original
            yield self.home
