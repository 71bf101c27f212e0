"""Requests and responses, and how their headers are encoded on the wire. Pure."""

import re
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from linkwarden.model.exchange import Body
from linkwarden.model.observation import Verify
from linkwarden.net.body import NOTHING, Wanted

MAX_HEADERS = 100
"""Header lines of a response that are kept; the first of each essential name is kept in any case."""

MAX_HEADER_BYTES = 16 * 1024
"""Bytes of header values of a response that are kept, essential ones aside."""

MAX_VALUE_BYTES = 8 * 1024
"""Longer values are dropped: RFC 9110 section 4.1 recommends to support URIs of 8000 bytes."""

ESSENTIAL_HEADERS = frozenset(
    {b"content-encoding", b"content-type", b"location", b"refresh", b"retry-after", b"server", b"x-amzn-waf-action"}
)
"""Headers that decide the next request; they are kept however many others there are."""

_URL_HEADERS = frozenset({b"location", b"refresh"})
_COOKIE = b"set-cookie"
_NON_ASCII = re.compile(rb"[\x80-\xff]")

RawHeaders = Iterable[tuple[bytes, bytes]]


class Request(NamedTuple):
    """A request to a host. *target* is the path and query as serialized by a WHATWG parser."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    verify: Verify = Verify.FULL
    wanted: Wanted = NOTHING
    """How much of a text body to read; bodies of other types are not read."""
    timeout: float | None = None
    """Seconds for the whole request, where that is less than usual."""
    after_timeout: bool = False
    """An earlier request for the same link timed out: this one waits half as long."""
    content: bytes | None = None


class Response(NamedTuple):
    """A response; header names are in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: Body
    certificate_ends_at: datetime | None = None
    """The end date of the server's certificate, where one was verified."""


def encode_headers(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    """Return request headers as bytes.

    RFC 9110 section 5.5: values are ISO 8859-1 at most; cookies are returned byte for byte.
    """
    return [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers]


def decode_headers(raw: RawHeaders) -> tuple[tuple[str, str], ...]:
    """Return response headers as text, names in lower case, bounded in number and size.

    Values are UTF-8 where they are valid UTF-8, else ISO 8859-1. Two kinds keep their bytes: ``Set-Cookie`` is
    always ISO 8859-1, because a cookie is returned unchanged, and in ``Location`` and ``Refresh`` each byte above
    0x7F is percent-encoded, as browsers do it.
    """
    return tuple((sys.intern(name.decode("latin-1")), _decode(name, value)) for name, value in _bounded(raw))


def _bounded(raw: RawHeaders) -> Iterator[tuple[bytes, bytes]]:
    lines, size = 0, 0
    seen: set[bytes] = set()
    for written, value in raw:
        name = written.lower()
        if len(value) > MAX_VALUE_BYTES:
            continue
        if name in ESSENTIAL_HEADERS and name not in seen:
            seen.add(name)
            yield name, value
        elif lines < MAX_HEADERS and size + len(value) <= MAX_HEADER_BYTES:
            lines, size = lines + 1, size + len(value)
            yield name, value


def _decode(name: bytes, value: bytes) -> str:
    if name in _URL_HEADERS:
        return _NON_ASCII.sub(lambda match: b"%%%02X" % match[0][0], value).decode("ascii")
    if name == _COOKIE:
        return value.decode("latin-1")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def header(raw: RawHeaders, wanted: bytes) -> str:
    """Return the first header of that lower-case name, or an empty text."""
    return next((value.decode("latin-1") for name, value in raw if name.lower() == wanted), "")


def is_text(content_type: str) -> bool:
    """Return whether a body is worth reading: markup or text, or of a type that is not stated."""
    kind = content_type.partition(";")[0].strip().lower()
    return not kind or kind.startswith("text/") or kind.endswith(("json", "xml"))
