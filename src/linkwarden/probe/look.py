"""One look at a web page: a request, and its redirects, hop by hop, each queued at its own host."""

from linkwarden import identity
from linkwarden.model.exchange import Exchange
from linkwarden.model.observation import Look, Step
from linkwarden.net.body import ACCEPT_ENCODING
from linkwarden.net.cookies import ChainCookies
from linkwarden.net.headers import headers_for
from linkwarden.net.http import Request
from linkwarden.probe.base import Tools
from linkwarden.urls import WebUrl, parse_web_url

MOST_HOPS = 20
"""As browsers: Fetch standard, HTTP-redirect fetch, step on the redirect count."""

BODY_LIMIT = 128 * 1024
"""Decoded bytes of a page that are read: head, first screens, and the signs of a wall."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})


async def take_look(step: Step, page: str, not_before: float, tools: Tools) -> Look:
    """Ask for a page in the way that *step* says, and follow its redirects to their end.

    Args:
        step: How to look.
        page: The URL to ask for, without fragment, where *step* names no other.
        not_before: The earliest moment, in monotonic seconds; 0 for at once.
        tools: What to work with.
    """
    settings = tools.settings
    headers = headers_for(
        step.shape,
        user_agent=settings.user_agent or identity.user_agent(),
        accept_encoding=ACCEPT_ENCODING,
        browser=settings.browser_look,
    )
    cookies = ChainCookies()
    exchanges: list[Exchange] = []
    seen: set[tuple[str, str | None]] = set()
    asked = step.url or page
    url, why = parse_web_url(asked), step.why
    reached = asked
    while url is not None:
        cookie = cookies.header_for(url.href)
        if (url.href, cookie) in seen or len(seen) > MOST_HOPS:
            return Look(asked, step.shape, step.trust, tuple(exchanges), looped=True)
        seen.add((url.href, cookie))
        request = Request(
            "GET", url.target, headers + ((("Cookie", cookie),) if cookie else ()), step.trust, BODY_LIMIT
        )
        exchanges += await tools.hosts.of(url).send(request, url, why, not_before)
        cookies.take(url.href, exchanges[-1].headers)
        reached = url.href
        url, why = _next_hop(exchanges[-1], url), "redirect"
    return Look(asked, step.shape, step.trust, tuple(exchanges), redirected_to=reached if reached != asked else None)


def _next_hop(exchange: Exchange, url: WebUrl) -> WebUrl | None:
    """Return where a redirect leads (RFC 9110 section 10.2.2), or None for any other answer."""
    location = exchange.header("location")
    if exchange.status not in REDIRECTS or not location:  # an empty one is none: Chrome shows the page that came along
        return None
    return parse_web_url(location, base=url.href)
