"""Sources over the real network layer: the requests, and compressed responses."""

import gzip
import json
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import httpcore
import httpx
import pytest
import respx

from linkwarden.clock import SystemClock
from linkwarden.judge import Case, judge
from linkwarden.model.finding import Unchecked, Verdict
from linkwarden.model.link import Task
from linkwarden.model.observation import Observation
from linkwarden.net.hosts import open_hosts
from linkwarden.net.resolver import Resolution, Resolver
from linkwarden.probe import PROBES, ProbeContext
from linkwarden.probe.base import Declined, Probe, Result
from linkwarden.run.judge import TaskJudge
from linkwarden.settings import Settings
from tests.sources.recorded import task


@pytest.fixture
def _public_address(monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolve(self: Resolver, name: str, *, fresh: bool = False, **_: object) -> Resolution:
        return Resolution(("192.0.2.1",))

    monkeypatch.setattr(Resolver, "resolve", resolve)


def send(probe: Probe, *tasks: Task) -> tuple[list[Result], list[Unchecked]]:
    """Run a source with the real hosts."""
    settings, clock = Settings(attempts=1), SystemClock()
    judge = TaskJudge(settings, clock)
    results: list[Result] = []
    unchecked: list[Unchecked] = []

    async def batch() -> AsyncIterator[tuple[Task, Observation]]:
        for each in tasks:
            yield each, Observation(each.resource)

    async def emit(_: Task, result: Result) -> None:
        results.append(result)

    async def main() -> None:
        async with open_hosts(settings, clock) as hosts:
            context = ProbeContext(hosts, clock, settings, Path(), judge, lambda _: None, unchecked=unchecked.append)
            await probe.run(batch(), context, emit)

    anyio.run(main)
    return results, unchecked


@pytest.mark.usefixtures("_public_address")
def test_a_compressed_answer_is_read() -> None:
    simple = {"name": "thing", "files": [], "project-status": {"status": "archived"}}
    told = {"info": {"version": "1.0", "classifiers": []}}
    gzipped = {"content-encoding": "gzip", "content-type": "application/vnd.pypi.simple.v1+json"}
    each = task("https://pypi.org/project/thing/")
    with respx.mock(using="httpcore") as mock:
        index = mock.get("https://pypi.org/simple/thing/").mock(
            httpx.Response(200, headers=gzipped, content=gzip.compress(json.dumps(simple).encode()))
        )
        mock.get("https://pypi.org/pypi/thing/json").mock(httpx.Response(200, json=told))
        (result,), unchecked = send(PROBES["pypi"], each)
    headers = index.calls.last.request.headers
    assert headers["accept"] == "application/vnd.pypi.simple.v1+json"
    assert headers["user-agent"].startswith("linkwarden/")
    assert isinstance(result, Observation)
    judged = judge(Case(each.links[0], result, Settings(), SystemClock().now()))
    assert (judged.verdict, [finding.rule for finding in judged.findings]) == (Verdict.ALIVE, ["package-inactive"])
    assert unchecked == []


@pytest.mark.usefixtures("_public_address")
@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(503),
        httpx.Response(200, html="<title>Client Challenge</title>"),
        httpx.Response(200, content=b"\x89PNG", headers={"content-type": "image/png"}),
        httpcore.ConnectError("refused"),
        httpcore.ReadTimeout("slow"),
    ],
)
def test_an_unexpected_answer_is_a_soft_failure(answer: httpx.Response | Exception) -> None:
    with respx.mock(using="httpcore", assert_all_called=False) as mock:
        route = mock.get("https://registry.npmjs.org/thing/latest")
        if isinstance(answer, httpx.Response):
            route.mock(answer)
        else:
            route.mock(side_effect=answer)
        (result,), (unchecked,) = send(PROBES["npm"], task("https://www.npmjs.com/package/thing"))
    assert isinstance(result, Declined)
    assert result.so_far.facts == ()
    assert (unchecked.source, unchecked.links) == ("npm", 1)
