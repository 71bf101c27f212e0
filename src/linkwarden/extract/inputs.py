"""The files that a user names: files, folders, globs, standard input. All reading of inputs happens here."""

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

from linkwarden.errors import InputError
from linkwarden.extract.decode import decode, decode_leniently
from linkwarden.extract.formats import FORMATS, format_of
from linkwarden.extract.ignore_files import IgnoreFiles

STANDARD_INPUT = "-"

SKIPPED = frozenset(
    {".git", ".hg", ".nox", ".svn", ".tox", ".venv", "__pycache__", "node_modules", "site-packages", "venv", "vendor"}
)
"""Folders that hold what others wrote."""

_REPORTS = ("links.json", "links.md")
"""Where both stand together, linkwarden wrote them: reports are never inputs."""

MAGIC = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class TextFile:
    """One input: its path, POSIX and relative to the repository root, and its text."""

    path: str
    text: str


def repository_root(start: Path) -> Path:
    """Return the nearest folder at or above *start* that holds ``.git``, or else *start*."""
    start = start.absolute()
    return next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), start)


def _read_standard_input() -> bytes:
    return sys.stdin.buffer.read()


def find_inputs(
    arguments: Sequence[str],
    root: Path,
    *,
    exclude: Sequence[str] = (),
    stdin_name: str | None = None,
    read_stdin: Callable[[], bytes] = _read_standard_input,
) -> tuple[TextFile, ...]:
    """Read the files that *arguments* name, sorted by path, each once.

    Args:
        arguments: Files, folders and globs, relative to the working directory; ``-`` is standard input.
        root: The repository's root.
        exclude: Patterns as in .gitignore, relative to *root*, of files to leave out where folders and globs find them.
        stdin_name: The path that standard input stands for; it decides its format and what its relative links mean.
        read_stdin: Reads standard input.

    Raises:
        InputError: One of them cannot be read, or holds nothing to check; the text is one line that says which.
    """
    search = _Search(root.absolute(), GitIgnoreSpec.from_lines(exclude))
    found: dict[str, str] = {}
    for argument in arguments:
        if argument == STANDARD_INPUT:
            name = stdin_name or "README.md"
            _require_format(name)
            found[name.replace(os.sep, "/")] = decode("standard input", read_stdin())
            continue
        for path, named in search.find(argument):
            name = _relative(path, search.root)
            if name not in found:
                data = _read_bytes(path, argument if named else name)
                found[name] = decode(argument, data) if named else decode_leniently(data)
    return tuple(TextFile(path, found[path]) for path in sorted(found))


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror}") from None


def _require_format(name: str) -> None:
    if format_of(name) is None:
        known = ", ".join(suffix for one in FORMATS for suffix in one.suffixes)
        raise InputError(f"{name}: links are read from files that end in {known}")


def _relative(path: Path, root: Path) -> str:
    if path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    real, real_root = Path(os.path.realpath(path)), Path(os.path.realpath(root))
    return (real.relative_to(real_root) if real.is_relative_to(real_root) else path).as_posix()


class _Search:
    """Looks for files to read."""

    def __init__(self, root: Path, exclude: GitIgnoreSpec) -> None:
        self.root = root
        self._exclude = exclude
        self._ignored = IgnoreFiles(root)

    def find(self, argument: str) -> Iterator[tuple[Path, bool]]:
        """Yield the files that *argument* means, and whether it names them."""
        path = Path(os.path.normpath(Path.cwd() / argument))
        try:
            is_folder, is_there = path.is_dir(), os.path.lexists(path)
        except (OSError, ValueError):  # a name that is too long, or holds a NUL
            is_folder = is_there = False
        if is_folder:
            yield from self._require(self._walk(path), f"{argument}: no {_searched()} file in this folder")
        elif is_there:
            _require_format(argument)
            yield path, True
        elif MAGIC.search(argument):
            yield from self._require(self._glob(argument), f"{argument}: no file matches")
        else:
            raise InputError(f"{argument}: no such file or folder")

    def _require(self, paths: Iterator[Path], complaint: str) -> Iterator[tuple[Path, bool]]:
        path = None
        for path in paths:
            yield path, False
        if path is None:
            raise InputError(complaint)

    def _walk(self, folder: Path) -> Iterator[Path]:
        """Yield the files to read in *folder*; links to folders are not followed, so no loop can hold us."""
        ignored = self._ignored
        if any(ignored.ignores(one, folder=True) for one in (folder, *folder.parents) if self._is_inside(one)):
            ignored = IgnoreFiles(folder)  # named all the same: only what it holds itself counts
        for above, folders, names in os.walk(folder, onerror=_raise):
            if set(_REPORTS) <= set(names):
                names[:] = [name for name in names if name not in _REPORTS]
            here = Path(above)
            folders[:] = [
                name for name in folders if name not in SKIPPED and not ignored.ignores(here / name, folder=True)
            ]
            for name in names:
                path = here / name
                if self._is_wanted(path) and not ignored.ignores(path, folder=False):
                    yield path

    def _is_inside(self, path: Path) -> bool:
        return path != self.root and path.is_relative_to(self.root)

    def _is_wanted(self, path: Path) -> bool:
        kind = format_of(path.name)
        return (
            kind is not None
            and kind.searched
            and path.is_file()
            and not self._exclude.match_file(_relative(path, self.root))
        )

    def _glob(self, pattern: str) -> Iterator[Path]:
        """Yield the files in folders that match; ``*`` and ``?`` stay within a name, ``**`` spans folders."""
        parts = Path(pattern).parts
        fixed = next(index for index, part in enumerate(parts) if MAGIC.search(part))
        base = Path(os.path.normpath(Path.cwd().joinpath(*parts[:fixed])))
        spec = GitIgnoreSpec.from_lines(["/" + "/".join(parts[fixed:])])
        depth = len(parts) - fixed
        for path in self._walk(base) if base.is_dir() else ():
            name = path.relative_to(base)
            if spec.match_file(name.as_posix()) and ("**" in parts or len(name.parts) == depth):
                yield path


def _searched() -> str:
    return ", ".join(suffix for one in FORMATS if one.searched for suffix in one.suffixes)


def _raise(error: OSError) -> None:
    raise InputError(f"{error.filename}: cannot be read: {error.strerror}") from None
