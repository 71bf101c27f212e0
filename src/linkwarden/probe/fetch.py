"""One fetch of a web page: a request, and its redirects, hop by hop, each queued at its own host."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from linkwarden import identity
from linkwarden.model.exchange import REDIRECTS, SUCCESS, Exchange
from linkwarden.model.observation import Fetch, Step, Verify
from linkwarden.net.body import ACCEPT_ENCODING, Wanted
from linkwarden.net.cookies import ChainCookies
from linkwarden.net.headers import headers_for
from linkwarden.net.http.wire import Request
from linkwarden.net.retry import is_transient, timed_out, total_elapsed_s
from linkwarden.page import INTERSTITIAL_BYTES, Refresh, charset_of, parse_refresh, read_base, read_refresh, utf8_of
from linkwarden.probe.base import ProbeContext
from linkwarden.settings import Settings
from linkwarden.urls import WebUrl, encode_query, parse_web_url

MAX_HOPS = 20
"""As browsers: Fetch standard, HTTP-redirect fetch, step on the redirect count."""

BODY_LIMIT = 128 * 1024
"""Decoded bytes of a page that are kept: head, first screens, and the signs of a wall."""

SHOWN_S = 1.0
"""A page that waits this long before it sends its readers on has been seen by them."""

MAX_HOP_HEADERS = 40
MAX_HOP_VALUE = 256
"""Headers of a redirect that are kept, and the length of their values, its Location aside."""

LATER_ATTEMPTS = 2
"""How often a page is requested in another form, where the retries of the first one have failed."""

WELL_KNOWN = "/.well-known/"


class Hop(NamedTuple):
    """Where to go next, and why."""

    url: WebUrl
    why: str
    page_shown: bool = False
    """The page that leads there is shown for a while first."""


@dataclass(slots=True)
class Chain:
    """The hops of one fetch so far."""

    cookies: ChainCookies = field(default_factory=ChainCookies)
    _visited: dict[tuple[str, str | None], int] = field(default_factory=dict)
    """By URL and cookies: at which hop."""
    _last_shown: int = -1
    """The last hop whose page was shown for a while."""

    def visit(self, hop: Hop) -> bool:
        """Record *hop* as the next one, and return whether to follow it: not in a loop, and not too many."""
        if hop.page_shown:
            self._last_shown = len(self._visited) - 1
        key = self._key(hop)
        if key in self._visited or len(self._visited) > MAX_HOPS:
            return False
        self._visited[key] = len(self._visited)
        return True

    def loops(self, hop: Hop) -> bool:
        """Return whether a chain that ends before *hop* shows readers nothing: else it is a slide show."""
        start = self._visited.get(self._key(hop), len(self._visited) - 1)
        return self._last_shown < start

    def _key(self, hop: Hop) -> tuple[str, str | None]:
        return hop.url.href, self.cookies.header_for(hop.url)


async def perform_fetch(
    step: Step,
    page: str,
    not_before: float,
    context: ProbeContext,
    ids: tuple[tuple[str, ...], ...] = (),
    budget_s: float = float("inf"),
    *,
    earlier: Sequence[Exchange] = (),
) -> Fetch:
    """Request a page as *step* describes, and follow its redirects to their end.

    Args:
        step: How to request it.
        page: The URL to request, without fragment, where *step* names no other.
        not_before: The earliest moment, in monotonic seconds; 0 for at once.
        context: The dependencies.
        ids: The names in fragments.
        budget_s: The time limit for all requests together, without waiting in queues, in seconds.
        earlier: The exchanges of earlier fetches of the page. After a timeout, this one waits half as long; after a
            failure in spite of retries, it is retried once.

    Raises:
        ValueError: The URL is not an http or https URL.
    """
    asked = step.url or page
    start = parse_web_url(asked)
    if start is None:
        raise ValueError(f"{asked!r} is not an http or https URL")
    attempts = context.settings.attempts
    if earlier and is_transient(earlier[-1], 1):
        attempts = min(attempts, LATER_ATTEMPTS)
    chain = Chain()
    exchanges: list[Exchange] = []
    reached = start
    looped = False
    hop: Hop | None = Hop(start, step.why)
    while hop is not None and (not exchanges or total_elapsed_s(exchanges) < budget_s):
        if not chain.visit(hop):
            looped = chain.loops(hop)
            break
        cookie = chain.cookies.header_for(hop.url)
        headers = request_headers(step, hop.url, cookie, context.settings, context.environment)
        if not exchanges:
            headers += step.conditional
        wanted = Wanted(BODY_LIMIT, ids)
        request = Request("GET", hop.url.target, headers, step.verify, wanted, after_timeout=timed_out(earlier))
        left = budget_s - total_elapsed_s(exchanges)
        exchanges += await context.hosts.of(hop.url).send(
            request, hop.url, hop.why, not_before, budget_s=left, max_attempts=attempts
        )
        chain.cookies.take(hop.url, exchanges[-1].headers, exchanges[-1].at)
        reached, hop = hop.url, next_hop(exchanges[-1], hop.url)
        exchanges[-1] = _trimmed(exchanges[-1])
    final = reached.href if reached.href != start.href and not looped else None
    return Fetch(asked, step.mode, step.verify, tuple(exchanges), looped=looped, redirected_to=final)


def request_headers(
    step: Step, url: WebUrl, cookie: str | None, settings: Settings, environment: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Return the headers of a request; the user's own, credentials included, only where the host is verified.

    Args:
        step: How to request it.
        url: The URL to request.
        cookie: The Cookie header, or None.
        settings: Where the user's headers are.
        environment: Where credentials are.
    """
    headers = headers_for(
        step.mode,
        user_agent=settings.user_agent or identity.user_agent(),
        accept_encoding=ACCEPT_ENCODING,
        browser=settings.browser_look,
    )
    if step.verify is Verify.FULL:
        headers += settings.headers_for(url.scheme, url.host, url.port, environment)
    return (*headers, ("Cookie", cookie)) if cookie else headers


