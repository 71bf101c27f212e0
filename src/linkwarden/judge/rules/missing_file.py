"""missing-file: a relative link names nothing in this repository, letter by letter, as GitHub would look for it."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Rule, RuleResult, Statement
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.observation import LocalFile


def _evaluate(case: Case) -> Iterator[RuleResult]:
    local = case.observation.fact(LocalFile)
    if local is not None and not local.exists:
        yield Statement(local.reason)


RULES.register(Rule("missing-file", Verdict.DEAD, Severity.ERROR, "The file is not there", _evaluate))
