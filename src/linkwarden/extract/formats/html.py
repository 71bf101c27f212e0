"""HTML files, as a site generator leaves them. Their anchors are their ids; headings get none by themselves."""

import html

from linkwarden.extract.anchors import AnchorStyle
from linkwarden.extract.formats import FORMATS, Format
from linkwarden.extract.found import Found
from linkwarden.extract.html.links import HtmlReader
from linkwarden.extract.html.tags import Characters, EndTag, StartTag, read_tags
from linkwarden.extract.source import Cut, File


def _read(text: str, found: Found, anchors: AnchorStyle) -> None:  # noqa: ARG001 - ids are written out in HTML
    source = File(text)
    reader = HtmlReader(found, source, lambda _heading: None)
    whole = Cut.at(0)
    for event in read_tags(source.text):
        match event:
            case StartTag():
                reader.start_tag(source.text, whole, event)
            case EndTag():
                reader.end_tag(event.name)
            case Characters():
                reader.text(html.unescape(source.text[event.start : event.end]))
            case _:
                pass
    reader.finish()


FORMATS.register(Format("html", (".html", ".htm"), _read))
