"""Clocks for tests."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from unittest import mock

import anyio

COMMANDS = ("baseline", "explain", "session")
"""The modules of `linkwarden.cli` that pass a clock to a run."""


class FastClock:
    """The machine's clock, several times faster."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._start = datetime.now(UTC)
        self._started = time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return (time.monotonic() - self._started) * self._speed

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds / self._speed)


@contextmanager
def fast_commands(speed: float) -> Iterator[None]:
    """Run commands of this process with such a clock: the second request of a proof is due after 5 s."""
    with ExitStack() as stack:
        for name in COMMANDS:
            stack.enter_context(mock.patch(f"linkwarden.cli.{name}.SystemClock", partial(FastClock, speed)))
        yield
