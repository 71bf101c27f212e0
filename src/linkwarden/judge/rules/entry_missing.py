"""package-missing, media-missing: the catalogue itself says, twice and in different ways, that there is no such entry.

For places whose web pages can't tell: YouTube answers 200 for deleted videos, npmjs.com turns robots
away, crates.io serves one page for everything.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from linkwarden.judge.case import Case
from linkwarden.judge.proof import APART_S
from linkwarden.judge.rule import RULES, Rule, RuleResult, Statement
from linkwarden.model.catalogue import Absence, EntryFacts, PackageFacts, VideoFacts
from linkwarden.model.finding import Severity, Verdict


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    kind: type[EntryFacts]
    summary: str


_ROWS = (
    _Row("media-missing", VideoFacts, "The video is not there any more"),
    _Row("package-missing", PackageFacts, "The registry has no such package"),
)


def proven(absences: tuple[Absence, ...]) -> bool:
    """Tell whether absences are proof: differently asked, and far enough apart."""
    if len({each.asked for each in absences}) < 2:  # noqa: PLR2004 - one look never suffices
        return False
    return absences[-1].at - absences[0].at >= timedelta(seconds=APART_S)


def _evaluate(row: _Row, case: Case) -> Iterator[RuleResult]:
    facts = case.observation.fact(row.kind)
    if facts is not None and proven(facts.absences):
        where = facts.registry if isinstance(facts, PackageFacts) else "YouTube"
        yield Statement(f"{where} has no {facts.name}")


def _rule(row: _Row) -> Rule:
    return Rule(row.id, Verdict.DEAD, Severity.ERROR, row.summary, lambda case: _evaluate(row, case))


for _row in _ROWS:
    RULES.register(_rule(_row))
