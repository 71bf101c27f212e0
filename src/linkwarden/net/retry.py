"""Which failures are transient, and how long to wait before the next attempt. Pure."""

import random
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from linkwarden.model.exchange import ErrorKind, Exchange

TRANSIENT_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504, *range(520, 531)})
"""RFC 9110 sections 15.5.9 and 15.6, RFC 8470 (425), RFC 6585 (429), and Cloudflare's 520 to 530."""

TRANSIENT_ERRORS = frozenset(
    {
        ErrorKind.CONNECTION_REFUSED,
        ErrorKind.CONNECTION_RESET,
        ErrorKind.HOST_UNREACHABLE,
        ErrorKind.PROTOCOL_ERROR,
        ErrorKind.PROXY_ERROR,
        ErrorKind.RESOLVER_FAILURE,
        ErrorKind.TIMEOUT,
        ErrorKind.TLS_FAILURE,
    }
)

_CHALLENGES = (("cf-mitigated", "challenge"), ("x-vercel-mitigated", "challenge"))
_KASADA = "x-kpsdk-ct"

FIRST_WAIT_S = 1.0
JITTER_S = 0.5


def is_transient(exchange: Exchange, attempt: int) -> bool:
    """Return whether the same request may succeed a little later.

    A failed connection that has cost much time, or a lookup that the resolver repeated itself, is retried once only. A
    host that accepted the request and did not respond gets no equal one: the next differs in form (see `judge.ladder`).

    Args:
        exchange: The last attempt.
        attempt: Its number, from 1.
    """
    if exchange.error is ErrorKind.TIMEOUT and exchange.connected:
        return False
    if exchange.error in (ErrorKind.TIMEOUT, ErrorKind.RESOLVER_FAILURE):
        return attempt < 2  # noqa: PLR2004 - the sentence above
    if exchange.error is not None:
        return exchange.error in TRANSIENT_ERRORS
    return exchange.status in TRANSIENT_STATUSES and not _is_challenge(exchange)


def _is_challenge(exchange: Exchange) -> bool:
    """Return whether Cloudflare, Vercel or Kasada sent a challenge: waiting does not solve it.

    Kasada adds its header to every response that it lets through; a 429 is from Kasada itself.
    """
    if exchange.status == HTTPStatus.TOO_MANY_REQUESTS and exchange.header(_KASADA):
        return True
    return any(part in (exchange.header(name) or "").lower() for name, part in _CHALLENGES)


def wait_s(attempt: int, jitter: Callable[[], float] = random.random) -> float:
    """Return the seconds to wait after that attempt: exponential, with jitter.

    Retry-After is not read here: it delays the whole host (see Pace).
    """
    return FIRST_WAIT_S * float(2 ** (attempt - 1)) + JITTER_S * jitter()


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Return a Retry-After header in seconds from *now* (RFC 9110 section 10.2.3), or None if it is invalid."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def timed_out(exchanges: Iterable[Exchange]) -> bool:
    """Return whether one of those exchanges ended without a response in time."""
    return any(each.error is ErrorKind.TIMEOUT for each in exchanges)


def total_elapsed_s(exchanges: Iterable[Exchange]) -> float:
    """Return the duration of those exchanges, without waiting in queues, in seconds."""
    return sum(each.elapsed_ms for each in exchanges) / 1000
