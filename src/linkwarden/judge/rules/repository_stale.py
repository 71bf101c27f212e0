"""repository-stale: the default branch has had no commit for long.

Age alone proves nothing: some projects are finished. So it is a note, the threshold is a setting, and
exceptions take a reason. The date is that of the last commit on the default branch, not that of the last
push, which bots that refresh branches keep young. Archived repositories have a rule of their own.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.freshness import unless_excepted
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity
from linkwarden.model.repository import RepositoryFacts
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    facts = case.observation.fact(RepositoryFacts)
    if facts is None or facts.archived or facts.committed_at is None or facts.is_record:
        return
    if case.now - facts.committed_at > case.settings.freshness.stale_after:
        message = f"last commit on {facts.committed_at:%Y-%m-%d}"
        yield from unless_excepted(case, Match(message, since=facts.committed_at.date()))


RULES.register(
    Rule(
        RuleInfo(
            "repository-stale",
            None,
            Severity.NOTE,
            Category.FRESHNESS,
            "The repository has had no commit for a long time",
            "Check whether it is finished or abandoned.",
        ),
        _evaluate,
        web_only=True,
    )
)
