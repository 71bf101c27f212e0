"""The links and anchors of HTML, tag by tag; for HTML files and for raw HTML in Markdown."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from markdown_it.common.html_blocks import block_names

from linkwarden.extract.found import Found, Range
from linkwarden.extract.html.references import decode_attribute
from linkwarden.extract.html.tags import RAW_TEXT, Attribute, StartTag
from linkwarden.extract.source import PositionMap, Source
from linkwarden.model.place import Kind

_VERBATIM = frozenset({"code", "kbd", "pre", "samp", "var"})
"""Elements that show code: links in them are examples."""

_BLOCKS = frozenset(block_names)
"""Elements whose tags close an open verbatim element: ``<td><code>x<code></td>`` must not hide a page."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_LINKS = {
    "a": ("href",),
    "area": ("href",),
    "audio": ("src",),
    "embed": ("src",),
    "frame": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "input": ("src",),
    "link": ("href", "imagesrcset"),
    "object": ("data",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("poster", "src"),
}
"""Attributes with URLs that a reader follows or sees.

HTML standard, index of attributes; SVG 2, chapters 5 and 12.
"""

_COMPONENT = ("href", "poster", "src", "to")
"""The same for JSX components in MDX. Custom elements are left out: the meaning of their attributes is unknown."""

_OPENING = "|".join(sorted({"a"} | _HEADINGS | _VERBATIM | RAW_TEXT))
_NOTABLE = re.compile(rf"<(?=[!?]|/[^a-z]|[a-z][^\s/>]*[\s/]|(?:{_OPENING})>)", re.IGNORECASE)
"""Where a tag begins that matters to a reader without an open element: it has attributes, or opens one."""

_ALWAYS_LINKS = frozenset({"a", "area", "image", "img", "input", "source"})
"""Elements that readers click or see anywhere, including in verbatim elements: ``<code><a href=…></code>``,
``<kbd><img …></kbd>``."""

_HOSTS_ONLY = frozenset({"dns-prefetch", "preconnect"})
"""Link types that name a host to connect to, not a page (HTML standard, section 4.6.8)."""

_SPACE = " \t\n\f\r"
"""ASCII white space (Infra standard, section 4.6): all that is trimmed from URLs and separates them."""

_CANDIDATE = re.compile(rf"[{_SPACE},]*(?P<url>[^{_SPACE},][^{_SPACE}]*)")
_DESCRIPTORS = re.compile(r"(?:[^,(]|\([^)]*\)?)*,?")


class _OpenAnchor(NamedTuple):
    piece: str
    cut: PositionMap
    tag: StartTag
    ignores: tuple[str, ...]
    text: list[str]


