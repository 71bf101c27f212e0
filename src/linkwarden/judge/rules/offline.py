"""offline: only local files and anchors are checked."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.link import TargetKind
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    if case.settings.offline and case.link.resource.kind is TargetKind.WEB:
        yield Match("not checked: this run is offline")


RULES.register(
    Rule(
        RuleInfo(
            "offline",
            Verdict.SKIPPED,
            Severity.NOTE,
            Category.SCOPE,
            "The run does not use the network",
            "Run without --offline to check it.",
        ),
        _evaluate,
    )
)
