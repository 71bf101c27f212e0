"""The rules that only look at what kind of target a link names: one row each."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Rule, RuleResult, Statement
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.link import TargetKind

_ROWS = (
    ("invalid-url", TargetKind.INVALID, Verdict.DEAD, Severity.ERROR, "No browser makes a URL of what is written"),
    ("unsupported-scheme", TargetKind.OTHER, Verdict.SKIPPED, Severity.NOTE, "Not http, https or a file"),
    ("template-target", TargetKind.TEMPLATE, Verdict.SKIPPED, Severity.NOTE, "A placeholder that a template fills in"),
)


def _rule(name: str, kind: TargetKind, verdict: Verdict, severity: Severity, summary: str) -> Rule:
    def evaluate(case: Case) -> Iterator[RuleResult]:
        if case.link.resource.kind is kind:
            yield Statement(summary[0].lower() + summary[1:])

    return Rule(name, verdict, severity, summary, evaluate)


for _row in _ROWS:
    RULES.register(_rule(*_row))
