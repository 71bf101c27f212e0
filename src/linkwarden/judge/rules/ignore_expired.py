"""ignore-expired: an entry of ``ignore`` whose last day has passed, so that its finding counts again.

It is about the configuration, not a link; `linkwarden.judge.ignores` finds it.
"""

from linkwarden.judge.rule import RULES, Rule
from linkwarden.model.finding import Severity
from linkwarden.model.rule import Category, RuleInfo

RULES.register(
    Rule(
        RuleInfo(
            "ignore-expired",
            None,
            Severity.WARNING,
            Category.CONFIGURATION,
            "An ignore entry has expired",
            "Renew or remove the entry.",
        ),
        lambda _: iter(()),
    )
)
