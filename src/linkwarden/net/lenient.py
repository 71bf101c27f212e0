"""Responses that violate HTTP but are shown by browsers. Pure.

The HTTP library rejects a whole response for one header line without a colon, or with a space in its
name. Browsers skip the line; so does this module, where a status line and the end of the headers are there.
"""

import re

HEAD_BYTES = 64 * 1024
"""How much of a response is kept for this, at most."""

_STATUS_LINE = re.compile(rb"[\r\n]{0,4}HTTP/1\.[01] ([1-5]\d\d)(?: [^\r\n]*)?\r?\n")
_HEADER_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*+:[ \t]*+([^\r\n\0]*+)")
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_SWITCHING_PROTOCOLS = 101
_FIRST_FINAL = 200

Headers = list[tuple[bytes, bytes]]


def parse_leniently(head: bytes) -> tuple[int, Headers, bytes] | None:
    """Return status, headers and the beginning of the body, or None if it is not HTTP.

    Args:
        head: The first bytes of the response. Interim responses (RFC 9110 section 15.2) are skipped.
    """
    while (parsed := _parse(head)) is not None and parsed[0] < _FIRST_FINAL:
        if parsed[0] == _SWITCHING_PROTOCOLS:
            return None
        head = parsed[2]
    if parsed is None:
        return None
    status, headers, rest = parsed
    if len({value.strip() for name, value in headers if name.lower() == b"content-length"}) > 1:
        return None  # browsers refuse this too: it smuggles one response behind another
    chunked = any(name.lower() == b"transfer-encoding" and b"chunked" in value.lower() for name, value in headers)
    return status, headers, b"" if chunked else rest


def _parse(head: bytes) -> tuple[int, Headers, bytes] | None:
    start = _STATUS_LINE.match(head)
    end = _END_OF_HEADERS.search(head, start.end(1)) if start else None
    if start is None or end is None:
        return None
    lines = re.split(rb"\r?\n", head[start.end() : end.start()]) if start.end() < end.start() else []
    headers = [(match[1], match[2]) for line in lines if (match := _HEADER_LINE.fullmatch(line))]
    return int(start[1]), headers, head[end.end() :]
