"""Histories for tests: real files, a clock that is set by hand, short ways to write a run."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from linkwarden.history import History, LinkRecord, ResourceRecord, open_history
from linkwarden.history.prune import Bounds
from linkwarden.model.finding import Verdict

START = datetime(2026, 3, 1, 6, tzinfo=UTC)
URL = "https://example.org/page"


@dataclass
class SetClock:
    """A clock with a fixed time."""

    time: datetime = START

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return (self.time - START).total_seconds()

    async def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass
class Bench:
    """A history file, and runs that are written into it with one call each."""

    path: Path
    clock: SetClock = field(default_factory=SetClock)
    notices: list[str] = field(default_factory=list)
    runs: int = 0

    def open(self) -> History:
        history = open_history(self.path, self.clock, self.notices.append)
        assert history is not None
        return history

    def run(
        self,
        seen: dict[str, Verdict],
        *,
        day: float = 0,
        vantage: str = "ci",
        trusted: bool | None = True,
        problems: dict[str, Verdict] | None = None,
        bounds: Bounds = Bounds(),  # noqa: B008 - frozen
        scope: str = "scope",
    ) -> str:
        """Write a run on that day, sealed as *trusted*; None leaves it as a kill would."""
        self.clock.time = START + timedelta(days=day)
        self.runs += 1
        with self.open() as history:
            begun = history.begin(f"run-{self.runs}", vantage, scope, "settings")
            for url, verdict in seen.items():
                history.append(resource(url, self.clock.time, verdict), [link(url, self.clock.time, verdict)])
            if trusted is not None:
                history.seal(trusted=trusted, problems=problems or {}, bounds=bounds)
        return begun.id


def resource(url: str, at: datetime, verdict: Verdict) -> ResourceRecord:
    return ResourceRecord(url, at, verdict, rule=None, status=None, elapsed_ms=10, requests=1)


def link(url: str, at: datetime, verdict: Verdict) -> LinkRecord:
    return LinkRecord(url=url, checked_at=at, verdict=verdict, rule=None, detail="answers")
