"""Reads the output of git's plumbing commands in their NUL-terminated forms, so that no file name is quoted. Pure."""

import os
import posixpath
from collections.abc import Iterator, Mapping
from typing import NamedTuple

SYMLINK = "120000"
GITLINK = "160000"
"""The mode of a submodule (gitmodules(5))."""

_TWO_PATHS = "RC"
"""The statuses that name a source and a destination: renamed, copied."""


class TreeEntry(NamedTuple):
    """A file in a tree."""

    mode: str
    """As git prints it: 100644, 100755, 120000 for a symbolic link, 160000 for a submodule."""
    id: str
    """The blob's object id; for a submodule the commit's."""


class Difference(NamedTuple):
    """A file that is not the same in the working tree as in a tree."""

    status: str
    """One letter of git-diff-index(1), "RAW OUTPUT FORMAT": A, D, M, R, C, T or U."""
    old_path: str
    new_path: str


def parse_tree(output: bytes) -> dict[str, TreeEntry]:
    """Return the files that ``git ls-tree -r -z`` lists, by path (git-ls-tree(1), "OUTPUT FORMAT")."""
    entries = {}
    for record in _fields(output):
        head, _, path = record.partition(b"\t")
        mode, _type, name = head.decode("ascii").split(" ")
        entries[os.fsdecode(path)] = TreeEntry(mode, name)
    return entries


def parse_differences(output: bytes) -> list[Difference]:
    """Return the entries of ``git diff-index --raw -z`` (git-diff-index(1), "RAW OUTPUT FORMAT")."""
    fields = _fields(output)
    differences = []
    for head in fields:
        status = head.decode("ascii").rsplit(" ", 1)[-1][0]
        old = os.fsdecode(next(fields))
        new = os.fsdecode(next(fields)) if status in _TWO_PATHS else old
        differences.append(Difference(status, old, new))
    return differences


def parse_objects(output: bytes) -> dict[str, bytes]:
    """Return the objects that ``git cat-file --batch`` prints, by id; those that are missing are left out."""
    objects = {}
    position = 0
    while position < len(output):
        end = output.index(b"\n", position)
        name, _, rest = output[position:end].decode("ascii", "replace").partition(" ")
        position = end + 1
        if rest.startswith("blob "):
            size = int(rest.removeprefix("blob "))
            objects[name] = output[position : position + size]
            position += size + 1
    return objects


def follow(path: str, entries: Mapping[str, TreeEntry], target_of: Mapping[str, str]) -> str | None:
    """Return the path of the file that *path* leads to through symbolic links in a tree; None if it leads nowhere.

    Args:
        path: Relative to the tree's root.
        entries: The tree.
        target_of: The targets of its symbolic links, by path.
    """
    seen = set()
    while path not in seen:
        seen.add(path)
        step = _first_link(path, target_of)
        if step is None:
            return path if path in entries and entries[path].mode not in (SYMLINK, GITLINK) else None
        link, rest = step
        path = posixpath.normpath(posixpath.join(posixpath.dirname(link), target_of[link], rest))
    return None


def _first_link(path: str, target_of: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the first symbolic link on the way to *path*, and the rest of the path."""
    parts = path.split("/")
    for count in range(1, len(parts) + 1):
        head = "/".join(parts[:count])
        if head in target_of:
            return head, "/".join(parts[count:])
    return None


def _fields(output: bytes) -> Iterator[bytes]:
    return iter(output.split(b"\0")[:-1])
