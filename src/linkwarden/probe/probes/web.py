"""The web probe: requests each page as often as the ladder needs."""

from collections import OrderedDict
from collections.abc import AsyncIterable, Mapping, Sequence
from dataclasses import replace

import anyio

from linkwarden.errors import INTERNAL_ERROR
from linkwarden.fragments import names_for
from linkwarden.logs import bound, get_logger
from linkwarden.model.exchange import ABSENT, SUCCESS, Body, Exchange
from linkwarden.model.link import Resource, TargetKind, Task
from linkwarden.model.observation import Fetch, Observation, RequestMode, Step, Verify
from linkwarden.net.retry import total_elapsed_s
from linkwarden.probe.base import PROBES, Emit, ProbeContext
from linkwarden.probe.fetch import perform_fetch

MAX_OTHERS = 64
"""Number of shared pages that are kept with their bodies: other tasks that need the same one need it soon."""

log = get_logger(__name__)


class WebProbe:
    """Drives the fetches of web pages."""

    id = "web"
    rank = 100

    def claims(self, resource: Resource, environment: Mapping[str, str]) -> bool:  # noqa: ARG002 - the protocol's
        """Return whether it is a page of the web."""
        return resource.kind is TargetKind.WEB

    async def run(self, batch: AsyncIterable[tuple[Task, Observation]], context: ProbeContext, emit: Emit) -> None:
        """Look at every page of *batch*; all wait side by side, each in its host's queue."""
        others = _OtherPages()
        async with anyio.create_task_group() as group:
            async for task, observation in batch:
                group.start_soon(self._drive, task, observation, context, emit, others)

    async def _drive(
        self, task: Task, observation: Observation, context: ProbeContext, emit: Emit, others: "_OtherPages"
    ) -> None:
        with bound(link=task.resource.url):
            try:
                observation = await self._climb(task, observation, context, others)
            except Exception:
                log.exception("probe.defect")
                observation = observation._replace(unfinished=INTERNAL_ERROR, defect=True)
            await emit(task, observation)

    async def _climb(
        self, task: Task, observation: Observation, context: ProbeContext, others: "_OtherPages"
    ) -> Observation:
        ids = tuple(names for link in task.links if (names := names_for(link.fragment)))
        ended_at = 0.0
        while step := context.judge.next_step(task, observation):
            left = context.settings.timeouts.link - total_elapsed_s(observation.exchanges)
            if left <= 0:
                break
            not_before = ended_at + step.after_s if step.after_s else 0.0  # otherwise the last failure still applies
            earlier = [exchange for fetch in observation.fetches for exchange in fetch.exchanges]
            if step.url is None:
                url = task.resource.url
                fetch = await perform_fetch(step, url, not_before, context, ids, left, earlier=earlier)
            else:
                fetch = await others.fetch(step, context, left, earlier)
            observation = observation._replace(fetches=(*observation.fetches, _lean(fetch)))
            ended_at = context.clock.monotonic()
        return observation


def _lean(fetch: Fetch) -> Fetch:
    """Return a fetch without the bodies that no rule reads: those of redirects, and of pages that are not there."""
    *before, last = fetch.exchanges
    bare = [each if each.status in SUCCESS else replace(each, body=Body()) for each in before]
    kept = replace(last, body=Body()) if last.status in ABSENT else last
    return fetch._replace(exchanges=(*bare, kept))


class _OtherPages:
    """Requests pages other than the links' own: siblings, twins. Each is requested once, for all tasks that need it."""

    def __init__(self) -> None:
        self._fetches: OrderedDict[tuple[str, RequestMode, Verify], Fetch] = OrderedDict()
        self._locks: dict[str, anyio.Lock] = {}

    async def fetch(self, step: Step, context: ProbeContext, budget_s: float, earlier: Sequence[Exchange]) -> Fetch:
        """Return the fetch that *step* describes, taken now or before."""
        url = step.url or ""
        key = (url, step.mode, step.verify)
        async with self._locks.setdefault(url, anyio.Lock()):
            if key not in self._fetches:
                self._fetches[key] = await perform_fetch(step, url, 0.0, context, budget_s=budget_s, earlier=earlier)
            fetch = self._fetches[key]
        while len(self._fetches) > MAX_OTHERS:
            self._fetches.popitem(last=False)
        return fetch


PROBES.register(WebProbe())
