"""missing-or-private: a 404 for a page that may be private.

GitHub, GitLab and trackers respond with 404 for private pages. If the owner is this repository's own, or
one of `private-owners`, that proves nothing, unless a token that can read the repository did not find
the page in it.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.evidence.absences import is_absent
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.repository import RepositoryFacts
from linkwarden.model.rule import Category, RuleInfo
from linkwarden.urls import WebUrl

FORGES = frozenset({"github.com", "gitlab.com", "codeberg.org", "bitbucket.org"})
"""The forges on which an owner without a host is looked for."""


def _evaluate(case: Case) -> Iterator[RuleResult]:
    fetches, url = case.observation.own_fetches, case.web_url
    facts = case.observation.fact(RepositoryFacts)
    if not fetches or url is None or not is_absent(fetches[-1]) or (facts is None and case.evidence.usable is not None):
        return
    owner = next((each for each in case.settings.private_owners if _is_place(each, url)), None)
    if owner is not None and (facts is None or not facts.found):
        credential = f"a token that can read {facts.asked}" if facts else "a credential that can read it"
        yield Match(f"not found, or private to {owner}; {credential} would show which")


def _is_place(owner: str, url: WebUrl) -> bool:
    """Return whether *url* is at HOST/OWNER, on HOST, or with OWNER on a known forge."""
    first, *rest = owner.strip("/").casefold().split("/")
    host = url.host.removeprefix("www.")
    if "." in first:
        path = rest
        there = host == first or (first == "github.com" and host == "raw.githubusercontent.com")
    else:
        path = [first, *rest]
        there = host in FORGES or host == "raw.githubusercontent.com"
    segments = url.path.strip("/").casefold().split("/")
    return there and segments[: len(path)] == path


RULES.register(
    Rule(
        RuleInfo(
            "missing-or-private",
            Verdict.BLOCKED,
            Severity.NOTE,
            Category.HEALTH,
            "Not found, or private: the owner may hide pages from this run",
            "Set a token that can read it, or open the link while signed in.",
        ),
        _evaluate,
        instead_of=frozenset({"gone", "not-found", "permanent-redirect", "repository-missing", "soft-404"}),
        web_only=True,
    )
)
