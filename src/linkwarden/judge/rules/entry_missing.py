"""package-missing, media-missing: two different requests to the catalog show that there is no such entry.

For sites whose web pages cannot show it: YouTube responds with 200 for deleted videos, npmjs.com blocks
automated requests, crates.io serves one page for everything.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from linkwarden.judge.case import Case
from linkwarden.judge.proof import APART_S
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.catalogue import Absence, EntryFacts, PackageFacts, VideoFacts
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.rule import Category, RuleInfo


class _Row(NamedTuple):
    id: str
    summary: str
    kind: type[EntryFacts]


_ROWS = (
    _Row("media-missing", "The video does not exist", VideoFacts),
    _Row("package-missing", "The registry has no such package", PackageFacts),
)


def proven(absences: tuple[Absence, ...]) -> bool:
    """Return whether absences are proof: from different requests, and far enough apart."""
    if len({each.asked for each in absences}) < 2:  # noqa: PLR2004 - one fetch never suffices
        return False
    return absences[-1].at - absences[0].at >= timedelta(seconds=APART_S)


def _evaluate(row: _Row, case: Case) -> Iterator[RuleResult]:
    facts = case.observation.fact(row.kind)
    if facts is not None and proven(facts.absences):
        where = facts.registry if isinstance(facts, PackageFacts) else "YouTube"
        yield Match(f"{where} has no {facts.name}")


def _rule(row: _Row) -> Rule:
    info = RuleInfo(row.id, Verdict.DEAD, Severity.ERROR, Category.HEALTH, row.summary, "Fix or remove the link.")
    return Rule(info, lambda case: _evaluate(row, case))


for _row in _ROWS:
    RULES.register(_rule(_row))
