"""Patterns as in .gitignore, which generators use to leave files out."""

from collections.abc import Iterable

from linkwarden.globs import parse_ignore_rule


class Patterns:
    """Lines of patterns; of those that match a path, the last one decides."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._rules = [rule for line in lines if (rule := parse_ignore_rule(line.strip()))]

    def match(self, path: str) -> bool:
        """Return whether the file at *path*, or a folder above it, is left out."""
        names = path.split("/")
        return any(self._leaves_out(names[:count], folder=count < len(names)) for count in range(1, len(names) + 1))

    def match_last(self, path: str) -> bool:
        """Return what the last pattern says that matches *path* or a folder above it.

        So the Python package pathspec reads them: a file may be let in though its folder is left out.
        """
        names = path.split("/")
        parts = [(names[:count], count < len(names)) for count in range(len(names), 0, -1)]
        for rule in reversed(self._rules):
            if any(rule.glob.matches(part) and (is_folder or not rule.folders_only) for part, is_folder in parts):
                return rule.ignores
        return False

    def _leaves_out(self, names: list[str], *, folder: bool) -> bool:
        rules = (each for each in reversed(self._rules) if folder or not each.folders_only)
        return next((each.ignores for each in rules if each.glob.matches(names)), False)
