"""Markdown, including MDX, whose JSX is read as raw HTML."""

from linkwarden.extract.anchors import AnchorStyle
from linkwarden.extract.formats import FORMATS, Format
from linkwarden.extract.found import Found
from linkwarden.extract.markdown.walk import read_markdown
from linkwarden.extract.source import File


def _read(text: str, found: Found, anchors: AnchorStyle) -> None:
    read_markdown(File(text), found, anchors.slugger())


FORMATS.register(Format("markdown", (".md", ".markdown", ".mdown", ".mkd", ".mdx"), _read, slow=True))
