"""undefined-reference: ``[text][label]`` without a definition of the label.

The extractor finds it while it reads a file, so it is not about a link; `matrix[i][j]` in
prose looks alike, so it is a warning and no more.
"""

from linkwarden.judge.rule import RULES, Rule
from linkwarden.model.finding import Severity
from linkwarden.model.rule import Category, RuleInfo

RULES.register(
    Rule(
        RuleInfo(
            "undefined-reference",
            None,
            Severity.WARNING,
            Category.HEALTH,
            "The reference has no definition",
            "Define the reference, or escape the brackets.",
        ),
        lambda _: iter(()),
    )
)
