"""The data of `linkwarden history`: pure summaries of pasts and observations, ready for JSON."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from linkwarden.history.due import Intervals, due_at
from linkwarden.history.records import DatedObservation
from linkwarden.model.outcome import outcome_of
from linkwarden.model.past import Outcome, Past
from linkwarden.urls import parse_web_url

DAYS = 60
"""How many days a line of marks covers."""

MARKS = {Outcome.FAILED: "x", Outcome.BLOCKED: "?", Outcome.ANSWERED: "+"}
"""One character for a day; where a day has several observations, the first of these."""
NOT_ASKED = "."


@dataclass(frozen=True, slots=True)
class ObservationView:
    """One observation."""

    at: datetime
    verdict: str
    rule: str | None
    status: int | None
    elapsed_ms: int
    requests: int
    trusted: bool
    """False for one that no query counts: its run was untrusted, or was not finished."""


@dataclass(frozen=True, slots=True)
class LinkView:
    """One resource, as one vantage sees it."""

    url: str
    vantage: str
    answered_at: datetime | None
    failing_since: datetime | None
    strikes: int
    due_at: datetime | None
    days: str
    """A character for each of the last days, the last one being today."""
    observations: tuple[ObservationView, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole file, as one vantage sees it."""

    file: str
    size_bytes: int
    runs: int
    resources: int
    hosts: int
    vantages: tuple[str, ...]
    due: Mapping[str, int]
    """How many links fall due by date (UTC), those that are due already at ``now``."""
    failing: tuple[LinkView, ...]


def link_views(
    seen: Iterable[DatedObservation], pasts: Mapping[str, Mapping[str, Past]], intervals: Intervals, now: datetime
) -> list[LinkView]:
    """Return a view for each resource and vantage.

    Args:
        seen: The observations, by URL.
        pasts: The pasts by vantage, then by URL.
        intervals: When resources are due.
        now: The time of the command, UTC.
    """
    views: list[LinkView] = []
    ordered = sorted(seen, key=lambda each: (each.record.url, each.vantage, each.record.at))
    for (url, vantage), group in groupby(ordered, key=lambda each: (each.record.url, each.vantage)):
        observations = list(group)
        past = pasts.get(vantage, {}).get(url)
        views.append(_link_view(url, vantage, observations, past, intervals, now))
    return views


def _link_view(
    url: str, vantage: str, seen: Sequence[DatedObservation], past: Past | None, intervals: Intervals, now: datetime
) -> LinkView:
    return LinkView(
        url=url,
        vantage=vantage,
        answered_at=past.answered_at if past else None,
        failing_since=past.failures[0] if past and past.failures else None,
        strikes=len(past.failures) if past else 0,
        due_at=due_at(url, past, intervals) if past else None,
        days=marks([each for each in seen if each.trusted], now.date()),
        observations=tuple(_observation_view(each) for each in seen),
    )


def _observation_view(seen: DatedObservation) -> ObservationView:
    record = seen.record
    return ObservationView(
        at=record.at,
        verdict=record.verdict,
        rule=record.rule,
        status=record.status,
        elapsed_ms=record.elapsed_ms,
        requests=record.requests,
        trusted=seen.trusted,
    )


def marks(seen: Iterable[DatedObservation], today: date) -> str:
    """Return a character for each of the last days."""
    outcomes: dict[date, set[Outcome | None]] = {}
    for each in seen:
        outcomes.setdefault(each.record.at.date(), set()).add(outcome_of(each.record.verdict))
    days = [today - timedelta(days=number) for number in reversed(range(DAYS))]
    return "".join(_mark(outcomes.get(day, set())) for day in days)


def _mark(outcomes: set[Outcome | None]) -> str:
    return next((mark for outcome, mark in MARKS.items() if outcome in outcomes), NOT_ASKED)


def due_by_date(pasts: Mapping[str, Past], intervals: Intervals, now: datetime) -> dict[str, int]:
    """Return how many resources fall due by date, those that are due already at ``now``."""
    dates = Counter(
        "now" if due <= now else f"{due:%Y-%m-%d}"
        for due in (due_at(url, past, intervals) for url, past in pasts.items())
    )
    return {day: dates[day] for day in sorted(dates, key=lambda day: (day != "now", day))}


def hosts_of(urls: Iterable[str]) -> int:
    """Return how many hosts *urls* are on."""
    return len({web.origin for web in map(parse_web_url, urls) if web is not None})
