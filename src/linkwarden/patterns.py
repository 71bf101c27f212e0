"""Patterns that a configuration writes, matched in time that grows with the text alone.

A configuration may come from an untrusted pull request, and Python's `re` takes exponential time for some patterns. So
the regular expression becomes a nondeterministic automaton, whose deterministic states are computed on demand
(R. Cox, "Regular Expression Matching Can Be Simple And Fast", 2007). The syntax is that of `re` without what such an
automaton cannot do: lookaround, backreferences, atomic groups and possessive quantifiers.
"""

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

MAX_STATES = 5_000
MAX_DEPTH = 50
MAX_CACHED = 20_000
"""Transitions of one pattern that are remembered."""

_ATOM = re.compile(
    r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|0[0-7]{0,2}|[1-3][0-7]{2}|.)"
    r"|\[\^?\]?(?:\\.|[^\\\]])*\]"
    r"|[^\\]",
    re.DOTALL,
)
_QUANTIFIER = re.compile(r"(?:\(\?#[^)]*\))*(?:(\*)|(\+)|(\?)|\{(\d+)\}|\{(\d*),(\d*)\})([?+]?)")
_GROUP = re.compile(r"\((?:\?(?:(:)|P<\w+>|#[^)]*(\))|([aisu]+)(:|\))))?")


class _Assertion(Enum):
    START = auto()
    END = auto()
    """At the end, or before a newline there (library/re, ``$``)."""
    VERY_END = auto()
    BOUNDARY = auto()
    NO_BOUNDARY = auto()


_ASSERTIONS = {
    "^": _Assertion.START,
    "$": _Assertion.END,
    r"\A": _Assertion.START,
    r"\Z": _Assertion.VERY_END,
    r"\b": _Assertion.BOUNDARY,
    r"\B": _Assertion.NO_BOUNDARY,
}


class _Char(NamedTuple):
    matches: re.Pattern[str]


class _Sequence(NamedTuple):
    parts: tuple["_Node", ...]


class _Choice(NamedTuple):
    options: tuple["_Node", ...]


class _Repeat(NamedTuple):
    part: "_Node"
    least: int
    most: int | None


_Node = _Char | _Sequence | _Choice | _Repeat | _Assertion


def _compiled(text: str) -> re.Pattern[str]:
    """Return the syntax tree of *text* from `re`, without warnings about future changes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return re.compile(text)


class _Parser:
    """Reads a pattern that `re` accepts."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def parse(self) -> _Node:
        return self._choice("", depth=0)

    def _choice(self, flags: str, depth: int) -> _Node:
        if depth > MAX_DEPTH:
            raise ValueError(f"more than {MAX_DEPTH} nested groups")
        options: list[_Node] = []
        parts: list[_Node] = []
        while self._at < len(self._text) and self._text[self._at] != ")":
            if self._text[self._at] == "|":
                self._at += 1
                options.append(_Sequence(tuple(parts)))
                parts = []
            elif self._text[self._at] == "(":
                flags = self._group(parts, flags, depth)
            else:
                parts.append(self._quantified(self._atom(flags)))
        return _Choice((*options, _Sequence(tuple(parts))))

    def _group(self, parts: list[_Node], flags: str, depth: int) -> str:
        """Read a group into *parts*, and return the flags that apply after it."""
        match = _GROUP.match(self._text, self._at)
        if match is None or (match.end() == self._at + 1 and self._text.startswith("(?", self._at)):
            raise ValueError("lookaround, backreferences, conditions and atomic groups are not supported")
        self._at = match.end()
        _, comment, more, end = match.groups()
        if comment:
            return flags
        if end == ")":
            return flags + more
        group = self._choice(flags + (more or ""), depth + 1)
        self._at += 1  # the closing parenthesis
        parts.append(self._quantified(group))
        return flags

    def _atom(self, flags: str) -> _Node:
        match = _ATOM.match(self._text, self._at)
        if match is None:
            raise ValueError(f"cannot be read from character {self._at + 1} on")
        self._at = match.end()
        if match[0] in _ASSERTIONS:
            return _ASSERTIONS[match[0]]
        if re.fullmatch(r"\\[1-9]", match[0]):
            raise ValueError("backreferences are not supported")
        try:
            return _Char(_compiled(f"(?{flags}:{match[0]})"))
        except re.error:  # a quantifier with nothing before it that this reads as such
            raise ValueError(f"cannot be read from character {match.start() + 1} on") from None

    def _quantified(self, node: _Node) -> _Node:
        while match := _QUANTIFIER.match(self._text, self._at):
            star, plus, _, exactly, least, most, suffix = match.groups()
            if suffix == "+":
                raise ValueError("possessive quantifiers are not supported")
            self._at = match.end()
            if star or plus:
                node = _Repeat(node, 1 if plus else 0, None)
            elif exactly:
                node = _Repeat(node, int(exactly), int(exactly))
            elif least is not None:
                node = _Repeat(node, int(least or 0), int(most) if most else None)
            else:
                node = _Repeat(node, 0, 1)
        return node


