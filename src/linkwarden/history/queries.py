"""Queries over sealed, trusted runs: the past of each resource. Invalid rows are left out."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from linkwarden.history.records import (
    DatedObservation,
    LinkRecord,
    ResourceRecord,
    SealedRun,
    from_ms,
    to_ms,
)
from linkwarden.history.schema import OPEN, TRUSTED
from linkwarden.model.finding import Verdict
from linkwarden.model.outcome import outcome_of
from linkwarden.model.past import Elsewhere, Outcome, Past

ELSEWHERE_COUNTS = timedelta(days=30)
"""How long a usable response from another vantage counts as evidence against a failure here."""

LinkKey = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Total:
    """All observations of one resource from one vantage with one outcome."""

    vantage: str
    outcome: Outcome
    first_at: datetime
    last_at: datetime
    count: int
    requests: int
    """The average number of requests."""


def pasts(connection: sqlite3.Connection, vantage: str, now: datetime) -> dict[str, Past]:
    """Return the past of each resource that was seen from *vantage*, by URL."""
    rows = connection.execute(
        """
        SELECT url, vantage, verdict, min(at), max(at), count(*), avg(requests)
        FROM observation JOIN run ON run.number = observation.run JOIN resource ON resource.number = resource
        WHERE state = ? AND at <= ? GROUP BY resource, vantage, verdict
        """,
        (TRUSTED, to_ms(now)),
    )
    totals: dict[str, list[Total]] = defaultdict(list)
    for url, seen_from, verdict, first, last, count, requests in rows:
        outcome = _outcome(verdict)
        if outcome is not None:
            totals[url].append(Total(seen_from, outcome, from_ms(first), from_ms(last), count, max(1, round(requests))))
    failures = _failures(connection, vantage, now)
    found = ((url, past_of(each, vantage, failures.get(url, ()), now)) for url, each in totals.items())
    return {url: past for url, past in found if past is not None}


def _failures(connection: sqlite3.Connection, vantage: str, now: datetime) -> dict[str, list[datetime]]:
    """Return, for each resource, its failures since its last usable response from *vantage*."""
    rows = connection.execute(
        """
        WITH seen AS (
            SELECT resource, verdict, at FROM observation JOIN run ON run.number = observation.run
            WHERE state = :state AND vantage = :vantage AND at <= :now
        ), answered AS (
            SELECT resource, max(at) AS at FROM seen WHERE verdict IN ('alive', 'moved') GROUP BY resource
        )
        SELECT url, seen.at FROM seen JOIN resource ON resource.number = seen.resource
        LEFT JOIN answered ON answered.resource = seen.resource
        WHERE verdict IN ('dead', 'unreachable') AND seen.at > coalesce(answered.at, -1) ORDER BY seen.at
        """,
        {"state": TRUSTED, "vantage": vantage, "now": to_ms(now)},
    )
    failures: dict[str, list[datetime]] = defaultdict(list)
    for url, at in rows:
        failures[url].append(from_ms(at))
    return failures


def past_of(totals: Iterable[Total], vantage: str, failures: Iterable[datetime], now: datetime) -> Past | None:
    """Return a resource's past from *vantage*, or None if it was never seen from there. Pure.

    Args:
        totals: The observations of it, from all vantages.
        vantage: The vantage of the past.
        failures: The failures there since the last usable response there, oldest first.
        now: The time of the run, UTC.
    """
    totals = list(totals)
    here = [each for each in totals if each.vantage == vantage]
    if not here:
        return None
    last = max(here, key=lambda each: each.last_at)
    others = [each.last_at for each in here if each.outcome is not last.outcome]
    answers = [each.last_at for each in here if each.outcome is Outcome.ANSWERED]
    by_date = {each.date(): each for each in reversed(list(failures))}
    return Past(
        first_at=min(each.first_at for each in here),
        last_at=last.last_at,
        count=sum(each.count for each in here),
        outcome=last.outcome,
        changed_at=max(others, default=None),
        answered_at=max(answers, default=None),
        failures=tuple(sorted(by_date.values())),
        requests=last.requests,
        elsewhere=_elsewhere((each for each in totals if each.vantage != vantage), now),
    )


def _elsewhere(totals: Iterable[Total], now: datetime) -> Elsewhere | None:
    """Return the last usable response from another vantage whose last fetch got one, if it is recent."""
    by_vantage: dict[str, Total] = {}
    for each in totals:
        known = by_vantage.get(each.vantage)
        if each.outcome is not Outcome.BLOCKED and (known is None or each.last_at > known.last_at):
            by_vantage[each.vantage] = each
    answers = [
        Elsewhere(each.vantage, each.last_at)
        for each in by_vantage.values()
        if each.outcome is Outcome.ANSWERED and now - each.last_at <= ELSEWHERE_COUNTS
    ]
    return max(answers, key=lambda each: each.answered_at, default=None)


class Results(Mapping[LinkKey, LinkRecord]):
    """Results by link, each parsed when it is needed: a record takes five times the memory of its text.

    Args:
        rows: Resource, fragment and record of each, as stored. Records that are not valid are left out.
    """

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        self._texts = {(url, fragment_from(fragment)): text for url, fragment, text in rows}

    def __getitem__(self, key: LinkKey) -> LinkRecord:
        """Return the result for a link; KeyError if there is none."""
        record = _record(self._texts[key])
        if record is None or record.key != key:
            raise KeyError(key)
        return record

    def __iter__(self) -> Iterator[LinkKey]:
        """Yield the links."""
        return (key for key in self._texts if key in self)

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(1 for _ in self)


@lru_cache(4096)  # a run reads the record of a web link several times
def _record(text: str) -> LinkRecord | None:
    try:
        return LinkRecord.model_validate_json(text)
    except ValueError:
        return None


def last_results(connection: sqlite3.Connection, vantage: str, now: datetime) -> Results:
    """Return the last result of each link that *vantage* has."""
    rows = connection.execute(
        """
        SELECT url, fragment, record, max(at) FROM result
        JOIN run ON run.number = result.run JOIN resource ON resource.number = resource
        WHERE state = ? AND vantage = ? AND at <= ? GROUP BY resource, fragment
        """,
        (TRUSTED, vantage, to_ms(now)),
    )
    return Results((url, fragment, record) for url, fragment, record, _ in rows)


def results_by_vantage(connection: sqlite3.Connection, now: datetime) -> Iterator[tuple[str, LinkRecord]]:
    """Yield the last result of each link from each vantage."""
    for vantage in vantages(connection):
        for record in last_results(connection, vantage, now).values():
            yield vantage, record


def vantages(connection: sqlite3.Connection) -> list[str]:
    """Return the names of all vantages in the file, sorted."""
    return [row[0] for row in connection.execute("SELECT DISTINCT vantage FROM run ORDER BY vantage")]


def run_count(connection: sqlite3.Connection) -> int:
    """Return the number of runs that are kept."""
    return int(connection.execute("SELECT count(*) FROM run").fetchone()[0])


def results_of(connection: sqlite3.Connection, run_id: str, now: datetime) -> Results:
    """Return every result that was appended under one run."""
    rows = connection.execute(
        """
        SELECT url, fragment, record FROM result
        JOIN run ON run.number = result.run JOIN resource ON resource.number = resource
        WHERE run.id = ? AND at <= ?
        """,
        (run_id, to_ms(now)),
    )
    return Results(rows)


def fragment_to(fragment: str | None) -> str:
    """Return a fragment as stored in a column: with its ``#``, or empty if there is none."""
    return "" if fragment is None else f"#{fragment}"


