"""A rule: the file is there, and empty."""

from collections.abc import Iterator

from linkwarden.judge import RULES, Case, Rule, RuleResult, Statement
from linkwarden.model.finding import Severity
from linkwarden_example.probe import FileSize


def _evaluate(case: Case) -> Iterator[RuleResult]:
    found = case.observation.fact(FileSize)
    if found is not None and found.size == 0:
        yield Statement("the file is empty")


RULES.register(Rule("empty-target", None, Severity.WARNING, "The file is empty", _evaluate))
