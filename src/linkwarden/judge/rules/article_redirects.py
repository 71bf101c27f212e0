"""article-redirects: Wikipedia has the article under another title now, or as a section of another.

A note and no more: readers arrive, and some redirects are wanted names.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Rule, RuleResult, Statement
from linkwarden.model.catalogue import ArticleFacts
from linkwarden.model.finding import Severity


def _evaluate(case: Case) -> Iterator[RuleResult]:
    facts = case.observation.fact(ArticleFacts)
    if facts is None or facts.redirects_to is None:
        return
    new = facts.redirects_to
    if case.link.fragment is not None and "#" not in new:
        new = f"{new}#{case.link.fragment}"
    yield Statement(f"Wikipedia redirects {facts.name} to {new}", new)


RULES.register(
    Rule("article-redirects", None, Severity.NOTE, "Wikipedia has the article under another title now", _evaluate)
)
