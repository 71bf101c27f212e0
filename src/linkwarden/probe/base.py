"""The interface of probes."""

from collections.abc import AsyncIterable, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from linkwarden.clock import Clock
from linkwarden.model.finding import Unchecked
from linkwarden.model.link import Resource, TargetKind, Task
from linkwarden.model.observation import Observation, Step
from linkwarden.model.place import PageIds
from linkwarden.net.hosts import Hosts
from linkwarden.registry import Registry
from linkwarden.settings import Settings


class Declined(NamedTuple):
    """The probe has no result, or saw an absence that another probe must prove; its observation is kept."""

    so_far: Observation


Result = Observation | Declined

AnchorsOf = Callable[[Path], frozenset[str] | None]
"""Returns the ids in a file, or None if its format has none that we read. The extract stage provides it."""

IdsOnSite = Callable[[str, str], PageIds | None]
"""Returns the ids in the page of a file, POSIX, on the site of a configuration. The run provides it."""

Emit = Callable[[Task, Result], Awaitable[None]]


class Judge(Protocol):
    """Decides which requests a probe has to send."""

    def next_step(self, task: Task, observation: Observation) -> Step | None:
        """Return the next request for *task*, or None if all of its links can be judged."""
        ...


@dataclass(frozen=True, slots=True)
class ProbeContext:
    """The dependencies of probes."""

    hosts: Hosts
    clock: Clock
    settings: Settings
    root: Path
    """The repository root."""
    judge: Judge
    anchors_of: AnchorsOf
    environment: Mapping[str, str] = field(default_factory=dict)
    """The process's environment, where credentials are."""
    notice: Callable[[str], None] = lambda _: None
    """Shows a notice to users during the run, in one line."""
    ids_on_site: IdsOnSite = lambda _path, _site: None
    unchecked: Callable[[Unchecked], None] = lambda _: None
    """Records what a source could not check, for the report."""


class Probe(Protocol):
    """One way to find out about resources."""

    @property
    def id(self) -> str:
        """The name that plans and reports use."""
        ...

    @property
    def rank(self) -> int:
        """The order among the probes that claim a resource: the lowest comes first; the web probe has 100."""
        ...

    def claims(self, resource: Resource, environment: Mapping[str, str]) -> bool:
        """Return, from the target alone, whether this probe may be able to check it.

        Args:
            resource: The target.
            environment: The process's environment, which may name a server of one's own.
        """
        ...

    async def run(self, batch: AsyncIterable[tuple[Task, Observation]], context: ProbeContext, emit: Emit) -> None:
        """Check all tasks of *batch*, and emit each result once, when it is ready.

        Args:
            batch: Tasks with the observations of earlier probes; it ends when there are no more.
            context: The dependencies.
            emit: Receives each result.
        """
        ...


PROBES: Registry[Probe] = Registry("linkwarden.probe.probes", "linkwarden.probes")


def route(resource: Resource, environment: Mapping[str, str], *, offline: bool = False) -> tuple[str, ...]:
    """Return the ids of the probes for *resource*, in order; empty if it needs or gets no request."""
    if resource.kind is TargetKind.FILE and not PROBES.has_plugins:  # our other probes, for the web, are not imported
        return ("local",)
    if offline and resource.kind is TargetKind.WEB:
        return ()
    in_order = sorted(PROBES, key=lambda each: each.rank)
    return tuple(probe.id for probe in in_order if probe.claims(resource, environment))
