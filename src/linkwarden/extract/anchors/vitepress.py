"""VitePress's ids: ``slugify`` of ``@mdit-vue/shared``, and ``uniqueSlug`` of ``markdown-it-anchor``."""

import re
import unicodedata

from linkwarden.extract.anchors import ANCHOR_STYLES, AnchorStyle, UniqueIds, custom_id

_ACCENTS = re.compile("[\u0300-\u036f]")
_EMOJI = re.compile(r"(?<![\w:]):[a-z0-9_+-]+:(?![\w:])")
"""A shortcode (``:rocket:``), which becomes an emoji and is then not text."""
_CONTROLS = re.compile("[\x00-\x1f]")
_SPECIAL = re.compile(r"""[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:"'\u201c\u201d\u2018\u2019<>,.?/]+""")


class VitePressSlugger:
    """Joins words with hyphens at any sign; a leading digit gets ``_`` before it, a double ``-1``."""

    def __init__(self) -> None:
        self._ids = UniqueIds()

    def slug(self, heading: str) -> str:
        """Return the heading's id: its own or one made of its text, without emoji."""
        text, own = custom_id(heading)
        return self._ids.unique(vitepress_slug(_EMOJI.sub("", text))) if own is None else self._ids.keep(own)


def vitepress_slug(text: str) -> str:
    """Return the id that *text* alone would get."""
    plain = _CONTROLS.sub("", _ACCENTS.sub("", unicodedata.normalize("NFKD", text)))
    slug = _SPECIAL.sub("-", plain).strip("-").lower()
    return f"_{slug}" if slug[:1].isdigit() else slug


ANCHOR_STYLES.register(AnchorStyle("vitepress", VitePressSlugger))
