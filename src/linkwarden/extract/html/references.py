"""Character references in HTML attribute values (HTML standard, section 13.2.5.73)."""

import html
import re
from html.entities import html5

_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*(;|=)?)")
_LEGACY = frozenset(name for name in html5 if not name.endswith(";"))
"""The names that are read without their semicolon."""


def decode_attribute(value: str) -> str:
    """Return an attribute's value with its character references decoded.

    In an attribute, a named reference without its semicolon stays as it is where a letter, digit or equals sign
    follows: ``?a=1&copy=2`` is no copyright sign.
    """
    return _REFERENCE.sub(_decode, value) if "&" in value else value


def _decode(match: re.Match[str]) -> str:
    reference = match[0]
    if reference.startswith("&#"):
        return html.unescape(reference)
    if match[1] == ";" and reference[1:] in html5:
        return html5[reference[1:]]
    name = reference[1:].rstrip(";")
    if match[1] != "=" and name in _LEGACY:
        return html5[name] + (match[1] or "")
    return reference
