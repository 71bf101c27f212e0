"""A change to check."""

from collections.abc import Callable
from typing import NamedTuple

from linkwarden.git import Base
from linkwarden.plan import OwnFile
from linkwarden.settings.exceptions import FILES


class Change(NamedTuple):
    """A change to check, and which files were inputs at its base."""

    base: Base
    is_input: Callable[[str], bool]
    """Returns whether a path of the base would have been an input."""
    own_file: OwnFile = lambda _: None
    """Returns the path, percent-encoded, that a URL shows of this repository's default branch."""
    configurations: tuple[str, ...] = FILES
    """The configuration files, POSIX, relative to the repository root; the first that is there is read."""
