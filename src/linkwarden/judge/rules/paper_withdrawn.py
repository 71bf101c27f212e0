"""paper-withdrawn: arXiv keeps the page, and the authors have taken the paper back."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.catalogue import PaperFacts
from linkwarden.model.finding import Severity
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    facts = case.observation.fact(PaperFacts)
    if facts is not None and facts.withdrawn:
        yield Match(f"{facts.name} was withdrawn from arXiv")


RULES.register(
    Rule(
        RuleInfo(
            "paper-withdrawn",
            None,
            Severity.WARNING,
            Category.FRESHNESS,
            "The paper was withdrawn",
            "Remove the link, or mention the withdrawal.",
        ),
        _evaluate,
        web_only=True,
    )
)
