"""Redirects that end at a login or a consent page: the page is there for people, and says nothing to robots."""

import re

from linkwarden.judge.evidence.redirects import final_url
from linkwarden.model.observation import Look
from linkwarden.urls import parse_web_url

_LOGIN = re.compile(
    r"(^|/)(log[-_]?in|sign[-_]?in|signon|cas/login|session/new|sessions/new|users/sign_in|accounts?/login|servicelogin"
    r"|wp-login\.php|login\.(php|aspx?|html?|jsp|do|action))/?$",
    re.IGNORECASE,
)
_MAYBE = re.compile(
    r"(^|/)(log[-_]?in|sign[-_]?in|sso|auth|oauth2?|authorize|authenticate|checkpoint|authwall|consent)(/|$)",
    re.IGNORECASE,
)
"""Names that pages about logins have too: they count where the query says where to go afterwards."""

_FEW_SEGMENTS = 3

_ABOUT = re.compile(
    r"(^|/)(docs?|documentation|guides?|help|blog|posts?|articles?|wiki|reference|manual|tutorials?|learn|support|kb)/",
    re.IGNORECASE,
)
"""Folders of pages about logins: there the name alone says nothing."""

_HOST = re.compile(
    r"^(accounts?|auth|login|signin|sso|id|identity|idp|consent)\.[^.]+\.|"
    r"^(login\.microsoftonline\.com|accounts\.google\.com|[^.]+\.(auth0|okta)\.com)$",
    re.IGNORECASE,
)
_RETURN = re.compile(
    r"[?&](next|continue|return|return_?to|return_?url|redirect|redirect_?(to|uri|url)?|goto|destination|dest|from|"
    r"callback|service|then|session_?redirect|fromuri|backurl|referer|ref|os_destination|samlrequest|relaystate)=",
    re.IGNORECASE,
)
"""Where to go after the login: what tells a login that stands in the way from one that the link is about."""


def ends_at_login(look: Look) -> bool:
    """Tell whether redirects led from something else to a login page."""
    return _is_login(final_url(look)) and not _is_login(look.url)


def _is_login(text: str) -> bool:
    url = parse_web_url(text)
    if url is None:
        return False
    returns = _RETURN.search(url.query) is not None
    plain = url.path.strip("/").count("/") < _FEW_SEGMENTS and _ABOUT.search(url.path) is None
    if _LOGIN.search(url.path) and (returns or plain):
        return True
    return returns and (_MAYBE.search(url.path) is not None or _HOST.search(url.host) is not None)
