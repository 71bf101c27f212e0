"""The pace of one host, as a pure state machine: who may send, and when. No clock, no socket.

Every request to the host waits here for its turn, and waiting costs no slot. The pace follows the
answers: a host that pushes back (429, or 503 with Retry-After) gets one connection and a longer gap,
and earns its speed back by answering, but never the pace again that it pushed back at.
"""

import heapq
import itertools
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

MAX_GAP_S = 10.0
PUSHED_BACK_GAP_S = 0.5
"""The gap after the first push-back; each further one doubles it."""
RETRY_AFTER_CAP_S = 120.0
"""Nobody waits for an hour in CI: a longer Retry-After counts as MAX_GAP_S, for the sake of other pages there."""
MAX_REFUSALS = 4
PATIENCE_S = 30.0
"""A host that has pushed back so often in a row, each obeyed, and for so long, is left alone."""
ANSWERS_PER_STEP = 8
"""Good answers in a row that earn one more connection and a shorter gap."""


class Outcome(StrEnum):
    """How a request ended, as far as the pace is concerned."""

    ANSWERED = "answered"
    PUSHED_BACK = "pushed-back"
    FAILED = "failed"
    UNSENT = "unsent"
    """Nothing was sent after all: the next one need not keep its distance."""


@dataclass(eq=False, slots=True)
class Ticket:
    """One request that waits for its turn, or is under way."""

    not_before: float
    sent_at: float | None = None


@dataclass(frozen=True, slots=True)
class Send:
    """This ticket may send now."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Wait:
    """Nobody may send before that moment; infinite: not before something changes."""

    until: float


@dataclass(frozen=True, slots=True)
class Done:
    """Nobody waits."""


Move = Send | Wait | Done


@dataclass(slots=True)
class Pace:
    """The state. Times are monotonic seconds.

    A host begins with one connection, so that one that is down is asked once and not by all its links
    at the same time; its first answer opens the others.
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
    """Push-backs since the last good answer, those under way at the time of one aside."""
    _good: int = 0
    _slowed_at: float = float("-inf")
    _refused_since: float = 0.0
    _next_start: float = 0.0
    _fresh: deque[Ticket] = field(default_factory=deque)
    _later: list[tuple[float, int, Ticket]] = field(default_factory=list)
    """Retries and second looks. Once their moment has come they go first: a link that is done lets go of its page."""
    _order: "itertools.count[int]" = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        """Begin with the least gap."""
        self.gap = self.min_gap

    @property
    def given_up(self) -> bool:
        """Tell whether the host has pushed back so often, or for so long, that asking on is of no use."""
        return self.refusals >= MAX_REFUSALS and self._slowed_at - self._refused_since >= PATIENCE_S

    def submit(self, not_before: float = 0.0) -> Ticket:
        """Queue a request that may not be sent before that moment; 0 for at once."""
        ticket = Ticket(not_before)
        if not_before:
            heapq.heappush(self._later, (not_before, next(self._order), ticket))
        else:
            self._fresh.append(ticket)
        return ticket

    def withdraw(self, ticket: Ticket) -> None:
        """Take back a ticket that was not sent."""
        self._fresh = deque(each for each in self._fresh if each is not ticket)
        self._later = [entry for entry in self._later if entry[2] is not ticket]
        heapq.heapify(self._later)

    def next(self, now: float) -> Move:
        """Return what may happen now; a ticket that may send is under way from here on."""
        if not self._fresh and not self._later:
            return Done()
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

    def finished(self, ticket: Ticket, outcome: Outcome, now: float, retry_after: float | None = None) -> None:
        """Note how a request that was under way ended.

        Args:
            ticket: The request.
            outcome: How it ended.
            now: When.
            retry_after: What the host asked for, in seconds from now; it moves the whole host.
        """
        self.in_flight -= 1
        if outcome is Outcome.UNSENT:
            self._next_start = now
        elif outcome is Outcome.PUSHED_BACK:
            self._slow_down(ticket, now, retry_after)
        elif outcome is Outcome.ANSWERED:
            self.refusals = 0
            self._speed_up()
        else:
            self._break_off(now)

    def _break_off(self, now: float) -> None:
        """Some hosts drop a second connection: one that answered before gets one at a time, and earns more again."""
        self._good = 0
        if self.connections > 1 and self.in_flight:
            self.connections = 1
            self._slowed_at = now

    def _slow_down(self, ticket: Ticket, now: float, retry_after: float | None) -> None:
        self._good = 0
        # Requests that were under way when the pace was last cut say nothing about the new pace.
        if ticket.sent_at is None or ticket.sent_at >= self._slowed_at:
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
