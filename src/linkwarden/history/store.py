"""The history file during a run: append, seal and read."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Self

from linkwarden.clock import Clock
from linkwarden.history import queries
from linkwarden.history.lock import Lock, try_lock
from linkwarden.history.prune import Bounds, prune
from linkwarden.history.queries import Results, fragment_to
from linkwarden.history.records import LinkRecord, ResourceRecord, SealedRun, StartedRun, from_ms, json_of, to_ms
from linkwarden.history.schema import OPEN, TRUSTED, UNTRUSTED, transaction
from linkwarden.model.finding import Verdict
from linkwarden.model.past import Past
from linkwarden.urls import parse_web_url, without_credentials

RESUME_WITHIN = timedelta(hours=1)
"""How long after its last result a run that was killed can be resumed."""


class History:
    """An open history file. Writing raises sqlite3.Error where the disk is full or the file is locked for long."""

    def __init__(self, connection: sqlite3.Connection, path: Path, clock: Clock) -> None:
        self.connection = connection
        self.path = path
        self._clock = clock
        self._lock: Lock | None = None
        self._run = 0

    def __enter__(self) -> Self:
        """Return itself; it is closed at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file; a run that was not sealed can be resumed from then on."""
        if self._lock is not None:
            self._lock.release(remove=False)
            self._lock = None
        with suppress(sqlite3.Error):  # committed data are kept
            self.connection.close()

    # ---- one run -------------------------------------------------------------------------------------------------

    def begin(self, run_id: str, vantage: str, scope: str, settings: str) -> StartedRun:
        """Begin a run, or resume one that was killed a short time ago.

        Args:
            run_id: The id for a new run.
            vantage: Where it looks from.
            scope: A digest of what it checks, of at most 64 characters.
            settings: How it checks, as such a digest. A run is resumed only by one that is the same in all three.
        """
        now = self._clock.now()
        with self._transaction():
            begun = self._resume(vantage, scope, settings) or StartedRun(run_id, now, resumed=False)
            if not begun.resumed:
                self._lock = try_lock(self._lock_path(run_id))
                self.connection.execute(
                    "INSERT INTO run (id, vantage, scope, settings, state, started_at) VALUES (?, ?, ?, ?, ?, ?)",
                    (run_id, vantage, scope, settings, OPEN, to_ms(now)),
                )
            query = "SELECT number FROM run WHERE id = ?"
            self._run = int(self.connection.execute(query, (begun.id,)).fetchone()[0])
        return begun

    def _resume(self, vantage: str, scope: str, settings: str) -> StartedRun | None:
        """Return the run to resume, whose lock is then held, or None."""
        rows = self.connection.execute(
            """
            SELECT id, started_at,
                max(started_at, coalesce((SELECT max(at) FROM result WHERE result.run = run.number), 0)) AS last
            FROM run WHERE state = ? AND vantage = ? AND scope = ? AND settings = ? ORDER BY last DESC
            """,
            (OPEN, vantage, scope, settings),
        ).fetchall()
        now = self._clock.now()
        for run_id, started_at, last in rows:
            if not timedelta(0) <= now - from_ms(last) <= RESUME_WITHIN:
                continue
            lock = try_lock(self._lock_path(run_id))
            if lock is not None:
                self._lock = lock
                return StartedRun(run_id, from_ms(started_at), resumed=True)
        return None

    def _lock_path(self, run_id: str) -> Path:
        """Return the path of a run's lock. The id may come from an untrusted file, so it is not part of the name."""
        return self.path.with_name(f"{self.path.name}.{sha256(run_id.encode()).hexdigest()[:16]}.lock")

    def append(self, resource: ResourceRecord | None, links: Sequence[LinkRecord]) -> None:
        """Store the results of a finished fetch, immediately and as a whole.

        Args:
            resource: The observation; None for a link without requests, such as a local file.
            links: The results of every link on the resource.
        """
        with self._transaction():
            if resource is not None:
                self.connection.execute(
                    "INSERT OR REPLACE INTO observation VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        number_of(self.connection, resource.url),
                        self._run,
                        to_ms(resource.at),
                        resource.verdict,
                        resource.rule,
                        resource.status,
                        resource.elapsed_ms,
                        resource.requests,
                    ),
                )
            self.connection.executemany(
                "INSERT OR REPLACE INTO result VALUES (?, ?, ?, ?, ?)",
                [
                    (
                        number_of(self.connection, each.url),
                        fragment_to(each.fragment),
                        self._run,
                        to_ms(each.checked_at),
                        json_of(each),
                    )
                    for each in links
                ],
            )

    def seal(self, *, trusted: bool, problems: Mapping[str, Verdict], bounds: Bounds) -> None:
        """End the run: from now on its observations count, or never will.

        Args:
            trusted: Whether the network of the run can be trusted.
            problems: The links with a finding of severity error or warning, and their verdicts.
            bounds: How much to keep.
        """
        with self._transaction():
            self.connection.execute(
                "UPDATE run SET state = ?, finished_at = ?, problems = ? WHERE number = ?",
                (
                    TRUSTED if trusted else UNTRUSTED,
                    to_ms(self._clock.now()),
                    json.dumps(dict(problems)) if trusted else None,
                    self._run,
                ),
            )
        prune(self.connection, self._clock.now(), bounds)
        if self._lock is not None:
            self._lock.release(remove=True)
            self._lock = None

    def _transaction(self) -> AbstractContextManager[None]:
        return transaction(self.connection)

    # ---- reading -------------------------------------------------------------------------------------------------

    def pasts(self, vantage: str) -> dict[str, Past]:
        """Return the past of each resource as *vantage* sees it, by URL."""
        return queries.pasts(self.connection, vantage, self._clock.now())

    def last_results(self, vantage: str) -> Results:
        """Return the last trusted result of each link that *vantage* has."""
        return queries.last_results(self.connection, vantage, self._clock.now())

    def results_of(self, run_id: str) -> Results:
        """Return the results that were appended under one run."""
        return queries.results_of(self.connection, run_id, self._clock.now())

    def previous_run(self, scope: str) -> SealedRun | None:
        """Return the last trusted run over the same inputs."""
        return queries.previous_run(self.connection, scope, self._clock.now())

    def last_sealed_at(self, vantage: str, scope: str) -> datetime | None:
        """Return when the last run over the same inputs began, trusted or not."""
        return queries.last_sealed_at(self.connection, vantage, scope, self._clock.now())


def number_of(connection: sqlite3.Connection, url: str) -> int:
    """Return the number of a resource, which is added where it is new."""
    url = without_credentials(url)
    web = parse_web_url(url)
    connection.execute("INSERT OR IGNORE INTO resource (url, host) VALUES (?, ?)", (url, web.host if web else ""))
    return int(connection.execute("SELECT number FROM resource WHERE url = ?", (url,)).fetchone()[0])
