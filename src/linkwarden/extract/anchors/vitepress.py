"""VitePress's ids: ``slugify`` of ``@mdit-vue/shared``, and ``uniqueSlug`` of ``markdown-it-anchor``."""

import re
import unicodedata

from linkwarden.extract.anchors import ANCHOR_STYLES, AnchorStyle, custom_id

_ACCENTS = re.compile("[\u0300-\u036f]")
_CONTROLS = re.compile("[\x00-\x1f]")
_SPECIAL = re.compile(r"""[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:"'\u201c\u201d\u2018\u2019<>,.?/]+""")


class VitePressSlugger:
    """Joins words with hyphens at any sign; a leading digit gets ``_`` before it, a double ``-1``."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def slug(self, heading: str) -> str:
        """Return the heading's id: its own or one made of its text."""
        text, own = custom_id(heading)
        base = vitepress_slug(text) if own is None else own
        slug, count = base, 1
        while slug in self._used and own is None:
            slug = f"{base}-{count}"
            count += 1
        self._used.add(slug)
        return slug


def vitepress_slug(text: str) -> str:
    """Return the id that *text* alone would get."""
    plain = _CONTROLS.sub("", _ACCENTS.sub("", unicodedata.normalize("NFKD", text)))
    slug = _SPECIAL.sub("-", plain).strip("-").lower()
    return f"_{slug}" if slug[:1].isdigit() else slug


ANCHOR_STYLES.register(AnchorStyle("vitepress", VitePressSlugger))
