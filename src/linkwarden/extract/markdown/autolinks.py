"""Extended autolinks, where GitHub links a bare URL: cmark-gfm's ``autolink.c`` (GFM, section 6.9).

The specification is incomplete, so this follows the code: which hosts count, and which characters at
the end belong to the sentence and not to the URL.
"""

import re
import unicodedata

START = r"(?<![A-Za-z])(?i:https?|ftp)://|(?:(?<=[ \t\n\v\f\r*_~(])|\A)www\."
"""Where a bare URL may begin."""

_SCHEME = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_END = re.compile(r"[ \t\n\v\f\r<\0]")
"""Characters that end a URL; a NUL too, because authors never write one."""
_HOST = re.compile(r"(?:\\?[A-Za-z0-9_.-])*")
_ENTITY = re.compile(r"&[A-Za-z]+;\Z")
_MANY_LABELS = 11


def bare_url(text: str, start: int, end: int) -> tuple[str, int] | None:
    """Return the URL that begins at *start*, and where it ends; None where GitHub makes no link of it."""
    scheme = _SCHEME.match(text, start, end)
    host = scheme.end() if scheme else start
    if scheme and (host == end or not _is_host_character(text[host])):
        return None
    if not _is_host(text, host, end, dotted=scheme is None):
        return None
    space = _END.search(text, host, end)
    stop = _without_punctuation(text, start, space.start() if space else end)
    return (text[start:stop] if scheme else f"http://{text[start:stop]}"), stop


def _is_host_character(character: str) -> bool:
    return character.isalnum() if character.isascii() else unicodedata.category(character)[0] not in "ZP"


def _is_host(text: str, start: int, end: int, *, dotted: bool) -> bool:
    """Return whether a host begins here: no underscore in its last two labels (``check_domain``).

    As in the code, the first and the text's last character are not checked, and a non-ASCII character ends the check.
    """
    match = _HOST.match(text, start + 1, max(start + 1, end - 1)) if text[start].isascii() else None
    labels = match[0].split(".") if match else []
    if dotted and len(labels) == 1:
        return False
    return len(labels) > _MANY_LABELS or not any("_" in label for label in labels[-2:])


def _without_punctuation(text: str, start: int, end: int) -> int:
    """Return where the URL ends without the characters that end the sentence (``autolink_delim``)."""
    surplus = text.count(")", start, end) - text.count("(", start, end)
    while end > start:
        last = text[end - 1]
        if last == ")" and surplus > 0:
            surplus -= 1
            end -= 1
        elif last in "?!.,:*_~'\"":
            end -= 1
        elif last == ";":
            entity = _ENTITY.search(text, max(start, end - 40), end)
            end = entity.start() if entity else end - 1
        else:
            break
    return end
