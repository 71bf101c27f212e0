"""repository-missing: a forge's API has no such repository, and neither does its website, twice.

The API alone proves nothing: its response is the same for what a token may not see. So this rule needs the proof that
`not-found` needs. Some websites redirect to the front page instead of responding with 404.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.evidence.absences import is_absent
from linkwarden.judge.proof import confirmed
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.repository import RepositoryFacts
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    facts, fetches = case.observation.fact(RepositoryFacts), case.observation.own_fetches
    if facts is None or facts.found or not fetches or not is_absent(fetches[-1]):
        return
    if case.evidence.usable is not None and not is_absent(case.evidence.usable):
        return
    match = Match("not found (API and website)")
    yield from confirmed(case, is_absent, match)


RULES.register(
    Rule(
        RuleInfo(
            "repository-missing",
            Verdict.DEAD,
            Severity.ERROR,
            Category.FRESHNESS,
            "The repository was not found, neither by the forge's API nor on its website",
            "Fix or remove the link.",
        ),
        _evaluate,
        instead_of=frozenset({"gone", "not-found", "permanent-redirect", "soft-404"}),
        web_only=True,
    )
)
