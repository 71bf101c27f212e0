"""Whether two looks show the same page."""

from linkwarden.model.observation import Look
from linkwarden.page import likeness, title_of, utf8_of

LIKE = 0.9
"""How much of their text two pages share that count as the same, from 0 to 1."""


def page_of(look: Look) -> bytes:
    """Return the page that a look ended with, in UTF-8."""
    return utf8_of(look.last.body.data, look.last.header("content-type"))


def same_page(one: Look, other: Look) -> bool:
    """Return whether two looks got the same page: the same title, and nearly the same text."""
    mine, theirs = page_of(one), page_of(other)
    return mine == theirs or (title_of(mine) == title_of(theirs) and likeness(mine, theirs) >= LIKE)
