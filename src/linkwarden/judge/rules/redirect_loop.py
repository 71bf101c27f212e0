"""redirect-loop: the redirects lead back to an earlier URL with the same cookies, or do not end.

Browsers stop after 20 (Fetch standard, "HTTP-redirect fetch", step on redirect count).
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.evidence.redirects import hops
from linkwarden.judge.proof import confirmed
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    fetch = case.evidence.last_fetch
    if fetch is not None and fetch.looped:
        match = Match(f"redirect loop ({len(hops(fetch)) + 1} hops)")
        yield from confirmed(case, lambda each: each.looped, match)


RULES.register(
    Rule(
        RuleInfo(
            "redirect-loop",
            Verdict.DEAD,
            Severity.ERROR,
            Category.HEALTH,
            "The redirects form a loop, or there are more than 20",
            "Fix or remove the link.",
        ),
        _evaluate,
        web_only=True,
    )
)
