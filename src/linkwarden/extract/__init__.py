"""The first stage: the links, anchors and findings of files.

``find_inputs`` reads the files that a user names; ``extract`` is pure and takes one file's text.
"""

from collections.abc import Callable
from pathlib import Path

from linkwarden.errors import InputError
from linkwarden.extract.anchors import ANCHOR_STYLES, nearest_anchor
from linkwarden.extract.arguments import would_find
from linkwarden.extract.decode import decode_leniently
from linkwarden.extract.formats import FORMATS, format_of
from linkwarden.extract.found import Found
from linkwarden.extract.inputs import TextFile, find_inputs, repository_root
from linkwarden.model.place import Document

__all__ = [
    "ANCHOR_STYLES",
    "FORMATS",
    "TextFile",
    "anchors_of",
    "decode_leniently",
    "extract",
    "find_inputs",
    "format_of",
    "nearest_anchor",
    "repository_root",
    "would_find",
]


def extract(path: str, text: str, *, anchors: str = "github") -> Document:
    """Return what the file at *path* holds, given its *text*; *anchors* names the style of its headings' ids.

    Raises:
        InputError: The path's suffix is that of no format.
    """
    kind = format_of(path)
    if kind is None:
        known = ", ".join(suffix for one in FORMATS for suffix in one.suffixes)
        raise InputError(f"{path}: links are read from files that end in {known}")
    found = Found(path)
    style = ANCHOR_STYLES[anchors]
    kind.read(text, found, style)
    found.anchors.update(style.of_page(path))
    return found.document()


def anchors_of(style: str = "github") -> Callable[[Path], frozenset[str] | None]:
    """Return a function that reads the ids in a file, and says None where its format has none or it can't be read."""

    def read(path: Path) -> frozenset[str] | None:
        kind = format_of(path.name)
        if kind is None or not kind.has_anchors:
            return None
        try:
            data = path.read_bytes()
        except OSError:
            return None
        return extract(path.name, decode_leniently(data), anchors=style).anchors

    return read