def fragment_from(column: str) -> str | None:
    """Return the fragment stored in a column."""
    return column.removeprefix("#") if column else None


def previous_run(connection: sqlite3.Connection, scope: str, now: datetime) -> SealedRun | None:
    """Return the last trusted run over the same inputs that noted its problems."""
    row = connection.execute(
        """
        SELECT id, finished_at, problems FROM run
        WHERE scope = ? AND state = ? AND finished_at <= ? AND problems IS NOT NULL ORDER BY finished_at DESC LIMIT 1
        """,
        (scope, TRUSTED, to_ms(now)),
    ).fetchone()
    if row is None:
        return None
    try:
        problems = json.loads(row[2])
        return SealedRun(row[0], from_ms(row[1]), {str(url): Verdict(verdict) for url, verdict in problems.items()})
    except (ValueError, AttributeError, TypeError):
        return None


def last_sealed_at(connection: sqlite3.Connection, vantage: str, scope: str, now: datetime) -> datetime | None:
    """Return when the last run over the same inputs began that was not interrupted, trusted or not."""
    row = connection.execute(
        "SELECT max(started_at) FROM run WHERE vantage = ? AND scope = ? AND state != ? AND started_at <= ?",
        (vantage, scope, OPEN, to_ms(now)),
    ).fetchone()
    return None if row[0] is None else from_ms(row[0])


def observations(
    connection: sqlite3.Connection, *, url: str | None = None, host: str | None = None
) -> Iterator[DatedObservation]:
    """Yield observations by URL and time: of one resource, of one host's, or of all."""
    rows = connection.execute(
        """
        SELECT url, at, verdict, rule, status, elapsed_ms, requests, vantage, run.id, state
        FROM observation JOIN run ON run.number = observation.run JOIN resource ON resource.number = resource
        WHERE (:url IS NULL OR url = :url) AND (:host IS NULL OR host = :host)
        ORDER BY url, at
        """,
        {"url": url, "host": host},
    )
    for address, at, verdict, rule, status, elapsed_ms, requests, vantage, run_id, state in rows:
        if _outcome(verdict) is not None:
            record = ResourceRecord(address, from_ms(at), Verdict(verdict), rule, status, elapsed_ms, requests)
            yield DatedObservation(record, vantage, run_id, state == TRUSTED)


def _outcome(verdict: str) -> Outcome | None:
    try:
        return outcome_of(Verdict(verdict))
    except ValueError:
        return None
