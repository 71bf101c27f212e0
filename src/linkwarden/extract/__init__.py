"""The first stage: the links, anchors and findings of one file's text."""

from pathlib import PurePosixPath

from linkwarden.errors import InputError
from linkwarden.extract.anchors import ANCHOR_STYLES
from linkwarden.extract.formats import FORMATS, Format
from linkwarden.extract.found import Found
from linkwarden.model.place import Document

__all__ = ["extract", "format_of"]


def format_of(path: str) -> Format | None:
    """Return the format of the files with that path's suffix, or None where links are read from no such file."""
    suffix = PurePosixPath(path).suffix.lower()
    return next((one for one in FORMATS if suffix in one.suffixes), None)


def extract(path: str, text: str, *, anchors: str = "github") -> Document:
    """Return what the file at *path* holds, given its *text*; *anchors* names the style of its headings' ids.

    Raises:
        InputError: when links are read from no file with that suffix.
    """
    kind = format_of(path)
    if kind is None:
        known = ", ".join(suffix for one in FORMATS for suffix in one.suffixes)
        raise InputError(f"{path}: links are read from files that end in {known}")
    found = Found(path)
    kind.read(text, found, ANCHOR_STYLES[anchors])
    return found.document()
