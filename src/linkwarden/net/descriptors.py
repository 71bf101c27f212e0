"""How many sockets this process may have open at once."""

import errno
import os
import sys

NO_DESCRIPTORS = frozenset({errno.EMFILE, errno.ENFILE, 10024})
"""The last is Winsock's."""

RESERVED = 24
"""Descriptors left for files, the history and other programs' output."""

_WANTED = 4096
_DEFAULT = 512


class OutOfDescriptorsError(Exception):
    """This process, or this machine, has no file descriptor left; this is not about the host."""

    def __init__(self) -> None:
        super().__init__("too many open files: raise the limit (ulimit -n)")


def none_left() -> bool:
    """Return whether no file can be opened any more."""
    try:
        os.close(os.open(os.devnull, os.O_RDONLY))
    except OSError as error:
        return error.errno in NO_DESCRIPTORS
    return False


def spare_descriptors() -> int:
    """Return how many more files and sockets may be opened, at least 8.

    Raises the soft limit first where the system allows that (POSIX, setrlimit).
    """
    if sys.platform == "win32":
        return _DEFAULT
    import resource  # noqa: PLC0415 - POSIX only

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    wanted = _WANTED if hard == unlimited else min(_WANTED, hard)
    if soft != unlimited and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
        except (OSError, ValueError):  # macOS has a lower limit in the kernel
            pass
    limit = _WANTED if soft == unlimited else soft
    return max(8, limit - _open_descriptors() - RESERVED)


def _open_descriptors() -> int:
    try:
        return len(os.listdir("/dev/fd"))  # noqa: PTH208 - a folder of the kernel's
    except OSError:
        return RESERVED
