"""unused-definition: a link reference definition that nothing uses; readers meet no link."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.place import Kind
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    places = case.link.occurrences
    if places and all(each.kind is Kind.DEFINITION for each in places):
        yield Match("a definition that no reference uses")


RULES.register(
    Rule(
        RuleInfo(
            "unused-definition",
            Verdict.SKIPPED,
            Severity.NOTE,
            Category.SCOPE,
            "No reference uses the definition, so the page has no such link",
            "Remove the definition, or use it.",
        ),
        _evaluate,
        instead_of=frozenset({"missing-file", "missing-anchor"}),
    )
)
