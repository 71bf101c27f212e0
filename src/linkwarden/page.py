"""What an HTML page says of itself, read from its first bytes. Pure.

Only a few marks are wanted from thousands of pages, most of them cut off in the middle, so this looks
for those marks and builds no tree. Whatever it misreads is a suspicion at most: nothing here decides.
"""

import html
import re
from collections.abc import Iterable
from functools import lru_cache

LONGEST_REFRESH_S = 5.0
"""A page that sends readers on within this time is a signpost, not a page that renews itself."""

INTERSTITIAL_BYTES = 32 * 1024
"""Marks of walls and parking are looked for in this much: such pages are short."""

_FLAGS = re.IGNORECASE | re.DOTALL
_HIDDEN = re.compile(rb"<!--.*?(?:-->|\Z)|<(script|style|noscript|template)\b.*?(?:</\1\s*>|\Z)", _FLAGS)
_TITLE = (re.compile(rb"<title\b[^<>]*>", _FLAGS), re.compile(rb"</title", _FLAGS))
_HEADING = (re.compile(rb"<h1\b[^<>]*>", _FLAGS), re.compile(rb"</h1", _FLAGS))
_META = re.compile(rb"<meta\b[^<>]*>", _FLAGS)
_REFRESH = re.compile(rb"""http-equiv\s*=\s*["']?refresh(?![\w-])""", _FLAGS)
_CONTENT = re.compile(rb"""\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", _FLAGS)
_DELAY_AND_URL = re.compile(r"""\s*(\d+(?:\.\d*)?|\.\d+)\s*[;,]?\s*(?:url\s*=\s*)?["']?([^"']*)""", _FLAGS)
_TAG = re.compile(rb"<[^<>]*>")
"""Without the second `<`, a page of nothing but `<` would take seconds."""
_WORD = re.compile(r"\w+")

_SHINGLE = 3
_MOST_WORDS = 4000
_CACHED = 256


@lru_cache(_CACHED)
def title_of(data: bytes) -> str:
    """Return the text of the first `title`, in one line; empty where there is none."""
    return _text_of(_TITLE, data)


@lru_cache(_CACHED)
def heading_of(data: bytes) -> str:
    """Return the text of the first `h1`, in one line; empty where there is none."""
    return _text_of(_HEADING, data)


@lru_cache(_CACHED)
def words_of(data: bytes) -> tuple[str, ...]:
    """Return the visible text in lower case, cut off after some thousand words."""
    visible = _TAG.sub(b" ", _HIDDEN.sub(b" ", data))
    return tuple(_WORD.findall(html.unescape(_decoded(visible)).lower())[:_MOST_WORDS])


def likeness(one: bytes, other: bytes) -> float:
    """Return how much of their text two pages share, from 0 to 1 (Jaccard index of three-word shingles)."""
    mine, theirs = _shingles(words_of(one)), _shingles(words_of(other))
    return len(mine & theirs) / len(mine | theirs)


def mark_in(data: bytes, marks: Iterable[bytes]) -> str | None:
    """Return the first of the lower-case *marks* that the page's beginning contains, or None."""
    lowered = _lowered(data)
    return next((mark.decode() for mark in marks if mark in lowered), None)


def read_refresh(data: bytes) -> str | None:
    """Return where a page sends its readers at once, as written, or None.

    HTML standard, section 4.2.5.3, "shared declarative refresh steps". Browsers that run scripts do
    not see what stands in `noscript`.
    """
    if b"refresh" not in _lowered(data):
        return None
    for meta in _META.findall(_HIDDEN.sub(b" ", data)):
        content = _CONTENT.search(meta) if _REFRESH.search(meta) else None
        if content is None:
            continue
        written = html.unescape(_decoded(next(group for group in content.groups() if group is not None)))
        match = _DELAY_AND_URL.match(written)
        if match and match[2].strip() and float(match[1]) <= LONGEST_REFRESH_S:
            return match[2].strip()
    return None


@lru_cache(_CACHED)
def _lowered(data: bytes) -> bytes:
    return data[:INTERSTITIAL_BYTES].lower()


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def _text_of(tags: tuple[re.Pattern[bytes], re.Pattern[bytes]], data: bytes) -> str:
    opening, closing = tags
    start = opening.search(data)
    end = closing.search(data, start.end()) if start else None
    if start is None or end is None:
        return ""
    return " ".join(html.unescape(_decoded(_TAG.sub(b" ", data[start.end() : end.start()]))).split())


def _shingles(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[start : start + _SHINGLE] for start in range(max(1, len(words) - _SHINGLE + 1))}