class HtmlReader:
    """Gathers the links, anchors and headings of one source, as its tags and texts go by.

    A link's text is complete only at its end tag, so a link is added there.
    """

    def __init__(
        self, found: Found, source: Source, on_heading: Callable[[str], None], *, names_are_ids: bool = False
    ) -> None:
        """Initialize.

        Args:
            found: Where the contents are added.
            source: The text that the tags are in.
            on_heading: Called with the text of each heading.
            names_are_ids: ``name`` makes an anchor of any element, as GitHub's script does; else of ``<a>`` only.
        """
        self._found = found
        self._source = source
        self._on_heading = on_heading
        self._names_are_ids = names_are_ids
        self._anchor: _OpenAnchor | None = None
        self._heading: list[str] | None = None
        self._verbatim: Counter[str] = Counter()
        self.ignores: tuple[str, ...] = ()

    def start_tag(self, piece: str, cut: PositionMap, tag: StartTag) -> None:
        """Process a start tag in *piece*, whose position in the source is given by *cut*."""
        name = tag.name
        if tag.attributes:
            self._add_anchors(piece, tag)
        if self._verbatim and name in _BLOCKS:
            self._verbatim.clear()
        if name in _VERBATIM:
            self._verbatim[name] += 1
        if name in _HEADINGS:
            self._heading = []
        if self._verbatim and name not in _ALWAYS_LINKS:
            return
        if name == "a":
            self._close_anchor()
            self._anchor = _OpenAnchor(piece, cut, tag, self.ignores, [])
        elif tag.attributes:
            self._add_links(piece, cut, tag, "", self.ignores)

    def end_tag(self, name: str) -> None:
        """Process an end tag."""
        if name == "a":
            self._close_anchor()
        elif name in _HEADINGS and self._heading is not None:
            self._on_heading("".join(self._heading))
            self._heading = None
        if not self._verbatim:
            return
        if name in _BLOCKS:
            self._verbatim.clear()
        elif self._verbatim[name] > 1:
            self._verbatim[name] -= 1
        else:
            del self._verbatim[name]

    def skips(self) -> re.Pattern[str] | None:
        """Return what matches the start of the next event that matters; None where each event does."""
        return None if self._anchor or self._verbatim or self._heading is not None else _NOTABLE

    @property
    def collects_text(self) -> bool:
        """Whether `text` would be used."""
        return self._anchor is not None or self._heading is not None

    def text(self, text: str) -> None:
        """Process decoded text between tags."""
        if self._anchor:
            self._anchor.text.append(text)
        if self._heading is not None:
            self._heading.append(text)

    def finish(self) -> None:
        """Close open elements: the piece of text ends here."""
        self._close_anchor()
        self._heading = None
        self._verbatim.clear()

    def _close_anchor(self) -> None:
        if anchor := self._anchor:
            self._anchor = None
            self._add_links(anchor.piece, anchor.cut, anchor.tag, "".join(anchor.text), anchor.ignores)

    def _add_anchors(self, piece: str, tag: StartTag) -> None:
        for attribute in tag.attributes:
            is_name = attribute.name == "name" and (tag.name == "a" or self._names_are_ids)
            if attribute.name == "id" or is_name:
                self._found.anchors.add(decode_attribute(_value(piece, attribute)))

    def _add_links(self, piece: str, cut: PositionMap, tag: StartTag, text: str, ignores: tuple[str, ...]) -> None:
        names = _COMPONENT if _is_component(piece, tag) else _LINKS.get(tag.name, ())
        if not names:
            return
        values = {attribute.name: attribute for attribute in tag.attributes}
        if tag.name in _CONDITIONS and not _CONDITIONS[tag.name](piece, values):
            return
        if "alt" in values:
            text = decode_attribute(_value(piece, values["alt"]))
        for name in names:
            if name not in values or _is_expression(piece, values[name]):
                continue
            for start, end in _urls(piece, values[name]):
                href = decode_attribute(piece[start:end])
                if tag.name == "use" and href.startswith("#"):
                    continue  # an icon of a sprite, which a script may insert
                self._found.link(
                    self._source,
                    Kind.HTML,
                    text,
                    href,
                    cut.range(tag.start, tag.end),
                    cut.range(start, end),
                    ignores,
                )


def _urls(piece: str, attribute: Attribute) -> Iterable[Range]:
    return _candidates(piece, attribute) if attribute.name.endswith("srcset") else (_trimmed(piece, attribute),)


def _value(piece: str, attribute: Attribute) -> str:
    return piece[attribute.start : attribute.end]


def _trimmed(piece: str, attribute: Attribute) -> Range:
    """Remove the white space around a URL, which is not part of it (HTML standard, section 2.4.1)."""
    value = _value(piece, attribute)
    start = attribute.start + len(value) - len(value.lstrip(_SPACE))
    return start, max(start, attribute.start + len(value.rstrip(_SPACE)))


def _candidates(piece: str, attribute: Attribute) -> Iterator[Range]:
    """Yield the URLs of a srcset (HTML standard, section 4.8.4.2.2, "parsing a srcset attribute")."""
    position = attribute.start
    while match := _CANDIDATE.match(piece, position, attribute.end):
        start, end = match.span("url")
        trimmed = start + len(match["url"].rstrip(","))
        yield start, trimmed
        position = end
        if trimmed == end and (descriptors := _DESCRIPTORS.match(piece, end, attribute.end)):
            position = descriptors.end()


def _is_page_link(piece: str, values: dict[str, Attribute]) -> bool:
    return "rel" not in values or _HOSTS_ONLY.isdisjoint(_value(piece, values["rel"]).lower().split())


def _is_image_button(piece: str, values: dict[str, Attribute]) -> bool:
    return "type" in values and _value(piece, values["type"]).lower() == "image"


_CONDITIONS = {"link": _is_page_link, "input": _is_image_button}
"""Elements whose attributes are links under a condition only, which the functions check."""


def _is_component(piece: str, tag: StartTag) -> bool:
    if not piece[tag.start + 1].isupper():
        return False
    return not piece[tag.start + 1 : tag.start + 1 + len(tag.name)].isupper()


def _is_expression(piece: str, attribute: Attribute) -> bool:
    """Return whether a value is a JSX expression, which is code (``href={url}``)."""
    return not attribute.quoted and piece.startswith("{", attribute.start)
