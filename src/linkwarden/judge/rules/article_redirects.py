"""article-redirects: Wikipedia has the article under another title now, or as a section of another.

A note and no more: readers arrive, and some redirects are wanted names.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.catalogue import ArticleFacts
from linkwarden.model.finding import Severity, Suggestion
from linkwarden.model.rule import Category, RuleInfo
from linkwarden.urls import with_fragment


def _evaluate(case: Case) -> Iterator[RuleResult]:
    facts = case.observation.fact(ArticleFacts)
    if facts is None or facts.redirects_to is None:
        return
    new = facts.redirects_to
    if "#" not in new:
        new = with_fragment(new, case.link.fragment)
    yield Match(f"Wikipedia redirects {facts.name} to {new}", Suggestion(new))


RULES.register(
    Rule(
        RuleInfo(
            "article-redirects",
            None,
            Severity.NOTE,
            Category.FRESHNESS,
            "The Wikipedia article has another title",
            "Replace the link with the new URL.",
        ),
        _evaluate,
        web_only=True,
    )
)
