"""bot-wall: a known wall stands before the page. It says nothing about what is behind it.

A challenge ends the matter at once: linkwarden never tries to get past one. A plain refusal is asked
once more as a browser would ask.
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
    )
)
