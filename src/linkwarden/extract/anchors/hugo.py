"""Hugo's ids: ``sanitizeAnchorNameWithHook`` of ``markup/goldmark/autoid.go``, by ``autoHeadingIDType``."""

import unicodedata
from collections.abc import Callable
from functools import partial

from linkwarden.extract.anchors import ANCHOR_STYLES, AnchorStyle, UniqueIds, custom_id


class HugoSlugger:
    """Drops all but letters, digits, ``_``, ``-`` and spaces; a double gets ``-1``, an empty id is ``heading``."""

    def __init__(self, slugify: Callable[[str], str]) -> None:
        self._slugify = slugify
        self._ids = UniqueIds()

    def slug(self, heading: str) -> str:
        """Return the heading's id: its own or one made of its text."""
        text, own = custom_id(heading)
        return self._ids.unique(self._slugify(text) or "heading") if own is None else self._ids.keep(own)


def hugo_slug(text: str) -> str:
    """Return the id of the types ``github`` and, of ASCII text, ``github-ascii``."""
    return "".join("-" if each in "- " else each.lower() for each in text.strip() if _is_kept(each))


def hugo_ascii_slug(text: str) -> str:
    """Return the id of the type ``github-ascii``: accents are dropped, then all that is not ASCII."""
    plain = (each for each in unicodedata.normalize("NFD", text) if unicodedata.category(each) != "Mn")
    return hugo_slug("".join(each for each in plain if each.isascii()))


def blackfriday_slug(text: str) -> str:
    """Return the id of the type ``blackfriday``: words joined by hyphens."""
    words = "".join(each.lower() if unicodedata.category(each)[0] in "LN" else " " for each in text)
    return "-".join(words.split())


def _is_kept(character: str) -> bool:
    return character in "- _" or character.isalpha() or unicodedata.category(character) == "Nd"


for _name, _slugify in {
    "hugo": hugo_slug,
    "hugo-github-ascii": hugo_ascii_slug,
    "hugo-blackfriday": blackfriday_slug,
}.items():
    ANCHOR_STYLES.register(AnchorStyle(_name, partial(HugoSlugger, _slugify)))
