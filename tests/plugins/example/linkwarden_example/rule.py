"""A rule: the file is there, and empty."""

from collections.abc import Iterator

from linkwarden.judge import RULES, Case, Match, Rule, RuleResult
from linkwarden.model.finding import Severity
from linkwarden.model.rule import Category, RuleInfo
from linkwarden_example.probe import FileSize


def _evaluate(case: Case) -> Iterator[RuleResult]:
    found = case.observation.fact(FileSize)
    if found is not None and found.size == 0:
        yield Match("the file is empty")


_INFO = RuleInfo(
    "empty-target",
    None,
    Severity.WARNING,
    Category.HEALTH,
    "The file is empty",
    "Fill the file, or remove the link.",
    documentation="https://example.com/rules/empty-target",
)

RULES.register(Rule(_INFO, _evaluate))
