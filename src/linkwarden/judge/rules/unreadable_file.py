"""unreadable-file: an input that cannot be read, is not text, or is outside the repository.

The extractor finds it, so there is no link to judge: the run goes on with the other files.
"""

from linkwarden.judge.rule import RULES, Rule
from linkwarden.model.finding import Severity
from linkwarden.model.rule import Category, RuleInfo

RULES.register(
    Rule(
        RuleInfo(
            "unreadable-file",
            None,
            Severity.ERROR,
            Category.CONFIGURATION,
            "A file could not be checked",
            "Fix the file, or exclude it.",
        ),
        lambda _: iter(()),
    )
)
