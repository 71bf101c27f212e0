"""permanent-redirect: the page lives elsewhere for good, and the new address works.

The suggestion is where the leading run of permanent redirects (301, 308) ends: what comes after it,
a session, a consent page, a locale, is the server's choice for this one visit.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity, Suggestion, Verdict
from linkwarden.model.rule import Category, RuleInfo
from linkwarden.urls import WebUrl, parse_web_url, with_fragment


def _evaluate(case: Case) -> Iterator[RuleResult]:
    moved_to = case.evidence.moved_to
    old, new = case.web_url, parse_web_url(moved_to) if moved_to else None
    if old is None or new is None or new.href == old.href:
        return
    fragment = case.link.fragment if new.fragment is None else new.fragment
    trivial = _essence(old) == _essence(new)
    suggestion = Suggestion(with_fragment(new.href, fragment))
    yield Match("permanent redirect", suggestion, severity_cap=Severity.NOTE if trivial else Severity.ERROR)


def _essence(url: WebUrl) -> tuple[str, str, str, str]:
    """Return what is left when slash, case and www are set aside."""
    return (url.scheme, url.host.removeprefix("www."), url.path.rstrip("/").casefold(), url.query)


RULES.register(
    Rule(
        RuleInfo(
            "permanent-redirect",
            Verdict.MOVED,
            Severity.WARNING,
            Category.HEALTH,
            "The page permanently moved to another address, which works",
            "Replace the link with the new URL.",
        ),
        _evaluate,
    )
)
