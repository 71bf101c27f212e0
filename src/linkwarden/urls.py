"""URLs as browsers make them: a thin front of ada-url, which implements the WHATWG URL standard."""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

import ada_url

from linkwarden.entities import unescape

_EDGES = "".join(map(chr, range(0x21)))
"""C0 control and space: stripped from both ends (WHATWG URL, section 4.4, basic URL parser)."""

_SPECIAL_CREDENTIALS = re.compile(r"\A((?:[A-Za-z][A-Za-z0-9+.-]*:)?[/\\]*)[^/\\?#]*@")
_OTHER_CREDENTIALS = re.compile(r"\A((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)[^/?#]*@")
"""WHATWG URL, section 4.4, authority state: all up to the last @ before the path. In URLs with a special scheme,
such as https, a backslash counts as a slash, and there may be any number of either."""

_AUTHORITY_IN_TEXT = re.compile(r"(\b(?:https?|ftp|wss?):[/\\]*|(?<![/\\])[/\\]{2,})([^/\\?#\s<>]*)", re.IGNORECASE)
_TAB_OR_NEWLINE = re.compile(r"[\t\n\r]")
"""Removed wherever they are (WHATWG URL, section 4.4, basic URL parser, step 3)."""
_BACKSLASH_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
"""CommonMark, section 2.4."""

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
"""A URL scheme (WHATWG URL, section 4.3, absolute-URL string)."""


class WebUrl(NamedTuple):
    """An http or https URL, serialized as a browser would, in the parts that we need."""

    href: str
    """The whole URL without its fragment."""
    fragment: str | None
    """Still percent-encoded, without ``#``; None if there is none."""
    scheme: str
    host: str
    """The name or address alone: punycode, lower case; IPv6 without brackets."""
    port: int
    path: str
    query: str
    """With its question mark, or empty. An empty query is a question mark alone, which servers may tell from none."""

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, name and port: a host for linkwarden."""
        return (self.scheme, self.host, self.port)

    @property
    def authority(self) -> str:
        """The name, and the port where the URL has one (RFC 3986 section 3.2, without user information)."""
        return self.href.partition("//")[2].partition("/")[0]

    @property
    def target(self) -> str:
        """The request target: path and query."""
        return self.path + self.query

    @property
    def full_href(self) -> str:
        """`href` with the fragment, if there is one."""
        return with_fragment(self.href, self.fragment)


_REMOVED = str.maketrans("", "", "\t\n\r")


def clean_url(text: str) -> str:
    """Return *text* as a URL parser reads it: C0 controls and spaces off its ends, tabs and line ends out of it.

    WHATWG URL, section 4.4, basic URL parser, steps 1 to 3. A NUL ends the URL: authors never write one.
    """
    if text.isprintable():  # nearly always: then spaces are all that there can be
        return text.strip(" ")
    return text.partition("\0")[0].strip(_EDGES).translate(_REMOVED)


def with_fragment(url: str, fragment: str | None) -> str:
    """Return *url*, which has no fragment, with *fragment*, which may be empty; None adds none."""
    return url if fragment is None else f"{url}#{fragment}"


def scheme_of(text: str) -> str | None:
    """Return the scheme of an absolute URL in lower case, or None for a relative one."""
    match = SCHEME.match(text.lstrip(_EDGES))
    return match[1].lower() if match else None


def parse_web_url(text: str, base: str | None = None) -> WebUrl | None:
    """Return *text* as an http or https URL, resolved against *base*, or None if it is none.

    A text that begins with ``//`` and has no base is read as https.
    """
    text = text.strip(_EDGES)
    if base is None and text.startswith("//"):
        text = "https:" + text
    return _parsed(text, base)


@lru_cache(8192)  # rules, fetches and probes parse the same few URLs of a link repeatedly
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
    _, mark, query = href.partition("?")
    return WebUrl(
        href=href,
        fragment=fragment if hash_ else None,
        scheme=scheme,
        host=url.hostname.strip("[]"),
        port=int(url.port) if url.port else {"http": 80, "https": 443}[scheme],
        path=url.pathname,
        query=mark + query,
    )


def encode_query(text: str, charset: str) -> str:
    """Return a URL as written in a page, its query percent-encoded in the page's charset as browsers do it.

    WHATWG URL, section 4.4, query state; all other parts are always UTF-8, which the parser sees to.

    Args:
        text: The URL, absolute or relative.
        charset: Python's name of the charset; UTF-16 counts as UTF-8 (WHATWG Encoding, section 4.3).
    """
    before, mark, after = text.partition("#")
    path, question, query = before.partition("?")
    if query.isascii() or charset.startswith("utf-16"):
        return text
    return f"{path}{question}{_encoded(query, charset)}{mark}{after}"


def _encoded(query: str, charset: str) -> str:
    return "".join(each if each.isascii() else quote(_bytes(each, charset), safe="") for each in query)


def _bytes(character: str, charset: str) -> bytes:
    try:
        return character.encode(charset)
    except UnicodeEncodeError:
        return f"&#{ord(character)};".encode()


def without_credentials(text: str) -> str:
    """Return *text* without the user names and passwords of its URLs: they do not belong in a report.

    A text that is one URL is read as browsers read it: with any slashes, tabs and line ends within, and, as written in
    HTML or Markdown, with character references and backslash escapes. In running text URLs end at white space.
    """
    if "@" not in text and "&" not in text:
        return text
    for reading in _readings(text):
        if _has_credentials(reading):
            return _strip_credentials(reading)
    return _AUTHORITY_IN_TEXT.sub(lambda match: match[1] + match[2].rpartition("@")[2], text)


def _readings(text: str) -> Iterator[str]:
    """Yield the possible meanings of a URL as written: unchanged, in HTML, in Markdown."""
    bare = _TAB_OR_NEWLINE.sub("", text).strip(_EDGES)
    yield bare
    unescaped = unescape(bare)
    yield _TAB_OR_NEWLINE.sub("", unescaped).strip(_EDGES)
    if "\\" in unescaped:
        yield _BACKSLASH_ESCAPE.sub(r"\1", unescaped)


def _has_credentials(url: str) -> bool:
    """Return whether a parser finds a user name or password in *url*, absolute or relative to an https page."""
    if "@" not in url:
        return False
    for base in (None, "https://base.invalid/"):
        with suppress(ValueError):
            parsed = ada_url.URL(url, base) if base else ada_url.URL(url)
            if parsed.username or parsed.password:
                return True
    return False


def _strip_credentials(url: str) -> str:
    stripped = _SPECIAL_CREDENTIALS.sub(r"\1", url, count=1)
    return _OTHER_CREDENTIALS.sub(r"\1", url, count=1) if _has_credentials(stripped) else stripped
