"""repository-renamed: the repository has another name or owner now, and its forge only redirects.

It redirects until a new repository gets the old name. The suggestion keeps the rest of the path;
the API found the repository there, and the page if one was requested. Forges ignore the case of
names.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.exchange import ABSENT
from linkwarden.model.finding import Applicability, Severity, Suggestion, Verdict
from linkwarden.model.repository import RepositoryFacts
from linkwarden.model.rule import Category, RuleInfo
from linkwarden.urls import WebUrl, with_fragment


def _evaluate(case: Case) -> Iterator[RuleResult]:
    facts, url, last = case.observation.fact(RepositoryFacts), case.web_url, case.evidence.last
    if facts is None or url is None or not facts.renamed or (last is not None and last.status in ABSENT):
        return
    new = facts.moved_to or _moved(url, facts.name_with_owner)
    applicability = Applicability.SAFE if last is None else Applicability.REVIEW
    suggestion = Suggestion(with_fragment(new, case.link.fragment), applicability)
    yield Match(f"renamed to {facts.name_with_owner}", suggestion)


def _moved(url: WebUrl, name_with_owner: str) -> str:
    _, _, name, *rest = url.path.split("/")
    suffix = ".git" if name.endswith(".git") and not name_with_owner.endswith(".git") else ""
    origin = url.href.removesuffix(url.target)
    return "/".join([origin, name_with_owner + suffix, *rest]) + url.query


RULES.register(
    Rule(
        RuleInfo(
            "repository-renamed",
            Verdict.MOVED,
            Severity.WARNING,
            Category.FRESHNESS,
            "The repository was renamed or transferred",
            "Replace the link with the new URL.",
        ),
        _evaluate,
        instead_of=frozenset({"permanent-redirect"}),
        web_only=True,
    )
)