@dataclass(slots=True)
class _State:
    """A state of the automaton: one that reads a character, asserts something, or just leads on."""

    reads: re.Pattern[str] | None = None
    asserts: _Assertion | None = None
    next: tuple[int, ...] = ()


_FINAL = 0
_BEGIN, _WORD, _NEWLINE, _OTHER = "", "w", "\n", "."
"""The kind of character before a position, for assertions."""


def _kind(character: str) -> str:
    return _WORD if character.isalnum() or character == "_" else _NEWLINE if character == "\n" else _OTHER


class Pattern:
    """A regular expression that is looked for in linear time.

    Raises:
        ValueError: It is not a regular expression, or one that an automaton cannot match; the message has the reason.
    """

    def __init__(self, text: str) -> None:
        try:
            _compiled(text)
        except (re.error, OverflowError) as error:
            raise ValueError(str(error)) from None
        except RecursionError:
            raise ValueError(f"more than {MAX_DEPTH} nested groups") from None
        self._states = [_State()]
        self._start = self._build(_Parser(text).parse(), _FINAL)
        self._known: dict[tuple[frozenset[int], str, str], tuple[frozenset[int], bool]] = {}

    def search(self, text: str) -> bool:
        """Return whether it matches anywhere in *text*."""
        states, before = frozenset[int](), _BEGIN
        for place, character in enumerate(text):
            last = character == "\n" and place == len(text) - 1
            after = "$" if last else character
            key = (states, before, after)
            if key not in self._known:
                if len(self._known) >= MAX_CACHED:
                    self._known.clear()
                self._known[key] = self._step(states, before, character, ends=last)
            states, found = self._known[key]
            if found:
                return True
            before = _kind(character)
        return _FINAL in self._closure({*states, self._start}, before, None, ends=True)

    def _step(self, states: frozenset[int], before: str, character: str, *, ends: bool) -> tuple[frozenset[int], bool]:
        """Return the states behind *character*, and whether the pattern has matched in front of it."""
        here = self._closure({*states, self._start}, before, character, ends=ends)
        if _FINAL in here:
            return frozenset(), True
        readers = (self._states[each] for each in here)
        return frozenset(
            to for each in readers if each.reads and each.reads.match(character) for to in each.next
        ), False

    def _closure(self, states: Iterable[int], before: str, character: str | None, *, ends: bool) -> set[int]:
        """Return all states that are reached from *states* without reading."""
        seen: set[int] = set()
        waiting = list(states)
        while waiting:
            number = waiting.pop()
            if number in seen:
                continue
            seen.add(number)
            state = self._states[number]
            if state.reads is None and (state.asserts is None or _holds(state.asserts, before, character, ends=ends)):
                waiting.extend(state.next)
        return seen

    def _add(self, state: _State) -> int:
        if len(self._states) == MAX_STATES:
            raise ValueError("too large: its repetitions are too many")
        self._states.append(state)
        return len(self._states) - 1

    def _build(self, node: _Node, after: int) -> int:
        """Add the states of *node*, which lead to *after*, and return the first."""
        match node:
            case _Char(matches):
                return self._add(_State(reads=matches, next=(after,)))
            case _Assertion():
                return self._add(_State(asserts=node, next=(after,)))
            case _Sequence(parts):
                for part in reversed(parts):
                    after = self._build(part, after)
                return after
            case _Choice(options):
                return self._add(_State(next=tuple(self._build(each, after) for each in options)))
            case _Repeat():
                return self._repeat(node, after)

    def _repeat(self, node: _Repeat, after: int) -> int:
        first = after
        if node.most is None:
            first = self._add(_State())
            self._states[first].next = (self._build(node.part, first), after)
        else:
            for _ in range(node.most - node.least):
                first = self._add(_State(next=(self._build(node.part, first), after)))
        for _ in range(node.least):
            first = self._build(node.part, first)
        return first


def _holds(assertion: _Assertion, before: str, character: str | None, *, ends: bool) -> bool:
    match assertion:
        case _Assertion.START:
            return before == _BEGIN
        case _Assertion.END:
            return ends
        case _Assertion.VERY_END:
            return character is None
    at_boundary = (before == _WORD) != (character is not None and _kind(character) == _WORD)
    return at_boundary == (assertion is _Assertion.BOUNDARY)


@lru_cache(maxsize=1_000)
def compile_pattern(text: str) -> Pattern:
    """Return the pattern that a configuration writes as *text*; ValueError as for `Pattern`."""
    return Pattern(text)


def matches_glob(pattern: str, text: str) -> bool:
    """Return whether *text* matches *pattern*, in which only ``*`` is special and matches any characters.

    The first place of each part is the right one, so nothing is tried twice.
    """
    first, *others = pattern.split("*")
    if not others:
        return text == first
    if not text.startswith(first):
        return False
    at = len(first)
    *middle, last = others
    for part in middle:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return len(text) - at >= len(last) and text.endswith(last)
