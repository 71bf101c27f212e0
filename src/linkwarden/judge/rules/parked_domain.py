"""parked-domain: the domain expired or is for sale, and shows a page of a parking service.

Two independent signs: the service's mark on the page, and the same response for a nonexistent
path. A second fetch has to show the mark again.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.catch_all import same_for_any_name
from linkwarden.judge.evidence.parking import parking_sign
from linkwarden.judge.rule import RULES, Rule, RuleResult
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    message = "the domain is parked: {sign}, same response as for a nonexistent URL"
    yield from same_for_any_name(case, parking_sign, message)


RULES.register(
    Rule(
        RuleInfo(
            "parked-domain",
            Verdict.DEAD,
            Severity.ERROR,
            Category.HEALTH,
            "The domain is parked",
            "Fix or remove the link.",
        ),
        _evaluate,
        instead_of=frozenset({"permanent-redirect"}),
        web_only=True,
    )
)
