"""VitePress's ids: ``slugify`` of ``@mdit-vue/shared``, and ``uniqueSlug`` of ``markdown-it-anchor``."""

import re
from collections.abc import Callable
from functools import partial

from linkwarden.extract.anchors import ANCHOR_STYLES, AnchorStyle, UniqueIds, custom_id
from linkwarden.fragments import vitepress_cased_slug, vitepress_slug

_EMOJI = re.compile(r"(?<![\w:]):[a-z0-9_+-]+:(?![\w:])")
"""A shortcode (``:rocket:``), which becomes an emoji and is then not text."""


class VitePressSlugger:
    """Joins words with hyphens at any sign; a leading digit gets ``_`` before it, a double ``-1``."""

    def __init__(self, slugify: Callable[[str], str] = vitepress_slug) -> None:
        self._slugify = slugify
        self._ids = UniqueIds()

    def slug(self, heading: str) -> str:
        """Return the heading's id: its own or one made of its text, without emoji."""
        text, own = custom_id(heading)
        return self._ids.unique(self._slugify(_EMOJI.sub("", text))) if own is None else self._ids.keep(own)


ANCHOR_STYLES.register(AnchorStyle("vitepress", VitePressSlugger))
ANCHOR_STYLES.register(AnchorStyle("vitepress-cased", partial(VitePressSlugger, vitepress_cased_slug)))
