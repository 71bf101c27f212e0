"""Results of earlier trusted runs, which rules and the plan of a run use."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """The effect of a fetch on a resource's history."""

    ANSWERED = "answered"
    """A usable response: it clears strikes."""
    FAILED = "failed"
    """No usable response: its date counts as a strike."""
    BLOCKED = "blocked"
    """The host refuses automated requests: it neither adds a strike nor clears one."""


class Elsewhere(NamedTuple):
    """The last usable response from another vantage."""

    vantage: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Past:
    """The results of sealed, trusted runs for one resource from one vantage. Times are UTC."""

    first_at: datetime
    """The first observation that is still kept."""
    last_at: datetime
    count: int
    """The number of observations that are still kept."""
    outcome: Outcome
    """The last observation's."""
    changed_at: datetime | None = None
    """The last observation with another outcome than the last one; None if all are the same."""
    answered_at: datetime | None = None
    """The last usable response; None for a resource that never responded."""
    failures: tuple[datetime, ...] = ()
    """The first failure on each UTC date since the last usable response, oldest first."""
    requests: int = 1
    """The average number of requests of an observation with this outcome."""
    elsewhere: Elsewhere | None = None

    def failures_with(self, failed_at: datetime) -> tuple[datetime, ...]:
        """Return the failures, with one more at *failed_at* unless its UTC date is counted already."""
        known = any(each.date() == failed_at.date() for each in self.failures)
        return self.failures if known else (*self.failures, failed_at)


class Remembered(NamedTuple):
    """The report's data about a link that is not requested in this run."""

    status: int | None = None
    final_url: str | None = None
    resumed: bool = False
    """It was found in this very run, before the run was killed and resumed."""


class LinkPast(NamedTuple):
    """The history of a link."""

    resource: Past | None = None
    reported: frozenset[str] | None = None
    """The rules of the findings that the last trusted result had; None for a link without one."""
    remembered: Remembered | None = None
    """None for a link that was requested."""
