"""repository-archived: the owners archived the repository.

A successor in its description or homepage is part of the message. A link to an issue, a commit
or a release is to a record, which is as good as ever: a note.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.freshness import unless_excepted
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.judge.successor import successor
from linkwarden.model.finding import Severity
from linkwarden.model.repository import RepositoryFacts
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    facts = case.observation.fact(RepositoryFacts)
    if facts is None or not facts.archived:
        return
    since = f" on {facts.archived_at:%Y-%m-%d}" if facts.archived_at else ""
    instead = successor(facts)
    hint = f"; its description points to {instead}" if instead else ""
    message = f"archived{since}{hint}"
    severity_cap = Severity.NOTE if facts.is_record else Severity.ERROR
    yield from unless_excepted(
        case, Match(message, severity_cap=severity_cap, since=facts.archived_at and facts.archived_at.date())
    )


RULES.register(
    Rule(
        RuleInfo(
            "repository-archived",
            None,
            Severity.WARNING,
            Category.FRESHNESS,
            "The repository is archived",
            "Replace it with a maintained project.",
        ),
        _evaluate,
        web_only=True,
    )
)
