"""How Hugo finds pages by path, for link render hooks (``Page.GetPage``) and for ``ref`` and ``relref``.

Sources: Hugo documentation, "GetPage" and "Ref"; ``hugolib/pagecollections.go``.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from linkwarden.sites.hugo_content import Content, logical
from linkwarden.sites.urls import split_suffix

_REF = re.compile(
    r"""\{\{[<%]-?\s{0,9}(?:rel)?ref\s{1,9}(?:path=)?(?P<quote>["'`]?)(?P<path>[^"'`{}<>\s]{1,500})(?P=quote)\s{0,9}-?[%>]\}\}"""
)
_SUFFIXES = (".md", ".markdown", ".html", ".adoc", ".org", ".rst", "")


@dataclass(slots=True)
class Lookup:
    """Finds the pages of one site."""

    content: Content
    missing: str = "/"
    """Where pages may be that are not found: below the folder of content that is not in the repository."""
    _by_name: dict[tuple[str, str], str | None] = field(default_factory=dict)
    """Language and name of a page → its source; None where several have it."""

    def page(self, source: str, written: str) -> str | None:
        """Return the source of the page that *written* names in the page *source*; None if it names none.

        The source of a section that Hugo lists by itself is empty.
        """
        language, folder = self.content.place.get(source, (self.content.default_language, "/"))
        for path in self._paths(folder, written):
            place = language, logical(path)
            if place in self.content.logical or place in self.content.sections:
                return self.content.logical.get(place, "")
        return None

    def fill(self, source: str, destination: str) -> str | None:
        """Return *destination* with the addresses of pages instead of shortcodes; None where others are left.

        A path without a page is kept, and is then missing.
        """
        text = _REF.sub(lambda match: self._address(source, match["path"]), destination)
        return None if text == destination or "{{" in text else text

    def _address(self, source: str, written: str) -> str:
        path, sign, fragment = written.partition("#")
        found = (self.page(source, path) or self._named(source, path)) if path else source
        address = self.content.pages[found] if found else f"{self.missing}{path.lstrip('/')}"
        return f"{address}{sign}{fragment}"

    def _named(self, source: str, written: str) -> str | None:
        """Return the page with the name *written*, if only one has it in the language of *source*."""
        if "/" in written:
            return None
        if not self._by_name:
            for (language, path), page in self.content.logical.items():
                name = language, posixpath.basename(path)
                self._by_name[name] = None if name in self._by_name else page
        language, _ = self.content.place.get(source, (self.content.default_language, ""))
        return self._by_name.get((language, logical(_without_suffix(written))))

    def _paths(self, folder: str, written: str) -> Iterator[str]:
        """Yield the logical paths that *written* may mean; no path leaves the content folder."""
        bare = _without_suffix(written.rstrip("/"))
        name = posixpath.basename(bare)
        if name in {"index", "_index"} and bare != written.rstrip("/"):
            bare = posixpath.dirname(bare)
        if not written.startswith("/"):
            yield _absolute(posixpath.join(folder, bare))
        if not written.startswith(".."):
            yield _absolute(bare)


def _without_suffix(path: str) -> str:
    stem, suffix = split_suffix(path)
    return stem if suffix in _SUFFIXES else path


def _absolute(path: str) -> str:
    return "/" + posixpath.normpath(f"/{path}").lstrip("/")
