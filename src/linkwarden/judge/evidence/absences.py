"""Signs that a page with status 200 is not the page of the link. They are suspicions, never proof."""

import re
from urllib.parse import parse_qsl, unquote

from linkwarden.judge.evidence.redirects import final_url, hops, permanent_run_end
from linkwarden.judge.evidence.siblings import is_front, is_home, page_identity
from linkwarden.judge.sameness import MIN_SIMILARITY, page_of, same_page
from linkwarden.model.exchange import ABSENT
from linkwarden.model.observation import Fetch
from linkwarden.page import heading_of, paragraph_of, similarity, subheading_of, title_of, words_of
from linkwarden.urls import WebUrl, parse_web_url

_SAYS_ABSENT = re.compile(
    r"\b404\b|not[ -]?found|no longer (available|exists?|here)|(does ?n[o']t|doesn.t|not) exist|"
    r"can(no|.)?t (be found|find)|could(n.t| not) (be found|find)|page (is )?(missing|unavailable|gone)|"
    r"nothing (was )?found|has been (removed|deleted)|nicht gefunden|introuvable|non trouvée?|no encontrad|no existe|"
    r"não encontrad|non trovat|niet gevonden|не найден|не существует|existiert nicht|n.existe (pas|plus)|"
    r"nie znaleziono|nie istnieje|bulunamad\u0131|存在しません|找不到|不存在|未找到|見つかりません|찾을 수 없",
    re.IGNORECASE,
)
_MAX_PATH = 200
"""How much of a path's end is read."""
_JUST_ERROR = re.compile(r"error\W*", re.IGNORECASE)
_PARAGRAPH_SAYS_ABSENT = re.compile(r"\b(page|requested)\b.{0,40}\bnot( be)? found\b", re.IGNORECASE)
_ERROR_PATH = re.compile(
    r"/((error|page|http|status|code)?[-_]?404([-_]?(error|page|not[-_]?found))?|(page|file|document|item|content)?[-_]?not[-_]?found|"
    r"errors?([-_]?pages?)?|(page|content)[-_]?(missing|unavailable|gone|removed|does[-_]?not[-_]?exist)|missing|no[-_]?such[-_]?page)"
    r"(\.\w{1,5})?/?$",
    re.IGNORECASE,
)


def absence_sign(fetch: Fetch) -> str | None:
    """Return the sign that the page does not exist, or None."""
    asked, reached = parse_web_url(fetch.url), parse_web_url(final_url(fetch))
    if asked is None or reached is None or is_home(asked):
        return None
    if fetch.redirected_to and is_error_path(reached):
        return f"redirects to {reached.href}"
    if fetch.redirected_to and is_front(reached) and not is_front(asked):  # hosts remove tracking parameters
        return f"redirects to the front page {reached.href}"
    passed = _front_passed(fetch, asked, reached)
    if passed is not None:
        return f"redirects to the front page {passed.href}, which redirects to {reached.href}"
    if fetch.redirected_to and _is_landing(asked, reached) and permanent_run_end(fetch) == fetch.last.url:
        return f"redirects to {reached.href}"
    said = _said(page_of(fetch))
    return f"its text is {said[:80]!r}" if said else None


def error_page_sign(fetch: Fetch) -> str | None:
    """Return a sign that needs no comparison: a redirect to an error page, according to its path and its text."""
    asked, reached = parse_web_url(fetch.url), parse_web_url(final_url(fetch))
    if not fetch.redirected_to or asked is None or reached is None or is_error_path(asked):
        return None
    said = _said(page_of(fetch)) if is_error_path(reached) else None
    return f"redirects to {reached.href}, whose text is {said[:80]!r}" if said else None


def is_error_path(url: WebUrl) -> bool:
    """Return whether a URL's path is that of an error page."""
    return _ERROR_PATH.search(url.path[-_MAX_PATH:]) is not None


def is_absent(fetch: Fetch) -> bool:
    """Return whether a fetch ended at a 404 or 410, or was redirected to the front page of the host instead."""
    asked, reached = parse_web_url(fetch.url), parse_web_url(final_url(fetch))
    if asked is None or reached is None or fetch.last.status in ABSENT:
        return fetch.last.status in ABSENT
    sent_home = fetch.redirected_to is not None and is_front(reached) and not is_front(asked)
    return sent_home and asked.host == reached.host


