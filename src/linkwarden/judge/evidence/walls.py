"""Fingerprints of the walls that answer people and turn robots away.

From the vendors' documentation where there is one (Cloudflare: cf-mitigated; AWS WAF:
x-amzn-waf-action; Vercel: x-vercel-mitigated), else from their pages as they are served.
"""

import re
from dataclasses import dataclass

from linkwarden.model.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Wall:
    """One fingerprint. All the marks that it names have to be there."""

    name: str
    statuses: frozenset[int] | None = None
    """The statuses that it comes with; None for any but an absence."""
    headers: tuple[tuple[str, str], ...] = ()
    """Header names, and what their values contain, in lower case."""
    body: re.Pattern[bytes] | None = None
    challenge: bool = True
    """It wants something solved: then no other shape of request is tried. False for a plain refusal."""


_ABSENT = frozenset({404, 410})
_REFUSED = frozenset({403, 405, 406, 418, 429, 503})


def _text(pattern: str) -> re.Pattern[bytes]:
    return re.compile(pattern.encode(), re.IGNORECASE | re.DOTALL)


_CLOUDFLARE = (("server", "cloudflare"),)
_AWS = frozenset({202, 403, 405})
_MEASURED = frozenset({403, 429})
_PLAIN_TITLES = (
    r"<title>\s*(Checking your browser[^<]*|DDoS protection by [^<]*|Human Verification|Bot Verification|"
    r"Are you a robot\?|Please verify you are a human|Robot Check|Verifying your browser[^<]*|"
    r"One moment, please\.*)\s*</"
)

WALLS = (
    Wall("Cloudflare challenge", headers=(("cf-mitigated", "challenge"),)),
    Wall("Cloudflare challenge", _REFUSED, _CLOUDFLARE, _text(r"/cdn-cgi/challenge-platform/|Just a moment\.\.\.")),
    Wall(
        "Cloudflare block",
        _REFUSED,
        _CLOUDFLARE,
        _text(r"Attention Required!|you have been blocked|error code: 10(06|07|08|09|10|12|15|20)"),
        challenge=False,
    ),
    Wall("AWS WAF", _AWS, (("x-amzn-waf-action", ""),)),
    Wall("AWS WAF", _AWS, body=_text(r"AwsWafIntegration|awswaf\.com/|captcha\.awswaf")),
    Wall("DataDome", _MEASURED, (("x-datadome", ""),)),
    Wall("DataDome", body=_text(r"geo\.captcha-delivery\.com/|interstitial\.captcha-delivery\.com/")),
    Wall("HUMAN", _MEASURED, body=_text(r"_pxAppId|px-captcha|captcha\.px-c(dn|loud)\.net")),
    Wall("Imperva", frozenset({200, 403, 503}), body=_text(r"<iframe[^>]+/_Incapsula_Resource|Incapsula incident ID")),
    Wall("Imperva", frozenset({403, 503}), (("x-iinfo", ""),)),
    Wall("Sucuri", _REFUSED, (("server", "sucuri"),), challenge=False),
    Wall("Sucuri", _REFUSED, body=_text(r"Sucuri Website Firewall"), challenge=False),
    Wall("Vercel challenge", headers=(("x-vercel-mitigated", "challenge"),)),
    Wall("Vercel block", headers=(("x-vercel-mitigated", "deny"),), challenge=False),
    Wall("Vercel challenge", body=_text(r"<title>Vercel Security Checkpoint")),
    Wall("Anubis", body=_text(r"id=[\"']?anubis_challenge|<title>Making sure you(&#39;|')re not a bot!")),
    Wall("Kasada", _MEASURED, (("x-kpsdk-ct", ""),)),
    Wall("Kasada", _MEASURED, body=_text(r"KPSDK\.|/ips\.js\?")),
    Wall("F5", body=_text(r"The requested URL was rejected\. Please consult with your administrator"), challenge=False),
    Wall("Akamai", _REFUSED, (("server", "akamaighost"),), challenge=False),
    Wall(
        "Akamai", _REFUSED, body=_text(r"<title>Access Denied</title>.*Reference(&#32;| )*(&#35;|#)"), challenge=False
    ),
    Wall("Akamai", frozenset({200, 428}), body=_text(r"sec-if-cpt-container|/_sec/cp_challenge/")),
    Wall("DDoS-Guard", _REFUSED, (("server", "ddos-guard"),)),
    Wall("Qrator", frozenset({401, 403, 503}), (("server", "qrator"),)),
    Wall("StackPath", _REFUSED, (("server", "stackpath"),)),
    Wall("SiteGround", frozenset({202}), (("sg-captcha", ""),)),
    Wall("SiteGround", body=_text(r"/\.well-known/(sg)?captcha/\?r=")),
    Wall("Fastly", body=_text(r"/_fs-ch-[A-Za-z0-9]+/")),
    Wall("LinkedIn", frozenset({999})),
    Wall("Google", body=_text(r"<form id=[\"']captcha-form[\"']")),
    Wall("CAPTCHA", _REFUSED, body=_text(r"g-recaptcha|hcaptcha\.com/1/api|challenges\.cloudflare\.com/turnstile")),
    Wall("a check for robots", frozenset({200, 202, 403, 429, 503}), body=_text(_PLAIN_TITLES)),
)
"""The first that fits names the wall."""


def wall_of(exchange: Exchange) -> Wall | None:
    """Return the wall that an answer comes from, or None. An absence (404, 410) is never one."""
    if exchange.status is None or exchange.status in _ABSENT:
        return None
    return next((wall for wall in WALLS if _fits(wall, exchange)), None)


def _fits(wall: Wall, exchange: Exchange) -> bool:
    if wall.statuses is not None and exchange.status not in wall.statuses:
        return False
    if not all(_has(exchange, name, part) for name, part in wall.headers):
        return False
    return wall.body is None or wall.body.search(exchange.body.data) is not None


def _has(exchange: Exchange, name: str, part: str) -> bool:
    value = exchange.header(name)
    return value is not None and part in value.lower()
