"""offline: only local files and anchors are checked."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Rule, RuleResult, Statement
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.link import TargetKind


def _evaluate(case: Case) -> Iterator[RuleResult]:
    if case.settings.offline and case.link.resource.kind is TargetKind.WEB:
        yield Statement("not asked: this run is offline")


RULES.register(Rule("offline", Verdict.SKIPPED, Severity.NOTE, "The run does not use the network", _evaluate))
