"""repository-missing: GitHub's API knows no such repository, and its website neither, twice.

The API alone proves nothing: it says NOT_FOUND also of what a token may not see. So this rule needs the
proof that `not-found` needs, and then says the same in clearer words.
"""

from collections.abc import Iterator

from linkwarden.github.facts import GitHubRepository
from linkwarden.judge.case import Case
from linkwarden.judge.proof import confirmed
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.exchange import ABSENT
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    facts, last = case.observation.fact(GitHubRepository), case.evidence.last
    if facts is None or facts.found or last is None or last.status not in ABSENT:
        return
    match = Match(f"there is no repository {facts.asked}: GitHub's API and its pages agree")
    yield from confirmed(case, lambda look: look.last.status in ABSENT, match)


RULES.register(
    Rule(
        RuleInfo(
            "repository-missing",
            Verdict.DEAD,
            Severity.ERROR,
            Category.FRESHNESS,
            "The repository does not exist, according to GitHub's API and website",
            "Fix or remove the link.",
        ),
        _evaluate,
        instead_of=frozenset({"not-found", "gone"}),
    )
)
