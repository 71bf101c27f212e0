"""Ctrl-C and SIGTERM stop a run, which then reports what it knows; a second Ctrl-C ends the process at once."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stopped_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Call *stop*, in the running event loop, for the first signal that asks the process to end.

    Where no handler can be set, outside the main thread, signals keep their meaning.
    """
    loop = asyncio.get_running_loop()
    asked = False

    def handle(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        loop.call_soon_threadsafe(stop)

    before: dict[signal.Signals, Any] = {}
    with suppress(ValueError):  # not the main thread
        for number in SIGNALS:
            before[number] = signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
