"""How tasks go through their probes, also where one of these is broken."""

from collections.abc import AsyncIterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import anyio
import pytest
from structlog.testing import CapturingLogger

from linkwarden.model.link import Link, Plan, Resource, TargetKind, Task
from linkwarden.model.observation import LocalFile, Observation
from linkwarden.net.hosts import open_hosts
from linkwarden.probe import ProbeContext, probe_all
from linkwarden.probe.base import PROBES, Declined, Emit
from linkwarden.settings import Settings
from tests.probe.steps import NOTHING
from tests.probe.warp import LoopClock

BROKEN = "an internal error"


@dataclass
class Stub:
    """Records its tasks; fails at some of them, before or after it has taken more."""

    id: str
    breaks_at: frozenset[str] = frozenset()
    takes_first: int = 0
    declines: bool = False
    breaks_at_once: bool = False
    rank: int = 0

    def claims(self, resource: Resource, environment: Mapping[str, str]) -> bool:
        return resource.kind is TargetKind.FILE

    async def run(self, batch: AsyncIterable[tuple[Task, Observation]], context: ProbeContext, emit: Emit) -> None:
        if self.breaks_at_once:
            raise RuntimeError("at once")
        taken: list[tuple[Task, Observation]] = []
        async for item in batch:
            taken.append(item)
            if len(taken) > self.takes_first:
                await self._give(*taken.pop(0), emit)
        for item in taken:
            await self._give(*item, emit)

    async def _give(self, task: Task, observation: Observation, emit: Emit) -> None:
        if task.resource.url in self.breaks_at:
            raise RuntimeError(task.resource.url)
        seen = observation._replace(facts=(*observation.facts, LocalFile(reason=self.id)))
        await emit(task, Declined(seen) if self.declines else seen)


@pytest.fixture(autouse=True)
def log(monkeypatch: pytest.MonkeyPatch) -> CapturingLogger:
    """Capture the log, wherever other tests have sent it."""
    logger = CapturingLogger()
    monkeypatch.setattr("linkwarden.probe.run.log", logger)
    return logger


def probe(monkeypatch: pytest.MonkeyPatch, *stubs: Stub, names: str = "abcd") -> dict[str, str]:
    """Return who saw each of the tasks, or that it broke."""
    monkeypatch.setattr(PROBES, "_items", {stub.id: stub for stub in stubs})
    monkeypatch.setattr(PROBES, "_loaded", True)
    resources = [Resource(name, TargetKind.FILE) for name in names]
    ids = tuple(stub.id for stub in stubs)
    tasks = tuple(Task(each, (Link(each.url, each, None, ()),), ids) for each in resources)
    found: dict[str, str] = {}

    def done(task: Task, observation: Observation) -> None:
        assert task.resource.url not in found
        assert observation.defect == (observation.unfinished == BROKEN)
        seen_by = [each.reason for each in observation.facts if isinstance(each, LocalFile)]
        found[task.resource.url] = observation.unfinished or " ".join(seen_by)

    async def go() -> None:
        settings, clock = Settings(), LoopClock()
        async with open_hosts(settings, clock) as hosts:
            context = ProbeContext(hosts, clock, settings, Path(), NOTHING, lambda _: None)
            with anyio.fail_after(5):
                await probe_all(Plan(tasks), context, done)

    anyio.run(go)
    return dict(sorted(found.items()))


def test_what_one_declines_goes_on_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    stubs = (Stub("first", declines=True), Stub("second", declines=True))

    assert dict.fromkeys("abcd", "first second") == probe(monkeypatch, *stubs)


def test_an_error_costs_the_task_at_hand_alone(monkeypatch: pytest.MonkeyPatch, log: CapturingLogger) -> None:
    found = probe(monkeypatch, Stub("one", breaks_at=frozenset("bd")))

    assert {"a": "one", "b": BROKEN, "c": "one", "d": BROKEN} == found
    assert [("exception", ("probe.defect",), {"probe": "one"})] * 2 == log.calls


def test_an_error_costs_all_tasks_that_were_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    found = probe(monkeypatch, Stub("one", breaks_at=frozenset("b"), takes_first=1))

    assert {"a": "one", "b": BROKEN, "c": BROKEN, "d": "one"} == found


def test_an_error_in_one_probe_is_no_other_s(monkeypatch: pytest.MonkeyPatch) -> None:
    found = probe(monkeypatch, Stub("first", breaks_at=frozenset("b"), declines=True), Stub("second"))

    assert {"a": "first second", "b": BROKEN, "c": "first second", "d": "first second"} == found


def test_a_probe_that_always_breaks_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    assert dict.fromkeys("abcd", BROKEN) == probe(monkeypatch, Stub("one", breaks_at_once=True))
