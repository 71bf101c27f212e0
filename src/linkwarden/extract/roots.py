"""The repository that the inputs are in."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from linkwarden.errors import InputError

STANDARD_INPUT = "-"
MAGIC = re.compile(r"[*?\[]")
"""A character that makes a glob of an argument."""


def repository_root(start: Path) -> Path:
    """Return the nearest folder at or above *start* that contains ``.git``, or otherwise *start*."""
    start = start.absolute()
    return next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), start)


def find_root(arguments: Sequence[str]) -> Path:
    """Return the root of the repository that the files and folders in *arguments* are in.

    Outside of any repository, it is the working directory for files in it, or else the folder that the argument names.

    Raises:
        InputError: They are in different repositories.
    """
    here = Path.cwd().absolute()
    roots: dict[Path, str] = {}
    for argument in arguments:
        if argument != STANDARD_INPUT:
            roots.setdefault(_root_of(_folder_of(argument, here), here), argument)
    if not roots:
        return repository_root(here)
    first, *others = sorted(roots, key=lambda root: len(root.parts))
    for root in others:
        if not root.is_relative_to(first):
            raise InputError(f"{roots[root]} and {roots[first]} are in different repositories: check them separately")
    return first


def _folder_of(argument: str, here: Path) -> Path:
    path = Path(os.path.normpath(here / argument))
    try:
        if path.exists():
            return path if path.is_dir() else path.parent
    except (OSError, ValueError):  # a name that is too long, or contains a NUL: reported when it is read
        return here
    parts = Path(argument).parts
    fixed = next((index for index, part in enumerate(parts) if MAGIC.search(part)), len(parts) - 1)
    return Path(os.path.normpath(here.joinpath(*parts[: max(fixed, 0)])))


def _root_of(folder: Path, here: Path) -> Path:
    root = repository_root(folder)
    if (root / ".git").exists():
        return root
    return here if folder.is_relative_to(here) else folder
