"""The position of a link in a file.

Of spans and occurrences there are hundreds of thousands; named tuples are made in a third of the time of frozen
dataclasses.
"""

from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a text file.

    Lines and columns count from 1, columns in Unicode code points; the end is exclusive.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    extra_bytes: int = 0
    """How many more bytes than characters the line has before the start, in UTF-8; for tools that count bytes."""
    end_extra_bytes: int = 0
    """The same for the end."""


class Kind(StrEnum):
    """How a link is written."""

    LINK = "link"
    """``[text](destination)`` and its reference forms."""
    IMAGE = "image"
    """``![text](destination)`` and its reference forms."""
    AUTOLINK = "autolink"
    """``<https://…>``."""
    BARE = "bare"
    """A URL in running text, as GitHub links it (GFM, "Autolinks (extension)")."""
    HTML = "html"
    """An attribute of a raw HTML element."""
    FOOTNOTE = "footnote"
    """A link inside a footnote's text."""
    DEFINITION = "definition"
    """A link reference definition that nothing uses."""
    PLAIN = "plain"
    """A line of a plain-text list of URLs."""


class Occurrence(NamedTuple):
    """One occurrence of a link."""

    path: str
    """The file, POSIX, relative to the repository root."""
    kind: Kind
    text: str
    """The text that readers see: link text, alternative text, or the URL itself."""
    raw: str
    """The destination as written, entities and escapes still in place."""
    href: str
    """The destination as Markdown or HTML reads it: entities and escapes decoded, nothing else."""
    construct: Span
    """Where readers meet the link."""
    destination: Span
    """The characters to rewrite; a reference's lie in its definition."""
    ignores: tuple[str, ...] = ()
    """Rule ids that a ``linkwarden-ignore`` comment switches off here; ``*`` stands for all of them."""
    base: str = ""
    """The ``<base href>`` of its page, as read; empty if there is none."""
    decorative: bool = False
    """A tool generated the link for its tooltip; it has no meaningful target."""


class FileFinding(NamedTuple):
    """Something an extractor noticed in a file that is not a link: an undefined reference."""

    rule: str
    message: str
    path: str
    span: Span


class PageIds(NamedTuple):
    """The ids that a fragment can name in a page."""

    names: frozenset[str]
    complete: bool = True
    """False if the page may have ids that its source does not show."""


class Document(NamedTuple):
    """The contents of one file."""

    path: str
    occurrences: tuple[Occurrence, ...] = ()
    anchors: frozenset[str] = frozenset()
    """The ids that a fragment can name in this file."""
    findings: tuple[FileFinding, ...] = ()
    complete: bool = True
    """False if its page may have ids that the source does not show."""
    defect: bool = False
    """An error inside linkwarden kept it from being read."""
