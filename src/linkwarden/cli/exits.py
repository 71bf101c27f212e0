"""The exit codes; the README has the same table."""

from enum import IntEnum


class Exit(IntEnum):
    """What the process ends with."""

    OK = 0
    """Nothing failed."""
    FAILED = 1
    """Findings that fail."""
    USAGE = 2
    """A wrong flag, file or configuration."""
    UNTRUSTED = 3
    """The network of this run can't be trusted."""
    DEFECT = 4
    """An error inside linkwarden."""
    INTERRUPTED = 130
    """Ctrl-C; the reports are written all the same."""
