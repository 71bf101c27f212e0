"""The tables of the history file, and how an older file becomes a current one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from linkwarden.history.records import MAX_JSON, MAX_URL

APPLICATION_ID = 0x4C575244
"""``LWRD``: marks the file as ours (SQLite, "Database File Format", section 1.3.17)."""

_TIME = "INTEGER CHECK (typeof({0}) IN ('integer', 'null') AND {0} BETWEEN 0 AND 253402300799999)"
"""Milliseconds since 1970, up to the year 9999. The integrity check verifies constraints (SQLite, "PRAGMA
integrity_check"), so an untrusted file has the types that the queries expect."""


def _text(name: str, longest: int) -> str:
    return f"TEXT CHECK (typeof({name}) IN ('text', 'null') AND length({name}) <= {longest})"


def _number(name: str) -> str:
    return f"INTEGER CHECK (typeof({name}) IN ('integer', 'null') AND {name} BETWEEN 0 AND 1000000000)"


MIGRATIONS = (
    f"""
    CREATE TABLE run (
        number INTEGER PRIMARY KEY,
        id {_text("id", 80)} NOT NULL UNIQUE,
        vantage {_text("vantage", 64)} NOT NULL,
        scope {_text("scope", 64)} NOT NULL,
        settings {_text("settings", 64)} NOT NULL,
        state {_text("state", 16)} NOT NULL,
        started_at {_TIME.format("started_at")} NOT NULL,
        finished_at {_TIME.format("finished_at")},
        problems {_text("problems", 16_000_000)}
    );
    CREATE TABLE resource (
        number INTEGER PRIMARY KEY,
        url {_text("url", MAX_URL)} NOT NULL UNIQUE,
        host {_text("host", MAX_URL)} NOT NULL
    );
    CREATE TABLE observation (
        resource {_number("resource")} NOT NULL,
        run {_number("run")} NOT NULL,
        at {_TIME.format("at")} NOT NULL,
        verdict {_text("verdict", 16)} NOT NULL,
        rule {_text("rule", 100)},
        status {_number("status")},
        elapsed_ms {_number("elapsed_ms")} NOT NULL,
        requests {_number("requests")} NOT NULL,
        PRIMARY KEY (resource, run)
    ) WITHOUT ROWID;
    CREATE TABLE result (
        resource {_number("resource")} NOT NULL,
        fragment {_text("fragment", MAX_URL)} NOT NULL,
        run {_number("run")} NOT NULL,
        at {_TIME.format("at")} NOT NULL,
        record {_text("record", MAX_JSON)} NOT NULL,
        PRIMARY KEY (resource, fragment, run)
    ) WITHOUT ROWID;
    CREATE INDEX observation_at ON observation (at);
    """,
)
"""The first n of these make version n; a released one is never edited."""

VERSION = len(MIGRATIONS)

OPEN, TRUSTED, UNTRUSTED = "open", "trusted", "untrusted"
"""The states of a run; the last two are seals."""


def migrate(connection: sqlite3.Connection, version: int = VERSION) -> None:
    """Migrate the file to *version*, in one transaction.

    Another process may do the same at this moment: the version is read inside the transaction.
    """
    with transaction(connection):
        current = version_of(connection)
        for step in MIGRATIONS[current:version]:
            for statement in filter(str.strip, step.split(";")):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {max(current, version)}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Execute all of the block in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def version_of(connection: sqlite3.Connection) -> int:
    """Return the schema version that the file states."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def definitions(connection: sqlite3.Connection) -> frozenset[tuple[str, ...]]:
    """Return the definition of every table, index, view and trigger in the file."""
    return frozenset(connection.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"))


def expected_definitions(version: int) -> frozenset[tuple[str, ...]]:
    """Return the definitions that a file of *version* has."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, version)
        return definitions(connection)
