"""added-exception: a change adds an exclude, an ignore or a similar exception, which its reviewer should see.

It is about the configuration, not a link; `linkwarden.diff` finds it.
"""

from linkwarden.judge.rule import RULES, Rule
from linkwarden.model.finding import Severity
from linkwarden.model.rule import Category, RuleInfo

RULES.register(
    Rule(
        RuleInfo(
            "added-exception",
            None,
            Severity.NOTE,
            Category.CONFIGURATION,
            "The change adds a setting or a comment that keeps links from failing",
            "Check that it is wanted.",
        ),
        lambda _: iter(()),
    )
)
