"""The documentation sites of a repository, for the files of one run."""

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from urllib.parse import unquote

from linkwarden.errors import InputError
from linkwarden.extract import page_ids
from linkwarden.extract.ignore_files import Folder
from linkwarden.files import read_regular_file
from linkwarden.model.dialect import Dialect
from linkwarden.model.link import Presence, SiteTarget
from linkwarden.model.place import Document, Kind, Occurrence, PageIds
from linkwarden.run.includes import COMPONENT, component_ids, includes
from linkwarden.settings import SiteSettings
from linkwarden.sites import (
    Files,
    Listing,
    Site,
    SiteChoice,
    SiteMap,
    find_sites,
    folder_of,
    has_front_matter,
    inside,
    is_below,
)
from linkwarden.urls import clean_url, parse_web_url

_PATH = re.compile(r"\s*(?!//)[^:?#]+(?:[?#]|\Z)")
"""A destination with a path and no host."""
_SKIPPED = frozenset(
    {".git", ".hg", ".svn", ".tox", ".nox", ".venv", "__pycache__", "node_modules", "site-packages", "venv"}
)
_READ_ON_GITHUB = frozenset(
    {
        "agents",
        "changelog",
        "claude",
        "code_of_conduct",
        "contributing",
        "governance",
        "license",
        "readme",
        "security",
        "support",
    }
)
"""Files in the root of a repository that readers meet on its front page; MDX is of a site, whatever its name."""
_MAX_INCLUDES = 4
"""How many files deep includes are followed."""
_MAX_FILES_OUTSIDE = 10_000
"""A folder with more files that is not a repository, such as a home folder, is not searched for sites."""


