"""The ids that headings get, which each renderer makes up its own way."""

import re
from collections.abc import Callable
from typing import NamedTuple, Protocol

from linkwarden.registry import Registry


class Slugger(Protocol):
    """Makes the ids of one file's headings, in order."""

    def slug(self, heading: str) -> str:
        """Return the id of the next heading, whose text, without markup, is *heading*."""
        ...


class AnchorStyle(NamedTuple):
    """How one renderer makes ids."""

    id: str
    slugger: Callable[[], Slugger]
    of_page: Callable[[str], frozenset[str]] = lambda _: frozenset()
    """Returns the ids in the page of a file other than those of its headings; takes the file's path."""


ANCHOR_STYLES: Registry[AnchorStyle] = Registry(__name__)

_CUSTOM_ID = re.compile(r"(?<!\s)\s*\{:?(?:\s*\.[\w-]+)*\s*#([^\s{}]+)(?:\s[^{}]*)?\}\s*\Z")
_ATTRIBUTES = re.compile(r"(?<!\s)\s*\{:?\s*(?:\.[\w-]+|[\w-]+=(?:\"[^\"]*\"|'[^']*'|[\w-]+))(?:\s[^{}]*)?\}\s*\Z")


class UniqueIds:
    """The ids of one file that have been given; what is there already gets ``-1``, then ``-2``."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def unique(self, base: str) -> str:
        """Return *base*, or the first numbered one that is free, and keep it."""
        slug, count = base, 1
        while slug in self._used:
            slug = f"{base}-{count}"
            count += 1
        self._used.add(slug)
        return slug

    def keep(self, own: str) -> str:
        """Return an explicit id, which is kept as it is."""
        self._used.add(own)
        return own


def custom_id(heading: str) -> tuple[str, str | None]:
    """Split off the attributes that end a heading, and return the id among them.

    They are written ``{#id}`` (Docusaurus, kramdown), ``{.class key=value}`` (Hugo) or ``{: #id }`` (attr_list).
    """
    if match := _CUSTOM_ID.search(heading):
        return heading[: match.start()], match[1]
    return _ATTRIBUTES.sub("", heading), None
