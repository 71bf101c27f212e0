"""The queue of one host: the thin asynchronous side of `Pace`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import anyio
import anyio.abc

from linkwarden.clock import Clock
from linkwarden.net.pace import Pace, Send, SendOutcome, Ticket, Wait


@dataclass(slots=True)
class ActiveRequest:
    """A request under way, and how it ended."""

    outcome: SendOutcome = SendOutcome.FAILED
    retry_after: float | None = None
    """The delay that the host requested, in seconds."""


class RequestQueue:
    """Makes each request wait until the pace allows it.

    Args:
        pace: Decides.
        clock: The run's.
        tasks: Where timers run.
    """

    def __init__(self, pace: Pace, clock: Clock, tasks: anyio.abc.TaskGroup) -> None:
        self._pace = pace
        self._clock = clock
        self._tasks = tasks
        self._granted: dict[Ticket, anyio.Event] = {}
        self._timer = float("inf")
        """When the earliest timer fires."""

    @asynccontextmanager
    async def slot(self, not_before: float) -> AsyncIterator[ActiveRequest]:
        """Wait for a slot, and release it when the request has ended.

        Args:
            not_before: The earliest moment, in monotonic seconds; 0 for at once.
        """
        ticket = self._pace.submit(not_before)
        granted = self._granted[ticket] = anyio.Event()
        self._grant()
        active = ActiveRequest()
        try:
            await granted.wait()
            yield active
        finally:
            del self._granted[ticket]
            if ticket.sent_at is None:
                self._pace.withdraw(ticket)
            else:
                self._pace.finished(ticket, active.outcome, self._clock.monotonic(), active.retry_after)
            self._grant()

    def _grant(self) -> None:
        """Grant all slots that are due, and schedule the next one."""
        now = self._clock.monotonic()
        while isinstance(move := self._pace.next(now), Send):
            self._granted[move.ticket].set()
        if isinstance(move, Wait) and move.until < self._timer:
            self._timer = move.until
            self._tasks.start_soon(self._grant_at, move.until)

    async def _grant_at(self, moment: float) -> None:
        await self._clock.sleep(max(0.0, moment - self._clock.monotonic()))
        if self._timer == moment:
            self._timer = float("inf")
        self._grant()
