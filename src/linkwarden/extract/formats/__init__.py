"""The formats that links are read from; each is one module of this package, which registers itself."""

import posixpath
from collections.abc import Callable
from typing import NamedTuple

from linkwarden.extract.anchors import AnchorStyle
from linkwarden.extract.found import Found
from linkwarden.registry import Registry


class Format(NamedTuple):
    """One kind of file."""

    id: str
    suffixes: tuple[str, ...]
    """Suffixes of such files, in lower case."""
    read: Callable[[str, Found, AnchorStyle], None]
    """Adds the contents of a text to those of its file."""
    searched: bool = True
    """Such files are taken from folders; else only where they are named."""
    has_anchors: bool = True
    """A fragment can name a place in such a file."""
    slow: bool = False
    """Reading a file takes much longer than sending its contents to another process."""


FORMATS: Registry[Format] = Registry(__name__, "linkwarden.formats")


def format_of(path: str) -> Format | None:
    """Return the format of the files with that path's suffix, or None if links are read from no such file."""
    suffix = posixpath.splitext(path.rstrip("/"))[1].lower()
    return next((one for one in FORMATS if suffix in one.suffixes), None)
