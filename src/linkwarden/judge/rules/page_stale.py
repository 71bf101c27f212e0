"""page-stale: the server announces that the page will be removed, is deprecated, or has a successor.

`Sunset` (RFC 8594) is the date after which the page may be gone; `Deprecation` (RFC 9745) is the date since
it should not be used, in drafts also as ``true`` or as an HTTP date; ``Link: rel=successor-version``
(RFC 5829) is the page to read instead, which is requested before it is suggested.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from linkwarden.judge.case import Case
from linkwarden.judge.evidence import is_usable
from linkwarden.judge.freshness import unless_excepted
from linkwarden.judge.rule import RULES, Match, Pending, Rule, RuleResult
from linkwarden.model.exchange import Exchange
from linkwarden.model.finding import Severity, Suggestion
from linkwarden.model.observation import RequestMode, Step
from linkwarden.model.rule import Category, RuleInfo
from linkwarden.urls import parse_web_url

_LINK = re.compile(r"""<([^<>]*)>((?:\s*;[^;,"<>]*(?:"[^"]*"[^;,"<>]*)?)*)""")
"""One link of a Link header, and its parameters (RFC 8288 section 3)."""
_MAX_VALUE = 8_000
"""How much of a header's value is read."""
_REL = re.compile(r"""(?:^|;)\s*rel\s*=\s*(?:"([^"]*)"|([^",;\s]+))""", re.IGNORECASE)
_SUCCESSOR = "successor-version"


def _evaluate(case: Case) -> Iterator[RuleResult]:
    page = case.evidence.usable.last if case.evidence.usable else None
    if page is None:
        return
    said = _said(page, case.now)
    successor = _successor(page)
    suggestion = None
    if successor is not None and successor != case.link.resource.url:
        fetch = case.observation.fetch_of(successor)
        if fetch is None:
            yield Pending(Step(RequestMode.PLAIN, "the successor that the page names", url=successor))
            return
        suggestion = Suggestion(successor) if is_usable(fetch, case.settings) else None
    if said is not None:
        message, severity_cap = said
        yield from unless_excepted(case, Match(message, suggestion, severity_cap))
    elif suggestion is not None:
        message = f"the server names a successor: {suggestion.url}"
        yield from unless_excepted(case, Match(message, suggestion, Severity.NOTE))


def _said(page: Exchange, now: datetime) -> tuple[str, Severity] | None:
    """Return the headers' message about the page's end, and its highest severity."""
    sunset = _http_date(page.header("sunset"))
    if sunset is not None:
        if sunset <= now:
            return f"the server announces that this page will be removed on {sunset:%Y-%m-%d}", Severity.ERROR
        return f"the server announces that this page will be removed on {sunset:%Y-%m-%d}", Severity.NOTE
    deprecation = (page.header("deprecation") or "").strip()
    if deprecation.lower() in ("true", "?1"):
        return "the server marks this page as deprecated", Severity.ERROR
    since = _unix_date(deprecation) or _http_date(deprecation)
    if since is None:
        return None
    if since <= now:
        return f"the server marks this page as deprecated since {since:%Y-%m-%d}", Severity.ERROR
    return f"the server marks this page as deprecated from {since:%Y-%m-%d} on", Severity.NOTE


def _http_date(text: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text or "")
    except (ValueError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _unix_date(text: str) -> datetime | None:
    """Return a structured field's date (RFC 9651 section 3.3.7)."""
    try:
        return datetime.fromtimestamp(int(text.removeprefix("@")), UTC) if text.startswith("@") else None
    except (ValueError, OverflowError, OSError):
        return None


def _successor(page: Exchange) -> str | None:
    for name, value in page.headers:
        if name != "link":
            continue
        for target, parameters in _LINK.findall(value[:_MAX_VALUE]):
            rel = _REL.search(parameters)
            relations = (rel[1] or rel[2]).lower().split() if rel else []
            url = parse_web_url(target, base=page.url) if _SUCCESSOR in relations else None
            if url is not None:
                return url.href
    return None


RULES.register(
    Rule(
        RuleInfo(
            "page-stale",
            None,
            Severity.WARNING,
            Category.FRESHNESS,
            "The server announces that the page will be removed, is deprecated, or has a successor",
            "Link to the successor, or remove the link.",
        ),
        _evaluate,
        web_only=True,
    )
)
