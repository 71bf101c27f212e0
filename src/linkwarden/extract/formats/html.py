"""HTML files, as a site generator leaves them. Their anchors are their ids; headings get none by themselves."""

import re
from collections.abc import Iterator

from linkwarden.entities import unescape
from linkwarden.extract.anchors import AnchorStyle
from linkwarden.extract.formats import FORMATS, Format
from linkwarden.extract.found import Found
from linkwarden.extract.html.links import HtmlReader
from linkwarden.extract.html.references import decode_attribute
from linkwarden.extract.html.tags import VOID, Comment, EndTag, Event, StartTag, read_tags
from linkwarden.extract.ignores import MARKER, ignored_rules
from linkwarden.extract.source import File, PositionMap
from linkwarden.urls import clean_url

_NUMBERED = re.compile(r"<(?:pre|code)\b[^<>]{0,500}\blinenums\b")


def _read(text: str, found: Found, anchors: AnchorStyle) -> None:  # noqa: ARG001 - ids are written out in HTML
    source = File(text)
    reader = HtmlReader(found, source, lambda _heading: None)
    ignored = _IgnoredElement(source.text) if MARKER in source.text else None
    whole = PositionMap.at(0)
    for event in read_tags(source.text) if ignored else read_tags(source.text, skips=reader.skips):
        if ignored:
            reader.ignores = ignored.rules_at(event)
        match event:
            case StartTag():
                if event.name == "base" and not found.base:
                    found.base = _href_of(source.text, event)
                reader.start_tag(source.text, whole, event)
            case EndTag():
                reader.end_tag(event.name)
            case Comment():
                found.comment(source.text[event.start : event.end])
            case _ if reader.collects_text:
                reader.text(unescape(source.text[event.start : event.end]))
    reader.finish()
    found.anchors.update(_line_ids(source.text))


def _line_ids(text: str) -> Iterator[str]:
    """Yield the ids that JSDoc (``linenumber.js``) and ESDoc (``pretty-print.js``) add to the lines of source code."""
    position = 0
    while (start := _NUMBERED.search(text, position)) and (position := text.find("</", start.end())) >= 0:
        for number in range(1, text.count("\n", start.end(), position) + 2):
            yield from (f"line{number}", f"lineNumber{number}")


def _href_of(text: str, base: StartTag) -> str:
    """Return where relative URLs of the page start from (HTML standard, section 4.2.3), or an empty string."""
    hrefs = (each for each in base.attributes if each.name == "href")
    return next((clean_url(decode_attribute(text[each.start : each.end])) for each in hrefs), "")


class _IgnoredElement:
    """Tracks which rules an ignore comment switches off in the element after it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._rules: tuple[str, ...] = ()
        self._name: str | None = None
        self._depth = 0

    def rules_at(self, event: Event) -> tuple[str, ...]:
        """Process the next event, and return the rules that are off there."""
        rules = self._rules if isinstance(event, StartTag) or self._name else ()
        if isinstance(event, Comment):
            self._rules += ignored_rules(self._text[event.start : event.end])
        elif isinstance(event, StartTag) and rules:
            if self._name is None:
                self._name = event.name
            self._depth += event.name == self._name
        if self._name and (self._name in VOID or (isinstance(event, EndTag) and event.name == self._name)):
            self._depth -= 1
            if not self._depth:
                self._rules, self._name = (), None
        return rules


FORMATS.register(Format("html", (".html", ".htm"), _read))
