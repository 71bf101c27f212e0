"""permanent-redirect: the page permanently moved, and the new URL works.

The suggestion is where the leading run of permanent redirects (301, 308) ends: what comes after it,
a session, a consent page, a locale, is the server's choice for this one visit. It is safe to apply
when it keeps the path, and a request of its own gets the page too.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.evidence import is_usable
from linkwarden.judge.evidence.absences import is_error_path, same_place
from linkwarden.judge.evidence.siblings import is_front, sibling_of
from linkwarden.judge.proof import verify_for
from linkwarden.judge.rule import RULES, Match, Pending, Rule, RuleResult
from linkwarden.model.finding import Applicability, Severity, Suggestion, Verdict
from linkwarden.model.observation import RequestMode, Step
from linkwarden.model.rule import Category, RuleInfo
from linkwarden.urls import WebUrl, parse_web_url, with_fragment


def _evaluate(case: Case) -> Iterator[RuleResult]:
    moved_to = case.evidence.moved_to
    old, new = case.web_url, parse_web_url(moved_to) if moved_to else None
    if old is None or new is None or new.href == old.href:
        return
    fragment = case.link.fragment if new.fragment is None else new.fragment
    trivial = _essence(old) == _essence(new)
    applicability = Applicability.REVIEW
    if _is_page(case, old, new) and _keeps_path(old, new):
        again = case.observation.fetch_of(new.href)
        if again is None:
            yield Pending(Step(RequestMode.PLAIN, "the new URL, before it is suggested", verify_for(case), new.href))
        elif is_usable(again, case.settings):
            applicability = Applicability.SAFE
    suggestion = Suggestion(with_fragment(new.href, fragment), applicability) if _is_page(case, old, new) else None
    yield Match("permanent redirect", suggestion, severity_cap=Severity.NOTE if trivial else Severity.ERROR)


def _keeps_path(old: WebUrl, new: WebUrl) -> bool:
    """Return whether *new* is the same page by its path and query: on another host, or below a new prefix.

    A front page is the same page only on the same site.
    """
    path = old.path.rstrip("/").casefold()
    if not path:
        return not new.path.rstrip("/") and _essence(old)[1] == _essence(new)[1]
    return new.path.rstrip("/").casefold().endswith(path) and new.query == old.query


def _is_page(case: Case, old: WebUrl, new: WebUrl) -> bool:
    """Return whether the new URL is a page of its own: neither front nor error page, nor that of nonexistent paths."""
    if (is_front(new) and not is_front(old)) or is_error_path(new):
        return False
    sibling, fetch = case.observation.fetch_of(sibling_of(old)), case.evidence.usable
    return sibling is None or fetch is None or not sibling.redirected_to or not same_place(fetch, sibling)


def _essence(url: WebUrl) -> tuple[str, str, str, str]:
    """Return a URL without the differences of slash, case and www."""
    return (url.scheme, url.host.removeprefix("www."), url.path.rstrip("/").casefold(), url.query)


RULES.register(
    Rule(
        RuleInfo(
            "permanent-redirect",
            Verdict.MOVED,
            Severity.WARNING,
            Category.HEALTH,
            "The URL redirects permanently, and the new URL works",
            "Replace the link with the new URL.",
        ),
        _evaluate,
        web_only=True,
    )
)
