"""Signs of parking: vendors whose scripts, frames, servers and landing places park domains."""

import re

from linkwarden.judge.evidence.redirects import final_url
from linkwarden.model.observation import Look
from linkwarden.page import mark_in
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
    b"this domain is for sale",
    b"domain may be for sale",
    b"this domain has expired",
    b"buy this domain",
    b"domain is parked",
)
_SERVER = re.compile(r"^(parking|dosarrest-parking|sedo)", re.IGNORECASE)
_PLACE_HOST = re.compile(r"^ww\d+\.|(^|\.)(hugedomains|sedo|afternic|dan|bodis|domainmarket)\.com$", re.IGNORECASE)
_PLACE_PATH = re.compile(r"^/lander/?$", re.IGNORECASE)


def parking_sign(look: Look) -> str | None:
    """Return what about an answer speaks of parking, or None. One sign alone proves nothing."""
    server = look.last.header("server") or ""
    if _SERVER.search(server):
        return f"server: {server}"
    asked, place = parse_web_url(look.url), parse_web_url(final_url(look))
    if look.redirected_to and asked and place and (_vendor(asked, place) or _PLACE_PATH.search(place.path)):
        return f"redirects to {final_url(look)}"
    mark = mark_in(look.last.body.data, _MARKS)
    return f"its page has {mark!r}" if mark else None


def _vendor(asked: WebUrl, place: WebUrl) -> bool:
    """Tell whether a link leads to a vendor of names, and not from one place of it to another."""
    return _PLACE_HOST.search(place.host) is not None and _PLACE_HOST.search(asked.host) is None
