"""out-of-strikes: a link that worked before has failed on several dates.

It weighs the verdict of the other rules against the history, so `judge.strikes` applies it after them.
"""

from linkwarden.judge.rule import RULES, Rule
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.rule import Category, RuleInfo

RULES.register(
    Rule(
        RuleInfo(
            "out-of-strikes",
            Verdict.DEAD,
            Severity.ERROR,
            Category.HEALTH,
            "The link worked before, and has been unreachable on several dates",
            "Fix or remove the link.",
        ),
        lambda _: iter(()),
    )
)
