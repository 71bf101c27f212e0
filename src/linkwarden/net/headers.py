"""The headers of each request mode. Pure."""

from linkwarden import identity
from linkwarden.model.observation import RequestMode
from linkwarden.net.body import ACCEPT_ENCODING

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ACCEPT_LANGUAGE = "en-US,en;q=0.9"

BROWSER_USER_AGENT = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36"
)
"""Sent only after a refusal, only where the user allows it, and never to get past a login or a challenge."""

_BROWSER_EXTRAS = (
    ("Upgrade-Insecure-Requests", "1"),
    ("Sec-Fetch-Dest", "document"),
    ("Sec-Fetch-Mode", "navigate"),
    ("Sec-Fetch-Site", "none"),
    ("Sec-Fetch-User", "?1"),
)

_RELOAD = (("Cache-Control", "no-cache"), ("Pragma", "no-cache"))


def api_headers(user_agent: str | None, accept: str) -> tuple[tuple[str, str], ...]:
    """Return the headers of a request to an API.

    Args:
        user_agent: The user's; None for linkwarden's own.
        accept: The media types that can be read.
    """
    return (
        ("User-Agent", user_agent or identity.user_agent()),
        ("Accept", accept),
        ("Accept-Encoding", ACCEPT_ENCODING),
    )


def headers_for(
    mode: RequestMode, *, user_agent: str, accept_encoding: str, browser: bool
) -> tuple[tuple[str, str], ...]:
    """Return the request headers of that *mode*, cookies aside.

    Args:
        mode: How to request.
        user_agent: linkwarden's own.
        accept_encoding: The codings that can be read.
        browser: Whether the headers of a browser may be sent.
    """
    like_browser = browser and mode is not RequestMode.PLAIN
    return (
        ("User-Agent", BROWSER_USER_AGENT if like_browser else user_agent),
        ("Accept", ACCEPT),
        ("Accept-Language", ACCEPT_LANGUAGE),
        ("Accept-Encoding", accept_encoding),
        *(_BROWSER_EXTRAS if like_browser else ()),
        *(_RELOAD if mode is RequestMode.RELOAD else ()),
    )
