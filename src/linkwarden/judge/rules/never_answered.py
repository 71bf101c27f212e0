"""never-answered: a link has failed for weeks, and no run has ever got a response.

It weighs the verdict of the other rules against the history, so `judge.strikes` applies it after them.
"""

from linkwarden.judge.rule import RULES, Rule
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.rule import Category, RuleInfo

RULES.register(
    Rule(
        RuleInfo(
            "never-answered",
            Verdict.UNREACHABLE,
            Severity.WARNING,
            Category.HEALTH,
            "The link has been unreachable for weeks, since it was first checked",
            "Open it in a browser, then ignore or remove it.",
        ),
        lambda _: iter(()),
    )
)
