"""Signs that a page which answers 200 is not the page that the link promises. A suspicion, never a proof."""

import re

from linkwarden.judge.evidence.redirects import final_url
from linkwarden.judge.evidence.siblings import is_home
from linkwarden.model.observation import Look
from linkwarden.page import read_page
from linkwarden.urls import parse_web_url

_SAYS_ABSENT = re.compile(
    r"\b404\b|not[ -]?found|no longer (available|exists?|here)|(does ?n[o']t|doesn.t|not) exist|"
    r"can(no|')?t (be found|find)|could(n't| not) (be found|find)|page (is )?(missing|unavailable|gone)|"
    r"nothing (was )?found|has been (removed|deleted)|nicht gefunden|introuvable|non trouvée?|no encontrad|no existe|"
    r"não encontrad|non trovat|niet gevonden|не найден|не существует|找不到|不存在|未找到|見つかりません|찾을 수 없",
    re.IGNORECASE,
)
_ABSENT_PATH = re.compile(r"(^|/)(404|page[-_]?not[-_]?found|not[-_]?found|error(404)?)(\.\w+)?/?$", re.IGNORECASE)


def absence_sign(look: Look) -> str | None:
    """Return what about an answer hints that the page is not there, or None."""
    asked, reached = parse_web_url(look.url), parse_web_url(final_url(look))
    if asked is None or reached is None or is_home(asked):
        return None
    if look.redirected_to and _ABSENT_PATH.search(reached.path):
        return f"it leads to {reached.href}"
    if look.redirected_to and is_home(reached):
        return f"it leads to the front page {reached.href}"
    page = read_page(look.last.body.data)
    said = next((text for text in (page.title, page.heading) if _SAYS_ABSENT.search(text)), None)
    return f"it says {said[:80]!r}" if said else None


def like_the_sibling(look: Look, sibling: Look) -> bool:
    """Tell whether a page is what its host gives for a name that cannot exist: the same place, or the same text."""
    if look.redirected_to and sibling.redirected_to:
        return _place(look) == _place(sibling)
    if look.redirected_to or sibling.redirected_to:
        return False
    mine, theirs = read_page(look.last.body.data), read_page(sibling.last.body.data)
    if (mine.title, mine.heading) == (theirs.title, theirs.heading) and (mine.title or mine.heading):
        return True
    return mine.likeness(theirs) >= LIKE


LIKE = 0.9


def _place(look: Look) -> str:
    return final_url(look).partition("?")[0]
