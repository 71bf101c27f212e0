"""no-links: the named files have no links, so the check would pass without having checked anything.

It is about the inputs, not a link; `linkwarden.judge.configuration` finds it.
"""

from linkwarden.judge.rule import RULES, Rule
from linkwarden.model.finding import Severity
from linkwarden.model.rule import Category, RuleInfo

RULES.register(
    Rule(
        RuleInfo(
            "no-links",
            None,
            Severity.WARNING,
            Category.CONFIGURATION,
            "The checked files have no links",
            "Check that the paths are the ones you mean. With --fail-if-empty, this fails the check.",
        ),
        lambda _: iter(()),
    )
)
