"""empty-destination: ``[text]()`` and ``![text]()`` lead nowhere.

``[](){#id}`` is not a link but an anchor of Python-Markdown: it has no text.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity
from linkwarden.model.place import Kind
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    if any(
        each.kind in (Kind.LINK, Kind.IMAGE) and each.text and not each.href.strip() for each in case.link.occurrences
    ):
        yield Match("the destination is empty")


RULES.register(
    Rule(
        RuleInfo(
            "empty-destination",
            None,
            Severity.WARNING,
            Category.HEALTH,
            "The link has no destination",
            "Add the destination, or remove the link.",
        ),
        _evaluate,
    )
)
