"""What an HTML page says of itself, read from its first bytes. Pure.

Only a few marks are wanted from thousands of pages, most of them cut off in the middle, so this looks
for those marks and builds no tree. Whatever it misreads is a suspicion at most: nothing here decides.
"""

import html
import re
from dataclasses import dataclass
from functools import lru_cache

LONGEST_REFRESH_S = 5.0
"""A page that sends readers on within this time is a signpost, not a page that renews itself."""

_HIDDEN = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(script|style|noscript|template)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(rb"<h1\b[^>]*>(.*?)</h1", re.IGNORECASE | re.DOTALL)
_META = re.compile(rb"<meta\b[^>]*>", re.IGNORECASE)
_REFRESH = re.compile(rb"""http-equiv\s*=\s*["']?refresh\b""", re.IGNORECASE)
_CONTENT = re.compile(rb"""\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_DELAY_AND_URL = re.compile(r"""\s*(\d+(?:\.\d*)?|\.\d+)\s*[;,]?\s*(?:url\s*=\s*)?["']?([^"']*)""", re.IGNORECASE)
_TAG = re.compile(rb"<[^>]*>")
_WORD = re.compile(r"\w+")

_SHINGLE = 3
_MOST_WORDS = 4000


@dataclass(frozen=True, slots=True)
class Page:
    """The marks of one page."""

    title: str
    heading: str
    """The first h1."""
    words: tuple[str, ...]
    """The visible text, in lower case, cut off after some thousand words."""
    scripts: bool
    """The page runs scripts."""

    def likeness(self, other: "Page") -> float:
        """Return how much of the text two pages share, from 0 to 1 (Jaccard index of three-word shingles)."""
        mine, theirs = _shingles(self.words), _shingles(other.words)
        union = mine | theirs
        return len(mine & theirs) / len(union) if union else 1.0


@lru_cache(maxsize=256)
def read_page(data: bytes) -> Page:
    """Return the marks of the page that begins with *data*."""
    visible = _HIDDEN.sub(b" ", data)
    words = _WORD.findall(html.unescape(_text(_TAG.sub(b" ", visible))).lower())
    return Page(
        title=_first(_TITLE, visible),
        heading=_first(_HEADING, visible),
        words=tuple(words[:_MOST_WORDS]),
        scripts=b"<script" in data.lower(),
    )


def read_refresh(data: bytes) -> str | None:
    """Return where a page sends its readers at once, as written, or None.

    HTML standard, section 4.2.5.3, "shared declarative refresh steps". Browsers that run scripts do
    not see what stands in `noscript`.
    """
    if _REFRESH.search(data) is None:
        return None
    for meta in _META.findall(_HIDDEN.sub(b" ", data)):
        content = _CONTENT.search(meta) if _REFRESH.search(meta) else None
        if content is None:
            continue
        written = html.unescape(_text(next(group for group in content.groups() if group is not None)))
        match = _DELAY_AND_URL.match(written)
        if match and match[2].strip() and float(match[1]) <= LONGEST_REFRESH_S:
            return match[2].strip()
    return None


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def _first(pattern: re.Pattern[bytes], data: bytes) -> str:
    match = pattern.search(data)
    return " ".join(html.unescape(_text(_TAG.sub(b" ", match[1]))).split()) if match else ""


def _shingles(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[start : start + _SHINGLE] for start in range(max(1, len(words) - _SHINGLE + 1))}
