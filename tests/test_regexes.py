"""Every regular expression of the package takes time in proportion to the length of what it reads.

What it reads may be a stranger's page, header or file, so an expression that backtracks is a way to stop a run. The
expressions are found by walking the modules. Each reads repetitions of what its own syntax tree says that it matches.
"""

import dataclasses
import importlib
import itertools
import pkgutil
import re
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import linkwarden

parser: Any = pytest.importorskip("re._parser")  # Python's own, which no release has to keep
constants: Any = pytest.importorskip("re._constants")

LENGTHS = (8, 12, 18, 27, 40, 1000, 32_000)
"""Small steps first, so that an exponential one is caught before it would not end."""
MAX_SECONDS = 0.5
"""Linear search takes some milliseconds at the greatest length, and quadratic search a second or more."""
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
    return list(found.values())


def _methods(name: str, value: object, source: str) -> frozenset[str]:
    """Return how the expression of that name is used; in any way where it stands in a collection."""
    everywhere = source if name.startswith("_") else SOURCE
    used = re.findall(rf"\b{name}\.(\w+)\(", everywhere) if isinstance(value, re.Pattern) else []
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
    """Return what the parts of an expression match: its literal texts, and one character for each class."""
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
    """Yield a start and what follows it again and again."""
    found = pieces(pattern)
    first = found[:1]
    singles = sorted({each[-1] for each in found} | {" ", "a"})[:8]
    yield from (("", each) for each in dict.fromkeys((*found[:8], *singles)))
    yield from ((start, each) for start in found[:2] for each in singles)
    yield from (("", start + each) for start in first for each in singles)
    yield from (("", one + other) for one, other in itertools.combinations(singles[:4], 2))


def _seconds(method: Callable[[Any], object], data: str | bytes) -> float:
    """Return how long a call takes; of three where the first takes long, for the machine may be busy."""
    taken = float("inf")
    for _ in range(3):
        begun = time.process_time()
        method(data)
        taken = min(taken, time.process_time() - begun)
        if taken < MAX_SECONDS:
            break
    return taken


@pytest.mark.parametrize("expression", expressions(), ids=lambda each: each.place)
def test_time_is_in_proportion_to_length(expression: Expression) -> None:
    pattern: Any = expression.pattern
    for method in expression.methods:
        for start, piece in dict.fromkeys(attacks(pattern)):
            for length in LENGTHS:
                text = start + piece * (length // len(piece) + 1) + "\0"
                data = text.encode() if isinstance(pattern.pattern, bytes) else text
                taken = _seconds(getattr(pattern, method), data)
                assert taken < MAX_SECONDS, f"{taken:.2f} s to {method} {start!r}, then {piece!r} up to {length}"


@pytest.mark.parametrize("slow", [r"<title>\s*(\w+\s*)*</title>", "(?s)<!--.*?-->", r"[\w-]+(?:\.[\w-]+)+ for sale"])
def test_an_expression_that_backtracks_would_be_found(slow: str) -> None:
    with pytest.raises(AssertionError, match=r" s to search"):
        test_time_is_in_proportion_to_length(Expression("here", re.compile(slow)))
