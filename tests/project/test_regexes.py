"""Every regular expression of the package takes time in proportion to the length of its input.

Its input may be an untrusted page, header or file, so an expression that backtracks is a way to stop a run. The
expressions are found by walking the modules. Each reads repetitions of text that its own syntax tree matches.
"""

import ast
import dataclasses
import importlib
import itertools
import pkgutil
import re
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import linkwarden

parser: Any = pytest.importorskip("re._parser")  # Python's own, which no release has to keep
constants: Any = pytest.importorskip("re._constants")

LENGTH = 30_000
MAX_SECONDS = 0.25
"""CPU time. A linear search takes some milliseconds at that length, a quadratic one a second or more."""
_CATEGORIES = {"SPACE": " ", "WORD": "a", "DIGIT": "1", "NOT_SPACE": "a", "NOT_WORD": " ", "NOT_DIGIT": "a"}

Pattern = re.Pattern[str] | re.Pattern[bytes]
SOURCE = "\n".join(path.read_text("utf-8") for path in Path(linkwarden.__path__[0]).rglob("*.py"))


@dataclasses.dataclass(frozen=True)
class Expression:
    """A compiled expression of the package, and how it is used."""

    place: str
    pattern: Pattern
    methods: frozenset[str] = frozenset({"search"})
    """The methods that it is used with, of `match`, `fullmatch` and `search`."""


def expressions() -> list[Expression]:
    """Return the compiled expressions in the package's modules."""
    found: dict[tuple[str | bytes, int], Expression] = {}
    for module in pkgutil.walk_packages(linkwarden.__path__, "linkwarden."):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        source = Path(str(loaded.__file__)).read_text("utf-8")
        for name, value in vars(loaded).items():
            for number, pattern in enumerate(_patterns_in(value)):
                made = Expression(f"{module.name}.{name}[{number}]", pattern, _methods(name, value, source))
                found.setdefault((pattern.pattern, pattern.flags), made)
    known = {text for text, _ in found}
    return [*found.values(), *(each for each in _in_functions() if each.pattern.pattern not in known)]


def _in_functions() -> Iterator[Expression]:
    """Yield the expressions that are written where they are used: ``re.sub(r"…", …)``."""
    root = Path(linkwarden.__path__[0])
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not ast.unparse(node.func).startswith("re."):
                continue
            method, text = ast.unparse(node.func).removeprefix("re."), node.args[0]
            if method in ("match", "fullmatch", "search", "sub", "split", "findall") and isinstance(text, ast.Constant):
                assert isinstance(text.value, str | bytes)
                methods = frozenset({method if method in ("match", "fullmatch") else "search"})
                yield Expression(f"{path.relative_to(root)}:{node.lineno}", re.compile(text.value), methods)


def _methods(name: str, value: object, source: str) -> frozenset[str]:
    """Return how the expression of that name is used; searched where a collection hides that."""
    everywhere = source if name.startswith("_") else SOURCE
    used = re.findall(rf"\b{name}(?:\[\w+\])?\.(\w+)\(", everywhere)
    used = used if isinstance(value, re.Pattern) else [each for each in used if each in ("match", "fullmatch")]
    return frozenset(each if each in ("match", "fullmatch") else "search" for each in used) or frozenset({"search"})


