"""A probe: the size of the files that links lead to."""

from collections.abc import AsyncIterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from linkwarden.model.link import Resource, TargetKind, Task
from linkwarden.model.observation import Facts, Observation
from linkwarden.probe import PROBES, Declined, Emit, ProbeContext


@dataclass(frozen=True, slots=True)
class FileSize(Facts):
    """How large a file is."""

    source: ClassVar[str] = "file-size"
    size: int = 0
    """In bytes."""


class FileSizeProbe:
    """Measures files, and leaves the rest to the local probe."""

    id = "file-size"
    rank = -1

    def claims(self, resource: Resource, environment: Mapping[str, str]) -> bool:
        """Return whether it is a path in this repository."""
        return resource.kind is TargetKind.FILE

    async def run(self, batch: AsyncIterable[tuple[Task, Observation]], context: ProbeContext, emit: Emit) -> None:
        """Measure each file."""
        async for task, observation in batch:
            path = context.root / task.resource.url
            facts = (FileSize(path.stat().st_size),) if path.is_file() else ()
            await emit(task, Declined(observation._replace(facts=(*observation.facts, *facts))))


PROBES.register(FileSizeProbe())
