"""undecided: the page was looked at, and the fetches agree on nothing.

A 404 that a second fetch did not confirm, a name that resolved in between: nothing is proven, and no
page came. It remains if no other rule matches, so `judge` yields it without a request.
"""

from linkwarden.judge.rule import RULES, Rule
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.rule import Category, RuleInfo

RULES.register(
    Rule(
        RuleInfo(
            "undecided",
            Verdict.UNREACHABLE,
            Severity.WARNING,
            Category.HEALTH,
            "No page was received, and the requests failed in different ways",
            "Check again later.",
        ),
        lambda _: iter(()),
    )
)
