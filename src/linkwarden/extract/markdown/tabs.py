"""The ids of tabs (``=== "Title"``) of PyMdown Extensions.

Source: ``pymdownx/tabbed.py``: tabs in a row are one set, unless one begins a new set (``===!``). With ``slugify``, one
has an id made of its title, after that of the heading above it with ``combine_header_slug``; else a number.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from linkwarden.extract.anchors import ANCHOR_STYLES, Slugger
from linkwarden.model.dialect import Dialect

NUMBERED = "numbered"
"""The style of tabs whose ids are numbers."""

_OPENING = re.compile(r'===(?P<special>[!+]*)[ \t]+"(?P<title>[^\n]*)"[ \t]*$')
_MARKUP = re.compile(r"[`*]|:[+\w-]+:|<[^<>]*>|\[(?=[^\[\]]*\]\()|\]\([^()]*\)")


@dataclass(slots=True)
class _Level:
    """What is known about the tabs and headings of one block."""

    set: int = 0
    tabs: int = 0
    """How many tabs its last blocks are; 0 after any other block."""
    heading: str = ""


class Tabs:
    """Follows the blocks of one page."""

    def __init__(self, dialect: Dialect) -> None:
        """Initialize with how the page is read."""
        self._dialect = dialect
        self._sets = 0
        self._levels = [_Level()]
        self._ids: list[str] = []

    def block(self, token: Token) -> None:
        """Process the next block token."""
        if not self._dialect.tab_ids:
            return
        if token.nesting < 0:
            if len(self._levels) > 1:
                self._levels.pop()
            return
        match = _OPENING.match(token.info) if token.type == "admonition_open" else None
        if match:
            self._tab(match["title"], is_new="!" in match["special"])
        else:
            self._levels[-1].tabs = 0
        if token.nesting > 0:
            self._levels.append(_Level())

    def heading(self, slug: str) -> None:
        """Note the id of a heading in the current block."""
        self._levels[-1].heading = slug

    def ids(self, taken: Container[str]) -> Iterator[str]:
        """Yield the ids of the tabs; *taken* are those of all else in the page."""
        used: set[str] = set()
        for each in self._ids:
            slug, count = each, 1
            while slug in used or slug in taken:
                slug, count = f"{each}_{count}", count + 1
            used.add(slug)
            yield slug

    def _tab(self, title: str, *, is_new: bool) -> None:
        level = self._levels[-1]
        if not level.tabs or is_new:
            self._sets += 1
            level.set, level.tabs = self._sets, 0
        level.tabs += 1
        if self._dialect.tab_ids == NUMBERED:
            self._ids.append(f"__tabbed_{level.set}_{level.tabs}")
            return
        slugger: Slugger = ANCHOR_STYLES[self._dialect.tab_ids].slugger()
        slug = slugger.slug(_MARKUP.sub("", title))
        above = next((each.heading for each in reversed(self._levels) if each.heading), "")
        self._ids.append(f"{above}-{slug}" if above and self._dialect.tab_ids_after_headings else slug)