def _patterns_in(value: Any, depth: int = 0) -> Iterator[Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth > 3:
        return
    elif isinstance(value, Mapping):
        yield from itertools.chain.from_iterable(_patterns_in(each, depth + 1) for each in value.values())
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield from itertools.chain.from_iterable(_patterns_in(each, depth + 1) for each in value)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = (getattr(value, field.name, None) for field in dataclasses.fields(value))
        yield from itertools.chain.from_iterable(_patterns_in(each, depth + 1) for each in fields)


def pieces(pattern: Pattern) -> list[str]:
    """Return texts that the parts of an expression match: its literals, and one character for each class."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    found = dict.fromkeys(_literals(parser.parse(text, pattern.flags & ~re.UNICODE)))
    return [each for each in found if each]


def _literals(tree: Any) -> Iterator[str]:
    run = ""
    for operator, argument in tree:
        if operator is constants.LITERAL:
            run += chr(argument)
            continue
        yield run
        run = ""
        yield from _inside(operator, argument)
    yield run


def _inside(operator: Any, argument: Any) -> Iterator[str]:
    if operator is constants.IN:
        yield from _class(argument)
    elif operator in (constants.ANY, constants.NOT_LITERAL):
        yield "a"
    elif operator is constants.BRANCH:
        for branch in argument[1]:
            yield from _literals(branch)
    elif isinstance(argument, tuple) and isinstance(argument[-1], parser.SubPattern):
        yield from _literals(argument[-1])


def _class(items: Any) -> Iterator[str]:
    if items[0][0] is constants.NEGATE:
        excluded = {chr(value) for kind, value in items[1:] if kind is constants.LITERAL}
        yield next(each for each in "a b-1" if each not in excluded)
        return
    for kind, value in items[:3]:
        if kind is constants.LITERAL:
            yield chr(value)
        elif kind is constants.RANGE:
            yield chr(value[0])
        elif kind is constants.CATEGORY:
            yield _CATEGORIES.get(str(value).removeprefix("CATEGORY_"), "a")


def attacks(pattern: Pattern) -> Iterator[tuple[str, str]]:
    """Yield a start and a repeated text: pieces of the pattern, after the text before each repetition."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    found = pieces(pattern)
    singles = sorted({each[-1] for each in found} | {" ", "a"})[:8]
    yield from (("", each) for each in dict.fromkeys((*found[:8], *singles)))
    yield from (("", start + each) for start in found[:1] for each in singles)
    yield from (("", one + other) for one, other in itertools.combinations(singles[:4], 2))
    for start, piece in dict.fromkeys(_repetitions(parser.parse(text, pattern.flags & ~re.UNICODE), "")):
        yield from ((start, each) for each in dict.fromkeys((piece, piece[-1:], " ")) if each)


def _repetitions(tree: Any, start: str) -> Iterator[tuple[str, str]]:
    """Yield the text before each repetition in a pattern, and the repeated text."""
    for operator, argument in tree:
        if operator in _REPEATS:
            inner = argument[2]
            yield start, _example(inner)
            yield from _repetitions(inner, start)
        elif operator is constants.BRANCH:
            for branch in argument[1]:
                yield from _repetitions(branch, start)
        elif isinstance(argument, tuple) and isinstance(argument[-1], parser.SubPattern):
            yield from _repetitions(argument[-1], start)
        start += _example([(operator, argument)])


_REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT)


def _example(tree: Any) -> str:
    """Return about the shortest text that a pattern matches."""
    text = ""
    for operator, argument in tree:
        if operator is constants.LITERAL:
            text += chr(argument)
        elif operator in _REPEATS:
            text += _example(argument[2]) * max(1, min(argument[0], 3))
        elif operator is constants.BRANCH:
            text += _example(argument[1][0])
        elif operator in (constants.IN, constants.ANY, constants.NOT_LITERAL):
            text += next(_inside(operator, argument), "")
        elif operator not in (constants.ASSERT, constants.ASSERT_NOT) and isinstance(argument, tuple):
            text += _example(argument[-1]) if isinstance(argument[-1], parser.SubPattern) else ""
    return text


class TooSlowError(Exception):
    """A search took more CPU time than a linear one can, on any machine."""


@contextmanager
def cpu_limit(what: str) -> Iterator[None]:
    """Interrupt code that takes more than `MAX_SECONDS`; the engine checks for signals while it searches."""

    def stop(*_: object) -> None:
        raise TooSlowError(what)

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, MAX_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("expression", expressions(), ids=lambda each: each.place)
def test_time_is_in_proportion_to_length(expression: Expression) -> None:
    pattern: Any = expression.pattern
    for method in expression.methods:
        for start, piece in dict.fromkeys(attacks(pattern)):
            text = start + piece * (LENGTH // len(piece)) + "\0"
            data = text.encode() if isinstance(pattern.pattern, bytes) else text
            with cpu_limit(f"{method} of {start!r}, then {piece!r} again and again"):
                getattr(pattern, method)(data)


@pytest.mark.parametrize(
    "slow",
    [
        r"<title>\s*(\w+\s*)*</title>",
        r"[\w-]+(?:\.[\w-]+)+ for sale",
        r"<!--\s*x(?:\s+([\w\s]*?))?\s*-->",
    ],
)
def test_an_expression_that_backtracks_would_be_found(slow: str) -> None:
    with pytest.raises(TooSlowError):
        test_time_is_in_proportion_to_length(Expression("here", re.compile(slow)))
