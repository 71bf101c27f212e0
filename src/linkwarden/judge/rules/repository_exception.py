"""freshness-exception-ended: an exception in the `freshness` settings has an end date, and it has passed."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.freshness import ended, exception_for
from linkwarden.judge.rule import RULES, Rule, RuleResult, Statement
from linkwarden.model.finding import Severity


def _evaluate(case: Case) -> Iterator[RuleResult]:
    exception = exception_for(case)
    if exception is not None and ended(exception, case):
        yield Statement(f"the exception ended on {exception.until}: look again whether it is {exception.reason}")


RULES.register(
    Rule(
        "freshness-exception-ended",
        None,
        Severity.WARNING,
        "An exception in the freshness settings has passed its end date",
        _evaluate,
    )
)
