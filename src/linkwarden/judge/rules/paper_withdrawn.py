"""paper-withdrawn: arXiv keeps the page, and the authors have taken the paper back."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Rule, RuleResult, Statement
from linkwarden.model.catalogue import PaperFacts
from linkwarden.model.finding import Severity


def _evaluate(case: Case) -> Iterator[RuleResult]:
    facts = case.observation.fact(PaperFacts)
    if facts is not None and facts.withdrawn:
        yield Statement(f"arXiv says that {facts.name} was withdrawn")


RULES.register(Rule("paper-withdrawn", None, Severity.WARNING, "The authors have withdrawn the paper", _evaluate))
