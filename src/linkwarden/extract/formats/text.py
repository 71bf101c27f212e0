"""Plain text: URLs, one a line, or with words around them; comments (``#``) are left out."""

import re

from linkwarden.extract.anchors import AnchorStyle
from linkwarden.extract.formats import FORMATS, Format
from linkwarden.extract.found import Found
from linkwarden.extract.markdown.autolinks import bare_url
from linkwarden.extract.source import File
from linkwarden.model.place import Kind

_LINE = re.compile(r"^[ \t]*([A-Za-z][A-Za-z0-9+.-]{0,30}:[^\s\0]+)[ \t]*$|^(?![ \t]*#)[^\n]+", re.MULTILINE)
_URL = re.compile(r"(?<![A-Za-z0-9+.-])(?:https?|ftp)://[^\s\0<>\"]+", re.IGNORECASE)


def _read(text: str, found: Found, anchors: AnchorStyle) -> None:  # noqa: ARG001 - plain text has no anchors
    source = File(text)
    for line in _LINE.finditer(source.text):
        if line[1]:
            found.link(source, Kind.PLAIN, line[1], line[1], line.span(1), line.span(1))
            continue
        for match in _URL.finditer(source.text, *line.span()):
            if url := bare_url(source.text, *match.span()):
                place = match.start(), url[1]
                found.link(source, Kind.PLAIN, url[0], url[0], place, place)


FORMATS.register(Format("text", (".txt",), _read, searched=False, has_anchors=False))
