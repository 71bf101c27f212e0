"""One look at a web page: a request, and its redirects, hop by hop, each queued at its own host."""

from dataclasses import dataclass, replace

from linkwarden import identity
from linkwarden.model.exchange import REDIRECTS, Exchange
from linkwarden.model.observation import Look, Step, Verify
from linkwarden.net.body import ACCEPT_ENCODING, Wanted
from linkwarden.net.cookies import ChainCookies
from linkwarden.net.headers import headers_for
from linkwarden.net.host import total_elapsed_s
from linkwarden.net.http import Request
from linkwarden.page import INTERSTITIAL_BYTES, read_refresh
from linkwarden.probe.base import ProbeContext
from linkwarden.urls import WebUrl, parse_web_url

MAX_HOPS = 20
"""As browsers: Fetch standard, HTTP-redirect fetch, step on the redirect count."""

BODY_LIMIT = 128 * 1024
"""Decoded bytes of a page that are kept: head, first screens, and the signs of a wall."""

WELL_KNOWN = "/.well-known/"


@dataclass(frozen=True, slots=True)
class Hop:
    """Where to go next, and why."""

    url: WebUrl
    why: str


async def take_look(
    step: Step,
    page: str,
    not_before: float,
    context: ProbeContext,
    ids: tuple[tuple[str, ...], ...] = (),
    budget_s: float = float("inf"),
) -> Look:
    """Ask for a page in the way that *step* says, and follow its redirects to their end.

    Args:
        step: How to look.
        page: The URL to ask for, without fragment, where *step* names no other.
        not_before: The earliest moment, in monotonic seconds; 0 for at once.
        context: What to work with.
        ids: The names that fragments ask for.
        budget_s: How long all requests together may take, waiting in queues aside, in seconds.

    Raises:
        ValueError: The URL is none of the web.
    """
    asked = step.url or page
    start = parse_web_url(asked)
    if start is None:
        raise ValueError(f"{asked!r} is no http or https URL")
    cookies = ChainCookies()
    exchanges: list[Exchange] = []
    seen: set[tuple[str, str | None]] = set()
    reached = start
    hop: Hop | None = Hop(start, step.why)
    while hop is not None and (not exchanges or total_elapsed_s(exchanges) < budget_s):
        cookie = cookies.header_for(hop.url.href)
        if (hop.url.href, cookie) in seen or len(seen) > MAX_HOPS:
            return Look(asked, step.shape, step.verify, tuple(exchanges), looped=True)
        seen.add((hop.url.href, cookie))
        request = Request(
            "GET", hop.url.target, _headers(step, hop.url, cookie, context), step.verify, Wanted(BODY_LIMIT, ids)
        )
        left = budget_s - total_elapsed_s(exchanges)
        exchanges += await context.hosts.of(hop.url).send(request, hop.url, hop.why, not_before, budget_s=left)
        cookies.take(hop.url.href, exchanges[-1].headers)
        reached, hop = hop.url, next_hop(exchanges[-1], hop.url)
        exchanges[-1] = _trimmed(exchanges[-1])
    final = reached.href if reached.href != start.href else None
    return Look(asked, step.shape, step.verify, tuple(exchanges), redirected_to=final)


def _headers(step: Step, url: WebUrl, cookie: str | None, context: ProbeContext) -> tuple[tuple[str, str], ...]:
    settings = context.settings
    headers = headers_for(
        step.shape,
        user_agent=settings.user_agent or identity.user_agent(),
        accept_encoding=ACCEPT_ENCODING,
        browser=settings.browser_look,
    )
    if step.verify is Verify.FULL:
        headers += settings.headers_for(url.scheme, url.host, context.environment)
    return (*headers, ("Cookie", cookie)) if cookie else headers


def _trimmed(exchange: Exchange) -> Exchange:
    """Return the exchange with as much of its body as judging takes: looks wait for others, and their bodies with them.

    A redirect's page is for nobody, and of a page that is no success only the marks of a wall count.
    """
    if exchange.status is None or _is_success(exchange.status) or not exchange.body.data:
        return exchange
    kept = b"" if exchange.status in REDIRECTS else exchange.body.data[:INTERSTITIAL_BYTES]
    whole = exchange.body.complete and len(kept) == len(exchange.body.data)
    return replace(exchange, body=replace(exchange.body, data=kept, complete=whole))


def _is_success(status: int) -> bool:
    return 200 <= status < 300  # noqa: PLR2004 - RFC 9110 section 15.3


def next_hop(exchange: Exchange, url: WebUrl) -> Hop | None:
    """Return where an answer sends a browser, or None where it stays.

    RFC 9110 section 10.2.2 for Location; a page that sends its readers on at once counts too, but where it
    sends them to a well-known place (RFC 8615), as walls do for their captcha, it is the wall that is seen.
    """
    if exchange.location is not None:
        target = parse_web_url(exchange.location, base=url.href)
        return Hop(target, "redirect") if target else None
    if exchange.status is None or not _is_success(exchange.status) or not exchange.body.data:
        return None
    refresh = read_refresh(exchange.body.data)
    target = parse_web_url(refresh, base=url.href) if refresh else None
    if target is None or target.href == url.href or target.path.startswith(WELL_KNOWN):
        return None
    return Hop(target, "the page sends its readers on (meta refresh)")
