"""decorative-anchor: a link that the all-contributors tool wrote for its tooltip, to an anchor that was never made.

See https://allcontributors.org/en/emoji-key/: ``<a href="#content-LOGIN" title="Content">``.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    places = case.link.occurrences
    if places and all(each.decorative for each in places):
        yield Match("a tooltip in the list of contributors, not a link to an anchor")


RULES.register(
    Rule(
        RuleInfo(
            "decorative-anchor",
            Verdict.SKIPPED,
            Severity.NOTE,
            Category.SCOPE,
            "The link is a tooltip in the all-contributors table",
            "No action needed.",
        ),
        _evaluate,
        instead_of=frozenset({"missing-anchor"}),
    )
)
