"""Plain text: a list of URLs, one a line; what does not begin with a scheme, comments among it, is left out."""

import re

from linkwarden.extract.anchors import AnchorStyle
from linkwarden.extract.formats import FORMATS, Format
from linkwarden.extract.found import Found
from linkwarden.extract.source import File
from linkwarden.model.place import Kind

_LINE = re.compile(r"^[ \t]*([A-Za-z][A-Za-z0-9+.-]*:\S+)", re.MULTILINE)


def _read(text: str, found: Found, anchors: AnchorStyle) -> None:  # noqa: ARG001 - plain text has no anchors
    source = File(text)
    for match in _LINE.finditer(source.text):
        found.link(source, Kind.PLAIN, match[1], match[1], match.span(1), match.span(1))


FORMATS.register(Format("text", (".txt",), _read, searched=False, has_anchors=False))
