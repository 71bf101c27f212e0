"""Answers that break the rules of HTTP and that browsers show all the same. Pure.

The HTTP library refuses a whole answer for one header line without a colon, or with a space in its
name. Browsers skip the line; so does this, where a status line and the end of the headers are there.
"""

import re

HEAD_BYTES = 64 * 1024
"""How much of an answer is kept for this, at most."""

_STATUS_LINE = re.compile(rb"[\r\n]{0,4}HTTP/1\.[01] ([1-5]\d\d)(?: [^\r\n]*)?\r?\n")
_HEADER_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:[ \t]*([^\r\n\0]*)")
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_SWITCHING_PROTOCOLS = 101

Headers = list[tuple[bytes, bytes]]


def forgive(head: bytes) -> tuple[int, Headers, bytes] | None:
    """Return status, headers and the beginning of the body, or None where it is no HTTP at all.

    Args:
        head: The first bytes that came back.
    """
    start, end = _STATUS_LINE.match(head), _END_OF_HEADERS.search(head)
    if start is None or end is None or int(start[1]) == _SWITCHING_PROTOCOLS:
        return None
    lines = re.split(rb"\r?\n", head[start.end() : end.start()])
    headers = [(match[1], match[2]) for line in lines if (match := _HEADER_LINE.fullmatch(line))]
    if len({value.strip() for name, value in headers if name.lower() == b"content-length"}) > 1:
        return None  # which even browsers refuse: it smuggles one answer behind another
    chunked = any(name.lower() == b"transfer-encoding" and b"chunked" in value.lower() for name, value in headers)
    return int(start[1]), headers, b"" if chunked else head[end.end() :]
