"""The queue of a host: no request waits forever, whatever the clock does."""

from datetime import datetime

import anyio

from linkwarden.net.pace import Pace, SendOutcome
from linkwarden.net.request_queue import RequestQueue
from tests.probe.warp import START, LoopClock, run


class JumpingClock(LoopClock):
    """Each look at it finds it a second later, as on a machine that is busy."""

    def __init__(self) -> None:
        self.readings = 0

    def now(self) -> datetime:
        return START

    def monotonic(self) -> float:
        self.readings += 1
        return float(self.readings)


def slots_taken(clock: LoopClock, requests: int, gap: float = 0.5) -> list[float]:
    taken: list[float] = []

    async def main() -> None:
        async with anyio.create_task_group() as tasks:
            queue = RequestQueue(Pace(max_connections=1, min_gap=gap), clock, tasks)

            async def one() -> None:
                async with queue.slot(0.0) as active:
                    taken.append(clock.monotonic())
                    active.outcome = SendOutcome.ANSWERED

            async with anyio.create_task_group() as group:
                for _ in range(requests):
                    group.start_soon(one)

    run(main)
    return taken


def test_a_moment_that_is_past_when_its_timer_starts_is_no_error() -> None:
    assert 5 == len(slots_taken(JumpingClock(), 5, gap=3.5))


def test_slots_are_a_gap_apart() -> None:
    first, *others = slots_taken(LoopClock(), 4)

    assert [0.5, 1.0, 1.5] == [moment - first for moment in others]


def test_a_request_that_is_cancelled_in_the_queue_leaves_it() -> None:
    async def main() -> bool:
        clock = LoopClock()
        async with anyio.create_task_group() as tasks:
            pace = Pace(max_connections=1, min_gap=0.0)
            queue = RequestQueue(pace, clock, tasks)
            with anyio.move_on_after(1):
                async with queue.slot(clock.monotonic() + 60):
                    raise AssertionError("too early")
            tasks.cancel_scope.cancel()
            return pace.idle
        return False

    assert run(main)
