"""The rules that only map a status or a kind of error: one row each.

A row speaks where no look was usable and the last one ended as the row says. A row for `dead` needs a
second look that agrees; a row for `blocked` needs one as a browser would make it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus

from linkwarden.judge.case import Case
from linkwarden.judge.evidence import REDIRECTS
from linkwarden.judge.proof import confirmed, trust_for
from linkwarden.judge.rule import RULES, Need, Rule, Statement, Word
from linkwarden.model.exchange import ErrorKind, Exchange
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.observation import Look, Shape, Step

_SEVERITY = {
    Verdict.DEAD: Severity.ERROR,
    Verdict.UNREACHABLE: Severity.WARNING,
    Verdict.BLOCKED: Severity.NOTE,
    Verdict.SKIPPED: Severity.NOTE,
}

_ABSENT = frozenset({404, 410})
_RATE = frozenset({429})
_PASSING = frozenset({408, 425})


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    verdict: Verdict
    summary: str
    statuses: Callable[[int], bool] = field(default=lambda _: False)
    errors: frozenset[ErrorKind] = frozenset()
    family: frozenset[int] = frozenset()
    """Other statuses that confirm this one: a page that is 404 in one look and 410 in the next is gone."""


_ROWS = (
    _Row("not-found", Verdict.DEAD, "The server says that there is no such page (404)", lambda s: s == 404, family=_ABSENT),
    _Row("gone", Verdict.DEAD, "The server says that the page is gone for good (410)", lambda s: s == 410, family=_ABSENT),
    _Row(
        "no-such-host",
        Verdict.DEAD,
        "The DNS says that the host's name does not exist (NXDOMAIN)",
        errors=frozenset({ErrorKind.NO_SUCH_HOST}),
    ),
    _Row("timeout", Verdict.UNREACHABLE, "No answer came in time", lambda s: s in _PASSING, errors=frozenset({ErrorKind.TIMEOUT})),
    _Row(
        "connection-refused",
        Verdict.UNREACHABLE,
        "The host refuses connections",
        errors=frozenset({ErrorKind.CONNECTION_REFUSED}),
    ),
    _Row(
        "host-unreachable",
        Verdict.UNREACHABLE,
        "There is no route to the host",
        errors=frozenset({ErrorKind.HOST_UNREACHABLE}),
    ),
    _Row(
        "connection-reset",
        Verdict.UNREACHABLE,
        "The connection broke off before an answer",
        errors=frozenset({ErrorKind.CONNECTION_RESET}),
    ),
    _Row("server-error", Verdict.UNREACHABLE, "The server answers with an error of its own (5xx)", lambda s: 500 <= s < 600),
    _Row(
        "resolver-failure",
        Verdict.UNREACHABLE,
        "The host's name could not be looked up",
        errors=frozenset({ErrorKind.RESOLVER_FAILURE}),
    ),
    _Row(
        "protocol-error",
        Verdict.UNREACHABLE,
        "What comes back is not HTTP, or its TLS handshake fails",
        lambda s: s < 200 or 300 <= s < 400,
        errors=frozenset({ErrorKind.PROTOCOL_ERROR, ErrorKind.TLS_FAILURE, ErrorKind.INVALID_URL}),
    ),
    _Row("proxy-error", Verdict.UNREACHABLE, "The proxy of this environment failed", lambda s: s == 407, errors=frozenset({ErrorKind.PROXY_ERROR})),
    _Row("rate-limited", Verdict.BLOCKED, "The host asks for fewer requests (429), again and again", lambda s: s in _RATE),
    _Row(
        "forbidden",
        Verdict.BLOCKED,
        "The server refuses robots (401, 403, 999 and other refusals)",
        lambda s: (400 <= s < 500 and s not in _ABSENT | _RATE | _PASSING | {407}) or s >= 600,
    ),
)


def _speak(row: _Row, case: Case) -> Iterator[Word]:
    last, look = case.evidence.last, case.evidence.last_look
    if last is None or look is None or look.looped or not _matches(row, last):
        return
    statement = Statement(_message(row, case, look))
    if row.verdict is Verdict.DEAD:
        yield from confirmed(case, lambda each: _agrees(row, each.last), statement)
    elif row.verdict is Verdict.BLOCKED and (step := _as_browser(case)):
        yield Need(step)
    else:
        yield statement


def _matches(row: _Row, last: Exchange) -> bool:
    return (last.error in row.errors) if last.status is None else row.statuses(last.status)


def _agrees(row: _Row, last: Exchange) -> bool:
    return _matches(row, last) or last.status in row.family


def _as_browser(case: Case) -> Step | None:
    trust = trust_for(case)
    tried = any(look.shape is not Shape.PLAIN and look.trust is trust for look in case.observation.looks)
    if tried or not case.settings.browser_look:
        return None
    return Step(Shape.BROWSER, "as a browser would ask, after a refusal", trust)


def _message(row: _Row, case: Case, look: Look) -> str:
    last = look.last
    if last.status is not None:
        said = f"answers {last.status}{_phrase(last.status)}"
        if last.status in REDIRECTS:
            said += " and does not say where to"
    else:
        said = last.detail or row.summary
    away = last.url != case.link.resource.url
    return f"redirects to {last.url}: {said}" if away else said


def _phrase(status: int) -> str:
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""


def _rule(row: _Row) -> Rule:
    return Rule(row.id, row.verdict, _SEVERITY[row.verdict], row.summary, lambda case: _speak(row, case))


for _row in _ROWS:
    RULES.register(_rule(_row))
