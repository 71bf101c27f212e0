"""freshness-exception-ended: an exception in the `freshness` settings has an end date, and it has passed."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.freshness import ended, exception_for
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    exception = exception_for(case)
    if exception is not None and ended(exception, case):
        yield Match(
            f"the exception expired on {exception.until}; check whether its reason still holds: {exception.reason}"
        )


RULES.register(
    Rule(
        RuleInfo(
            "freshness-exception-ended",
            None,
            Severity.WARNING,
            Category.FRESHNESS,
            "A freshness exception has expired",
            "Renew or remove the exception.",
        ),
        _evaluate,
    )
)
