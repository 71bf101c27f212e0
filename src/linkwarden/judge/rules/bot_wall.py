"""bot-wall: a known bot protection service blocks the page. This proves nothing about the page itself.

A challenge is final: linkwarden never tries to get past one. After a plain refusal, one browser-like
request follows.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.proof import browser_step
from linkwarden.judge.rule import RULES, Match, Pending, Rule, RuleResult
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    wall, last = case.evidence.wall, case.evidence.last
    if wall is None or last is None:
        return
    if not wall.challenge and (step := browser_step(case)):
        yield Pending(step)
    else:
        yield Match(f"{wall.name} blocks automated requests ({last.status})")


RULES.register(
    Rule(
        RuleInfo(
            "bot-wall",
            Verdict.BLOCKED,
            Severity.NOTE,
            Category.HEALTH,
            "A bot protection service blocks automated requests",
            "No action needed; open the link in a browser to check it.",
        ),
        _evaluate,
        web_only=True,
    )
)
