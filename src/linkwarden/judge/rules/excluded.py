"""excluded: the configuration excludes the link."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.rule import Category, RuleInfo
from linkwarden.patterns import compile_pattern


def _evaluate(case: Case) -> Iterator[RuleResult]:
    pattern = next((each for each in case.settings.exclude if compile_pattern(each).search(case.link.url)), None)
    if pattern is not None:
        yield Match(f"excluded by {pattern!r}")


RULES.register(
    Rule(
        RuleInfo(
            "excluded",
            Verdict.SKIPPED,
            Severity.NOTE,
            Category.SCOPE,
            "The configuration excludes this link",
            "Remove the pattern from exclude to check it.",
        ),
        _evaluate,
    )
)
