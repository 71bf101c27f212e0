"""The rules about the status of a package that its registry has: one row for each.

PEP 792 (project status), PEP 592 (yanked), npm's deprecation messages, and crates.io's yanked versions.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.catalogue import PackageFacts
from linkwarden.model.finding import Severity
from linkwarden.model.rule import Category, RuleInfo


class _Row(NamedTuple):
    id: str
    summary: str
    advice: str
    said: Callable[[PackageFacts], str | None]
    verb: str


_ROWS = (
    _Row(
        "package-deprecated",
        "The package is deprecated",
        "Replace the package.",
        lambda facts: facts.deprecated,
        "is deprecated",
    ),
    _Row(
        "package-inactive",
        "The package is no longer maintained",
        "Replace the package.",
        lambda facts: facts.inactive,
        "is inactive",
    ),
    _Row(
        "package-quarantined",
        "The registry quarantined the package as unsafe",
        "Remove the link.",
        lambda facts: facts.quarantined,
        "is quarantined",
    ),
    _Row(
        "package-yanked",
        "The release was yanked",
        "Link to another release.",
        lambda facts: facts.yanked,
        "was yanked",
    ),
)


def _evaluate(row: _Row, case: Case) -> Iterator[RuleResult]:
    facts = case.observation.fact(PackageFacts)
    said = row.said(facts) if facts else None
    if facts is not None and said is not None:
        name = f"{facts.name} {facts.version}" if facts.version else facts.name
        yield Match(f"{name} {row.verb} on {facts.registry}" + (f": {said}" if said else ""))


def _rule(row: _Row) -> Rule:
    info = RuleInfo(row.id, None, Severity.WARNING, Category.FRESHNESS, row.summary, row.advice)
    return Rule(info, lambda case: _evaluate(row, case))


for _row in _ROWS:
    RULES.register(_rule(_row))
