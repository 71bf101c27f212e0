"""Whether two fetches show the same page."""

from linkwarden.model.observation import Fetch
from linkwarden.page import similarity, title_of, utf8_of

MIN_SIMILARITY = 0.9
"""How much of their text two pages share that count as the same, from 0 to 1."""


def page_of(fetch: Fetch) -> bytes:
    """Return the page that a fetch ended with, in UTF-8."""
    return utf8_of(fetch.last.body.data, fetch.last.header("content-type"))


def same_page(one: Fetch, other: Fetch) -> bool:
    """Return whether two fetches got the same page: the same title, and nearly the same text."""
    mine, theirs = page_of(one), page_of(other)
    return mine == theirs or (title_of(mine) == title_of(theirs) and similarity(mine, theirs) >= MIN_SIMILARITY)
