"""Fingerprints of pages that block automated requests.

From the vendors' documentation where there is one (Cloudflare: cf-mitigated; AWS WAF:
x-amzn-waf-action; Vercel: x-vercel-mitigated), else from their pages as they are served.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from linkwarden.model.exchange import ABSENT, SUCCESS, Exchange
from linkwarden.page import mark_in, title_of, words_of
from linkwarden.urls import parse_web_url

MAX_WORDS = 300
"""Maximum number of words of a challenge that is served as a page; longer pages are about challenges."""


class Wall(NamedTuple):
    """One fingerprint. All that it names has to be there."""

    name: str
    statuses: frozenset[int] | None = None
    """The statuses of the response; None for any status except those of an absence."""
    header: tuple[str, str] | None = None
    """A header's name, and a part of its value in lower case."""
    marks: tuple[bytes, ...] = ()
    """Parts of the page, any of these, in lower case."""
    title: re.Pattern[str] | None = None
    """A pattern of the start of the page's title."""
    host: re.Pattern[str] | None = None
    """The name of the service."""
    few_words: int = MAX_WORDS
    """How many words it has at most, where it is served as a page (2xx)."""
    challenge: bool = True
    """It wants something solved: then no other request mode is tried. False for a plain refusal."""


_REFUSED = frozenset({403, 405, 406, 418, 429, 503})
_DENIED = _REFUSED - {503}
"""If the protection service's own server responds with 503, the site behind it is down."""
_MEASURED = frozenset({403, 429})
_AWS = frozenset({202, 403, 405})
_CLOUDFLARE = ("server", "cloudflare")
_SCRIPT = (b"<script",)
_NO_TITLE = re.compile("$")
"""Distinguishes Imperva's page from a page of the site, to which Imperva adds the same script."""
_CLOUDFLARE_BLOCKS = (b"attention required!", b"you have been blocked", b"error code: 10", b"cf-error-details")

