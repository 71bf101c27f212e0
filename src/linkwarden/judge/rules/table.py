"""The rules that only map a status or a kind of error: one row each.

A row applies if no fetch was usable and the last one ended as the row describes. A row for `dead` needs a
second fetch that agrees; a row for `blocked`, a rejection and a closed connection need a browser-like one.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import NamedTuple

from linkwarden.judge.case import Case
from linkwarden.judge.proof import browser_step, confirmed
from linkwarden.judge.rule import RULES, Match, Pending, Rule, RuleResult
from linkwarden.model.exchange import ABSENT, REDIRECTS, SERVER_ERRORS, ErrorKind, Exchange
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.observation import Fetch
from linkwarden.model.rule import Category, RuleInfo
from linkwarden.urls import parse_web_url, without_credentials

_SEVERITY = {
    Verdict.DEAD: Severity.ERROR,
    Verdict.UNREACHABLE: Severity.WARNING,
    Verdict.BLOCKED: Severity.NOTE,
}

Statuses = frozenset[int]

NOT_FOUND: Statuses = frozenset({404})
GONE: Statuses = frozenset({410})
LATER: Statuses = frozenset({408, 425})
PROXY: Statuses = frozenset({407})
RATE: Statuses = frozenset({429})
NO_ANSWER: Statuses = frozenset({*range(100, 200), *range(301, 400)})
"""Not a final response: an interim response, or a redirect without a target."""
REFUSALS: Statuses = frozenset({401, 402, 403, 406, 418, 420, 423, 428, 430, 440, 444, 451, 999})
"""Statuses with which hosts refuse automated requests, or readers without an account or a payment."""
REJECTIONS: Statuses = frozenset({*range(400, 500), *range(600, 1000)}) - ABSENT - LATER - PROXY - RATE - REFUSALS
"""Statuses that reject the request (RFC 9110 section 15.5), and unassigned ones: browsers may get the same."""
NONE: Statuses = frozenset()

HANG_UPS = frozenset({ErrorKind.CONNECTION_RESET, ErrorKind.TIMEOUT})

_DEAD, _UNREACHABLE, _BLOCKED = Verdict.DEAD, Verdict.UNREACHABLE, Verdict.BLOCKED
_E = ErrorKind


class _Row(NamedTuple):
    id: str
    verdict: Verdict
    summary: str
    advice: str
    statuses: Statuses = NONE
    errors: tuple[ErrorKind, ...] = ()


_FIX = "Fix or remove the link."
_RETRY = "Check again later; remove the link if it stays unreachable."
_CHECK = "Open the link in a browser to check it."
_OPEN = "No action needed; open the link in a browser to check it."

_ROWS = (
    _Row("not-found", _DEAD, "The server responds with 404 Not Found", _FIX, NOT_FOUND),
    _Row("gone", _DEAD, "The server responds with 410 Gone", _FIX, GONE),
    _Row("no-such-host", _DEAD, "The domain does not exist (NXDOMAIN)", _FIX, errors=(_E.NO_SUCH_HOST,)),
    _Row(
        "timeout",
        _UNREACHABLE,
        "No response within the time limit",
        'Check again later, or allow more time in [timeouts]: read = "60s", request = "90s".',
        LATER,
        (_E.TIMEOUT,),
    ),
    _Row("connection-refused", _UNREACHABLE, "The host refuses connections", _RETRY, errors=(_E.CONNECTION_REFUSED,)),
    _Row("host-unreachable", _UNREACHABLE, "There is no route to the host", _RETRY, errors=(_E.HOST_UNREACHABLE,)),
    _Row(
        "connection-reset",
        _UNREACHABLE,
        "The connection was closed without a response",
        _RETRY,
        errors=(_E.CONNECTION_RESET,),
    ),
    _Row("server-error", _UNREACHABLE, "The server responds with a server error (5xx)", _RETRY, SERVER_ERRORS),
    _Row(
        "resolver-failure",
        _UNREACHABLE,
        "The host name could not be resolved",
        "Check again later, or from a network that can resolve the name.",
        errors=(_E.RESOLVER_FAILURE,),
    ),
    _Row(
        "protocol-error",
        _UNREACHABLE,
        "The response is not valid HTTP, or the TLS handshake failed",
        _RETRY,
        NO_ANSWER,
        (_E.PROTOCOL_ERROR, _E.TLS_FAILURE, _E.INVALID_URL),
    ),
    _Row(
        "proxy-error",
        _UNREACHABLE,
        "The configured proxy failed",
        "Check the proxy settings (HTTPS_PROXY, NO_PROXY).",
        PROXY,
        (_E.PROXY_ERROR,),
    ),
    _Row("request-rejected", _UNREACHABLE, "The server rejects the request (400, 405 and similar)", _CHECK, REJECTIONS),
    _Row(
        "rate-limited",
        _BLOCKED,
        "The host rate-limits requests (429), also after the requested delay",
        _OPEN,
        RATE,
    ),
    _Row("forbidden", _BLOCKED, "The server refuses automated requests (403 and other refusals)", _OPEN, REFUSALS),
)


def _evaluate(row: _Row, case: Case) -> Iterator[RuleResult]:
    fetch = case.evidence.last_fetch
    if fetch is None or fetch.looped or case.evidence.wall or case.evidence.login or not _matches(row, fetch.last):
        return
    match = Match(_message(row, fetch))
    if row.verdict is Verdict.DEAD:
        yield from confirmed(case, lambda each: _agrees(row, each.last), match)
    elif _refuses(row, fetch.last) and (step := browser_step(case)):
        yield Pending(step)
    else:
        yield match


def _matches(row: _Row, last: Exchange) -> bool:
    if last.status is None or _left_open(last):
        return (last.error or ErrorKind.TIMEOUT) in row.errors
    return last.status in row.statuses


def _left_open(last: Exchange) -> bool:
    """Return whether there was a way on from a redirect, and no time left to go it."""
    return last.location is not None and parse_web_url(last.location, base=last.url) is not None


def _agrees(row: _Row, last: Exchange) -> bool:
    """Return whether a fetch confirms a row; 404 in one and 410 in the next confirm each other."""
    return _matches(row, last) or (last.status in ABSENT and bool(row.statuses & ABSENT))


def _refuses(row: _Row, last: Exchange) -> bool:
    """Return whether automated requests may be refused: some hosts close the connection or send 5xx. 429 is not."""
    hung_up = last.connected and last.error in HANG_UPS
    return (
        hung_up
        or last.status in SERVER_ERRORS | REJECTIONS
        or (row.verdict is Verdict.BLOCKED and row.statuses is not RATE)
    )


def _message(row: _Row, fetch: Fetch) -> str:
    last = fetch.last
    if last.status is not None:
        said = f"{last.status}{_phrase(last.status)}"
        if last.status in REDIRECTS:
            said += _open_end(last)
    else:
        said = last.detail or row.summary
    return f"redirects to {fetch.redirected_to}: {said}" if fetch.redirected_to else said


def _open_end(last: Exchange) -> str:
    location = last.location
    if location is None:
        return " without a Location header"
    place = without_credentials(location)
    return (
        f" to {place}; the time limit for this link was reached"
        if _left_open(last)
        else f" to {place}, which is not a web page"
    )


def _phrase(status: int) -> str:
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""


def _rule(row: _Row) -> Rule:
    info = RuleInfo(row.id, row.verdict, _SEVERITY[row.verdict], Category.HEALTH, row.summary, row.advice)
    return Rule(info, lambda case: _evaluate(row, case), web_only=True)


for _row in _ROWS:
    RULES.register(_rule(_row))
