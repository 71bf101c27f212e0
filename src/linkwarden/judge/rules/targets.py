"""The rules that depend only on the kind of the target: one row each."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.link import TargetKind
from linkwarden.model.rule import Category, RuleInfo

_INFOS = {
    TargetKind.INVALID: RuleInfo(
        "invalid-url", Verdict.DEAD, Severity.ERROR, Category.HEALTH, "Invalid URL", "Fix or remove the link."
    ),
    TargetKind.OTHER: RuleInfo(
        "unsupported-scheme",
        Verdict.SKIPPED,
        Severity.NOTE,
        Category.SCOPE,
        "The scheme is not http, https or file",
        "No action needed.",
    ),
    TargetKind.TEMPLATE: RuleInfo(
        "template-target",
        Verdict.SKIPPED,
        Severity.NOTE,
        Category.SCOPE,
        "The target is a template placeholder",
        "No action needed.",
    ),
}


def _rule(kind: TargetKind, info: RuleInfo) -> Rule:
    def evaluate(case: Case) -> Iterator[RuleResult]:
        if case.link.resource.kind is kind:
            yield Match(info.summary[0].lower() + info.summary[1:])

    return Rule(info, evaluate)


for _kind, _info in _INFOS.items():
    RULES.register(_rule(_kind, _info))
