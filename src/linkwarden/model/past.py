"""What earlier trusted runs saw of a resource: data that rules read and the plan of a run is made from."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from linkwarden.model.finding import Verdict


class Outcome(StrEnum):
    """What a look at a resource means for its history."""

    ANSWERED = "answered"
    """A usable answer: it clears strikes."""
    FAILED = "failed"
    """No usable answer: its date counts as a strike."""
    BLOCKED = "blocked"
    """The host refuses automated requests: it neither adds a strike nor clears one."""


_OUTCOMES = {
    Verdict.ALIVE: Outcome.ANSWERED,
    Verdict.MOVED: Outcome.ANSWERED,
    Verdict.DEAD: Outcome.FAILED,
    Verdict.UNREACHABLE: Outcome.FAILED,
    Verdict.BLOCKED: Outcome.BLOCKED,
}


def outcome_of(verdict: Verdict) -> Outcome | None:
    """Return what a verdict means for a resource's history; None for a link that was skipped."""
    return _OUTCOMES.get(verdict)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The last usable answer that another vantage got."""

    vantage: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Past:
    """What sealed, trusted runs saw of one resource from one vantage. Times are UTC."""

    first_at: datetime
    """The first observation that is still kept."""
    last_at: datetime
    count: int
    """The number of observations that are still kept."""
    outcome: Outcome
    """The last observation's."""
    changed_at: datetime | None = None
    """The last observation with another outcome than the last one; None where all are the same."""
    answered_at: datetime | None = None
    """The last usable answer; None for a resource that never answered."""
    failures: tuple[datetime, ...] = ()
    """The first failure on each UTC date since the last usable answer, oldest first."""
    requests: int = 1
    """The number of requests that an observation with this outcome takes on average."""
    elsewhere: Elsewhere | None = None

    def failures_with(self, failed_at: datetime) -> tuple[datetime, ...]:
        """Return the failures, with one more at *failed_at* unless its UTC date is counted already."""
        known = any(each.date() == failed_at.date() for each in self.failures)
        return self.failures if known else (*self.failures, failed_at)
