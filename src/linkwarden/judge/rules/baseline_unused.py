"""baseline-unused: entries of the baseline whose links were checked and no longer have the finding.

It is about the baseline's file, so `run.acceptance` notices it.
"""

from linkwarden.judge.rule import RULES, Rule
from linkwarden.model.finding import Severity
from linkwarden.model.rule import Category, RuleInfo

RULES.register(
    Rule(
        RuleInfo(
            "baseline-unused",
            None,
            Severity.NOTE,
            Category.CONFIGURATION,
            "Baseline entries have no finding to accept",
            "Run `linkwarden baseline` to remove them.",
        ),
        lambda _: iter(()),
    )
)
