"""Signs that a page which answers 200 is not the page that the link promises. A suspicion, never a proof."""

import re

from linkwarden.judge.evidence.redirects import final_url
from linkwarden.judge.evidence.siblings import is_home
from linkwarden.model.observation import Look
from linkwarden.page import heading_of, likeness, title_of, words_of
from linkwarden.urls import parse_web_url

_SAYS_ABSENT = re.compile(
    r"\b404\b|not[ -]?found|no longer (available|exists?|here)|(does ?n[o']t|doesn.t|not) exist|"
    r"can(no|.)?t (be found|find)|could(n.t| not) (be found|find)|page (is )?(missing|unavailable|gone)|"
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
    bare = parse_web_url(asked.href.partition("?")[0])  # hosts strip what trackers add to their front page
    if look.redirected_to and is_home(reached) and not (bare and is_home(bare)):
        return f"it leads to the front page {reached.href}"
    data = look.last.body.data
    said = next((text for text in (title_of(data), heading_of(data)) if _SAYS_ABSENT.search(text)), None)
    return f"it says {said[:80]!r}" if said else None


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
    mine, theirs = look.last.body.data, sibling.last.body.data
    names = (title_of(mine), heading_of(mine))
    return (any(names) and names == (title_of(theirs), heading_of(theirs))) or likeness(mine, theirs) >= LIKE


LIKE = 0.9
FEW_WORDS = 60


def _says_nothing_else(look: Look) -> bool:
    """Tell whether a page has little more to say than that it is not there: no article about absences is so short."""
    data = look.last.body.data
    both = all(_SAYS_ABSENT.search(text) for text in (title_of(data), heading_of(data)))
    return both and look.last.body.complete and len(words_of(data)) <= FEW_WORDS


def _place(look: Look) -> str:
    return final_url(look).partition("?")[0]
