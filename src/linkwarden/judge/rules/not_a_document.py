"""not-a-document: the file with the link is test data, a template or an old version, and the target does not exist."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.observation import NOT_DOCUMENTS, LocalFile
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    local = case.observation.fact(LocalFile)
    if local is not None and local.generator in NOT_DOCUMENTS and local.unknown:
        yield Match(local.unknown)


RULES.register(
    Rule(
        RuleInfo(
            "not-a-document",
            Verdict.SKIPPED,
            Severity.NOTE,
            Category.SCOPE,
            "The file with the link is test data, a template or an unpublished old version, not a document",
            "No action needed.",
        ),
        _evaluate,
        instead_of=frozenset({"missing-file", "missing-anchor", "site-path"}),
    )
)
