"""The queue and pace of one host, as a pure state machine: which request may be sent, and when.

Every request to the host waits here for its turn. The pace follows the responses: a host that pushes back
(429, or 503 with Retry-After) gets one connection and a longer gap. Good responses raise the pace again,
but never to the one that the host pushed back at.
"""

import heapq
import itertools
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

MAX_GAP_S = 10.0
PUSHED_BACK_GAP_S = 0.5
"""The gap after the first push-back; each further one doubles it."""
RETRY_AFTER_CAP_S = 120.0
"""A longer Retry-After counts as MAX_GAP_S, so that other pages of the host are still checked."""
MAX_REFUSALS = 4
MIN_REFUSING_S = 30.0
"""A host that has pushed back so often in a row, and for so long, gets no further retries."""
ANSWERS_PER_STEP = 8
"""Good responses in a row that allow one more connection and a shorter gap."""


class SendOutcome(StrEnum):
    """How a request ended, as far as the pace is concerned."""

    ANSWERED = "answered"
    PUSHED_BACK = "pushed-back"
    FAILED = "failed"
    UNSENT = "unsent"
    """Nothing was sent after all: the next request may start at once."""


@dataclass(eq=False, slots=True)
class Ticket:
    """One request that waits for its turn, or is under way."""

    not_before: float
    sent_at: float | None = None


class Send(NamedTuple):
    """This ticket may send now."""

    ticket: Ticket


class Wait(NamedTuple):
    """No request may be sent before that moment; infinite: not before something changes."""

    until: float


@dataclass(frozen=True, slots=True)
class Empty:
    """No request is queued."""


Move = Send | Wait | Empty


SHOWN_DELAY_S = 1.0
"""Shorter delays are not shown."""


@dataclass(slots=True)
class Pace:
    """The state. Times are monotonic seconds.

    A host starts with one connection, so that one that is down gets one request and not one from each of its links
    at the same time; its first response allows the others.
    """

    max_connections: int
    min_gap: float
    connections: int = 1
    gap: float = field(default=-1.0)
    not_before: float = 0.0
    in_flight: int = 0
    _floor: float = 0.0
    """The shortest gap worth trying again: twice the one that the host pushed back at last."""
    refusals: int = 0
    """Push-backs since the last good response, except for those that were in flight at the time of one."""
    _good: int = 0
    _slowed_at: float = float("-inf")
    _refused_since: float = 0.0
    _next_start: float = 0.0
    _fresh: deque[Ticket] = field(default_factory=deque)
    _later: list[tuple[float, int, Ticket]] = field(default_factory=list)
    """Retries and second fetches. Once due they go first: a link that is done frees its page."""
    _order: "itertools.count[int]" = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        """Start with the least gap."""
        self.gap = self.min_gap

    @property
    def given_up(self) -> bool:
        """Return whether the host has pushed back so often and for so long that retries are useless."""
        return self.refusals >= MAX_REFUSALS and self._slowed_at - self._refused_since >= MIN_REFUSING_S

    @property
    def idle(self) -> bool:
        """Return whether no request is queued or under way."""
        return not (self.in_flight or self._fresh or self._later)

    def delay_reason(self, now: float) -> str:
        """Return why requests wait although nothing is in flight, for people; empty if they need not wait for long."""
        if self.not_before >= now + SHOWN_DELAY_S:
            return f"rate limited for {self.not_before - now:.0f} s"
        return f"one request every {self.gap:.0f} s" if self.gap >= SHOWN_DELAY_S else ""

    def submit(self, not_before: float = 0.0) -> Ticket:
        """Queue a request that may not be sent before that moment; 0 for at once."""
        ticket = Ticket(not_before)
        if not_before:
            heapq.heappush(self._later, (not_before, next(self._order), ticket))
        else:
            self._fresh.append(ticket)
        return ticket

    def withdraw(self, ticket: Ticket) -> None:
        """Return a ticket that was not used."""
        self._fresh = deque(each for each in self._fresh if each is not ticket)
        self._later = [entry for entry in self._later if entry[2] is not ticket]
        heapq.heapify(self._later)

    def next(self, now: float) -> Move:
        """Return what may happen now; a ticket that may send counts as in flight from now on."""
        if not self._fresh and not self._later:
            return Empty()
        if self.in_flight >= self.connections:
            return Wait(float("inf"))
        first_later = self._later[0][0] if self._later else float("inf")
        ready_at = max(0.0 if self._fresh else first_later, self.not_before, self._next_start)
        if now < ready_at:
            return Wait(ready_at)
        ticket = heapq.heappop(self._later)[2] if first_later <= now else self._fresh.popleft()
        ticket.sent_at = now
        self.in_flight += 1
        self._next_start = now + self.gap
        return Send(ticket)

    def finished(self, ticket: Ticket, outcome: SendOutcome, now: float, retry_after: float | None = None) -> None:
        """Note how a request that was under way ended.

        Args:
            ticket: The request.
            outcome: How it ended.
            now: When.
            retry_after: The delay that the host requested, in seconds from now; it applies to the whole host.
        """
        self.in_flight -= 1
        if outcome is SendOutcome.UNSENT:
            self._next_start = now
        elif outcome is SendOutcome.PUSHED_BACK:
            self._slow_down(ticket, now, retry_after)
        elif outcome is SendOutcome.ANSWERED:
            self.refusals = 0
            self._speed_up()
        else:
            self._note_failure(now)

    def _note_failure(self, now: float) -> None:
        """Fall back to one connection after a failure with others open: some hosts drop a second connection."""
        self._good = 0
        if self.connections > 1 and self.in_flight:
            self.connections = 1
            self._slowed_at = now

    def _slow_down(self, ticket: Ticket, now: float, retry_after: float | None) -> None:
        self._good = 0
        # Requests that were in flight when the pace was last reduced are not evidence about the new pace.
        if ticket.sent_at is None or ticket.sent_at >= self._slowed_at:
            if not (self.refusals and retry_after):  # it was sent when the host allowed it, so not too early
                self.connections = 1
                self._floor = min(MAX_GAP_S, self.gap * 2)
                self.gap = min(MAX_GAP_S, max(self.gap * 2, PUSHED_BACK_GAP_S))
            self._slowed_at = now
            if not self.refusals:
                self._refused_since = now
            self.refusals += 1
        if (retry_after or 0.0) > RETRY_AFTER_CAP_S:
            retry_after = MAX_GAP_S
        self.not_before = max(self.not_before, now + (retry_after or self.gap))

    def _speed_up(self) -> None:
        if self._slowed_at == float("-inf"):
            self.connections = self.max_connections
            return
        self._good += 1
        if self._good >= ANSWERS_PER_STEP:
            self._good = 0
            self.connections = min(self.max_connections, self.connections + 1)
            self.gap = max(self.min_gap, self._floor, self.gap * 0.7)
