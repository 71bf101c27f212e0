"""Signs of parked domains: scripts, frames, servers and landing pages of parking services."""

import re

from linkwarden.judge.evidence.redirects import final_url
from linkwarden.model.observation import Fetch
from linkwarden.page import heading_of, mark_in, title_of, utf8_of
from linkwarden.urls import WebUrl, parse_web_url

_MARKS = (
    b"window.park =",
    b"window.park=",
    b"window.lander_system",
    b'window.location.href="/lander"',
    b"parkingcrew.net",
    b"bodis.com",
    b"sedoparking.com",
    b"parklogic.com",
    b"above.com/park",
    b"img1.wsimg.com/parking-lander",
    b"afternic.com/forsale",
    b"hugedomains.com/domain_profile",
    b"dan.com/buy-domain",
    b"domainmarket.com/buynow",
    b"parkingpage.namecheap.com",
    b"uniregistry.com/buy-domains",
)
"""Resources and targets of a parking service's pages: they count anywhere in a page."""

_PHRASE = re.compile(
    r"buy this domain|this (domain( name)?|website|site) is for sale|domain( name)? may be for sale|"
    r"domain( name)? (is|has)? ?expired|domain( name)? is parked",
    re.IGNORECASE,
)
"""Text that any page can have, for example in an advertisement: it counts as title or first heading only."""
_FOR_SALE = re.compile(
    r"(?<![\w.-])([\w-]{1,63}(?:\.[\w-]{1,63}){1,9}) (?:is|may be) (?:now )?for sale\b", re.IGNORECASE
)
_SERVER = re.compile(r"^(parking|dosarrest-parking|sedo)", re.IGNORECASE)
_PLACE_HOST = re.compile(r"^ww\d+\.|(^|\.)(hugedomains|sedo|afternic|dan|bodis|domainmarket)\.com$", re.IGNORECASE)
_PLACE_PATH = re.compile(r"^/(lander/?|cgi-sys/suspendedpage\.cgi)$", re.IGNORECASE)
"""Where GoDaddy shows its advertisements, and where cPanel reports a suspended account."""


def parking_sign(fetch: Fetch) -> str | None:
    """Return the sign of parking in a response, or None. One sign alone proves nothing."""
    server = fetch.last.header("server") or ""
    if _SERVER.search(server):
        return f"server: {server}"
    asked, place = parse_web_url(fetch.url), parse_web_url(final_url(fetch))
    if fetch.redirected_to and asked and place and (_vendor(asked, place) or _PLACE_PATH.search(place.path)):
        return f"redirects to {final_url(fetch)}"
    mark = mark_in(fetch.last.body.data, _MARKS)
    if mark:
        return f"its page contains {mark!r}"
    page = utf8_of(fetch.last.body.data, fetch.last.header("content-type"))
    said = next((text for text in (title_of(page), heading_of(page)) if _offers(text, asked)), None)
    return f"its text is {said[:80]!r}" if said else None


def _offers(text: str, asked: WebUrl | None) -> bool:
    """Return whether a title or a heading offers the domain, by its own name perhaps."""
    if _PHRASE.search(text):
        return True
    name = _FOR_SALE.search(text)
    return name is not None and asked is not None and f".{asked.host}".endswith(f".{name[1].lower()}")


def _vendor(asked: WebUrl, place: WebUrl) -> bool:
    """Return whether a link leads to a vendor of names, and not from one place of it to another."""
    return _PLACE_HOST.search(place.host) is not None and _PLACE_HOST.search(asked.host) is None
