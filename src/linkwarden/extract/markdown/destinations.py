"""Link destinations as cmark-gfm reads them (``manual_scan_link_url`` in inlines.c; CommonMark, section 6.3)."""

import re
from dataclasses import dataclass

from markdown_it.common.utils import replaceEntityPattern, unescapeAll

from linkwarden.extract.found import Range

_ENCLOSED = re.compile(r"<((?:[^\\<>\n]|\\.?)*+)>", re.DOTALL)
_PLAIN = re.compile(r"[^\\()<\s\0][^\\()\s\0]*+(?=[) \t\n])")
_SPECIAL = re.compile(r"\\[!-/:-@\[-`{-~]|[() \t\n\v\f\r\0]")
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MAX_DEPTH = 32


@dataclass(frozen=True, slots=True)
class Destination:
    """A destination that was read; the names are those of markdown-it-py's result."""

    ok: bool
    pos: int = 0
    """Where the rest begins."""
    str: str = ""
    """The destination, decoded."""
    place: Range = (0, 0)
    """Its characters, less the angle brackets."""


_NONE = Destination(ok=False)


def decode_entities(text: str) -> str:
    """Return *text* with its character references decoded, and backslashes left alone: so autolinks are read."""
    return _ENTITY.sub(lambda match: replaceEntityPattern(match[0], match[1]), text) if "&" in text else text


def parse_destination(text: str, start: int, end: int) -> Destination:
    """Return the destination that begins at *start*; unlike the specification, the code allows unclosed parentheses."""
    if match := _PLAIN.match(text, start, end):
        return _found(text, match.end(), match.span())
    if text.startswith("<", start):
        match = _ENCLOSED.match(text, start, end)
        return _found(text, match.end(), match.span(1)) if match else _NONE
    stop, depth = end, 0
    for special in _SPECIAL.finditer(text, start, end):
        character = special[0]
        if character == "(":
            depth += 1
            if depth > _MAX_DEPTH:
                return _NONE
        elif character == ")" and depth:
            depth -= 1
        elif character[0] != "\\":
            stop = special.start()
            break
    return _found(text, stop, (start, stop)) if stop > start else _NONE


def _found(text: str, pos: int, place: Range) -> Destination:
    written = text[slice(*place)]
    decoded = unescapeAll(written) if "\\" in written or "&" in written else written
    return Destination(ok=True, pos=pos, str=decoded, place=place)
