"""no-effect: something in the configuration, the environment or a comment does nothing.

It is about no link; `linkwarden.judge.configuration` notices it.
"""

from linkwarden.judge.rule import RULES, Rule
from linkwarden.model.finding import Severity
from linkwarden.model.rule import Category, RuleInfo

RULES.register(
    Rule(
        RuleInfo(
            "no-effect",
            None,
            Severity.WARNING,
            Category.CONFIGURATION,
            "A setting, a variable or a comment has no effect",
            "Correct the name, or remove it.",
        ),
        lambda _: iter(()),
    )
)
