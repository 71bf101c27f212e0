"""Signs of parking: vendors whose scripts, frames, servers and landing places park domains."""

import re

from linkwarden.judge.evidence.redirects import final_url
from linkwarden.model.observation import Look
from linkwarden.urls import parse_web_url

_BODY = re.compile(
    rb"window\.park\s*=|window\.LANDER_SYSTEM|parkingcrew\.net|bodis\.com|sedoparking\.com|parklogic\.com|"
    rb"above\.com/park|parking\.(above|namecheap|godaddy|reg)\.|img1\.wsimg\.com/parking-lander|"
    rb"afternic\.com/forsale|hugedomains\.com/domain_profile|dan\.com/buy-domain|domainmarket\.com/buynow|"
    rb"parkingpage\.namecheap\.com|uniregistry\.com/buy-domains|"
    rb"(this|the) domain( name)? (has expired|is for sale|may be for sale)|buy this domain|domain is parked",
    re.IGNORECASE,
)
_SERVER = re.compile(r"^(parking|dosarrest-parking|sedo)", re.IGNORECASE)
_PLACE_HOST = re.compile(r"^ww\d+\.|(^|\.)(hugedomains|sedo|afternic|dan|bodis|domainmarket)\.com$", re.IGNORECASE)
_PLACE_PATH = re.compile(r"^/lander/?$", re.IGNORECASE)


def parking_sign(look: Look) -> str | None:
    """Return what about an answer speaks of parking, or None. One sign alone proves nothing."""
    server = look.last.header("server") or ""
    if _SERVER.search(server):
        return f"server: {server}"
    place = parse_web_url(final_url(look))
    if look.redirected_to and place and (_PLACE_HOST.search(place.host) or _PLACE_PATH.search(place.path)):
        return f"redirects to {final_url(look)}"
    mark = _BODY.search(look.last.body.data)
    return f"its page has {mark[0].decode('ascii', 'replace')!r}" if mark else None
