"""not-reached: the run ended before this link was done."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    if case.observation.unfinished and case.evidence.usable is None:
        yield Match(f"not checked: {case.observation.unfinished}")


RULES.register(
    Rule(
        RuleInfo(
            "not-reached",
            Verdict.SKIPPED,
            Severity.NOTE,
            Category.SCOPE,
            "The run ended before this link was checked",
            "Allow more time with --max-time to check it.",
        ),
        _evaluate,
    )
)
