"""Which files of an earlier state of the repository the arguments of a command line would have found."""

import os
import posixpath
from collections.abc import Callable, Sequence
from pathlib import Path

from linkwarden.extract.formats import format_of
from linkwarden.extract.inputs import SKIPPED
from linkwarden.extract.roots import MAGIC
from linkwarden.globs import Glob


def would_find(arguments: Sequence[str], root: Path, cwd: Path) -> Callable[[str], bool]:
    """Return a function that returns whether *arguments* match a path, relative to *root*, that may not exist now.

    Args:
        arguments: Files, folders and globs, relative to *cwd*, as for `find_inputs`.
        root: The repository root.
        cwd: The working directory.
    """
    shown = [posixpath.normpath(os.path.relpath(cwd / each, root).replace(os.sep, "/")) for each in arguments]
    globs = [Glob(tuple(each.split("/"))) for each in shown if MAGIC.search(each)]

    def find(path: str) -> bool:
        if path in shown:
            return True
        kind = format_of(path)
        names = path.split("/")
        if kind is None or not kind.searched or not SKIPPED.isdisjoint(names):
            return False
        return any(glob.matches(names) for glob in globs) or any(
            each == "." or path.startswith(f"{each}/") for each in shown
        )

    return find