def _trimmed(exchange: Exchange) -> Exchange:
    """Return the part of the exchange that the rules need: fetches wait for others, and keep their exchanges.

    Cookies have been stored in the chain. The body of a redirect is not used, and of a page that is no success
    only the signs of a wall count.
    """
    headers = [each for each in exchange.headers if each[0] != "set-cookie"]
    if exchange.status in REDIRECTS:
        short = [each for each in headers if each[0] != "location" and len(each[1]) <= MAX_HOP_VALUE]
        headers = [*(each for each in headers if each[0] == "location"), *short[:MAX_HOP_HEADERS]]
    if len(headers) < len(exchange.headers):
        exchange = replace(exchange, headers=tuple(headers))
    if exchange.status is None or exchange.status in SUCCESS or not exchange.body.data:
        return exchange
    kept = b"" if exchange.status in REDIRECTS else exchange.body.data[:INTERSTITIAL_BYTES]
    whole = exchange.body.complete and len(kept) == len(exchange.body.data)
    return replace(exchange, body=exchange.body._replace(data=kept, complete=whole))


def next_hop(exchange: Exchange, url: WebUrl) -> Hop | None:
    """Return where a response sends a browser, or None if it stays.

    RFC 9110 section 10.2.2 for Location. A page that sends its readers on soon counts too, by a `Refresh` header or
    a `meta` element; but if it leads to a well-known URI (RFC 8615), as walls do for their captcha, it is
    the wall that is seen.
    """
    if exchange.location is not None:
        target = parse_web_url(exchange.location, base=url.href)
        return Hop(target, "redirect") if target else None
    if exchange.status is None or exchange.status not in SUCCESS:
        return None
    hop = _refresh_header(exchange, url) or _meta_refresh(exchange, url)
    if hop is None or hop.url.href == url.href or hop.url.path.startswith(WELL_KNOWN):
        return None
    return hop


def _refresh_header(exchange: Exchange, url: WebUrl) -> Hop | None:
    """HTML standard, section 7.4.2.2: the header has the effect of the `meta` element."""
    header = exchange.header("refresh")
    refresh = parse_refresh(header) if header else None
    return _refresh_hop(refresh, refresh.url, url.href, "Refresh header") if refresh else None


def _meta_refresh(exchange: Exchange, url: WebUrl) -> Hop | None:
    content_type = exchange.header("content-type")
    if not exchange.body.data or not _is_markup(content_type):
        return None
    page = utf8_of(exchange.body.data, content_type)
    refresh = read_refresh(page)
    if refresh is None:
        return None
    charset = charset_of(exchange.body.data, content_type)
    written = encode_query(refresh.url, charset) if charset else refresh.url
    base = read_base(page)
    base_url = parse_web_url(base, base=url.href) if base else None
    return _refresh_hop(refresh, written, (base_url or url).href, "meta refresh")


def _refresh_hop(refresh: Refresh, written: str, base: str, why: str) -> Hop | None:
    target = parse_web_url(written, base=base)
    return Hop(target, why, page_shown=refresh.delay_s >= SHOWN_S) if target else None


def _is_markup(content_type: str | None) -> bool:
    """Return whether browsers treat it as HTML: by its type, or by its content if it has no type."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    return not kind or kind.endswith(("html", "xml"))
