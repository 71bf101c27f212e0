"""The local probe: files and anchors of this repository, letter by letter as GitHub would find them."""

import errno
import os
from collections.abc import AsyncIterable, Mapping
from dataclasses import replace
from pathlib import Path
from stat import S_ISDIR, S_ISREG

import anyio.lowlevel

from linkwarden.model.link import Presence, Resource, SiteTarget, TargetKind, Task
from linkwarden.model.observation import LocalFile, Observation
from linkwarden.probe.base import PROBES, Emit, ProbeContext

NOTHING_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.EINVAL})
"""Errors for a path that does not exist; with any other error, it may exist."""

_WIKI_SUFFIXES = ("md", "markdown", "mediawiki", "rst", "adoc", "asciidoc", "org", "textile", "creole", "pod")
"""A wiki's clone is named NAME.wiki, and a page's address is its file's name without the suffix (Gollum's formats)."""


class LocalProbe:
    """Looks files up on disk."""

    id = "local"
    rank = 0

    def claims(self, resource: Resource, environment: Mapping[str, str]) -> bool:  # noqa: ARG002 - the protocol's
        """Return whether it is a path in this repository."""
        return resource.kind is TargetKind.FILE

    async def run(self, batch: AsyncIterable[tuple[Task, Observation]], context: ProbeContext, emit: Emit) -> None:
        """Look up every file of *batch*.

        A thread for each would take longer than the lookup; requests get their turn in between.
        """
        finder = Finder(context)
        async for task, observation in batch:
            await anyio.lowlevel.checkpoint()
            try:
                fact = finder.look_up(task)
            except OSError as error:  # it may exist: an unreadable path proves nothing
                reason = f"{task.resource.url} cannot be read: {error.strerror or error}"
                await emit(task, observation._replace(unfinished=reason))
            else:
                await emit(task, observation._replace(facts=(*observation.facts, fact)))


class Finder:
    """Finds paths relative to the repository root; remembers the folders that it has listed."""

    def __init__(self, context: ProbeContext) -> None:
        self._root = context.root
        self._real_root = os.path.realpath(context.root)
        self._settings = context.settings
        self._anchors_of = context.anchors_of
        self._ids_on_site = context.ids_on_site
        self._listed: dict[Path, frozenset[str]] = {}
        self._inside: dict[Path, bool] = {}

    def look_up(self, task: Task) -> LocalFile:
        """Return the facts about the file of a task.

        Raises:
            OSError: The path cannot be read.
        """
        with_anchors = any(link.fragment for link in task.links)
        on_site = task.resource.on_site
        if on_site is None:
            return self.find(task.resource.url, with_anchors=with_anchors)
        if on_site.presence is Presence.FOUND:
            return self._on_site(on_site, with_anchors=with_anchors)
        if self._user_says_how_paths_map:
            found = self.find(task.resource.url, with_anchors=with_anchors)
            return replace(found, generator=on_site.site) if not found.exists else found
        unknown = on_site.reason if on_site.presence is Presence.UNKNOWN else ""
        return LocalFile(exists=False, reason=on_site.reason, generator=on_site.site, unknown=unknown)

    @property
    def _user_says_how_paths_map(self) -> bool:
        settings = self._settings
        return bool(settings.root_dir or settings.index_files or settings.fallback_extensions)

    def _on_site(self, target: SiteTarget, *, with_anchors: bool) -> LocalFile:
        ids = self._ids_on_site(target.file, target.site) if target.file and with_anchors else None
        return LocalFile(
            exists=True,
            anchors=ids.names if ids else None,
            generator=target.site,
            complete=ids.complete if ids else True,
        )

    def find(self, path: str, *, with_anchors: bool) -> LocalFile:
        """Return the facts about *path*, POSIX and relative to the root; a trailing slash denotes a folder.

        Raises:
            OSError: The path cannot be read.
        """
        if path == ".." or path.startswith("../"):
            return LocalFile(exists=False, reason=f"{path} is outside this repository")
        reasons = []
        for candidate in self._candidates(path):
            reason = self._missing(candidate)
            if reason is None:
                return LocalFile(exists=True, anchors=self._anchors(candidate) if with_anchors else None)
            reasons.append(reason)
        return LocalFile(exists=False, reason=reasons[0])

    def _candidates(self, path: str) -> list[str]:
        """Return *path*, and where a site would look for it by the settings: fallback suffixes, index files."""
        bare = path.rstrip("/")
        folder = self._missing(bare) is None and S_ISDIR(_mode(self._root / bare) or 0)
        if folder and self._settings.index_files:
            return [f"{bare}/{name}" for name in self._settings.index_files]
        suffixes = [suffix.removeprefix(".") for suffix in self._settings.fallback_extensions]
        suffixes += _WIKI_SUFFIXES if self._root.name.endswith(".wiki") else ()
        return [path, *(f"{bare}.{suffix}" for suffix in suffixes)]

    def _missing(self, path: str) -> str | None:
        """Return why *path* is not there, or None if it is.

        Every part is compared with the folder's own listing, because some file systems ignore the case of
        the right one, and GitHub does not.
        """
        current = self._root
        parts = [part for part in path.split("/") if part not in ("", ".")]
        for part in parts:
            names = self._names(current)
            if part not in names:
                other = next((name for name in sorted(names) if name.casefold() == part.casefold()), None)
                hint = f"; {other} does (paths are case-sensitive on GitHub)" if other else ""
                return f"{path} does not exist{hint}"
            current /= part
            if not self._is_inside(current):  # reported before anything behind it is read
                return f"{path} points outside this repository"
        mode = _mode(current)
        if mode is None:
            return f"{path} is a broken symbolic link"
        return f"{path.rstrip('/')} is a file, not a folder" if path.endswith("/") and not S_ISDIR(mode) else None

    def _is_inside(self, path: Path) -> bool:
        """Return whether *path*, whose folder is inside, stays in the repository if it is a symbolic link.

        GitHub does not follow others.
        """
        if path not in self._inside:
            self._inside[path] = not path.is_symlink() or Path(os.path.realpath(path)).is_relative_to(self._real_root)
        return self._inside[path]

    def _names(self, folder: Path) -> frozenset[str]:
        if folder not in self._listed:
            try:
                self._listed[folder] = frozenset(each.name for each in folder.iterdir())
            except OSError as error:
                if error.errno not in NOTHING_THERE:
                    raise
                self._listed[folder] = frozenset()
        return self._listed[folder]

    def _anchors(self, path: str) -> frozenset[str] | None:
        target = self._root / path
        if S_ISDIR(_mode(target) or 0):
            return self._anchors_of_folder(target)
        return self._anchors_of(target) if S_ISREG(_mode(target) or 0) else None

    def _anchors_of_folder(self, folder: Path) -> frozenset[str] | None:
        """Return the ids in the pages that forges and sites show for a folder: its README and its index."""
        pages = [name for name in self._names(folder) if name.partition(".")[0].lower() in ("readme", "index")]
        found = [self._anchors(str((folder / name).relative_to(self._root))) for name in pages]
        return frozenset().union(*(each for each in found if each is not None)) if any(found) else None


def _mode(path: Path) -> int | None:
    """Return the type of *path*, following symbolic links, or None if it does not exist.

    Raises:
        OSError: The path cannot be read.
    """
    try:
        return path.stat().st_mode
    except OSError as error:
        if error.errno not in NOTHING_THERE:
            raise
        return None


PROBES.register(LocalProbe())
