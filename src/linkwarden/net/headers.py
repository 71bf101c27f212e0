"""The headers of each shape of look. Pure."""

from linkwarden.model.observation import Shape

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


def headers_for(shape: Shape, *, user_agent: str, accept_encoding: str, browser: bool) -> tuple[tuple[str, str], ...]:
    """Return the request headers of that *shape*, cookies aside.

    Args:
        shape: How to look.
        user_agent: linkwarden's own.
        accept_encoding: The codings that can be read.
        browser: Whether the headers of a browser may be sent.
    """
    like_browser = browser and shape is not Shape.PLAIN
    return (
        ("User-Agent", BROWSER_USER_AGENT if like_browser else user_agent),
        ("Accept", ACCEPT),
        ("Accept-Language", ACCEPT_LANGUAGE),
        ("Accept-Encoding", accept_encoding),
        *(_BROWSER_EXTRAS if like_browser else ()),
        *(_RELOAD if shape is Shape.RELOAD else ()),
    )
