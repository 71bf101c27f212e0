"""Feed the tasks of a plan to their probes, and hand out each observation when its probes are done."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import NamedTuple, Self

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from linkwarden.errors import INTERNAL_ERROR
from linkwarden.logs import get_logger
from linkwarden.model.link import Plan, Task
from linkwarden.model.observation import Observation
from linkwarden.probe.base import PROBES, Declined, Emit, Probe, ProbeContext, Result

Item = tuple[Task, Observation]

log = get_logger(__name__)


class _Channel(NamedTuple):
    send: MemoryObjectSendStream[Item]
    receive: MemoryObjectReceiveStream[Item]


class _Batch:
    """The tasks given to a probe, and those without a result yet."""

    def __init__(self, items: MemoryObjectReceiveStream[Item]) -> None:
        self._items = items
        self.at_hand: dict[Task, Observation] = {}
        self.ended = False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Item:
        try:
            task, observation = await anext(self._items)
        except StopAsyncIteration:
            self.ended = True
            raise
        self.at_hand[task] = observation
        return task, observation

    def take_back(self) -> tuple[Item, ...]:
        """Return the tasks without a result, and forget them."""
        left = tuple(self.at_hand.items())
        self.at_hand.clear()
        return left


async def _run_to_the_end(probe: Probe, batch: _Batch, context: ProbeContext, emit: Emit) -> None:
    """Run *probe* on all of *batch*: an internal error affects only the tasks being probed at the time."""
    while not batch.ended:
        try:
            await probe.run(batch, context, emit)
        except Exception:
            log.exception("probe.defect", probe=probe.id)
        if not batch.at_hand:  # it may fail before it takes a task: then the next one is dropped, so that this ends
            async for _ in batch:
                break
        for task, observation in batch.take_back():
            await emit(task, observation._replace(unfinished=INTERNAL_ERROR, defect=True))


async def probe_all(plan: Plan, context: ProbeContext, done: Callable[[Task, Observation], None]) -> None:
    """Probe every task of *plan*, and call *done* with each observation when it is ready.

    Probes run concurrently. A task that its probe declines goes on to the next of its list; a probe's
    batch ends when no probe before it can decline any more. An internal error in a probe affects only the
    tasks being probed at the time.
    """
    order = _in_order(plan.tasks)
    sources = {name: _sources(name, plan.tasks) for name in order}
    channels = {name: _Channel(*anyio.create_memory_object_stream[Item](float("inf"))) for name in order}
    finished = {name: anyio.Event() for name in order}
    fed = anyio.Event()

    async def run(name: str) -> None:
        batch = _Batch(channels[name].receive)

        async def emit(task: Task, result: Result) -> None:
            batch.at_hand.pop(task, None)
            rest = task.probes[task.probes.index(name) + 1 :]
            if isinstance(result, Declined) and rest:
                await channels[rest[0]].send.send((task, result.so_far))
            else:
                done(task, result.so_far if isinstance(result, Declined) else result)

        await _run_to_the_end(PROBES[name], batch, context, emit)
        finished[name].set()

    async def close_when_earlier_ones_end(name: str) -> None:
        await fed.wait()
        for earlier in sources[name]:
            await finished[earlier].wait()
        channels[name].send.close()

    with ExitStack() as stack:
        for channel in channels.values():
            stack.enter_context(channel.receive)
            stack.enter_context(channel.send)
        async with anyio.create_task_group() as group:
            for name in order:
                group.start_soon(run, name)
                group.start_soon(close_when_earlier_ones_end, name)
            for task in plan.tasks:
                observation = Observation(task.resource)
                if task.probes:
                    await channels[task.probes[0]].send.send((task, observation))
                else:
                    done(task, observation)
            fed.set()


def _in_order(tasks: Sequence[Task]) -> list[str]:
    """Return every probe that is needed, each after those that may decline to it."""
    lists = dict.fromkeys(task.probes for task in tasks)
    order: list[str] = []
    for probes in sorted(lists, key=len, reverse=True):
        for position, name in enumerate(probes):
            if name not in order:
                followers = [order.index(later) for later in probes[position + 1 :] if later in order]
                order.insert(min(followers, default=len(order)), name)
    return order


def _sources(name: str, tasks: Sequence[Task]) -> set[str]:
    """Return the probes that may decline a task to that one; it need not wait for any other."""
    return {earlier for task in tasks if name in task.probes for earlier in task.probes[: task.probes.index(name)]}
