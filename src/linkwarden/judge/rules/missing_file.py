"""missing-file: a relative link names nothing in this repository, letter by letter, as GitHub would look for it."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.observation import LocalFile
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    local = case.observation.fact(LocalFile)
    if local is not None and not local.exists:
        yield Match(local.reason)


RULES.register(
    Rule(
        RuleInfo(
            "missing-file",
            Verdict.DEAD,
            Severity.ERROR,
            Category.HEALTH,
            "The file does not exist in this repository",
            "Fix the path or remove the link.",
        ),
        _evaluate,
    )
)
