"""ignore-unused: an entry of ``ignore`` whose link was requested and works, so there is nothing left to accept.

It is about the configuration, not a link; `linkwarden.judge.ignores` finds it.
"""

from linkwarden.judge.rule import RULES, Rule
from linkwarden.model.finding import Severity
from linkwarden.model.rule import Category, RuleInfo

RULES.register(
    Rule(
        RuleInfo(
            "ignore-unused",
            None,
            Severity.WARNING,
            Category.CONFIGURATION,
            "An ignore entry has no finding to accept",
            "Remove the entry.",
        ),
        lambda _: iter(()),
    )
)