class RepositorySites:
    """Finds the site of each file. The repository is listed when the first file needs it.

    Args:
        root: The root of the repository.
        configured: The sites of the configuration.
        now: The time; pages with a later date are not published.
    """

    def __init__(self, root: Path, configured: Sequence[SiteSettings] = (), now: datetime | None = None) -> None:
        self._root = root
        self._now = now
        self._published = tuple((each.folder, front) for each in configured if (front := parse_web_url(each.url or "")))
        self._choices = tuple(_choice(each) for each in configured)
        self._read_ids: dict[tuple[str, str], PageIds] = {}
        """The ids in the files that were read, without those of the files that they include."""
        self._ids: dict[tuple[str, str], PageIds | None] = {}
        self._covering: dict[str, Site | None] = {}

    @cached_property
    def map(self) -> SiteMap:
        """The sites whose configurations are in the repository."""
        return find_sites(Files(Listing(self._paths()), self._read, self._now), self._choices)

    def _paths(self) -> Iterable[str]:
        """Return the paths of the repository's files; none of a folder that is not a repository and has too many."""
        if (self._root / ".git").exists():
            return _walk(self._root)
        paths = tuple(islice(_walk(self._root), _MAX_FILES_OUTSIDE + 1))
        return paths if len(paths) <= _MAX_FILES_OUTSIDE else ()

    def covering(self, path: str) -> Site | None:
        """Return the site that the file at *path* is read on, or None if readers meet it on GitHub."""
        if path not in self._covering:
            on_github = path.startswith("../") or (_is_front_page(path) and not self._is_page(path))
            self._covering[path] = None if on_github else self.map.covering(path)
        return self._covering[path]

    def _is_page(self, path: str) -> bool:
        """Return whether a file with the name of a front page has front matter, and is a page of a site too."""
        return has_front_matter(self._read(path) or "") and any(path in site.pages for site in self.map.sites)

    def dialect_of(self, path: str) -> Dialect | None:
        """Return how the site of the file at *path* reads it."""
        site = self.covering(path)
        return site.dialect if site else None

    def on_site(self, occurrence: Occurrence) -> SiteTarget | None:
        """Return the target of a link on the site of its page."""
        site = self.covering(occurrence.path)
        if site is None:
            return None
        written = _path_of(occurrence.href)
        if occurrence.base and "://" not in occurrence.base:
            written = posixpath.join(_path_of(occurrence.base), written)
        if site.rooted_only and not written.startswith("/"):
            return None
        target = site.resolve(occurrence.path, written, occurrence.kind)
        if target.presence is not Presence.MISSING:
            return target
        target = self._made_before_the_build(site, occurrence.path, written, target)
        return target if target.presence is not Presence.MISSING else self._page_made(site, occurrence, written, target)

    def published(self, href: str) -> SiteTarget | None:
        """Return the target of a link to the published address of a site; None for any other link.

        Args:
            href: The URL, without its fragment.
        """
        url = parse_web_url(href) if self._published else None
        for folder, front in self._published if url else ():
            top = front.path.rstrip("/")
            if url and url.host == front.host and f"{url.path}/".startswith(f"{top}/"):
                site = self.map.of_folder(inside("", folder))
                rest = unquote(url.path[len(top) :]) or "/"
                return site.resolve(next(iter(site.pages)), site.base.rstrip("/") + rest, Kind.LINK) if site else None
        return None

    def filled(self, occurrence: Occurrence) -> Occurrence:
        """Return *occurrence* with its destination on the site of its page."""
        site = self.covering(occurrence.path)
        if site is None:
            return occurrence
        filled = site.template(occurrence.path, occurrence.href) if "{" in occurrence.href else None
        href = occurrence.href if filled is None else filled
        href = self._outside(site, occurrence, href) or site.with_fragment(href, occurrence.kind)
        return occurrence if href is occurrence.href else occurrence._replace(href=href)

    def _outside(self, site: Site, occurrence: Occurrence, href: str) -> str | None:
        """Return the URL of a link that leaves *site* for another one on its host, if that address is known."""
        front = self._front_pages.get(site.configuration, "")
        if not (front or site.address or site.neighbors) or occurrence.base or not _PATH.match(href):
            return None
        url = site.address_outside(occurrence.path, _path_of(href), occurrence.kind, front)
        rest = re.search(r"[?#].*", href, re.DOTALL)
        return f"{url}{rest[0] if rest else ''}" if url else None

    @cached_property
    def _front_pages(self) -> dict[str, str]:
        """The configuration of each site whose published address is known, with that address."""
        sites = ((self.map.of_folder(inside("", folder)), front) for folder, front in self._published)
        return {site.configuration: front.href for site, front in sites if site}

    def _made_before_the_build(self, site: Site, source: str, written: str, target: SiteTarget) -> SiteTarget:
        """Return *target*, where it is not a missing file that git ignores: such files are made before the site is."""
        path = inside(folder_of(source), written)
        if not path:
            return target
        ignored = self._ignored_part(path)
        if ignored == path or (ignored and path in site.promised):
            return replace(target, presence=Presence.FOUND, reason="")
        if ignored:
            return replace(
                target, presence=Presence.UNKNOWN, reason=f"git ignores {ignored}, so {path} may be generated"
            )
        return target

    def _page_made(self, site: Site, occurrence: Occurrence, written: str, target: SiteTarget) -> SiteTarget:
        """Return *target*, where git does not ignore the source of the page: such sources are made before the site."""
        folders = (*site.folders, *site.served)
        for path in site.possible_sources(occurrence.path, written, occurrence.kind):
            ignored = self._ignored_part(path)
            if ignored and ignored not in folders and not any(is_below(each, ignored) for each in folders):
                reason = f"git ignores {ignored}, so the page may be generated"
                return replace(target, presence=Presence.UNKNOWN, reason=reason)
        return target

    def _ignored_part(self, path: str) -> str | None:
        """Return which part of *path* git ignores, the file itself or a folder above it; None if it ignores none."""
        folder, (*above, name) = self._ignored, path.split("/")
        for depth, each in enumerate(above, start=1):
            if folder.ignores(each, folder=True):
                return "/".join(above[:depth])
            folder = folder.inner(each, str(self._root))
        return path if folder.ignores(name, folder=False) else None

    @cached_property
    def _ignored(self) -> Folder:
        return Folder.root(self._root)

    def remember(self, documents: Iterable[Document]) -> None:
        """Keep the ids of *documents*, which were read as their sites read them."""
        for each in documents:
            if site := self.covering(each.path):
                self._read_ids[each.path, site.configuration] = PageIds(each.anchors, each.complete)

    def ids(self, path: str, configuration: str) -> PageIds | None:
        """Return the ids in the page of the file at *path*, on the site of that *configuration*."""
        key = path, configuration
        if key not in self._ids:
            site = next((each for each in self.map.sites if each.configuration == configuration), None)
            found = self._ids_in(path, site) if site else None
            self._ids[key] = self._whole(path, site, found) if site and found else found
        return self._ids[key]

    def _ids_in(self, path: str, site: Site) -> PageIds | None:
        """Return the ids in a file of *site*; None if it cannot have any."""
        return self._read_ids.get((path, site.configuration)) or page_ids(self._root / path, site.dialect)

    def _whole(self, path: str, site: Site, ids: PageIds) -> PageIds:
        """Return the ids of a page with those of the files that it includes; a file that pages include has not all."""
        if site.is_partial(path):
            return ids._replace(complete=False)
        return ids if ids.complete else self._with_includes(path, site, ids)

    def _with_includes(self, path: str, site: Site, ids: PageIds, depth: int = 0) -> PageIds:
        found = list(includes(site.dialect.generating(self._read(path) or ""), site.dialect))
        parts = [self._ids_of_include(path, site, each.written, depth) for each in found if each.has_ids]
        names = ids.names.union(*(each.names for each in parts if each))
        return PageIds(names, complete=bool(found) and all(each and each.complete for each in parts))

    def _ids_of_include(self, path: str, site: Site, written: str, depth: int) -> PageIds | None:
        """Return the ids in the file that the page at *path* includes as *written*; None if it is unknown."""
        included = self._included(path, site, written) if written and depth < _MAX_INCLUDES else None
        if included and included.endswith(COMPONENT):
            return component_ids(self._read(included) or "")
        ids = self._ids_in(included, site) if included else None
        if not ids or not included or ids.complete:
            return ids
        return self._with_includes(included, site, ids, depth + 1)

    def _included(self, path: str, site: Site, written: str) -> str | None:
        """Return the file that the page at *path* includes as *written*, or None if it is unknown."""
        for prefix, folder in site.rules.aliases.items():
            if written.startswith(prefix):
                return self._file(folder, written.removeprefix(prefix))
        home = folder_of(site.configuration).removesuffix("config/_default")
        folders = (*site.rules.include_folders, folder_of(path), home, *site.folders)
        candidates = (self._file(each, written.lstrip("/")) for each in folders)
        return next((each for each in candidates if each), None)

    def _file(self, folder: str, name: str) -> str | None:
        path = inside(folder, name)
        return path if path and (self._root / path).is_file() else None

    def _read(self, path: str) -> str | None:
        try:
            return read_regular_file(self._root / path, path).decode("utf-8", errors="replace")
        except InputError:
            return None


