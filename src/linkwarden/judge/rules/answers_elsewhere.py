"""answers-elsewhere: a link fails from this network, and has worked from another vantage since then.

It weighs the verdict of the other rules against the history, so `judge.strikes` applies it after them.
"""

from linkwarden.judge.rule import RULES, Rule
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.rule import Category, RuleInfo

RULES.register(
    Rule(
        RuleInfo(
            "answers-elsewhere",
            Verdict.BLOCKED,
            Severity.NOTE,
            Category.HEALTH,
            "The link fails from this network, but works from another one",
            "No action needed if the link works in a browser.",
        ),
        lambda _: iter(()),
    )
)
