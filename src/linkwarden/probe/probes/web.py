"""The web probe: looks at each page as often as the ladder asks."""

from collections.abc import AsyncIterable
from dataclasses import replace

import anyio
import structlog

from linkwarden.model.link import Resource, TargetKind, Task
from linkwarden.model.observation import Observation
from linkwarden.probe.base import PROBES, Emit, Tools
from linkwarden.probe.look import take_look

log = structlog.get_logger()


class WebProbe:
    """Drives the looks at web pages."""

    id = "web"
    rank = 100

    def claims(self, resource: Resource) -> bool:
        """Tell whether it is a page of the web."""
        return resource.kind is TargetKind.WEB

    async def run(self, batch: AsyncIterable[tuple[Task, Observation]], tools: Tools, emit: Emit) -> None:
        """Look at every page of *batch*; all wait side by side, each in its host's queue."""
        async with anyio.create_task_group() as group:
            async for task, observation in batch:
                group.start_soon(self._drive, task, observation, tools, emit)

    async def _drive(self, task: Task, observation: Observation, tools: Tools, emit: Emit) -> None:
        with structlog.contextvars.bound_contextvars(link=task.resource.url):
            try:
                observation = await self._climb(task, observation, tools)
            except Exception:
                log.exception("probe.defect")
                observation = replace(observation, unfinished="an error inside linkwarden", defect=True)
            await emit(task, observation)

    async def _climb(self, task: Task, observation: Observation, tools: Tools) -> Observation:
        ended_at = 0.0
        while step := tools.ladder(task, observation):
            spent = sum(exchange.elapsed_ms for exchange in observation.exchanges) / 1000
            if spent >= tools.settings.timeouts.link:
                break
            not_before = ended_at + step.after_s if observation.looks else 0.0
            look = await take_look(step, observation.resource.url, not_before, tools)
            observation = replace(observation, looks=(*observation.looks, look))
            ended_at = tools.clock.monotonic()
        return observation


PROBES.register(WebProbe())
