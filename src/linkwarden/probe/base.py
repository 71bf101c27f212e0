"""What a probe is, and what it is given."""

from collections.abc import AsyncIterable, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from linkwarden.clock import Clock
from linkwarden.model.link import Task
from linkwarden.model.observation import Observation, Step
from linkwarden.net.host import Hosts
from linkwarden.registry import Registry
from linkwarden.settings import Settings


@dataclass(frozen=True, slots=True)
class Declined:
    """The probe cannot tell, or saw an absence that another probe must prove; what it saw is kept."""

    so_far: Observation


Result = Observation | Declined

Ladder = Callable[[Task, Observation], Step | None]
"""Says what to send next for a task, or None where it can be judged. The judge stage provides it."""

AnchorsOf = Callable[[Path], frozenset[str] | None]
"""Returns the ids in a file, or None where its format has none that we read. The extract stage provides it."""

Emit = Callable[[Task, Result], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Tools:
    """What probes work with."""

    hosts: Hosts
    clock: Clock
    settings: Settings
    root: Path
    """The repository's root."""
    ladder: Ladder
    anchors_of: AnchorsOf


class Probe(Protocol):
    """One way to find out about resources."""

    @property
    def id(self) -> str:
        """The name that plans and reports use."""
        ...

    async def run(self, batch: AsyncIterable[tuple[Task, Observation]], tools: Tools, emit: Emit) -> None:
        """Find out about every task of *batch*, and emit each result once, as it comes.

        Args:
            batch: Tasks with what earlier probes saw; it ends when no more can come.
            tools: What to work with.
            emit: Takes each result.
        """
        ...


PROBES: Registry[Probe] = Registry("linkwarden.probe.probes")
