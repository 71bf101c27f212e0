"""Glob patterns as git reads them (gitignore(5), "PATTERN FORMAT"), in time that grows with pattern times path.

Patterns may come from untrusted files, so nothing here backtracks: in a name, each ``*`` takes the leftmost
place where the rest fits, and in a path, only the last ``**`` is tried again.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

MAX_PATTERN = 4096
"""Longer patterns match nothing; no path in git is longer (PATH_MAX)."""

_ANY_FOLDERS = "**"
_POSIX_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": r" \t",
    "digit": "0-9",
    "lower": "a-z",
    "space": r" \t\n\r\f\v",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}
_CLASS = re.compile(r"\[([!^]?)((?:\[:[a-z]{1,9}:\]|\\.|[^\\])(?:\[:[a-z]{1,9}:\]|\\.|[^\]\\])*)\]", re.DOTALL)
_CLASS_PART = re.compile(r"\[:([a-z]+):\]|\\(.)|(-)|(.)", re.DOTALL)


class Glob(NamedTuple):
    """A pattern for paths: names between slashes, ``**`` among them."""

    parts: tuple[str, ...]

    def matches(self, names: Sequence[str]) -> bool:
        """Return whether the path of these *names* matches."""
        if len(self.parts) == 2 and self.parts[0] == _ANY_FOLDERS != self.parts[1]:  # noqa: PLR2004 - most patterns
            return bool(names) and name_matches(self.parts[1], names[-1])
        at = name_at = 0
        retry: tuple[int, int] | None = None
        while name_at < len(names):
            if at < len(self.parts) and self.parts[at] == _ANY_FOLDERS:
                retry = (at, name_at)
                at += 1
            elif at < len(self.parts) and name_matches(self.parts[at], names[name_at]):
                at += 1
                name_at += 1
            elif retry is None:
                return False
            else:
                at, name_at = retry[0] + 1, retry[1] + 1
                retry = (retry[0], name_at)
        return all(part == _ANY_FOLDERS for part in self.parts[at:]) and not self._wants_more(at)

    def _wants_more(self, at: int) -> bool:
        """``a/**`` matches what is in ``a``, not ``a`` itself."""
        return at < len(self.parts) and at > 0


class IgnoreRule(NamedTuple):
    """One line of an ignore file."""

    glob: Glob
    ignores: bool
    """False for a line that begins with ``!``."""
    folders_only: bool


def parse_ignore_rule(line: str) -> IgnoreRule | None:
    """Return the rule in a line of an ignore file, or None if it has none."""
    line = line.removesuffix("\n").removesuffix("\r")
    if line.startswith("#") or len(line) > MAX_PATTERN:
        return None
    pattern = _without_trailing_spaces(line)
    negated = pattern.startswith("!")
    pattern = pattern[negated:]
    folders_only = pattern.endswith("/")
    pattern = pattern.removesuffix("/")
    if not pattern:
        return None
    anchored = "/" in pattern
    parts = pattern.removeprefix("/").split("/")
    if not anchored:
        parts.insert(0, _ANY_FOLDERS)
    return IgnoreRule(Glob(tuple(parts)), ignores=not negated, folders_only=folders_only)


def _without_trailing_spaces(line: str) -> str:
    stripped = line.rstrip(" ")
    escaped = (len(stripped) - len(stripped.rstrip("\\"))) % 2 == 1
    return stripped + " " if escaped and len(stripped) < len(line) else stripped


def name_matches(pattern: str, name: str) -> bool:
    """Return whether the file name *name* matches *pattern*, which has no slash."""
    compiled = _compiled(pattern)
    return compiled == name if isinstance(compiled, str) else bool(compiled and compiled.fullmatch(name))


@lru_cache(4096)
def _compiled(pattern: str) -> re.Pattern[str] | str | None:
    """Return the expression for a name's pattern, the name itself if it has no wildcard, None if it is broken."""
    if not any(character in pattern for character in "*?[\\"):
        return pattern
    chunks = _chunks(pattern)
    if chunks is None:
        return None
    first, *rest = chunks
    if not rest:
        return re.compile(first, re.DOTALL)
    middle = "".join(f"(?>.*?{chunk})" for chunk in rest[:-1] if chunk)
    return re.compile(f"{first}{middle}.*{rest[-1]}", re.DOTALL)


def _chunks(pattern: str) -> list[str] | None:
    """Return expressions of fixed length for the parts between the stars, or None if git matches nothing."""
    chunks, position = [""], 0
    while position < len(pattern):
        character = pattern[position]
        position += 1
        if character == "*":
            chunks.append("")
        elif character == "?":
            chunks[-1] += "."
        elif character == "\\":
            if position == len(pattern):
                return None
            chunks[-1] += re.escape(pattern[position])
            position += 1
        elif character == "[":
            match = _CLASS.match(pattern, position - 1)
            if match is None:
                return None
            chunks[-1] += _class(match[1], match[2])
            position = match.end()
        else:
            chunks[-1] += re.escape(character)
    return chunks


def _class(negation: str, body: str) -> str:
    """Return the expression for a class; a range whose ends are in the wrong order is empty."""
    members: list[str] = []
    tokens = [(match.lastindex or 0, match[match.lastindex or 0]) for match in _CLASS_PART.finditer(body)]
    index = 0
    while index < len(tokens):
        kind, value = tokens[index]
        is_range = index + 2 < len(tokens) and tokens[index + 1][0] == _DASH and kind != _POSIX
        if kind == _POSIX:
            members.append(_POSIX_CLASSES.get(value, ""))
        elif is_range and tokens[index + 2][0] != _POSIX:
            last = tokens[index + 2][1]
            members.append(f"{re.escape(value)}-{re.escape(last)}" if value <= last else "")
            index += 2
        else:
            members.append(re.escape(value))
        index += 1
    inside = "".join(members)
    if not inside:
        return "." if negation else r"(?!)"
    return f"[{'^' if negation else ''}{inside}]"


_POSIX, _DASH = 1, 3
"""Groups of ``_CLASS_PART``."""
