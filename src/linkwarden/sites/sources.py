"""The source files that built pages were made from, and the links in them that links in the pages were made from."""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import unquote, urlsplit

from linkwarden.model.place import Document, Occurrence
from linkwarden.sites.files import folder_of, is_below
from linkwarden.sites.find import SiteMap
from linkwarden.sites.site import Site

_BUILT = "built"
"""The generator of sites that are built already."""
_EDIT = re.compile(r"/(?:-/)?edit/")
"""In the URL of GitHub's and GitLab's editor, which themes link from each page ("Edit this page")."""
_SOURCE_SUFFIXES = (".md", ".mdx", ".markdown")
_NO_NAMES = frozenset({"", ".", "..", "index", "readme", "_index"})
"""Names, without suffix, that say nothing about which page a path leads to."""
_NOT_READ = re.compile(r"\W+")
"""Characters that generators change in texts, such as quotes."""


class PageSources:
    """Finds the source files of built pages.

    Args:
        sites: The sites of the repository.
        is_file: Returns whether the repository has a file.
    """

    def __init__(self, sites: SiteMap, is_file: Callable[[str], bool]) -> None:
        self._sites = sites
        self._is_file = is_file
        with_sources = (site for site in sites.sites if site.generator != _BUILT)
        pages = [(folder_of(site.configuration), _by_name(site)) for site in with_sources]
        self._pages = sorted(pages, key=lambda each: -len(each[0]))
        """The folder and the pages of each site, those of the innermost folders first."""

    def of(self, page: Document) -> str | None:
        """Return the source file that an HTML file was made from, or None if that is not known.

        The page's link to its editor has the path, else a site in the repository has a page at the same URL.
        """
        built = self._sites.covering(page.path)
        if built is None or built.generator != _BUILT:
            return None
        edited = {path for each in page.occurrences if (path := self._edited(each.href))}
        if len(edited) == 1:
            return edited.pop()
        name = _page_name(built.pages[page.path], built.base)
        root = folder_of(built.configuration)
        return next((each[name] for home, each in self._pages if is_below(root, home) and name in each), None)

    def _edited(self, href: str) -> str | None:
        """Return the source file that *href* opens in the editor of a forge; the branch before it may have slashes."""
        path = unquote(urlsplit(href).path) if "/edit/" in href else ""
        found = _EDIT.search(path) if path.endswith(_SOURCE_SUFFIXES) else None
        rest = path[found.end() :] if found else ""
        while "/" in rest:
            rest = rest.partition("/")[2]
            if self._is_file(rest):
                return rest
        return None


def matching(links: Iterable[Occurrence], written: Iterable[Occurrence]) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Yield those *links* of a built page that were made from one of the links *written* in its source, with that.

    Generators change destinations, but keep the text of a link and the name of the page that it leads to.

    Args:
        links: Links in the order of the page.
        written: Links in the order of the source.
    """
    candidates: dict[tuple[str, str, str], list[Occurrence]] = {}
    for each in written:
        candidates.setdefault(_identity(each), []).append(each)
    seen: Counter[tuple[str, str, str]] = Counter()
    for link in links:
        identity = _identity(link)
        if same := candidates.get(identity):
            yield link, same[min(seen[identity], len(same) - 1)]
            seen[identity] += 1


def _identity(link: Occurrence) -> tuple[str, str, str]:
    path, _, fragment = link.href.partition("#")
    return _NOT_READ.sub("", link.text), _name_of(unquote(path.partition("?")[0])), unquote(fragment).casefold()


def _name_of(path: str) -> str:
    """Return the last name in *path* that is not that of an index, without its suffix, in lower case."""
    while path:
        path, _, name = path.rstrip("/").rpartition("/")
        stem = posixpath.splitext(name)[0].casefold()
        if stem not in _NO_NAMES:
            return stem
    return ""


def _by_name(site: Site) -> dict[str, str]:
    return {
        _page_name(url, site.base): source for source, url in site.pages.items() if source.endswith(_SOURCE_SUFFIXES)
    }


def _page_name(url: str, base: str) -> str:
    """Return what all spellings of a page's URL share: ``/docs/a/index.html``, ``/docs/a/``, ``/docs/a.html``."""
    name = f"/{url.removeprefix(base)}".removesuffix(".html").removesuffix("/index")
    return name.strip("/")
