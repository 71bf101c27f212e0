"""Keeps the history file small: deletes old and superseded records."""

import sqlite3
from datetime import datetime, timedelta
from typing import NamedTuple

from linkwarden.history.records import to_ms
from linkwarden.history.schema import OPEN, UNTRUSTED, transaction

ABANDONED_AFTER = timedelta(days=1)
"""A run that was killed and not resumed within this time will never be sealed."""


class Bounds(NamedTuple):
    """How much history to keep."""

    age: timedelta = timedelta(days=400)
    """Of observations. The last with each verdict stays for as long as the resource is still seen."""
    size: int = 50_000_000
    """Of the file, in bytes; the oldest observations go first."""


def prune(connection: sqlite3.Connection, now: datetime, bounds: Bounds) -> None:
    """Delete unneeded records, and return the space."""
    with transaction(connection):
        _close_abandoned_runs(connection, now)
        _delete_superseded_results(connection)
        _delete_before(connection, to_ms(now - bounds.age))
        connection.execute("DELETE FROM result WHERE at < ?", (to_ms(now - bounds.age),))
        if _size(connection) > bounds.size:
            _delete_oldest(connection, bounds.size)
        _delete_orphans(connection)
    connection.executescript("PRAGMA incremental_vacuum")  # `execute` would stop after one page


def _close_abandoned_runs(connection: sqlite3.Connection, now: datetime) -> None:
    connection.execute(
        "UPDATE run SET state = ?, finished_at = started_at WHERE state = ? AND started_at < ?",
        (UNTRUSTED, OPEN, to_ms(now - ABANDONED_AFTER)),
    )


def _delete_superseded_results(connection: sqlite3.Connection) -> None:
    """Keep each vantage's last trusted result of each link, and those of runs that still go on."""
    connection.execute(
        """
        DELETE FROM result WHERE run IN (SELECT number FROM run WHERE state = 'untrusted') OR EXISTS (
            SELECT 1 FROM run AS own
            JOIN result AS newer ON newer.resource = result.resource AND newer.fragment = result.fragment
            JOIN run ON run.number = newer.run AND run.vantage = own.vantage
            WHERE own.number = result.run AND own.state = 'trusted' AND run.state = 'trusted' AND newer.at > result.at
        )
        """
    )
    connection.execute(
        """
        UPDATE run SET problems = NULL WHERE problems IS NOT NULL AND EXISTS (
            SELECT 1 FROM run AS newer WHERE newer.scope = run.scope AND newer.finished_at > run.finished_at
            AND newer.problems IS NOT NULL
        )
        """
    )


def _delete_before(connection: sqlite3.Connection, limit: int) -> None:
    """Delete the observations before *limit*, but the last of each verdict where the resource is still seen."""
    connection.execute(
        """
        DELETE FROM observation WHERE at < ? AND EXISTS (
            SELECT 1 FROM observation AS newer
            WHERE newer.resource = observation.resource AND newer.verdict = observation.verdict
            AND newer.at > observation.at
        )
        """,
        (limit,),
    )
    connection.execute(
        """
        DELETE FROM observation WHERE resource IN (
            SELECT resource FROM observation GROUP BY resource HAVING max(at) < ?
        )
        """,
        (limit,),
    )


def _size(connection: sqlite3.Connection) -> int:
    pages, free, size = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size


def _delete_oldest(connection: sqlite3.Connection, size: int) -> None:
    """Delete the oldest observations, a tenth at a time, until the file is as small as that, or none are left."""
    while _size(connection) > size:
        count = int(connection.execute("SELECT count(*) FROM observation").fetchone()[0])
        if not count:
            return
        connection.execute(
            "DELETE FROM observation WHERE at <= (SELECT at FROM observation ORDER BY at LIMIT 1 OFFSET ?)",
            (count // 10,),
        )


def _delete_orphans(connection: sqlite3.Connection) -> None:
    """Delete records that nothing refers to."""
    connection.execute(
        """
        DELETE FROM resource WHERE number NOT IN (SELECT resource FROM observation)
        AND number NOT IN (SELECT resource FROM result)
        """
    )
    connection.execute(
        """
        DELETE FROM run WHERE state <> 'open' AND problems IS NULL
        AND number NOT IN (SELECT run FROM observation) AND number NOT IN (SELECT run FROM result)
        """
    )
