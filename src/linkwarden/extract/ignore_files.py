"""The files that git ignores in a folder: .gitignore, and .ignore, which search tools read too."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Self

from linkwarden.errors import InputError
from linkwarden.files import leads_outside, read_regular_file
from linkwarden.globs import IgnoreRule, parse_ignore_rule

_NAMES = (".ignore", ".gitignore")
"""The first takes precedence, as in ripgrep."""

_MAX_BYTES = 1024 * 1024


class Folder(NamedTuple):
    """A folder of a search, and the ignore rules that apply in it."""

    path: str
    names: tuple[str, ...]
    """The names of the folders from the root of the search down to it."""
    rules: tuple[tuple[int, tuple[IgnoreRule, ...]], ...]
    """Of each folder that has rules: how deep it is, and the rules; the deepest first, the last line first."""

    @classmethod
    def root(cls, path: Path) -> Self:
        """Return the folder that the search begins in."""
        return cls(str(path), (), _with_rules_of(str(path), 0, (), str(path)))

    def inner(self, name: str, root: str) -> "Folder":
        """Return the folder *name* in it; *root* is the folder that ignore files must not lead out of."""
        path, names = os.path.join(self.path, name), (*self.names, name)  # noqa: PTH118 - a Path costs too much here
        return Folder(path, names, _with_rules_of(path, len(names), self.rules, root))

    def ignores(self, name: str, *, folder: bool) -> bool:
        """Return whether the file or folder *name* in it is left out."""
        if not self.rules:
            return False
        names = (*self.names, name)
        for depth, rules in self.rules:
            below = names[depth:]
            for rule in rules:
                if (folder or not rule.folders_only) and rule.glob.matches(below):
                    return rule.ignores
        return False


def _with_rules_of(
    folder: str, depth: int, rules: tuple[tuple[int, tuple[IgnoreRule, ...]], ...], root: str
) -> tuple[tuple[int, tuple[IgnoreRule, ...]], ...]:
    own = tuple(rule for name in _NAMES for rule in _read(folder, name, root))
    return ((depth, own), *rules) if own else rules


def _read(folder: str, name: str, root: str) -> Iterator[IgnoreRule]:
    path = os.path.join(folder, name)  # noqa: PTH118 - as above
    if not os.path.lexists(path):
        return
    try:
        if leads_outside(Path(path), Path(root)):
            return
        text = read_regular_file(Path(path), name, max_bytes=_MAX_BYTES).decode("utf-8", errors="replace")
    except InputError:  # it may not be read
        return
    for line in reversed(text.split("\n")):
        if rule := parse_ignore_rule(line):
            yield rule
