"""Simulate a year of daily runs with a history: what is requested, what is reported as dead, and when.

Run it from the repository: ``uv run python benchmarks/year.py [--links N] [--days N] [--seed N] [--budget N]``.
Planning, judging, strikes, due times, trust and the SQLite file are real; the web and the clock are simulated. Hosts
have outages of up to 60 hours, some links fail intermittently, some hosts never respond or always refuse, some are
removed, and on a few evenings this machine has no network.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from linkwarden.judge import answered, as_untrusted, distrust_reason
from linkwarden.model.exchange import ErrorKind, Exchange
from linkwarden.model.finding import JudgedLink, Verdict
from linkwarden.model.link import Link, Plan, Resource, TargetKind, Task
from linkwarden.model.observation import Fetch, Observation, RequestMode, Verify
from linkwarden.model.place import Kind, Occurrence, Span
from linkwarden.report.build import RunFacts, build
from linkwarden.run import Memory, Seal, open_memory
from linkwarden.run.judge import TaskJudge
from linkwarden.settings import Acceptance, Settings

START = datetime(2026, 1, 1, 3, tzinfo=UTC)
LINKS_PER_HOST = 3
SPAN = Span(1, 1, 1, 2)
OFFLINE_DAYS = 4


class Nature(StrEnum):
    """The behavior of a host."""

    SOUND = "sound"
    FLAKY = "flaky"
    """Fails one fetch in ten; a run takes a second fetch."""
    WALL = "wall"
    """Closes the connection on every automated request, from the first day on."""
    REFUSES = "refuses"
    """403 to every automated request."""
    GONE = "gone"
    """404 from some day on."""
    SILENT = "silent"
    """No connection from some day on."""


SHARES = {
    Nature.SOUND: 0.84,
    Nature.FLAKY: 0.04,
    Nature.WALL: 0.02,
    Nature.REFUSES: 0.04,
    Nature.GONE: 0.03,
    Nature.SILENT: 0.03,
}
DYING = (Nature.GONE, Nature.SILENT)


@dataclass(frozen=True, slots=True)
class Host:
    """A host of the made-up web; times in days since the start."""

    nature: Nature
    dies_on: float = float("inf")
    outages: tuple[tuple[float, float], ...] = ()

    def is_dead(self, day: float) -> bool:
        """Return whether its pages are gone for good."""
        return self.nature in DYING and day >= self.dies_on

    def ending(self, day: float, chance: random.Random) -> int | ErrorKind:
        """Return how a look at one of its pages ends."""
        if self.nature is Nature.WALL:
            return ErrorKind.CONNECTION_RESET
        if self.nature is Nature.REFUSES:
            return 403
        if self.is_dead(day):
            return 404 if self.nature is Nature.GONE else ErrorKind.TIMEOUT
        if any(begin <= day < end for begin, end in self.outages):
            return 503
        return ErrorKind.TIMEOUT if self.nature is Nature.FLAKY and chance.random() < 0.1 else 200


@dataclass
class DayClock:
    """A clock that is set to a day."""

    day: float = 0.0

    def now(self) -> datetime:
        """Return the time of that day."""
        return START + timedelta(days=self.day)

    def monotonic(self) -> float:
        """Return the same in seconds."""
        return self.day * 86_400

    async def sleep(self, seconds: float) -> None:
        """Advance the time."""
        self.day += seconds / 86_400


@dataclass
class Figures:
    """The results of a simulation."""

    links: int
    days: int
    requests: list[int] = field(default_factory=list)
    """By day."""
    requests_of_all: list[int] = field(default_factory=list)
    """The requests that checking every link would have taken, by day."""
    after_offline: list[int] = field(default_factory=list)
    """The days on which a run makes up for one without network."""
    false_dead: int = 0
    """Verdicts of `dead` on links that were not gone."""
    days_until_dead: dict[Nature, list[float]] = field(default_factory=dict)
    never_called_dead: int = 0
    """Links that were gone for two weeks or more when the simulation ended."""
    untrusted: int = 0
    file_bytes: int = 0
    seconds: float = 0.0

    @property
    def share(self) -> float:
        """Requests compared with requesting everything."""
        return sum(self.requests) / sum(self.requests_of_all)

    @property
    def largest_to_mean(self) -> float:
        """The busiest day compared with the mean, except for the first run, which requests everything."""
        later = self.requests[1:]
        return max(later) / statistics.mean(later)

    @property
    def largest_to_mean_otherwise(self) -> float:
        """The same without the days that follow one without network."""
        later = [sent for day, sent in enumerate(self.requests) if day and day not in self.after_offline]
        return max(later) / statistics.mean(later)


def hosts_of(count: int, days: int, chance: random.Random) -> list[Host]:
    """Return made-up hosts."""
    natures = chance.choices(list(SHARES), list(SHARES.values()), k=count)
    return [
        Host(nature, chance.uniform(10, days) if nature in DYING else float("inf"), tuple(_outages(days, chance)))
        for nature in natures
    ]


def _outages(days: int, chance: random.Random) -> Iterator[tuple[float, float]]:
    """Two outages a year on average: nine in ten of up to half a day, the others of up to 60 hours."""
    day = chance.expovariate(2 / 365)
    while day < days:
        length = chance.uniform(0.01, 0.5) if chance.random() < 0.9 else chance.uniform(0.5, 2.5)
        yield day, day + length
        day += length + chance.expovariate(2 / 365)


def tasks_of(hosts: Sequence[Host], links: int) -> list[tuple[Task, Host]]:
    """Return one task for each link."""
    found = []
    for number in range(links):
        url = f"https://host{number // LINKS_PER_HOST}.dev/page/{number}"
        resource = Resource(url, TargetKind.WEB)
        place = Occurrence("README.md", Kind.BARE, url, url, url, SPAN, SPAN)
        task = Task(resource, (Link(url, resource, None, (place,)),), ("web",))
        found.append((task, hosts[number // LINKS_PER_HOST]))
    return found


def observe(task: Task, endings: Sequence[int | ErrorKind], now: datetime) -> Observation:
    """Return the looks that the ladder would have requested."""
    url = task.resource.url
    fetches = []
    for number, (mode, ending) in enumerate(zip(RequestMode, endings, strict=False)):
        status, error = (ending, None) if isinstance(ending, int) else (None, ending)
        at = now + timedelta(seconds=31 * number)
        exchange = Exchange(f"{number}", at, "look", "GET", url, status, error, elapsed_ms=120)
        fetches.append(Fetch(url, mode, Verify.FULL, (exchange,)))
    return Observation(task.resource, tuple(fetches))


def simulate(links: int, days: int, seed: int, folder: Path, budget: int | None = None) -> Figures:
    """Run once a day for so many days, and return the results."""
    chance = random.Random(seed)
    hosts = hosts_of(-(-links // LINKS_PER_HOST), days, chance)
    world = tasks_of(hosts, links)
    offline = set(chance.sample(range(5, days), min(OFFLINE_DAYS, days - 5)))
    figures = Figures(links, days, days_until_dead={nature: [] for nature in DYING})
    figures.after_offline = [day + 1 for day in offline]
    called: dict[Resource, float] = {}
    settings = Settings(budget=budget)
    began = time.perf_counter()
    for day in range(days):
        clock = DayClock(day + chance.uniform(0, 0.05))  # schedules of CI start late
        with open_memory(settings, folder, {}, clock, lambda _: None) as memory:
            judged = _run(memory, settings, clock, world, chance, figures, offline=day in offline)
        for link, (task, host) in zip(judged, world, strict=True):
            if link.verdict is Verdict.DEAD:
                called.setdefault(task.resource, clock.day)
                figures.false_dead += not host.is_dead(clock.day)
    for task, host in world:
        if task.resource in called and host.is_dead(days):
            figures.days_until_dead[host.nature].append(called[task.resource] - host.dies_on)
        figures.never_called_dead += host.is_dead(days - 14) and task.resource not in called
    figures.file_bytes = (folder / (settings.history or "")).stat().st_size
    figures.seconds = time.perf_counter() - began
    return figures


def _run(
    memory: Memory,
    settings: Settings,
    clock: DayClock,
    world: Sequence[tuple[Task, Host]],
    chance: random.Random,
    figures: Figures,
    *,
    offline: bool,
) -> list[JudgedLink]:
    """Make one run, and return each link as its report shows it."""
    plan = Plan(tuple(task for task, _ in world))
    memory.begin(f"run-{figures.days}-{len(figures.requests)}", ["README.md"])
    judge = TaskJudge(settings, clock, memory)
    memory.planned(plan)
    recalled = memory.recall(plan.tasks, judge.asks, Acceptance())
    links = {task.resource: found for task, found in recalled.kept}
    for task in recalled.postponed:
        links[task.resource] = judge.conclude(task, Observation(task.resource, unfinished="the budget"))
    requests = Counter[str]()
    for task, host in world:
        endings = [ErrorKind.RESOLVER_FAILURE if offline else host.ending(clock.day, chance)]
        if not offline and endings[0] != 200:
            endings.append(host.ending(clock.day, chance))
        observation = observe(task, endings, clock.now())
        sent = 0 if offline else len(observation.exchanges)  # without a network, they are lost
        requests["all"] += sent
        if task.resource not in links:
            requests["asked"] += sent
            links[task.resource] = judge.conclude(task, observation)
            for each in links[task.resource]:
                memory.judged(each)
    judged = [link for task, _ in world for link in links[task.resource]]
    distrust = distrust_reason(judged, any_answered=any(map(answered, judged)) or not offline)
    shown = [as_untrusted(each) for each in judged] if distrust else judged
    now = clock.now()
    facts = RunFacts("run", "0", now, now, "untrusted" if distrust else "complete", None, ("README.md",), offline=False)
    memory.sealed(Seal.UNTRUSTED if distrust else Seal.TRUSTED, build(facts, [*shown], []))
    figures.untrusted += bool(distrust)
    figures.requests.append(requests["asked"])
    figures.requests_of_all.append(requests["all"])
    return shown


def show(figures: Figures) -> None:
    """Print the results."""
    print(f"{figures.links:,} links, {figures.days} daily runs, {figures.untrusted} of them without network")
    print(f"dead, and not gone      {figures.false_dead}")
    for nature, waited in figures.days_until_dead.items():
        if waited:
            middle, most = statistics.median(waited), max(waited)
            print(f"days until dead         {nature}: median {middle:.1f}, at most {most:.1f} ({len(waited)} links)")
    print(f"gone, never called dead {figures.never_called_dead}")
    mean = statistics.mean(figures.requests[1:])
    print(f"requests                {sum(figures.requests):,}: {figures.share:.2f} of asking everything each day")
    print(f"requests in a day       mean {mean:,.0f}, largest {max(figures.requests[1:]):,} after the first run")
    print(f"largest day to mean     {figures.largest_to_mean:.2f}")
    print(f"  without the days that follow one without network: {figures.largest_to_mean_otherwise:.2f}")
    print(f"file                    {figures.file_bytes / 1e6:.1f} MB")
    print(f"time                    {figures.seconds:.0f} s")


def main() -> None:
    """Simulate, and print the figures."""
    parser = argparse.ArgumentParser(description="Simulate a year of daily runs with a history.")
    parser.add_argument("--links", type=int, default=3000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--budget", type=int, help="the setting; default: none")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        show(simulate(arguments.links, arguments.days, arguments.seed, Path(folder), arguments.budget))


if __name__ == "__main__":
    main()
