"""The local probe: files and anchors of this repository, letter by letter as GitHub would find them."""

from collections.abc import AsyncIterable
from dataclasses import replace
from pathlib import Path

import anyio
import anyio.to_thread

from linkwarden.model.link import Resource, TargetKind, Task
from linkwarden.model.observation import LocalFile, Observation
from linkwarden.probe.base import PROBES, Emit, Tools
from linkwarden.probe.generators import Generators


class LocalProbe:
    """Looks files up on disk."""

    id = "local"
    rank = 0

    def claims(self, resource: Resource) -> bool:
        """Tell whether it is a path in this repository."""
        return resource.kind is TargetKind.FILE

    async def run(self, batch: AsyncIterable[tuple[Task, Observation]], tools: Tools, emit: Emit) -> None:
        """Look up every file of *batch*, in a thread: disks can be slow."""
        finder = Finder(tools)
        async for task, observation in batch:
            fact = await anyio.to_thread.run_sync(finder.look_up, task)
            await emit(task, replace(observation, facts=(*observation.facts, fact)))


class Finder:
    """Finds paths relative to the repository root; remembers the folders that it has listed."""

    def __init__(self, tools: Tools) -> None:
        self._root = tools.root
        self._settings = tools.settings
        self._anchors_of = tools.anchors_of
        self._generators = Generators(tools.root)
        self._listed: dict[Path, frozenset[str]] = {}

    def look_up(self, task: Task) -> LocalFile:
        """Return what is known of the file that a task is about."""
        found = self.find(task.resource.url, with_anchors=any(link.fragment for link in task.links))
        paths = {occurrence.path for link in task.links for occurrence in link.occurrences}
        covering = [self._generators.covering(path) for path in sorted(paths)]
        return replace(found, generator=covering[0] if covering and all(covering) else None)

    def find(self, path: str, *, with_anchors: bool) -> LocalFile:
        """Return what is at *path*, POSIX and relative to the root; a trailing slash asks for a folder."""
        if path == ".." or path.startswith("../"):
            return LocalFile(exists=False, reason=f"{path} lies outside this repository")
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
        folder = self._missing(bare) is None and (self._root / bare).is_dir()
        if folder and self._settings.index_files:
            return [f"{bare}/{name}" for name in self._settings.index_files]
        suffixes = [suffix.removeprefix(".") for suffix in self._settings.fallback_extensions]
        return [path, *(f"{bare}.{suffix}" for suffix in suffixes)]

    def _missing(self, path: str) -> str | None:
        """Return why *path* is not there, or None where it is.

        Every part is compared with the folder's own listing, since some file systems take any case for
        the right one, and GitHub doesn't.
        """
        current = self._root
        parts = [part for part in path.split("/") if part not in ("", ".")]
        for part in parts:
            names = self._names(current)
            if part not in names:
                other = next((name for name in sorted(names) if name.casefold() == part.casefold()), None)
                hint = f"; {other} is there, and case matters on GitHub" if other else ""
                return f"there is no {path}{hint}"
            current /= part
        if path.endswith("/") and not current.is_dir():
            return f"{path.rstrip('/')} is a file, not a folder"
        return None if current.exists() else f"{path} is a symbolic link that leads nowhere"

    def _names(self, folder: Path) -> frozenset[str]:
        if folder not in self._listed:
            try:
                self._listed[folder] = frozenset(each.name for each in folder.iterdir())
            except (OSError, ValueError):
                self._listed[folder] = frozenset()
        return self._listed[folder]

    def _anchors(self, path: str) -> frozenset[str] | None:
        target = self._root / path
        return self._anchors_of(target) if target.is_file() else None


PROBES.register(LocalProbe())
