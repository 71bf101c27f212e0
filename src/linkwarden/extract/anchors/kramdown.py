"""kramdown's ids: ``generate_gfm_header_id`` of its parser for GFM, which Jekyll uses, and ``basic_generate_id``."""

import re
from collections.abc import Callable
from functools import partial

from linkwarden.extract.anchors import ANCHOR_STYLES, AnchorStyle, UniqueIds
from linkwarden.extract.anchors.github import github_slug

_SPAN_ATTRIBUTES = re.compile(r"(?<=\S)\{:[^{}\n]*\}")
"""Attributes of emphasis, code or a link in a heading."""
_OWN = re.compile(r"(?<=[ \t])\{#([\w:-]+)\}\s*\Z")


class KramdownSlugger:
    """A heading's own id is ``{#id}`` alone, at its end."""

    def __init__(self, slugify: Callable[[str], str]) -> None:
        self._slugify = slugify
        self._ids = UniqueIds()

    def slug(self, heading: str) -> str:
        """Return the heading's id: its own or one made of its text."""
        own = _OWN.search(heading)
        text = _SPAN_ATTRIBUTES.sub("", heading)
        return self._ids.unique(self._slugify(text)) if own is None else self._ids.keep(own[1])


def gfm_slug(text: str) -> str:
    """Return the id of *text* from the GFM parser: GitHub's id, with hyphens for tabs too."""
    return github_slug(text.replace("\t", " "))


def basic_slug(text: str) -> str:
    """Return the id of *text* from kramdown itself: it begins with an ASCII letter, and has ASCII only."""
    from_letter = re.sub(r"^[^a-zA-Z]+", "", text)
    kept = re.sub(r"[^a-zA-Z0-9 -]", "", from_letter)
    return kept.replace(" ", "-").lower() or "section"


ANCHOR_STYLES.register(AnchorStyle("kramdown", partial(KramdownSlugger, gfm_slug)))
ANCHOR_STYLES.register(AnchorStyle("kramdown-basic", partial(KramdownSlugger, basic_slug)))
