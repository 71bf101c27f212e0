"""Redirects to a login or a consent page instead of the requested page."""

import re
from urllib.parse import parse_qsl, unquote

from linkwarden.judge.evidence.redirects import final_url
from linkwarden.model.observation import Fetch
from linkwarden.page import links_of, utf8_of
from linkwarden.urls import WebUrl, parse_web_url

_LOGIN = re.compile(
    r"(^|/)(log[-_]?in|sign[-_]?in|signon|cas/login|session/new|sessions/new|users/sign_in|accounts?/login|servicelogin"
    r"|wp-login\.php|login\.(php|aspx?|html?|jsp|do|action))/?$",
    re.IGNORECASE,
)
_MAYBE = re.compile(
    r"(^|/)(log[-_]?in|sign[-_]?in|sso|auth|oauth2?|authorize|authenticate|checkpoint|authwall)(/|$)",
    re.IGNORECASE,
)
"""Names that pages about logins have, too: they count if the query has the URL to return to."""

_FEW_SEGMENTS = 3
_MAX_PATH = 200
"""How much of a path is read."""

_ABOUT = re.compile(
    r"(^|/)(docs?|documentation|guides?|help|blog|posts?|articles?|wiki|reference|manual|tutorials?|learn|support|kb)/",
    re.IGNORECASE,
)
"""Folders of pages about logins: there, the name alone is not evidence."""

_HOST = re.compile(
    r"^(accounts?|auth|login|signin|sso|id|identity|idp)\.[^.]+\.|"
    r"^(login\.microsoftonline\.com|accounts\.google\.com|[^.]+\.(auth0|okta)\.com)$",
    re.IGNORECASE,
)
_RETURN = re.compile(
    r"[?&](next|continue|return|return_?to|return_?url|redirect|redirect_?(to|uri|url)?|goto|destination|dest|from|"
    r"callback|service|then|session_?redirect|fromuri|backurl|referer|ref|os_destination|samlrequest|relaystate)=",
    re.IGNORECASE,
)
"""Parameters with the URL to return to: they distinguish a login in front of a page from a page about logins."""


_CONSENT = re.compile(
    r"(^|[/._-])(consent|cookie[-_]?(consent|wall|policy|notice|settings|preferences)|cookies|gdpr|tcf|privacy[-_]?(gate|wall|consent|settings)|"
    r"age[-_]?(gate|check|verification)|disclaimer|interstitial)([/._-]|$)",
    re.IGNORECASE,
)
_ACCEPT = re.compile(r"accept|agree|consent|continue|allow|proceed|enter|confirm|yes|ok\b", re.IGNORECASE)
_REFUSE = re.compile(r"reject|refuse|deny|decline|log[-_]?in|sign[-_]?(in|up)|privacy|imprint|impressum", re.IGNORECASE)


def ends_at_consent(fetch: Fetch) -> bool:
    """Return whether redirects led to a consent page whose query has the URL to return to."""
    asked, reached = parse_web_url(fetch.url), parse_web_url(final_url(fetch))
    if not fetch.redirected_to or asked is None or reached is None or _is_consent(asked):
        return False
    return _is_consent(reached) and (_names(reached, asked) or _RETURN.search(reached.query) is not None)


def consent_link(fetch: Fetch) -> str | None:
    """Return the plain link of the consent page that *fetch* ended at: back to the page, or past the question.

    It stays on the site. Forms are never sent.
    """
    asked, consent = parse_web_url(fetch.url), parse_web_url(final_url(fetch))
    if asked is None or consent is None or not ends_at_consent(fetch):
        return None
    page = utf8_of(fetch.last.body.data, fetch.last.header("content-type"))
    links = [(url, text) for href, text in links_of(page) if (url := parse_web_url(href, base=consent.href))]
    for url, text in links:
        if _site(url) != _site(asked) or url.href == consent.href or _REFUSE.search(url.target[:_MAX_PATH]):
            continue
        back = (url.host, url.path) == (asked.host, asked.path)
        if back or (_names(url, asked) and (_ACCEPT.search(text) or _ACCEPT.search(url.target[:_MAX_PATH]))):
            return url.href
    return None


def _is_consent(url: WebUrl) -> bool:
    return _CONSENT.search(url.path[-_MAX_PATH:]) is not None or _CONSENT.search(url.host) is not None


def _names(url: WebUrl, page: WebUrl) -> bool:
    """Return whether a query contains the URL of *page*, whole or from its path on."""
    if page.path == "/" and not page.query:
        return _RETURN.search(url.query) is not None
    values = [unquote(value) for _, value in parse_qsl(url.query[1:])]
    return any(value.endswith((page.target, page.path)) for value in values)


def _site(url: WebUrl) -> str:
    """Return the common part of the hosts of one site: the last two labels of the name, or a whole address."""
    labels = url.host.split(".")
    return url.host if labels[-1].isdigit() or ":" in url.host else ".".join(labels[-2:])


def ends_at_login(fetch: Fetch) -> bool:
    """Return whether redirects led from something else to a login page."""
    return _is_login(final_url(fetch)) and not _is_login(fetch.url)


def _is_login(text: str) -> bool:
    url = parse_web_url(text)
    if url is None:
        return False
    returns = _RETURN.search(url.query) is not None
    plain = url.path.strip("/").count("/") < _FEW_SEGMENTS and _ABOUT.search(url.path) is None
    if _LOGIN.search(url.path) and (returns or plain):
        return True
    return returns and (_MAYBE.search(url.path) is not None or _HOST.search(url.host) is not None)
