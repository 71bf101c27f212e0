"""What a registry says about a package that it has: one row for each way of ending.

PEP 792 (project status), PEP 592 (yanked), npm's deprecation messages, and crates.io's yanked versions.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Rule, RuleResult, Statement
from linkwarden.model.catalogue import PackageFacts
from linkwarden.model.finding import Severity


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    summary: str
    said: Callable[[PackageFacts], str | None]
    verb: str


_ROWS = (
    _Row("package-deprecated", "The package's owners deprecate it", lambda facts: facts.deprecated, "is deprecated"),
    _Row("package-inactive", "Nobody works on the package any more", lambda facts: facts.inactive, "is inactive"),
    _Row(
        "package-quarantined",
        "The registry holds the package back as unsafe",
        lambda facts: facts.quarantined,
        "is quarantined",
    ),
    _Row("package-yanked", "The release was withdrawn", lambda facts: facts.yanked, "was yanked"),
)


def _evaluate(row: _Row, case: Case) -> Iterator[RuleResult]:
    facts = case.observation.fact(PackageFacts)
    said = row.said(facts) if facts else None
    if facts is not None and said is not None:
        name = f"{facts.name} {facts.version}" if facts.version else facts.name
        yield Statement(f"{name} {row.verb} on {facts.registry}" + (f": {said}" if said else ""))


def _rule(row: _Row) -> Rule:
    return Rule(row.id, None, Severity.WARNING, row.summary, lambda case: _evaluate(row, case))


for _row in _ROWS:
    RULES.register(_rule(_row))
