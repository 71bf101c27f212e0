"""VitePress's ids: ``slugify`` of ``@mdit-vue/shared``, and ``uniqueSlug`` of ``markdown-it-anchor``."""

import re

from linkwarden.extract.anchors import ANCHOR_STYLES, AnchorStyle, UniqueIds, custom_id
from linkwarden.fragments import vitepress_slug

_EMOJI = re.compile(r"(?<![\w:]):[a-z0-9_+-]+:(?![\w:])")
"""A shortcode (``:rocket:``), which becomes an emoji and is then not text."""


class VitePressSlugger:
    """Joins words with hyphens at any sign; a leading digit gets ``_`` before it, a double ``-1``."""

    def __init__(self) -> None:
        self._ids = UniqueIds()

    def slug(self, heading: str) -> str:
        """Return the heading's id: its own or one made of its text, without emoji."""
        text, own = custom_id(heading)
        return self._ids.unique(vitepress_slug(_EMOJI.sub("", text))) if own is None else self._ids.keep(own)


ANCHOR_STYLES.register(AnchorStyle("vitepress", VitePressSlugger))
