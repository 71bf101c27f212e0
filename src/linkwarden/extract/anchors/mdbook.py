"""mdBook's ids: ``normalize_id`` and ``unique_id_from_content`` of the crate mdbook."""

from linkwarden.extract.anchors import ANCHOR_STYLES, AnchorStyle, custom_id


class MdBookSlugger:
    """Keeps letters, digits, hyphens and underscores, and turns white space into hyphens; a double gets ``-1``."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def slug(self, heading: str) -> str:
        """Return the heading's id: its own or one made of its text."""
        text, own = custom_id(heading)
        if own is not None:
            return own
        base = mdbook_slug(text)
        count = self._counts.get(base, 0)
        self._counts[base] = count + 1
        return f"{base}-{count}" if count else base


def mdbook_slug(text: str) -> str:
    """Return the id that *text* alone would get."""
    return "".join(
        "-" if character.isspace() else character.lower()
        for character in text.strip()
        if character.isalnum() or character in "_-" or character.isspace()
    )


ANCHOR_STYLES.register(AnchorStyle("mdbook", MdBookSlugger))
