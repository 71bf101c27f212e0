"""Site generators: each is one module of this package, which registers a function that finds its sites."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from linkwarden.registry import Registry
from linkwarden.sites.files import Files
from linkwarden.sites.site import Site


@dataclass(frozen=True, slots=True)
class Generator:
    """One kind of site."""

    id: str
    find: Callable[[Files], Iterator[Site]]
    """Yields the sites whose configurations are in the repository."""
    rank: int = 0
    """Where two generators cover a file from the same folder, the lower rank counts."""


GENERATORS: Registry[Generator] = Registry(__name__)