def redirects_to_front_page(fetch: Fetch) -> bool:
    """Return whether redirects led to a front page or past it, or to an error page, by its path."""
    asked, reached = parse_web_url(fetch.url), parse_web_url(final_url(fetch))
    if fetch.redirected_to is None or asked is None or reached is None:
        return False
    return is_front(reached) or is_error_path(reached) or _front_passed(fetch, asked, reached) is not None


def _front_passed(fetch: Fetch, asked: WebUrl, reached: WebUrl) -> WebUrl | None:
    """Return the front page of the site that a deep path was redirected to, and that redirects to another page.

    None if the redirects led back to the requested path: a cookie was set on the way.
    """
    if is_front(asked) or reached.path == asked.path:
        return None
    passed = [parse_web_url(each.url) for each in hops(fetch)[1:]]
    site = asked.host.removeprefix("www.")
    return next((each for each in passed if each and is_front(each) and each.host.removeprefix("www.") == site), None)


def _is_landing(asked: WebUrl, reached: WebUrl) -> bool:
    """Return whether a deep path led to a page near the root that has nothing of its name."""
    name = asked.path.rstrip("/").rpartition("/")[2].partition(".")[0].casefold()
    return reached.path.strip("/").count("/") == 0 and bool(name) and name not in reached.href.casefold()


def _said(page: bytes) -> str | None:
    """Return the page's text about its absence: its title, its first heading, or the text below them."""
    return next((text for text in _names(page) if _SAYS_ABSENT.search(text)), None) or _said_below(page)


def _names(page: bytes) -> tuple[str, str]:
    """Return a page's title, and its first heading."""
    return title_of(page), heading_of(page) or subheading_of(page)


def _said_below(page: bytes) -> str | None:
    """Return the first paragraph if it is about absence, under a title that is no more than "Error"."""
    text = paragraph_of(page)
    return text if _JUST_ERROR.fullmatch(title_of(page)) and _PARAGRAPH_SAYS_ABSENT.search(text) else None


def matches_sibling(fetch: Fetch, sibling: Fetch) -> bool:
    """Return whether a page is what its host serves for a nonexistent path: the same place, or the same text.

    A host that redirects such paths to its front page never responds with 404; there, a page with absence in title and
    heading, and nothing else, is absent too.
    """
    if fetch.redirected_to and sibling.redirected_to:
        return same_place(fetch, sibling)
    if sibling.redirected_to:
        return _says_nothing_else(fetch)
    if fetch.redirected_to:
        return False
    mine, theirs = page_of(fetch), page_of(sibling)
    names = _names(mine)
    if any(names) and (names == _names(theirs) or _without_its_own(fetch) == _without_its_own(sibling)):
        return True
    return similarity(mine, theirs) >= MIN_SIMILARITY


FEW_WORDS = 60
_SHORTEST_ECHO = 3


def _without_its_own(fetch: Fetch) -> list[str]:
    """Return title and heading with one token for the last segment of the requested path, and for query values."""
    asked = parse_web_url(fetch.url)
    if asked is None:
        return []
    last = asked.path.rstrip("/").rpartition("/")[2]
    values = [value for _, value in parse_qsl(asked.query[1:])]
    echoes = {text.lower() for text in (last, unquote(last), *values) if len(text) >= _SHORTEST_ECHO}
    texts = [text.lower() for text in _names(page_of(fetch))]
    for echo in sorted(echoes, key=len, reverse=True):
        texts = [text.replace(echo, "\0") for text in texts]
    return texts


def _says_nothing_else(fetch: Fetch) -> bool:
    """Return whether a page has little text beyond its absence: no article about absences is that short."""
    page = page_of(fetch)
    both = all(_SAYS_ABSENT.search(text) for text in _names(page))
    return both and fetch.last.body.complete and len(words_of(page)) <= FEW_WORDS


def same_place(one: Fetch, other: Fetch) -> bool:
    """Return whether two fetches ended at the same place, whatever page they requested."""
    places = [page_identity(url) for fetch in (one, other) if (url := parse_web_url(final_url(fetch)))]
    if len(places) < 2 or places[0] != places[1]:  # noqa: PLR2004  one for each fetch
        return False
    return final_url(one) == final_url(other) or "?" not in places[0] or same_page(one, other)
