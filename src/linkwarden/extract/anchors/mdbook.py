"""mdBook's ids: ``normalize_id`` and ``unique_id_from_content`` of the crate mdbook."""

import re
import unicodedata

from linkwarden.extract.anchors import ANCHOR_STYLES, AnchorStyle, UniqueIds

_ATTRIBUTES = re.compile(r"\{([^{}<>\\\n]{0,500})\}\Z")
"""What ends a heading in braces is not text, whatever it is (``heading_attributes`` of the crate pulldown-cmark)."""
_ID = re.compile(r"(?:^|[ \t])#([^\s#]+)")


class MdBookSlugger:
    """Keeps letters, digits, hyphens and underscores, and turns white space into hyphens; a double gets ``-1``."""

    def __init__(self) -> None:
        self._ids = UniqueIds()

    def slug(self, heading: str) -> str:
        """Return the heading's id: its own or one made of its text."""
        attributes = _ATTRIBUTES.search(heading.rstrip())
        own = _ID.search(attributes[1]) if attributes else None
        text = heading[: attributes.start()] if attributes else heading
        return self._ids.unique(mdbook_slug(text)) if own is None else self._ids.keep(own[1])


def mdbook_slug(text: str) -> str:
    """Return the id that *text* alone would get."""
    return "".join(
        "-" if character.isspace() else character.lower()
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
