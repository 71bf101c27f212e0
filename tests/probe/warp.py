"""A loop in which waiting takes no time: if nothing can happen before a moment, the time jumps to it."""

import asyncio
import selectors
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import anyio

T = TypeVar("T")

START = datetime(2026, 1, 1, tzinfo=UTC)
LATE = 3600.0
"""Monotonic seconds at the start: a moment 0 is in the past, as on real machines."""


class _Selector(selectors.DefaultSelector):
    warped = LATE

    def select(self, timeout: float | None = None) -> Any:
        events = super().select(0)
        if events or timeout == 0:
            return events
        if timeout is None:
            return super().select(None)
        self.warped += timeout
        return []


class WarpLoop(asyncio.SelectorEventLoop):
    """Skips waits. Sockets and threads may be used if no timer runs at the same time."""

    def __init__(self) -> None:
        self._warp = _Selector()
        super().__init__(self._warp)

    def time(self) -> float:
        return self._warp.warped


class LoopClock:
    """The clock of the loop that runs."""

    def now(self) -> datetime:
        return START + timedelta(seconds=self.monotonic() - LATE)

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds)


def run(function: Callable[..., Awaitable[T]], *arguments: Any) -> T:
    """Run *function* in such a loop."""
    return anyio.run(function, *arguments, backend_options={"loop_factory": WarpLoop})