def _choice(configured: SiteSettings) -> SiteChoice:
    folder = inside("", configured.folder)
    return SiteChoice(folder or "", configured.generator or "", configured.anchors or "")


def _is_front_page(path: str) -> bool:
    name, _, suffix = path.lower().partition(".")
    return "/" not in path and name in _READ_ON_GITHUB and suffix != "mdx"


def _path_of(href: str) -> str:
    return unquote(clean_url(href).partition("#")[0].partition("?")[0].replace("\\", "/"))


def _mode(path: str) -> int:
    """Return the mode of *path*; 0 if it does not exist, or symbolic links form a loop."""
    try:
        return Path(path).stat().st_mode
    except OSError:
        return 0


def _walk(root: Path) -> Iterator[str]:
    """Yield the paths of all files below *root*; a link to a folder is followed once, where it stays inside."""
    top = os.path.realpath(root)
    pending = [("", top, False)]
    while pending:
        folder, real, linked = pending.pop()
        try:
            entries = list(os.scandir(real))
        except OSError:
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if not entry.is_symlink():
                if not entry.is_dir():
                    yield path
                elif entry.name not in _SKIPPED:
                    pending.append((path, entry.path, linked))
            elif (target := os.path.realpath(entry.path)).startswith(f"{top}{os.sep}"):
                mode = _mode(target)
                if S_ISREG(mode):
                    yield path
                elif S_ISDIR(mode) and not linked:
                    pending.append((path, target, True))
