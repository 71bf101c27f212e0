"""When a resource is due to be requested again, and which of the due ones fit into a run. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from math import inf, sqrt
from typing import NamedTuple

from linkwarden.model.past import Outcome, Past

GROWTH = 0.25
"""A resource is requested again after a quarter of the time for which its outcome has been the same."""
JITTER = 0.5
"""The share of an interval that the hash may subtract, so that resources with the same last fetch spread out."""
_MEAN = 1 - JITTER / 2
CATCH_UP = 1.2
"""How much more than its even share of requests a run may send, to make up for earlier runs without requests."""
MAX_DELAY = timedelta(days=4)
"""A resource that has been due for this long is requested in any case."""


class Intervals(NamedTuple):
    """How long a resource is left alone."""

    first: timedelta = timedelta(days=5)
    """At least, while it has only ever had one outcome; its second fetch is spread evenly over this time."""
    longest: timedelta = timedelta(days=7)
    """At most, however long its outcome has been the same."""
    failing: timedelta = timedelta(hours=20)
    """At least, while it fails or has changed lately: less than a day, so that daily runs see it each time."""


def due_at(url: str, past: Past, intervals: Intervals) -> datetime:
    """Return when *url* is due again; the same for the same past, and never more than ``longest`` after the last fetch.

    A hash of the URL shortens each interval, by up to half. The second fetch of a new resource falls anywhere between
    ``failing`` and ``first``, so that links that were added together are not all due on one day.
    """
    length = _longest_interval(past, intervals)
    share = _hash_share(url, past.last_at)
    if past.count == 1 and not _is_eventful(past):
        return past.last_at + max(length * _residual(share), intervals.failing)
    return past.last_at + length * (1 - JITTER * share)


def mean_interval(past: Past, intervals: Intervals) -> timedelta:
    """Return how long a resource with this past is left alone, on average over all URLs."""
    return _longest_interval(past, intervals) * _MEAN


def _longest_interval(past: Past, intervals: Intervals) -> timedelta:
    steady = past.last_at - (past.changed_at or past.first_at)
    least = intervals.failing if _is_eventful(past) else intervals.first
    return min(max(steady * GROWTH, least), max(intervals.longest, intervals.failing))


def _is_eventful(past: Past) -> bool:
    """Return whether it fails, or has had another outcome before."""
    return past.outcome is Outcome.FAILED or past.changed_at is not None


def _residual(share: float) -> float:
    """Return where in its interval a resource would be, had the schedule gone on for ever: then the load is even.

    The residual life of a renewal process whose intervals are uniform between ``1 - JITTER`` and 1, at the quantile
    *share*.
    """
    if share <= (1 - JITTER) / _MEAN:
        return share * _MEAN
    return 1 - sqrt(2 * JITTER * _MEAN * (1 - share))


def _hash_share(url: str, at: datetime) -> float:
    """Return a number from 0 to 1 that depends on the URL and a date alone."""
    digest = sha256(f"{at:%Y-%m-%d} {url}".encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64


def is_full_read_due(url: str, now: datetime) -> bool:
    """Return whether a page is read as a whole even if it is unchanged: on every fourth date."""
    return _hash_share(url, now) < 1 / 4


class Limits(NamedTuple):
    """The approximate number of requests that a run may send: each resource counts with that of its last fetch."""

    requests: int | None = None
    per_host: int | None = None

    @property
    def bounded(self) -> bool:
        """Return whether there is any limit."""
        return self.requests is not None or self.per_host is not None


class Candidate(NamedTuple):
    """A resource that a run could request."""

    url: str
    host: str
    due_at: datetime | None
    """None for one that was never requested."""
    would_fail: bool = False
    """Its remembered verdict fails the check: it is due at any time, so that a repair shows at once."""
    requests: int = 1
    """The approximate number of requests that it needs."""
    interval: timedelta | None = None
    """The time between two of its fetches, on average; None for one that a run must not put off."""

    def can_wait(self, now: datetime) -> bool:
        """Return whether a run may leave it to the next one."""
        return bool(self.interval and self.due_at and now - self.due_at < MAX_DELAY) and not self.would_fail


def even_share(candidates: Iterable[Candidate], elapsed: timedelta) -> float:
    """Return the number of requests of an even schedule for links that can wait, *elapsed* after the previous run.

    After a run without a network, for example, twice as much is due: the run after it spreads that over some days.
    """
    shares = (each.requests * min(1, elapsed / each.interval) for each in candidates if each.interval)
    return CATCH_UP * sum(shares)


def select(
    candidates: Sequence[Candidate], now: datetime, limits: Limits, elapsed: timedelta | None = None
) -> frozenset[str]:
    """Return the URLs to request in this run.

    If not all of them fit into *limits*, those that would fail come first, then those never requested, then those
    that have been due for longest.

    Args:
        candidates: The resources that could be requested.
        now: The time of the run, UTC.
        limits: The limits set by the user.
        elapsed: The time since the last run on the same inputs, trusted or not; with it, links that can wait get their
            even share. None: request all that are due.
    """
    share = inf if elapsed is None else even_share(candidates, elapsed)
    due = [each for each in candidates if each.would_fail or each.due_at is None or each.due_at <= now]
    due.sort(key=lambda each: (not each.would_fail, each.due_at is not None, each.due_at or now, each.url))
    chosen: list[str] = []
    spent = 0
    by_host: Counter[str] = Counter()
    for each in due:
        if limits.requests is not None and spent + each.requests > limits.requests:
            continue
        if limits.per_host is not None and by_host[each.host] + each.requests > limits.per_host:
            continue
        if each.can_wait(now):
            if share <= 0:
                continue
            share -= each.requests
        spent += each.requests
        by_host[each.host] += each.requests
        chosen.append(each.url)
    return frozenset(chosen)
