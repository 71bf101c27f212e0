"""Opens the history file: creates it, migrates it, or renames it if it cannot be used."""

import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

from linkwarden.clock import Clock
from linkwarden.errors import ConfigError
from linkwarden.history.lock import exclusive_lock
from linkwarden.history.schema import (
    APPLICATION_ID,
    VERSION,
    definitions,
    expected_definitions,
    migrate,
    version_of,
)
from linkwarden.history.store import History

BUSY_S = 10.0
"""How long to wait for another process that writes at this moment."""
_BESIDE = ("", "-wal", "-shm")
"""The files that make up a SQLite database in WAL mode."""

Notice = Callable[[str], None]


class _UnusableError(Exception):
    """The file is not a history that this version can read; the message has the reason."""


def open_history(path: Path, clock: Clock, notice: Notice) -> History | None:
    """Open the history at *path*, and create it where there is none.

    A file that is damaged, was written by a newer linkwarden, or is not a history, is renamed and replaced by a
    new one, with a *notice*. If no file can be written, the result is None, with a *notice*.

    Raises:
        ConfigError: Git tracks the file.
    """
    if is_tracked(path):
        raise ConfigError(
            f"{path}: git tracks this history file, so a pull request could change it; "
            f"remove it with: git rm --cached {path.name}"
        )
    try:
        prepare_folder(path.parent)
        with exclusive_lock(path.with_name(f"{path.name}.lock"), BUSY_S):
            try:
                connection = _connect(path)
            except _UnusableError as reason:
                aside = _set_aside(path)
                notice(f"history: {path.name} {reason}; it was renamed to {aside.name}, and a new one is used")
                connection = _connect(path)
    except (OSError, sqlite3.Error, _UnusableError) as error:
        notice(f"history: {path} cannot be used: {error}; this run keeps no history")
        return None
    return History(connection, path, clock)


def prepare_folder(folder: Path) -> None:
    """Create *folder* where it is missing, with a ``.gitignore`` that covers all of it."""
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")


def is_tracked(path: Path) -> bool:
    """Return whether git tracks the file; False without git or a repository."""
    if not path.exists():
        return False
    command = ("git", "-C", str(path.parent), "ls-files", "--error-unmatch", "--", path.name)
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, and a path as its argument
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=BUSY_S, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def _connect(path: Path) -> sqlite3.Connection:
    """Return a connection to a file that is known to be valid.

    Raises:
        _UnusableError: It is damaged, newer, or something else.
        sqlite3.OperationalError: It cannot be opened or written.
    """
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    try:
        connection.text_factory = lambda data: data.decode("utf-8", errors="replace")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        _require_usable(connection)
        _set_up(connection)
    except sqlite3.OperationalError:
        connection.close()
        raise
    except sqlite3.DatabaseError as error:
        connection.close()
        raise _UnusableError(f"is damaged ({error})") from None
    except BaseException:
        connection.close()
        raise
    return connection


def _require_usable(connection: sqlite3.Connection) -> None:
    found = definitions(connection)
    version = version_of(connection)
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if not found and not version and not application:
        return  # a new file
    if application != APPLICATION_ID:
        raise _UnusableError("is not a history of linkwarden")
    if version > VERSION:
        raise _UnusableError(f"was written by a newer linkwarden (schema {version}, this one reads {VERSION})")
    if found != expected_definitions(version):
        raise _UnusableError("is damaged (its tables are not those of a history)")
    problem = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if problem != "ok":
        raise _UnusableError(f"is damaged ({' '.join(problem.split())})")


def _set_up(connection: sqlite3.Connection) -> None:
    if not definitions(connection):
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may cost the last moments, never the file
    migrate(connection)


def _set_aside(path: Path) -> Path:
    """Rename the file, and the files that belong to it, to an unused name."""
    number = 1
    while (aside := path.with_name(f"{path.name}.aside-{number}")).exists():
        number += 1
    for ending in _BESIDE:
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    return aside
