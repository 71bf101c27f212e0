"""Recorded responses in place of hosts: the requests of a source, its results, and the findings of the rules."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, cast

import anyio

from linkwarden.judge import Case, judge
from linkwarden.model.exchange import Body, ErrorKind, Exchange
from linkwarden.model.finding import JudgedLink, Unchecked
from linkwarden.model.link import Link, Resource, TargetKind, Task
from linkwarden.model.observation import Observation
from linkwarden.net.hosts import Hosts
from linkwarden.net.http.wire import Request
from linkwarden.probe import ProbeContext
from linkwarden.probe.base import Declined, Probe, Result
from linkwarden.run.judge import TaskJudge
from linkwarden.settings import HostSettings, Settings
from linkwarden.urls import WebUrl, parse_web_url

START = datetime(2026, 6, 1, 12, tzinfo=UTC)


@dataclass
class FastClock:
    """A clock that only advances when it is waited for."""

    elapsed: float = 1.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.elapsed)

    def monotonic(self) -> float:
        return self.elapsed

    async def sleep(self, seconds: float) -> None:
        await anyio.lowlevel.checkpoint()
        self.elapsed += seconds


@dataclass(frozen=True)
class Reply:
    """One recorded response."""

    status: int | None = 200
    body: str | bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    error: ErrorKind | None = None


Answers = Mapping[str, Reply | Sequence[Reply]]
NXDOMAIN = Reply(None, error=ErrorKind.NO_SUCH_HOST)


@dataclass
class RecordedHosts:
    """Responses from a table; an unknown URL has no host."""

    answers: Answers
    clock: FastClock
    asked: list[tuple[str, Request, float]] = field(default_factory=list)
    paces: dict[str, HostSettings | None] = field(default_factory=dict)
    ids: "count[int]" = field(default_factory=lambda: count(1))

    def of(self, url: WebUrl, default: HostSettings | None = None) -> "RecordedHosts":
        self.paces.setdefault(url.host, default)
        return self

    async def send(self, request: Request, url: WebUrl, why: str, not_before: float) -> tuple[Exchange, ...]:
        await anyio.lowlevel.checkpoint()
        self.clock.elapsed = max(self.clock.elapsed, not_before)
        found = self.answers.get(url.href, NXDOMAIN)
        times = sum(1 for asked, _, _ in self.asked if asked == url.href)
        self.asked.append((url.href, request, self.clock.elapsed))
        reply = found if isinstance(found, Reply) else found[min(times, len(found) - 1)]
        data = reply.body.encode() if isinstance(reply.body, str) else reply.body
        exchange = Exchange(
            f"e{next(self.ids)}",
            self.clock.now(),
            why,
            request.method,
            url.href,
            status=reply.status,
            error=reply.error,
            headers=tuple(reply.headers.items()),
            body=Body(data, complete=True),
        )
        return (exchange,)


@dataclass
class Came:
    """The results of a source for some links."""

    results: dict[str, Result]
    hosts: RecordedHosts
    unchecked: list[Unchecked]
    settings: Settings
    tasks: dict[str, Task]

    @property
    def asked(self) -> list[str]:
        return [url for url, _, _ in self.hosts.asked]

    def observation(self, url: str) -> Observation:
        result = self.results[url]
        return result.so_far if isinstance(result, Declined) else result

    def declined(self, url: str) -> bool:
        return isinstance(self.results[url], Declined)

    def judged(self, url: str) -> JudgedLink:
        """Judge the first link of a resource as if there were no other requests."""
        return judge(Case(self.tasks[url].links[0], self.observation(url), self.settings, START))

    def findings(self, url: str) -> dict[str, tuple[str, str | None]]:
        """Return message and suggestion by rule."""
        return {
            each.rule: (each.message, each.suggestion.url if each.suggestion else None)
            for each in self.judged(url).findings
        }


def task(url: str) -> Task:
    parsed = parse_web_url(url)
    assert parsed is not None
    resource = Resource(parsed.href, TargetKind.WEB)
    whole = parsed.href if parsed.fragment is None else f"{parsed.href}#{parsed.fragment}"
    return Task(resource, (Link(whole, resource, parsed.fragment, ()),), ("source", "web"))


def ask(probe: Probe, answers: Answers, *urls: str, **settings: Any) -> Came:
    """Look up *urls* with a source; results are keyed by the resource's URL."""
    chosen = Settings(**settings)
    clock = FastClock()
    hosts = RecordedHosts(answers, clock)
    tasks = [task(url) for url in urls]
    came = Came({}, hosts, [], chosen, {each.resource.url: each for each in tasks})

    async def batch() -> AsyncIterator[tuple[Task, Observation]]:
        for each in tasks:
            assert probe.claims(each.resource, {}), each.resource.url
            yield each, Observation(each.resource)

    async def emit(each: Task, result: Result) -> None:
        assert each.resource.url not in came.results
        came.results[each.resource.url] = result

    async def main() -> None:
        context = ProbeContext(
            cast("Hosts", hosts),
            clock,
            chosen,
            Path(),
            TaskJudge(chosen, clock),
            lambda _: None,
            unchecked=came.unchecked.append,
        )
        await probe.run(batch(), context, emit)

    anyio.run(main)
    assert set(came.results) == set(came.tasks)
    return came


def claimed(probe: Probe, url: str) -> bool:
    parsed = parse_web_url(url)
    assert parsed is not None
    return probe.claims(Resource(parsed.href, TargetKind.WEB), {})
