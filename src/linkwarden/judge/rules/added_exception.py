"""added-exception: a change adds to what is excluded or ignored, which whoever reviews it should see.

It is about the configuration, so there is no link to speak about; `linkwarden.diff` notices it.
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