WALLS = (
    Wall("Cloudflare challenge", header=("cf-mitigated", "challenge")),
    Wall("Cloudflare challenge", _REFUSED, _CLOUDFLARE, (b"/cdn-cgi/challenge-platform/", b"just a moment...")),
    Wall("Cloudflare block", _REFUSED, _CLOUDFLARE, _CLOUDFLARE_BLOCKS, challenge=False),
    Wall("AWS WAF", _AWS, ("x-amzn-waf-action", "")),
    Wall("AWS WAF", _AWS, marks=(b"awswafintegration", b"awswaf.com/", b"captcha.awswaf")),
    Wall("DataDome", _MEASURED, ("x-datadome", "")),
    Wall("DataDome", marks=(b"'host':'geo.captcha-delivery.com'", b'src="https://ct.captcha-delivery.com/')),
    Wall("DataDome", marks=(b"geo.captcha-delivery.com/", b"interstitial.captcha-delivery.com/")),
    Wall("HUMAN", _MEASURED, marks=(b"_pxappid", b"px-captcha", b"captcha.px-cdn.net", b"captcha.px-cloud.net")),
    Wall("Imperva", frozenset({200}), marks=(b'<iframe id="main-iframe" src="/_incapsula_resource',)),
    Wall("Imperva", frozenset({200}), marks=(b'src="/_incapsula_resource?',), title=_NO_TITLE, few_words=20),
    Wall("Imperva", title=re.compile(r"Pardon Our Interruption\.*$", re.IGNORECASE)),
    Wall("Imperva", frozenset({403, 503}), marks=(b"/_incapsula_resource", b"incapsula incident id")),
    Wall("Imperva", frozenset({403, 503}), ("x-iinfo", "")),
    Wall("Sucuri", _DENIED, ("server", "sucuri"), challenge=False),
    Wall("Sucuri", _REFUSED, marks=(b"sucuri website firewall",), challenge=False),
    Wall("Vercel challenge", header=("x-vercel-mitigated", "challenge")),
    Wall("Vercel block", header=("x-vercel-mitigated", "deny"), challenge=False),
    Wall("Vercel challenge", title=re.compile("Vercel Security Checkpoint")),
    Wall("Anubis", marks=(b'id="anubis_challenge"', b"id='anubis_challenge'")),
    Wall("Anubis", title=re.compile("Making sure you're not a bot!")),
    Wall("Kasada", _MEASURED, ("x-kpsdk-ct", "")),
    Wall("Kasada", _MEASURED, marks=(b"kpsdk.", b"/ips.js?")),
    Wall("F5", marks=(b"the requested url was rejected. please consult with your administrator",), challenge=False),
    Wall("Akamai", _DENIED, ("server", "akamaighost"), challenge=False),
    Wall("Akamai", _DENIED, marks=(b"reference&#32;&#35;", b"errors.edgesuite.net"), challenge=False),
    Wall("Akamai", frozenset({200, 428}), marks=(b"sec-if-cpt-container", b"/_sec/cp_challenge/")),
    Wall("DDoS-Guard", _DENIED, ("server", "ddos-guard")),
    Wall("DDoS-Guard", _REFUSED, ("server", "ddos-guard"), _SCRIPT),
    Wall("Qrator", frozenset({403}), ("server", "qrator")),
    Wall("Qrator", frozenset({401, 503}), ("server", "qrator"), _SCRIPT),
    Wall("StackPath", _DENIED, ("server", "stackpath")),
    Wall("StackPath", _REFUSED, ("server", "stackpath"), _SCRIPT),
    Wall("SiteGround", frozenset({202}), ("sg-captcha", "")),
    Wall("SiteGround", marks=(b"/.well-known/sgcaptcha/?r=", b"/.well-known/captcha/?r=")),
    Wall("Fastly", marks=(b"/_fs-ch-",)),
    Wall("LinkedIn", frozenset({999}), host=re.compile(r"(^|\.)linkedin\.com$")),
    Wall("the site", frozenset({999})),
    Wall("Google", marks=(b'<form id="captcha-form"',)),
    Wall("CAPTCHA", _REFUSED, marks=(b"g-recaptcha", b"hcaptcha.com/1/api", b"challenges.cloudflare.com/turnstile")),
    Wall("CAPTCHA", frozenset({200}), marks=(b'class="cf-turnstile', b"turnstile.render("), few_words=29),
    Wall(
        "a bot check",
        frozenset({200, 202, 403, 429, 503}),
        title=re.compile(
            r"(Checking|Verifying) your browser|DDoS protection by|(Human|Bot) Verify$|Are you a robot\?$|"
            r"Please verify you are a human|Robot Check$|One moment, please\.*$",
            re.IGNORECASE,
        ),
    ),
)
"""The first that fits names the wall."""


def wall_of(exchange: Exchange) -> Wall | None:
    """Return the wall that a response comes from, or None. An absence (404, 410) is never one."""
    if exchange.status is None or exchange.status in ABSENT:
        return None
    return next((wall for wall in _with_status(exchange.status) if _fits(wall, exchange)), None)


@lru_cache
def _with_status(status: int) -> tuple[Wall, ...]:
    return tuple(wall for wall in WALLS if wall.statuses is None or status in wall.statuses)


def _fits(wall: Wall, exchange: Exchange) -> bool:
    """Return whether a response that has one of the wall's statuses has all else that the wall names."""
    data = exchange.body.data
    if wall.header is not None:
        name, part = wall.header
        value = exchange.header(name)
        if value is None or part not in value.lower():
            return False
    if wall.marks and mark_in(data, wall.marks) is None:
        return False
    if wall.title is not None and wall.title.match(title_of(data)) is None:
        return False
    if wall.host is not None and not _is_of(wall.host, exchange.url):
        return False
    return wall.header is not None or exchange.status not in SUCCESS or len(words_of(data)) <= wall.few_words


def _is_of(host: re.Pattern[str], url: str) -> bool:
    parsed = parse_web_url(url)
    return parsed is not None and host.search(parsed.host) is not None
