"""not-reached: the run ended before this link was done."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Rule, RuleResult, Statement
from linkwarden.model.finding import Severity, Verdict


def _evaluate(case: Case) -> Iterator[RuleResult]:
    if case.observation.unfinished and case.evidence.usable is None:
        yield Statement(f"not reached: {case.observation.unfinished}")


RULES.register(
    Rule("not-reached", Verdict.SKIPPED, Severity.NOTE, "The run ended before this link was done", _evaluate)
)
