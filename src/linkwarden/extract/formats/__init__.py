"""The formats that links are read from; each is one module of this package, which registers itself."""

from collections.abc import Callable
from dataclasses import dataclass

from linkwarden.extract.anchors import AnchorStyle
from linkwarden.extract.found import Found
from linkwarden.registry import Registry


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file."""

    id: str
    suffixes: tuple[str, ...]
    """What the names of such files end with, in lower case."""
    read: Callable[[str, Found, AnchorStyle], None]
    """Adds all that a text holds to what was found in its file."""


FORMATS: Registry[Format] = Registry(__name__)
