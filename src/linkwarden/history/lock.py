"""A lock between processes that the operating system releases when its holder is killed.

An empty SQLite file with an exclusive transaction on it is one, on every platform that SQLite runs on.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path


class Lock:
    """A lock that this process holds."""

    def __init__(self, path: Path, wait_s: float = 0.0) -> None:
        """Acquire the lock at *path*.

        Raises:
            sqlite3.OperationalError: Another process still holds it after *wait_s* seconds, or the folder cannot be
                written.
        """
        self._path = path
        self._connection = sqlite3.connect(path, timeout=wait_s, isolation_level=None)
        try:
            self._connection.execute("BEGIN EXCLUSIVE")
        except BaseException:
            self._connection.close()
            raise

    def release(self, *, remove: bool) -> None:
        """Release the lock; *remove* its file if no process will need this lock again."""
        self._connection.close()
        if remove:
            with suppress(OSError):  # on Windows, another process may have it open at this moment
                self._path.unlink()


def try_lock(path: Path) -> Lock | None:
    """Return the lock at *path*, or None if another process holds it."""
    try:
        return Lock(path)
    except sqlite3.OperationalError:
        return None


@contextmanager
def exclusive_lock(path: Path, wait_s: float) -> Iterator[None]:
    """Hold the lock at *path* for a moment; its file is kept, so that all waiting processes use the same one."""
    with closing(sqlite3.connect(path, timeout=wait_s, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
