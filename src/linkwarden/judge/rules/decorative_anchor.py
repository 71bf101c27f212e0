"""decorative-anchor: a link that the all-contributors tool wrote for its tooltip, to an anchor that was never made.

See https://allcontributors.org/en/emoji-key/: ``<a href="#content-LOGIN" title="Content">``.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Rule, RuleResult, Statement
from linkwarden.model.finding import Severity, Verdict


def _evaluate(case: Case) -> Iterator[RuleResult]:
    places = case.link.occurrences
    if places and all(each.decorative for each in places):
        yield Statement("a tooltip in the list of contributors, not a link to an anchor")


RULES.register(
    Rule(
        "decorative-anchor",
        Verdict.SKIPPED,
        Severity.NOTE,
        "A tooltip in the all-contributors list",
        _evaluate,
        frozenset({"missing-anchor"}),
    )
)
