"""Character references in HTML attribute values (HTML standard, section 13.2.5.73)."""

import re
from html.entities import html5

from linkwarden.entities import unescape

_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*[;=]?)")


def decode_attribute(value: str) -> str:
    """Return an attribute's value with its character references decoded.

    In an attribute, a named reference without its semicolon stays as it is where a letter, digit or equals sign
    follows: ``?a=1&copy=2`` has no copyright sign.
    """
    return _REFERENCE.sub(_decode, value) if "&" in value else value


def _decode(match: re.Match[str]) -> str:
    reference = match[0]
    return unescape(reference) if reference.startswith("&#") else html5.get(reference[1:], reference)
