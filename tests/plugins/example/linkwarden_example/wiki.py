"""An input format: wiki pages, with links in double brackets."""

import re

from linkwarden.extract.anchors import AnchorStyle
from linkwarden.extract.formats import FORMATS, Format
from linkwarden.extract.found import Found
from linkwarden.extract.source import File
from linkwarden.model.place import Kind

_LINK = re.compile(r"\[\[([^\[\]|\s]+)\|?([^\[\]|]*)\]\]")


def _read(text: str, found: Found, anchors: AnchorStyle) -> None:
    source = File(text)
    for match in _LINK.finditer(source.text):
        found.link(source, Kind.LINK, match[2] or match[1], match[1], match.span(), match.span(1))


FORMATS.register(Format("wiki", (".wiki",), _read, has_anchors=False))
