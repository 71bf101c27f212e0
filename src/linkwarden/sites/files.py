"""The files of a repository as the sites room sees them: a listing, and texts on request."""

import posixpath
from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property


class Listing:
    """The paths of a repository's files, POSIX, relative to its root."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._sorted = sorted(paths)
        self._paths = frozenset(self._sorted)

    def __contains__(self, path: object) -> bool:
        """Return whether there is a file at *path*, letter by letter."""
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        """Yield every path, sorted."""
        return iter(self._sorted)

    def under(self, folder: str) -> Iterator[str]:
        """Yield the paths below *folder*; the empty one is the root."""
        prefix = f"{folder}/" if folder else ""
        for index in range(bisect_left(self._sorted, prefix), len(self._sorted)):
            path = self._sorted[index]
            if not path.startswith(prefix):
                return
            yield path

    def has_folder(self, folder: str) -> bool:
        """Return whether a file is below *folder*."""
        return next(self.under(folder), None) is not None

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """The paths with each file name."""
        found: dict[str, list[str]] = {}
        for path in self._sorted:
            found.setdefault(posixpath.basename(path), []).append(path)
        return found

    @cached_property
    def _names(self) -> list[str]:
        return sorted(self.by_name)

    def names(self, prefix: str) -> Iterator[str]:
        """Yield the file names that begin with *prefix*."""
        for index in range(bisect_left(self._names, prefix), len(self._names)):
            if not self._names[index].startswith(prefix):
                return
            yield self._names[index]


class FilesAndFolders:
    """What a path of the repository may be: a file or a folder."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing

    def __contains__(self, path: object) -> bool:
        """Return whether there is a file or folder at *path*."""
        return path in self._listing or (isinstance(path, str) and self._listing.has_folder(path))


@dataclass(frozen=True, slots=True)
class ContainerDifference:
    """What one container has and another has not."""

    all: Container[str]
    left_out: Container[str]

    def __contains__(self, path: object) -> bool:
        """Return whether *path* is in the first and not in the second."""
        return path in self.all and path not in self.left_out


class Files:
    """A listing and a function that reads."""

    def __init__(self, listing: Listing, read: Callable[[str], str | None], now: datetime | None = None) -> None:
        """Initialize.

        Args:
            listing: The paths.
            read: Returns the text of a path, or None if it cannot be read.
            now: When the sites are built; without it, every page with a date is published.
        """
        self.listing = listing
        self.now = now
        self._read = read

    def text(self, path: str) -> str:
        """Return the text of the file at *path*; an empty one where it cannot be read."""
        return self._read(path) or "" if path in self.listing else ""

    def configurations(self, *patterns: str) -> Iterator[str]:
        """Yield the paths whose names match one of *patterns*: a name, or a prefix and ``*``."""
        for pattern in patterns:
            if pattern.endswith("*"):
                for name in self.listing.names(pattern[:-1]):
                    yield from self.listing.by_name[name]
            else:
                yield from self.listing.by_name.get(pattern, ())


def folder_of(path: str) -> str:
    """Return the folder that contains *path*; the empty one is the root."""
    return posixpath.dirname(path)


def inside(folder: str, *names: str) -> str | None:
    """Return the path of *names* below *folder*, normalized, or None if it leaves the repository."""
    path = posixpath.normpath(posixpath.join(folder, *names))
    if path == ".." or path.startswith(("../", "/")):
        return None
    return "" if path == "." else path


def is_below(path: str, folder: str) -> bool:
    """Return whether *path* is below *folder*."""
    return not folder or path.startswith(f"{folder}/")
