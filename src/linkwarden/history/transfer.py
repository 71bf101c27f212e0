"""History as text: one line of JSON for each resource, sorted, so that git can carry and merge it.

Of a run of equal observations only the first and the last are written, and of failures the first on each UTC date:
strikes, due times and results are the same after an import.
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from hashlib import sha256
from itertools import groupby
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from linkwarden.errors import InputError
from linkwarden.history.queries import fragment_to
from linkwarden.history.records import VANTAGE, DatedObservation, LinkRecord, Name, Url, json_of, to_ms
from linkwarden.history.schema import TRUSTED, transaction
from linkwarden.history.store import number_of
from linkwarden.model.finding import Verdict
from linkwarden.model.outcome import outcome_of
from linkwarden.model.past import Outcome

FORMAT = "linkwarden-history"
FORMAT_VERSION = 1

Vantage = Annotated[str, Field(pattern=VANTAGE)]


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ObservationLine(_Line):
    """One observation."""

    at: AwareDatetime
    vantage: Vantage
    verdict: Verdict
    rule: Name | None = None
    status: Annotated[int, Field(ge=100, le=999)] | None = None
    elapsed_ms: Annotated[int, Field(ge=0, le=10**9)] = 0
    requests: Annotated[int, Field(ge=0, le=10**6)] = 1


class ResultLine(_Line):
    """The last result of one link from one vantage."""

    vantage: Vantage
    record: LinkRecord


class ResourceLine(_Line):
    """The records of one resource."""

    url: Url
    observations: tuple[ObservationLine, ...] = ()
    results: tuple[ResultLine, ...] = ()


def write_lines(observations: Iterable[DatedObservation], results: Iterable[tuple[str, LinkRecord]]) -> Iterator[str]:
    """Yield the lines of an export, each with its newline.

    Args:
        observations: All of trusted runs, by URL and time.
        results: The last results of each vantage.
    """
    by_url: dict[str, list[ResultLine]] = defaultdict(list)
    for vantage, record in results:
        by_url[record.url].append(ResultLine(vantage=vantage, record=record))
    seen = {url: thinned(list(group)) for url, group in groupby(observations, key=lambda each: each.record.url)}
    yield _json({FORMAT: FORMAT_VERSION})
    for url in sorted(seen.keys() | by_url.keys()):
        lines = sorted(by_url.get(url, ()), key=lambda each: (each.record.fragment or "", each.vantage))
        observed = tuple(_observation_line(each) for each in seen.get(url, ()))
        line = ResourceLine(url=url, observations=observed, results=tuple(lines))
        yield _json(line.model_dump(mode="json", exclude_defaults=True))


def _observation_line(seen: DatedObservation) -> ObservationLine:
    record = seen.record
    return ObservationLine(
        at=record.at,
        vantage=seen.vantage,
        verdict=record.verdict,
        rule=record.rule,
        status=record.status,
        elapsed_ms=record.elapsed_ms,
        requests=record.requests,
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def thinned(observations: Sequence[DatedObservation]) -> list[DatedObservation]:
    """Return the observations of one resource that an export needs, by time."""
    kept: list[DatedObservation] = []
    for _, group in groupby(sorted(observations, key=lambda each: each.vantage), key=lambda each: each.vantage):
        in_time = sorted(group, key=lambda each: each.record.at)
        for outcome, streak in groupby(in_time, key=lambda each: outcome_of(each.record.verdict)):
            kept += _of_streak(list(streak), outcome)
    return sorted(kept, key=lambda each: (each.record.at, each.vantage))


def _of_streak(streak: Sequence[DatedObservation], outcome: Outcome | None) -> list[DatedObservation]:
    wanted = [streak[0], streak[-1]]
    if outcome is Outcome.FAILED:
        by_date: dict[date, DatedObservation] = {}
        for each in streak:
            by_date.setdefault(each.record.at.date(), each)
        wanted = [*by_date.values(), streak[-1]]
    return [each for each in streak if any(each is one for one in wanted)]


def read_lines(name: str, text: str) -> list[ResourceLine]:
    """Return the records of an export. A URL may have several lines: a merge keeps both sides.

    Raises:
        InputError: It is not an export that this version can read; the message names file and line.
    """
    found: list[ResourceLine] = []
    header, *lines = text.splitlines() or [""]
    _check_header(name, header)
    for number, line in enumerate(lines, start=2):
        if not line.strip():
            continue
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
            raise InputError(f"{name}:{number}: a merge conflict; keep the lines of both sides")
        try:
            found.append(ResourceLine.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise InputError(f"{name}:{number}: {f'{where}: ' if where else ''}{first['msg']}") from None
    return found


def _check_header(name: str, line: str) -> None:
    try:
        version = json.loads(line)[FORMAT]
    except (ValueError, LookupError, TypeError):
        raise InputError(f"{name}:1: not an exported history: its first line is {{{FORMAT!r}: …}}") from None
    if version != FORMAT_VERSION:
        raise InputError(f"{name}:1: an export of version {version!r}; this linkwarden reads {FORMAT_VERSION}")


def import_lines(connection: sqlite3.Connection, lines: Iterable[ResourceLine]) -> int:
    """Add the records of *lines* to the history, as trusted runs, and return the number of new observations.

    An import can be repeated: existing records are not changed.
    """
    added = 0
    with transaction(connection):
        for line in lines:
            resource = number_of(connection, line.url)
            ordinals: Counter[tuple[str, date]] = Counter()
            for each in line.observations:
                key = (each.vantage, each.at.date())
                run = _run(connection, *key, ordinals[key])
                ordinals[key] += 1
                added += _add_observation(connection, resource, run, each)
            for result in line.results:
                run = _run(connection, result.vantage, result.record.checked_at.date(), 0)
                _add_result(connection, resource, run, result.record)
    return added


def _run(connection: sqlite3.Connection, vantage: str, day: date, ordinal: int) -> int:
    """Return the run for the imported observations of a day; the second one of a resource needs another run."""
    run_id = f"import-{sha256(vantage.encode()).hexdigest()[:8]}-{day:%Y%m%d}-{ordinal}"
    start = to_ms(datetime.combine(day, time(), UTC))
    connection.execute(
        """
        INSERT OR IGNORE INTO run (id, vantage, scope, settings, state, started_at, finished_at)
        VALUES (?, ?, '', '', ?, ?, ?)
        """,
        (run_id, vantage, TRUSTED, start, start),
    )
    return int(connection.execute("SELECT number FROM run WHERE id = ?", (run_id,)).fetchone()[0])


def _add_observation(connection: sqlite3.Connection, resource: int, run: int, line: ObservationLine) -> int:
    return connection.execute(
        """
        INSERT OR IGNORE INTO observation SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (
            SELECT 1 FROM observation JOIN run ON run.number = run
            WHERE resource = ? AND at = ? AND vantage = ?
        )
        """,
        (
            *(resource, run, to_ms(line.at), line.verdict, line.rule, line.status, line.elapsed_ms, line.requests),
            *(resource, to_ms(line.at), line.vantage),
        ),
    ).rowcount


def _add_result(connection: sqlite3.Connection, resource: int, run: int, record: LinkRecord) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO result VALUES (?, ?, ?, ?, ?)",
        (resource, fragment_to(record.fragment), run, to_ms(record.checked_at), json_of(record)),
    )
