"""Signs that a page which answers 200 is not the page that the link promises. A suspicion, never a proof."""

import re
from dataclasses import replace
from urllib.parse import parse_qsl, unquote

from linkwarden.judge.evidence.redirects import final_url
from linkwarden.judge.evidence.siblings import is_home
from linkwarden.model.observation import Look
from linkwarden.page import heading_of, likeness, paragraph_of, subheading_of, title_of, utf8_of, words_of
from linkwarden.urls import WebUrl, parse_web_url

_SAYS_ABSENT = re.compile(
    r"\b404\b|not[ -]?found|no longer (available|exists?|here)|(does ?n[o']t|doesn.t|not) exist|"
    r"can(no|.)?t (be found|find)|could(n.t| not) (be found|find)|page (is )?(missing|unavailable|gone)|"
    r"nothing (was )?found|has been (removed|deleted)|nicht gefunden|introuvable|non trouvée?|no encontrad|no existe|"
    r"não encontrad|non trovat|niet gevonden|не найден|не существует|existiert nicht|n.existe (pas|plus)|"
    r"nie znaleziono|nie istnieje|bulunamad\u0131|存在しません|找不到|不存在|未找到|見つかりません|찾을 수 없",
    re.IGNORECASE,
)
_JUST_ERROR = re.compile(r"error\W*", re.IGNORECASE)
_PARAGRAPH_SAYS_ABSENT = re.compile(r"\b(page|requested)\b.{0,40}\bnot( be)? found\b", re.IGNORECASE)
_ABSENT_PATH = re.compile(r"(^|/)(404|page[-_]?not[-_]?found|not[-_]?found|error([-_]?404)?)(\.\w+)?/?$", re.IGNORECASE)


def absence_sign(look: Look) -> str | None:
    """Return what about an answer hints that the page is not there, or None."""
    asked, reached = parse_web_url(look.url), parse_web_url(final_url(look))
    if asked is None or reached is None or is_home(asked):
        return None
    if look.redirected_to and _ABSENT_PATH.search(reached.path):
        return f"it leads to {reached.href}"
    if look.redirected_to and _is_front(reached) and not _is_front(asked):  # hosts strip what trackers add to theirs
        return f"it leads to the front page {reached.href}"
    page = _page(look)
    said = next((text for text in _names(page) if _SAYS_ABSENT.search(text)), None) or _said_below(page)
    return f"it says {said[:80]!r}" if said else None


def _page(look: Look) -> bytes:
    return utf8_of(look.last.body.data, look.last.header("content-type"))


def _names(page: bytes) -> tuple[str, str]:
    """Return a page's title, and its first heading."""
    return title_of(page), heading_of(page) or subheading_of(page)


def _said_below(page: bytes) -> str | None:
    """Return the first paragraph where that says so, under a title that says no more than "Error"."""
    text = paragraph_of(page)
    return text if _JUST_ERROR.fullmatch(title_of(page)) and _PARAGRAPH_SAYS_ABSENT.search(text) else None


def _is_front(url: WebUrl) -> bool:
    """Tell whether a URL is that of the front page, whatever its query."""
    return is_home(replace(url, query=""))


def like_the_sibling(look: Look, sibling: Look) -> bool:
    """Tell whether a page is what its host gives for a name that cannot exist: the same place, or the same text.

    A host that sends such names to its front page never says 404; there a page that says so in title and
    heading, and nothing else, is absent too.
    """
    if look.redirected_to and sibling.redirected_to:
        return _place(look) == _place(sibling)
    if sibling.redirected_to:
        return _says_nothing_else(look)
    if look.redirected_to:
        return False
    mine, theirs = _page(look), _page(sibling)
    names = _names(mine)
    if any(names) and (names == _names(theirs) or _without_its_own(look) == _without_its_own(sibling)):
        return True
    return likeness(mine, theirs) >= LIKE


LIKE = 0.9
FEW_WORDS = 60
_SHORTEST_ECHO = 3


def _without_its_own(look: Look) -> list[str]:
    """Return title and heading with one token for the last segment that was asked for, and for what the query said."""
    asked = parse_web_url(look.url)
    if asked is None:
        return []
    last = asked.path.rstrip("/").rpartition("/")[2]
    values = [value for _, value in parse_qsl(asked.query[1:])]
    echoes = {text.lower() for text in (last, unquote(last), *values) if len(text) >= _SHORTEST_ECHO}
    texts = [text.lower() for text in _names(_page(look))]
    for echo in sorted(echoes, key=len, reverse=True):
        texts = [text.replace(echo, "\0") for text in texts]
    return texts


def _says_nothing_else(look: Look) -> bool:
    """Tell whether a page has little more to say than that it is not there: no article about absences is so short."""
    page = _page(look)
    both = all(_SAYS_ABSENT.search(text) for text in _names(page))
    return both and look.last.body.complete and len(words_of(page)) <= FEW_WORDS


def _place(look: Look) -> str:
    """Return where a look ended, whatever the query says there; the front page's can name another page."""
    url = final_url(look)
    reached = parse_web_url(url)
    return url if reached and _is_front(reached) else url.partition("?")[0]
