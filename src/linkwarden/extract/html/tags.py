"""An HTML tokenizer that keeps the position of every attribute (HTML standard, section 13.2.5).

html.parser has the position of a tag, but not of its attributes, and a link's position is its attribute's value. This
follows the standard's tokenization states, so broken markup ends where it does in a browser.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_SPACE = r"\t\n\f\r "

_TAG = re.compile(rf"<(/?)([A-Za-z][^{_SPACE}/>]*)")
_ATTRIBUTE = re.compile(
    rf"""[{_SPACE}/]*
    (?:(?P<end>>)|
    (?P<name>[^{_SPACE}/>][^{_SPACE}/>=]*+)
    (?:[{_SPACE}]*=[{_SPACE}]*+
        (?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>(?!["'])[^{_SPACE}>]*))
    |(?![{_SPACE}]*=)))""",
    re.VERBOSE,
)
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|(?P<open>\Z)))", re.DOTALL)
COMMENT_END = re.compile("--!?>")
_BOGUS_COMMENT = re.compile(r"<(?:[!?]|/[^A-Za-z>])[^>]*>?|</>")
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
"""Elements without content and end tag (section 13.1.2)."""
RAW_TEXT = frozenset({"iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"})
"""Elements whose content is not parsed for tags (sections 13.2.5.2, 13.2.5.3 and 13.2.6.4.7)."""


class Attribute(NamedTuple):
    """One attribute of a start tag; its value is at ``[start:end]``, without quotes, with references not decoded."""

    name: str
    start: int
    end: int
    quoted: bool


class StartTag(NamedTuple):
    """``<name attribute…>``."""

    name: str
    start: int
    end: int
    attributes: tuple[Attribute, ...]


class EndTag(NamedTuple):
    """``</name>``."""

    name: str
    start: int
    end: int


class Comment(NamedTuple):
    """``<!-- … -->``, and all that is read as one."""

    start: int
    end: int
    open: bool = False
    """The text ends within it."""


class Characters(NamedTuple):
    """Text between tags; its references are not decoded."""

    start: int
    end: int


Event = StartTag | EndTag | Comment | Characters


def read_tags(
    text: str, start: int = 0, end: int | None = None, skips: Callable[[], re.Pattern[str] | None] = lambda: None
) -> Iterator[Event]:
    """Yield the tags and texts in ``text[start:end]``, in order.

    A tag that the text ends within is dropped, as a browser does.

    Args:
        text: HTML.
        start: Where to begin.
        end: Where to end; None for the end of *text*.
        skips: Called before each event: returns a pattern that matches where the next event of interest begins, or None
            where each event is. A document has many more tags than links.
    """
    end = len(text) if end is None else end
    position = start
    while True:
        if pattern := skips():
            match = pattern.search(text, start, end)
            position = less = match.start() if match else -1
        else:
            less = text.find("<", start, end)
        if less < 0:
            break
        event = _read_markup(text, less, end)
        if event is None:  # a lone "<" is text
            start = less + 1
            continue
        if less > position:
            yield Characters(position, less)
        yield event
        position = start = event.end
        if isinstance(event, StartTag) and event.name in RAW_TEXT:
            start = _end_of_raw_text(text, event, end)
    if 0 <= position < end:
        yield Characters(position, end)


def _read_markup(text: str, start: int, end: int) -> StartTag | EndTag | Comment | None:
    if match := _TAG.match(text, start, end):
        return _read_tag(text, match, end)
    if match := _COMMENT.match(text, start, end):
        return Comment(start, match.end(), open=match.lastgroup == "open")
    if match := _BOGUS_COMMENT.match(text, start, end):
        return Comment(start, match.end())
    return None


def _read_tag(text: str, tag: re.Match[str], end: int) -> StartTag | EndTag | Comment:
    position = tag.end()
    if text.startswith(">", position, end):  # most tags have no attributes
        name = tag[2].lower()
        start = tag.start()
        return EndTag(name, start, position + 1) if tag[1] else StartTag(name, start, position + 1, ())
    attributes: dict[str, Attribute] = {}
    while not text.startswith(">", position, end):
        match = _ATTRIBUTE.match(text, position, end)
        if match is None:
            return Comment(tag.start(), end)  # the text ends within the tag, which is dropped
        position = match.end()
        group = match.lastgroup or ""
        if group == "end":
            position -= 1
            break
        name = match["name"].lower()
        start, stop = (position, position) if group == "name" else match.span(group)
        if name not in attributes:  # the first of two wins (section 13.2.5.33)
            attributes[name] = Attribute(name, start, stop, group != "bare")
    position += 1
    name = tag[2].lower()
    if tag[1]:
        return EndTag(name, tag.start(), position)
    return StartTag(name, tag.start(), position, tuple(attributes.values()))


def _end_of_raw_text(text: str, tag: StartTag, end: int) -> int:
    match = re.compile(rf"</{tag.name}(?=[{_SPACE}/>])", re.IGNORECASE).search(text, tag.end, end)
    return match.start() if match else end
