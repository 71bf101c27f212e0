"""The files that a user names: files, folders, globs, standard input; and how each is read."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol, TextIO

from linkwarden.errors import InputError
from linkwarden.extract.decode import decode, decode_leniently
from linkwarden.extract.formats import FORMATS, format_of
from linkwarden.extract.ignore_files import Folder
from linkwarden.extract.roots import MAGIC, STANDARD_INPUT
from linkwarden.files import leads_outside, read_regular_file
from linkwarden.globs import Glob

SKIPPED = frozenset(
    {".git", ".hg", ".nox", ".svn", ".tox", ".venv", "__pycache__", "node_modules", "site-packages", "venv", "vendor"}
)
"""Folders with third-party files."""

_REPORTS = ("links.json", "links.md")
"""A folder with both was written by linkwarden: reports are never inputs."""


class InputFile(Protocol):
    """One input."""

    @property
    def path(self) -> str:
        """POSIX, relative to the repository root."""
        ...

    @property
    def size(self) -> int:
        """About how many bytes it has; 0 if that is unknown."""
        ...

    def read(self) -> str:
        """Return its text.

        Raises:
            InputError: It cannot be read; the text is one line that names it.
        """
        ...


class TextFile(NamedTuple):
    """An input whose text is known."""

    path: str
    text: str

    @property
    def size(self) -> int:
        """How many characters it has."""
        return len(self.text)

    def read(self) -> str:
        """Return its text."""
        return self.text


class DiskFile(NamedTuple):
    """An input on disk, read when it is needed and not kept."""

    path: str
    location: Path
    name: str
    """The name in messages."""
    named: bool
    """The user named it, so that its bytes have to be text; those of a file that a search found are replaced."""
    confined_to: Path | None
    """The repository that its real path must not leave; None for a file outside of it that the user named."""

    @property
    def size(self) -> int:
        """How many bytes it has; 0 if that cannot be determined."""
        try:
            return self.location.stat().st_size
        except OSError:
            return 0

    def read(self) -> str:
        """Return its text.

        Raises:
            InputError: It cannot be read, is not a regular file or text, or is outside the repository.
        """
        if self.confined_to is not None and leads_outside(self.location, self.confined_to):
            raise InputError(f"{self.name}: points outside this repository, so it is not read")
        data = read_regular_file(self.location, self.name)
        return decode(self.name, data) if self.named else decode_leniently(self.name, data)


def read_standard_input() -> bytes:
    """Return all of standard input.

    Raises:
        InputError: It is closed.
    """
    stdin: TextIO | None = sys.stdin  # None if it is closed
    if stdin is None:
        raise InputError("standard input: cannot be read: it is closed")
    return stdin.buffer.read()


def find_inputs(
    arguments: Sequence[str],
    root: Path,
    *,
    stdin_name: str | None = None,
    read_stdin: Callable[[], bytes] = read_standard_input,
) -> tuple[InputFile, ...]:
    """Return the files that *arguments* name, sorted by path, each once.

    Args:
        arguments: Files, folders and globs, relative to the working directory; ``-`` is standard input.
        root: The repository root.
        stdin_name: The path to assume for standard input, for its format and its relative links.
        read_stdin: Reads standard input.

    Raises:
        InputError: One of them matches nothing to check; the message is one line that names it.
    """
    search = _Search(root.absolute())
    found: dict[str, InputFile] = {}
    for argument in arguments:
        if argument == STANDARD_INPUT:
            name = stdin_name or "README.md"
            _require_format(name)
            path = name.replace(os.sep, "/")
            found[path] = TextFile(path, decode("standard input", read_stdin(), path))
            continue
        for file in search.find(argument):
            found.setdefault(file.path, file)
    return tuple(found[path] for path in sorted(found))


def _require_format(name: str) -> None:
    if format_of(name) is None:
        known = ", ".join(suffix for one in FORMATS for suffix in one.suffixes)
        raise InputError(f"{name}: unsupported file type; supported suffixes are {known}")


def relative_path(path: Path, root: Path) -> str:
    """Return *path*, POSIX and relative to *root* if it is in it."""
    if path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    real, real_root = Path(os.path.realpath(path)), Path(os.path.realpath(root))
    return (real.relative_to(real_root) if real.is_relative_to(real_root) else path).as_posix()


class _Unread(NamedTuple):
    """A folder that a search cannot list: a finding, in addition to the readable files."""

    path: str
    problem: str
    size: int = 0

    def read(self) -> str:
        raise InputError(f"{self.path}: {self.problem}")


class _Search:
    """Looks for files to read."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def find(self, argument: str) -> Iterator[InputFile]:
        """Yield the files that *argument* matches."""
        path = Path(os.path.normpath(Path.cwd() / argument))
        try:
            is_folder, is_there = path.is_dir(), os.path.lexists(path)
        except (OSError, ValueError):  # a name that is too long, or contains a NUL
            is_folder = is_there = False
        if is_folder:
            yield from _require(self._walk(path), f"{argument}: no {_searched()} file in this folder")
        elif is_there:
            _require_format(argument)
            yield self._file(path, argument)
        elif MAGIC.search(argument):
            yield from _require(self._glob(argument), f"{argument}: no file matches")
        else:
            raise InputError(f"{argument}: no such file or folder")

    def _file(self, location: Path, name: str | None = None) -> InputFile:
        path = relative_path(location, self._root)
        confined_to = self._root if location.is_relative_to(self._root) else None
        return DiskFile(path, location, name or path, named=name is not None, confined_to=confined_to)

    def _walk(self, start: Path, glob: Glob | None = None) -> Iterator[InputFile]:
        """Yield the files to read in *start* that match *glob*; links to folders are not followed, so this ends."""
        top = self._folder(start)
        waiting = [top]
        while waiting:
            here = waiting.pop()
            try:
                with os.scandir(here.path) as entries:
                    listed = list(entries)
            except OSError as error:
                label = relative_path(Path(here.path), self._root)
                yield _Unread(label, f"cannot be read: {error.strerror or error}")
                continue
            left_out = frozenset(_REPORTS) if {each.name for each in listed}.issuperset(_REPORTS) else frozenset()
            for entry in listed:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in SKIPPED and not here.ignores(entry.name, folder=True):
                        waiting.append(here.inner(entry.name, top.path))
                elif (
                    entry.name not in left_out
                    and _is_wanted(entry)
                    and not here.ignores(entry.name, folder=False)
                    and (glob is None or glob.matches((*here.names[len(top.names) :], entry.name)))
                ):
                    yield self._file(Path(entry.path))

    def _folder(self, start: Path) -> Folder:
        """Return the folder that a search begins in; one that is ignored and named has only its own rules."""
        if start != self._root and start.is_relative_to(self._root):
            folder = Folder.root(self._root)
            for name in start.relative_to(self._root).parts:
                if folder.ignores(name, folder=True):
                    break
                folder = folder.inner(name, str(self._root))
            else:
                return folder
        return Folder.root(start)

    def _glob(self, pattern: str) -> Iterator[InputFile]:
        """Yield the files in folders that match; ``*`` and ``?`` stay within a name, ``**`` spans folders."""
        parts = Path(pattern).parts
        fixed = next(index for index, part in enumerate(parts) if MAGIC.search(part))
        base = Path(os.path.normpath(Path.cwd().joinpath(*parts[:fixed])))
        glob = Glob(Path(os.path.normpath(Path(*parts[fixed:]))).parts)
        return self._walk(base, glob) if base.is_dir() else iter(())


def _require(files: Iterator[InputFile], complaint: str) -> Iterator[InputFile]:
    file = None
    for file in files:
        yield file
    if file is None:
        raise InputError(complaint)


def _is_wanted(entry: os.DirEntry[str]) -> bool:
    kind = format_of(entry.name)
    try:
        return kind is not None and kind.searched and entry.is_file()
    except OSError:  # symbolic links in a circle
        return False


def _searched() -> str:
    return ", ".join(suffix for one in FORMATS if one.searched for suffix in one.suffixes)
