"""mdBook's ids: ``id_from_content`` and ``unique_id`` of the crate mdbook-html, and those of the crate mdbook 0.4."""

import re
import string
import unicodedata

from linkwarden.extract.anchors import ANCHOR_STYLES, AnchorStyle, UniqueIds

_ATTRIBUTES = re.compile(r"\{([^{}<>\\\n]{0,500})\}\Z")
"""What ends a heading in braces is not text, whatever it is (``heading_attributes`` of the crate pulldown-cmark)."""
_ENTITIES = str.maketrans("", "", "<>&'\"")
"""The characters that mdBook before 0.5 removed before it removed the spaces around a heading."""
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_ID = re.compile(r"(?:^|[ \t])#([^\s#]+)")


class MdBookSlugger:
    """Keeps letters, digits, hyphens and underscores, and turns white space into hyphens; a double gets ``-1``."""

    def __init__(self) -> None:
        self._ids = UniqueIds()
        self._earlier = UniqueIds()

    def slug(self, heading: str) -> str:
        """Return the heading's id: its own or one made of its text."""
        text, own = _split(heading)
        return self._ids.unique(mdbook_slug(text).lower()) if own is None else self._ids.keep(own)

    def earlier(self, heading: str) -> str:
        """Return the id that mdBook before 0.5 gives, which makes only ASCII letters lower case."""
        text, own = _split(heading)
        slug = mdbook_slug(text.translate(_ENTITIES))
        return self._earlier.unique(slug.translate(_LOWER)) if own is None else self._earlier.keep(own)


def _split(heading: str) -> tuple[str, str | None]:
    """Return the text of a heading, and the id in its attributes."""
    attributes = _ATTRIBUTES.search(heading.rstrip())
    own = _ID.search(attributes[1]) if attributes else None
    return heading[: attributes.start()] if attributes else heading, own[1] if own else None


def mdbook_slug(text: str) -> str:
    """Return the id that *text* alone would get, in the case that it has."""
    return "".join(
        "-" if character.isspace() else character
        for character in text.strip()
        if character.isalnum() or character in "_-" or character.isspace() or _is_vowel_sign(character)
    )


def _is_vowel_sign(character: str) -> bool:
    """Return whether a mark is alphabetic (Unicode's Other_Alphabetic), as vowel signs are and accents are not.

    Nor is what chooses the variant of the character before it, such as an emoji.
    """
    is_mark = unicodedata.category(character) in {"Mn", "Mc"} and not unicodedata.combining(character)
    return is_mark and not unicodedata.name(character, "").startswith("VARIATION SELECTOR")


ANCHOR_STYLES.register(AnchorStyle("mdbook", MdBookSlugger))
