"""The exit codes; the README has the same table."""

from enum import IntEnum


class Exit(IntEnum):
    """The exit code of the process."""

    OK = 0
    """Nothing failed."""
    FAILED = 1
    """Findings that fail."""
    USAGE = 2
    """An invalid command line, input file or configuration."""
    UNTRUSTED = 3
    """The run cannot be trusted, because of its network."""
    DEFECT = 4
    """An error inside linkwarden."""
    INTERRUPTED = 130
    """Ctrl-C or SIGTERM; the reports are written."""
