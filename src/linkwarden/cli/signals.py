"""Ctrl-C, SIGTERM and `max-time` end a run, whatever it is doing.

The first signal stops the run, which reports its results so far; a second one ends the process immediately. Both
rely on the event loop, so a watchdog thread checks that it responds once the run should end: code that blocks it (a
rule, for example) is interrupted by an exception, and its result is lost.
"""

import _thread
import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM)
GRACE_S = 2.0
"""How long the event loop may take to respond when the run should end."""


class HeldTooLongError(Exception):
    """Raised inside of code that keeps a run from ending."""


class _Watchdog:
    """Ends runs; made and left in the main thread, inside a running event loop."""

    def __init__(self, stop: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = stop
        self._asked = threading.Event()
        self._left = threading.Event()
        self._answered = threading.Event()
        self._interrupts = False

    def handle(self, _number: int, _frame: FrameType | None) -> None:
        """Handle a signal: that of the watchdog, the first one from outside, or a later one."""
        if self._interrupts:
            self._interrupts = False
            if not self._answered.is_set() and not self._left.is_set():
                raise HeldTooLongError("the run must end, and this takes too long")
        elif self._asked.is_set():
            raise KeyboardInterrupt
        else:
            self._asked.set()
            self._loop.call_soon_threadsafe(self._stop)

    def watch(self, max_time: float | None) -> None:
        """Wait in a separate thread until the run should end, and then interrupt whatever blocks it."""
        self._asked.wait(None if max_time is None else max_time + GRACE_S)
        while not self._left.is_set():
            self._answered.clear()
            with suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(self._answered.set)
            if not self._answered.wait(GRACE_S) and not self._left.is_set():
                self._interrupts = True
                _thread.interrupt_main()
            self._left.wait(GRACE_S)

    def leave(self) -> None:
        """End the watch."""
        self._left.set()
        self._asked.set()


@contextmanager
def ended_in_time(stop: Callable[[], None], max_time: float | None = None) -> Iterator[None]:
    """Call *stop*, in the running event loop, on the first signal, and watch that the run ends.

    Where no handler can be set, outside the main thread, signals keep their meaning, and nothing is watched.

    Args:
        stop: Ends the run.
        max_time: When the run ends by itself, in seconds.
    """
    watchdog = _Watchdog(stop)
    before: dict[signal.Signals, Any] = {}
    with suppress(ValueError):  # not the main thread
        for number in SIGNALS:
            before[number] = signal.signal(number, watchdog.handle)
    thread = threading.Thread(target=watchdog.watch, args=(max_time,), daemon=True)
    if before:
        thread.start()
    try:
        yield
    finally:
        watchdog.leave()
        if before:
            thread.join()
        for number, handler in before.items():
            signal.signal(number, handler)
