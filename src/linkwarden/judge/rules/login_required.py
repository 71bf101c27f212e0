"""login-required: the page requires an account (401, or a redirect to a login)."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    fetch = case.evidence.last_fetch
    if fetch is None or not case.evidence.login or case.evidence.wall is not None:
        return
    yield Match(
        f"redirects to a login page, {fetch.redirected_to}" if fetch.redirected_to else "requires a login (401)"
    )


RULES.register(
    Rule(
        RuleInfo(
            "login-required",
            Verdict.BLOCKED,
            Severity.NOTE,
            Category.HEALTH,
            "The page requires a login",
            "No action needed.",
        ),
        _evaluate,
        web_only=True,
    )
)
