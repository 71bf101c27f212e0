"""Metadata of an HTML page, read from its first bytes. Pure.

Only a few marks are wanted from thousands of pages, most of them cut off in the middle, so this looks
for those marks and builds no tree. Misreadings lead to suspicions at most: nothing here decides.
"""

import codecs
import itertools
import re
from functools import lru_cache
from typing import NamedTuple

from linkwarden.entities import unescape

MAX_REFRESH_S = 5.0
"""A page that sends readers on within this time is a signpost, not a page that renews itself."""

INTERSTITIAL_BYTES = 32 * 1024
"""Marks of walls and parking are looked for in this much: such pages are short."""

_FLAGS = re.IGNORECASE | re.DOTALL
_HIDDEN = re.compile(rb"<!--.*?(?:-->|\Z)|<(script|style|noscript|template)\b.*?(?:</\1\s*>|\Z)", _FLAGS)
_TITLE = (re.compile(rb"<title\b[^<>]*>", _FLAGS), re.compile(rb"</title", _FLAGS))
_HEADING = (re.compile(rb"<h1\b[^<>]*>", _FLAGS), re.compile(rb"</h1", _FLAGS))
_SUBHEADING = (re.compile(rb"<h2\b[^<>]*>", _FLAGS), re.compile(rb"</h2", _FLAGS))
_PARAGRAPH = (re.compile(rb"<p(?:\s[^<>]*)?>", _FLAGS), re.compile(rb"</p", _FLAGS))
_META = re.compile(rb"<meta\b[^<>]*>", _FLAGS)
_REFRESH = re.compile(rb"""http-equiv\s*=\s*["']?refresh(?![\w-])""", _FLAGS)
_CONTENT = re.compile(rb"""\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", _FLAGS)
_BASE = re.compile(rb"<base\b[^<>]*>", _FLAGS)
_HREF = re.compile(rb"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", _FLAGS)
_DELAY_AND_URL = re.compile(
    r"""\s*+([0-9]*+)[0-9.]*+(?:\s*+[;,]\s*+|\s++)(?:url\s*=\s*)?(?:"([^"]*)|'([^']*)|(.*))""", _FLAGS
)
_TAG = re.compile(rb"<[^<>]*>")
"""Without the second `<`, a page of only `<` would take seconds."""
_LINK = re.compile(rb"<a\s([^<>]{1,4000})>([^<]{0,200})", _FLAGS)
_HREF = re.compile(rb"""(?<![\w-])href\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", _FLAGS)
_MAX_LINKS = 200
_MAX_ELEMENT = 8_000
"""How many bytes of a title, a heading or a paragraph are read."""
_MAX_TEXT = 1_000
"""Maximum number of characters of its text: readers of it expect a line or two."""
_WORD = re.compile(r"\w+")

