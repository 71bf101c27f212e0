"""URLs as browsers make them: a thin front of ada-url, which implements the WHATWG URL standard."""

import re
from dataclasses import dataclass
from functools import lru_cache

import ada_url

_EDGES = "".join(map(chr, range(0x21)))
"""C0 control and space: stripped from both ends (WHATWG URL, section 4.4, basic URL parser)."""

_CREDENTIALS = re.compile(r"(?<=//)[^/?#\s]*@")
"""WHATWG URL, section 4.4, authority state: all up to the last @ before the path."""

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
"""A URL scheme (WHATWG URL, section 4.3, absolute-URL string)."""


@dataclass(frozen=True, slots=True)
class WebUrl:
    """An http or https URL, serialised as a browser would, in the parts that we need."""

    href: str
    """The whole URL without its fragment."""
    fragment: str | None
    """Still percent-encoded, without ``#``; None where there is none."""
    scheme: str
    host: str
    """The name or address alone: punycode, lower case; IPv6 without brackets."""
    port: int
    path: str
    query: str
    """With its question mark, or empty."""

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, name and port: what linkwarden calls a host."""
        return (self.scheme, self.host, self.port)

    @property
    def target(self) -> str:
        """What a request line asks for: path and query."""
        return self.path + self.query


_REMOVED = str.maketrans("", "", "\t\n\r")


def clean_url(text: str) -> str:
    """Return *text* as a URL parser reads it: C0 controls and spaces off its ends, tabs and line ends out of it.

    WHATWG URL, section 4.4, basic URL parser, steps 1 to 3. A NUL ends the URL: no URL that an author wrote holds one.
    """
    return text.partition("\0")[0].strip(_EDGES).translate(_REMOVED)


def scheme_of(text: str) -> str | None:
    """Return the scheme of an absolute URL in lower case, or None for a relative one."""
    match = SCHEME.match(text.lstrip(_EDGES))
    return match[1].lower() if match else None


def parse_web_url(text: str, base: str | None = None) -> WebUrl | None:
    """Return *text* as an http or https URL, resolved against *base*, or None where it is none.

    A text that begins with ``//`` and has no base is taken for https.
    """
    text = text.strip(_EDGES)
    if base is None and text.startswith("//"):
        text = "https:" + text
    return _parsed(text, base)


@lru_cache(1024)  # rules, looks and probes ask for the same few URLs of a link again and again
def _parsed(text: str, base: str | None) -> WebUrl | None:
    try:
        url = ada_url.URL(text, base) if base else ada_url.URL(text)
    except ValueError:
        return None
    scheme = url.protocol.rstrip(":")
    if scheme not in ("http", "https") or not url.hostname:
        return None
    if "@" in url.href:
        url.username = url.password = ""  # credentials in an address go nowhere: not into a request, not into a report
    href, hash_, fragment = url.href.partition("#")
    return WebUrl(
        href=href,
        fragment=fragment if hash_ else None,
        scheme=scheme,
        host=url.hostname.strip("[]"),
        port=int(url.port) if url.port else {"http": 80, "https": 443}[scheme],
        path=url.pathname,
        query=url.search,
    )


def without_credentials(text: str) -> str:
    """Return *text* with the user names and passwords of its URLs left out: they do not belong in a report."""
    return _CREDENTIALS.sub("", text)
