"""Reads files that may come from an untrusted change: regular files of bounded size, inside one folder."""

import errno
import os
from pathlib import Path
from stat import S_ISREG

from linkwarden.errors import InputError

MAX_FILE_BYTES = 32 * 1024 * 1024
"""Larger files are refused: no page that people read is that long."""

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""O_NONBLOCK: opening a FIFO without a writer must not block."""


def read_regular_file(path: Path, name: str, *, max_bytes: int = MAX_FILE_BYTES) -> bytes:
    """Return the contents of the regular file at *path*.

    Args:
        path: The file; symbolic links are followed.
        name: The name of the file in messages.
        max_bytes: The largest size that is read, in bytes.

    Raises:
        InputError: It is not a regular file, too large, or cannot be read; the message is one line.
    """
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        raise InputError(f"{name}: {_cannot_be_read(error)}") from None
    try:
        status = os.fstat(descriptor)
        if not S_ISREG(status.st_mode):
            raise InputError(f"{name}: not a regular file")
        chunks, left = [], max_bytes + 1
        while left and (chunk := os.read(descriptor, left)):
            chunks.append(chunk)
            left -= len(chunk)
    except OSError as error:
        raise InputError(f"{name}: {_cannot_be_read(error)}") from None
    finally:
        os.close(descriptor)
    if not left:
        raise InputError(f"{name}: larger than {max_bytes // 1024 // 1024} MiB")
    return b"".join(chunks)


def leads_outside(path: Path, root: Path) -> bool:
    """Return whether *path*, which is in the folder *root*, leads out of it through symbolic links."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def _cannot_be_read(error: OSError) -> str:
    if error.errno == errno.ENXIO:  # a socket
        return "not a regular file"
    return f"cannot be read: {error.strerror or error}"