_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_META_CHARSET = re.compile(rb"""<meta\b[^<>]*?charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_META_BYTES = 1024
"""HTML standard, section 13.2.3.2: so far browsers look for a charset in the page itself."""
_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_LABELS = {
    "utf-16": "utf-16-le",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "ibm866": "cp866",
    "macintosh": "mac-roman",
}
"""WHATWG Encoding, section 4.2: labels that browsers map to a superset encoding, or that Python does not have."""
_KNOWN = re.compile(r"utf-16[bl]e|euc-jp|iso-2022-jp|big5|big5-hkscs|gb18030|iso-8859-\d\d?|windows-125\d|koi8-[ru]")
"""Labels that only Python has. Untrusted pages cannot choose among all of its codecs."""

_SHINGLE = 3
_MAX_WORDS = 4000
_CACHED = 32


@lru_cache(_CACHED)
def utf8_of(data: bytes, content_type: str | None) -> bytes:
    """Return a page in UTF-8, which all functions here read.

    If neither its first bytes, nor *content_type*, nor the page itself has a known charset,
    it stays as it is.
    """
    charset = charset_of(data, content_type)
    return data.decode(charset, errors="replace").encode("utf-8", errors="replace") if charset else data


def charset_of(data: bytes, content_type: str | None) -> str | None:
    """Return Python's name of the charset of a page, or None if that is UTF-8 or unknown."""
    if data[:2] in _UTF_16:
        return _UTF_16[data[:2]]
    named = _CHARSET.search(content_type or "")
    if named:
        return _python_name(named[1])
    meta = _META_CHARSET.search(data[:_META_BYTES])
    name = _python_name(meta[1].decode("ascii", errors="replace")) if meta else None
    return None if name and name.startswith("utf-16") else name  # it could not be read there


def _python_name(label: str) -> str | None:
    label = label.lower()
    return _LABELS.get(label) or (label if _KNOWN.fullmatch(label) and _exists(label) else None)


def _exists(label: str) -> bool:
    try:
        codecs.lookup(label)
    except LookupError:
        return False
    return True


@lru_cache(_CACHED)
def title_of(data: bytes) -> str:
    """Return the text of the first `title`, in one line; empty if there is none."""
    return _text_of(_TITLE, data)


@lru_cache(_CACHED)
def heading_of(data: bytes) -> str:
    """Return the text of the first `h1`, in one line; empty if there is none."""
    return _text_of(_HEADING, data)


@lru_cache(_CACHED)
def subheading_of(data: bytes) -> str:
    """Return the text of the first `h2`, in one line; empty if there is none."""
    return _text_of(_SUBHEADING, data)


@lru_cache(_CACHED)
def paragraph_of(data: bytes) -> str:
    """Return the text of the first `p`, in one line; empty if there is none."""
    return _text_of(_PARAGRAPH, data)


@lru_cache(_CACHED)
def words_of(data: bytes) -> tuple[str, ...]:
    """Return the visible text in lower case, cut off after some thousand words."""
    visible = _TAG.sub(b" ", _HIDDEN.sub(b" ", data))
    return tuple(_WORD.findall(unescape(_decoded(visible)).lower())[:_MAX_WORDS])


def links_of(data: bytes) -> list[tuple[str, str]]:
    """Return the addresses of a page's first links, as written, and their texts."""
    found = []
    for tag in itertools.islice(_LINK.finditer(_HIDDEN.sub(b" ", data)), _MAX_LINKS):
        href = _HREF.search(tag[1])
        if href:
            written = next(group for group in href.groups() if group is not None)
            found.append((unescape(_decoded(written)), unescape(_decoded(tag[2]))))
    return found


def similarity(one: bytes, other: bytes) -> float:
    """Return how much of their text two pages share, from 0 to 1 (Jaccard index of three-word shingles)."""
    mine, theirs = _shingles(words_of(one)), _shingles(words_of(other))
    return len(mine & theirs) / len(mine | theirs)


@lru_cache(_CACHED * 32)  # several rules look for some thirty sets of marks in each page
def mark_in(data: bytes, marks: tuple[bytes, ...]) -> str | None:
    """Return the first of the lower-case *marks* that the page's beginning contains, or None."""
    lowered = _lowered(data)
    return next((mark.decode() for mark in marks if mark in lowered), None)


class Refresh(NamedTuple):
    """Where a page sends its readers."""

    delay_s: float
    url: str
    """As written."""


def read_refresh(data: bytes) -> Refresh | None:
    """Return the URL that a page in UTF-8 redirects to by itself, or None if it does not.

    Browsers that run scripts ignore what is in `noscript`.
    """
    if b"refresh" not in _lowered(data):
        return None
    for meta in _META.findall(_HIDDEN.sub(b" ", data)):
        content = _attribute(_CONTENT, meta) if _REFRESH.search(meta) else None
        refresh = parse_refresh(content) if content is not None else None
        if refresh is not None:
            return refresh
    return None


def parse_refresh(content: str) -> Refresh | None:
    """Return the URL in a `Refresh` header or a `meta` element's `content`, or None without a redirect.

    HTML standard, section 4.2.5.3, "shared declarative refresh steps". A page that waits longer than `MAX_REFRESH_S`,
    or only reloads itself, is not a redirect.
    """
    match = _DELAY_AND_URL.match(content)
    if match is None or not (match[1] or content.lstrip().startswith(".")):
        return None
    delay_s = float(match[1] or 0)
    url = (match[2] or match[3] or match[4] or "").strip()
    return Refresh(delay_s, url) if url and delay_s <= MAX_REFRESH_S else None


def read_base(data: bytes) -> str | None:
    """Return the URL that a page's relative URLs start from, as written, or None if it names none.

    HTML standard, section 4.2.3: the first `base` element with an `href`.
    """
    if b"<base" not in _lowered(data):
        return None
    hrefs = (_attribute(_HREF, base) for base in _BASE.findall(_HIDDEN.sub(b" ", data)))
    return next((href for href in hrefs if href is not None), None)


def _attribute(pattern: re.Pattern[bytes], tag: bytes) -> str | None:
    match = pattern.search(tag)
    return unescape(_decoded(next(each for each in match.groups() if each is not None))) if match else None


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
    return " ".join(unescape(_decoded(_TAG.sub(b" ", data[start.end() : end.start()]))).split())


def _shingles(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[start : start + _SHINGLE] for start in range(max(1, len(words) - _SHINGLE + 1))}
