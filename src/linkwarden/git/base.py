"""The repository at the base of a change, in addition to the current working tree."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from linkwarden.errors import InputError
from linkwarden.git.events import EventBase
from linkwarden.git.parse import (
    GITLINK,
    SYMLINK,
    Difference,
    TreeEntry,
    follow,
    parse_differences,
    parse_objects,
    parse_tree,
)
from linkwarden.git.process import Git, GitError

_RENAME_LIMIT = "-l2000"
"""Renames are looked for among that many files (git-diff(1), -l); the cost grows with the square."""


class _Tree(NamedTuple):
    """One repository: the root's own, or a submodule's."""

    git: Git
    prefix: str
    """The submodule's path with a slash at its end; empty for the root."""
    entries: Mapping[str, TreeEntry]
    differences: tuple[Difference, ...]


class Base:
    """The base of a change; file contents are read on demand.

    Paths are POSIX and relative to the repository root; those in submodules that are checked out are included.
    """

    def __init__(self, revision: str, commit: str, trees: Iterable[_Tree]) -> None:
        self.revision = revision
        """As the user wrote it; the commit's id where an event named it."""
        self.commit = commit
        self._trees = tuple(trees)
        self._entries = {tree.prefix + path: entry for tree in self._trees for path, entry in tree.entries.items()}
        self._targets = self._read_symlinks()
        self._sources = {
            tree.prefix + each.new_path: tree.prefix + each.old_path
            for tree in self._trees
            for each in tree.differences
            if each.status == "R"
        }
        self._changed = frozenset(
            tree.prefix + path
            for tree in self._trees
            for each in tree.differences
            for path in (each.old_path, each.new_path)
        )

    @property
    def paths(self) -> frozenset[str]:
        """Every file of the base."""
        return frozenset(self._entries)

    @property
    def changed(self) -> frozenset[str]:
        """Every path that git finds changed, as it was and as it is."""
        return self._changed

    def source_of(self, path: str) -> str | None:
        """Return the path at the base of the file that is at *path* now, through a rename; None for a new file."""
        renamed = self._sources.get(path)
        return path if path in self._entries or self._resolve(path) else renamed

    def is_changed(self, path: str) -> bool:
        """Return whether the file at *path* now is another than at the base, or leads to another through a link."""
        if path in self._changed:
            return True
        target = self._resolve(path)
        return target is None or target in self._changed or (target != path and path not in self._entries)

    def gone(self, root: Path) -> frozenset[str]:
        """Return the files and folders of the base that are not in the working tree at *root* any more."""
        files = {
            path
            for tree in self._trees
            for each in tree.differences
            for path in [tree.prefix + each.old_path]
            if path in self._entries and not os.path.lexists(root / path)
        }
        links = {path for path in self._targets if self._resolve(path) in files}
        folders = {folder for path in files for folder in _folders_above(path) if not os.path.lexists(root / folder)}
        return frozenset(files | links | folders)

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the contents of files of the base; those that are not there are left out.

        Raises:
            InputError: Git cannot read them.
        """
        resolved = {path: target for path in paths if (target := self._resolve(path)) is not None}
        contents: dict[str, bytes] = {}
        for tree in self._trees:
            wanted = {
                path: tree.entries[target.removeprefix(tree.prefix)].id
                for path, target in resolved.items()
                if target.startswith(tree.prefix) and target.removeprefix(tree.prefix) in tree.entries
            }
            objects = _objects(tree.git, wanted.values())
            contents |= {path: objects[name] for path, name in wanted.items() if name in objects}
        return contents

    def _resolve(self, path: str) -> str | None:
        return follow(path, self._entries, self._targets)

    def _read_symlinks(self) -> dict[str, str]:
        targets: dict[str, str] = {}
        for tree in self._trees:
            links = {path: entry.id for path, entry in tree.entries.items() if entry.mode == SYMLINK}
            objects = _objects(tree.git, links.values())
            targets |= {
                tree.prefix + path: os.fsdecode(objects[name]) for path, name in links.items() if name in objects
            }
        return targets


def open_base(root: Path, wanted: str | EventBase, environment: Mapping[str, str]) -> Base:
    """Return the merge base of a revision and HEAD.

    Args:
        root: The root of the working tree.
        wanted: A revision, or that of the CI event.
        environment: The process's environment.

    Raises:
        InputError: The revision does not exist, has no common ancestor, or is missing in a shallow clone.
    """
    git = Git(root, environment)
    if not (root / ".git").exists():
        raise InputError(f"--diff: {root} is not a git repository")
    revision = _revision(git, wanted)
    commit = git.commit(revision)
    if commit is None:
        raise InputError(_missing(git, revision))
    if git.commit("HEAD") is None:
        raise InputError(f"--diff {revision}: HEAD has no commit yet")
    merge_base = git.line("merge-base", commit, "HEAD")
    if merge_base is None:
        raise InputError(_unrelated(git, revision))
    try:
        return Base(revision, merge_base, _trees(git, merge_base, "", environment))
    except GitError as error:
        raise InputError(f"--diff {revision}: git cannot read it: {error}") from None


def _revision(git: Git, wanted: str | EventBase) -> str:
    if isinstance(wanted, str):
        return wanted
    if wanted.head and git.commit("HEAD^2") == wanted.head:
        return git.commit("HEAD^1") or wanted.base
    return wanted.base


def _trees(git: Git, commit: str, prefix: str, environment: Mapping[str, str]) -> list[_Tree]:
    """Return the tree at *commit* and those of its submodules that are checked out here."""
    entries = parse_tree(git.run("ls-tree", "-r", "-z", "--full-tree", commit))
    differences = parse_differences(
        git.run("diff-index", "--raw", "-z", "-M", _RENAME_LIMIT, "--no-abbrev", "--ignore-submodules=dirty", commit)
    )
    trees = [_Tree(git, prefix, entries, tuple(differences))]
    for path, entry in entries.items():
        folder = git.folder / path
        if entry.mode == GITLINK and (folder / ".git").exists():
            inner = Git(folder, environment)
            if inner.commit(entry.id):  # else its old commit is not fetched: all of it counts as new
                trees += _trees(inner, entry.id, f"{prefix}{path}/", environment)
    return trees


def _objects(git: Git, names: Iterable[str]) -> dict[str, bytes]:
    wanted = sorted(set(names))
    if not wanted:
        return {}
    try:
        return parse_objects(git.run("cat-file", "--batch", stdin="".join(f"{name}\n" for name in wanted).encode()))
    except GitError as error:
        raise InputError(f"--diff: git cannot read the files at the base: {error}") from None


def _folders_above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


_DEEPER = (
    "this clone is shallow; fetch the whole history (actions/checkout: fetch-depth: 0, or 2 for pull_request events; "
    "GitLab: GIT_DEPTH: 0; elsewhere: git fetch --unshallow)"
)


def _is_shallow(git: Git) -> bool:
    return git.line("rev-parse", "--is-shallow-repository") == "true"


def _missing(git: Git, revision: str) -> str:
    if git.line("rev-parse", "--git-dir") is None:
        try:
            git.run("rev-parse", "--git-dir")
        except GitError as error:
            return f"--diff {revision}: git cannot read this repository: {error}"
    if git.commit(f"origin/{revision}"):
        return f"--diff {revision}: no such revision; did you mean origin/{revision}?"
    if _is_shallow(git):
        return f"--diff {revision}: no such commit: {_DEEPER}"
    return f"--diff {revision}: no such revision in this repository"


def _unrelated(git: Git, revision: str) -> str:
    reason = f": {_DEEPER}" if _is_shallow(git) else ""
    return f"--diff {revision}: no common ancestor with HEAD{reason}"
