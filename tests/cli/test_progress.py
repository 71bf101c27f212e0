"""The progress of a run: counts, and the hosts that it waits for."""

import asyncio
import io
from typing import cast

import pytest

from linkwarden.cli.progress import INTERVAL_S, Lines, Progress
from linkwarden.cli.session import tick
from linkwarden.judge import judge
from linkwarden.model.finding import JudgedLink
from linkwarden.model.link import Plan, TargetKind, Task
from linkwarden.run import Run
from tests.judge.builders import case, fetch

COUNTS = {"https://slow.dev": 4, "https://b.dev": 2, "https://c.dev": 2, "https://d.dev": 1}


def links() -> list[JudgedLink]:
    web = [judge(case(fetch(200, url=f"{host}/{n}"), url=f"{host}/{n}")) for host, n in _pages()]
    return [*web, judge(case(url="a.md", kind=TargetKind.FILE))]


def _pages() -> list[tuple[str, int]]:
    return [(host, number) for host, count in COUNTS.items() for number in range(count)]


def begun(progress: Progress) -> Progress:
    progress.planned(Plan(tuple(Task(each.link.resource, (each.link,), ()) for each in links())))
    return progress


def test_it_names_the_hosts_with_the_most_links_left() -> None:
    progress = begun(Progress())
    assert "waiting for slow.dev (4), b.dev (2), c.dev (2)" == progress.waiting()

    for link in links()[4:]:
        progress.judged(link)
    assert ("waiting for slow.dev (4)", 6, 10) == (progress.waiting(), progress.done, progress.total)

    for link in links()[:4]:
        progress.judged(link)
    assert ("", "") == (progress.waiting(), progress.verdicts())


@pytest.mark.parametrize(
    ("in_flight", "line"),
    [
        (1, "linkwarden: 1 of 10 links, 1 request in flight; waiting for slow.dev (3), b.dev (2), c.dev (2)\n"),
        (12, "linkwarden: 1 of 10 links, 12 requests in flight; waiting for slow.dev (3), b.dev (2), c.dev (2)\n"),
    ],
)
def test_a_log_gets_one_line(in_flight: int, line: str) -> None:
    stream = io.StringIO()
    progress = begun(Lines(stream))
    progress.judged(links()[0])
    progress.tick(in_flight)

    assert line == stream.getvalue()


def test_quiet_is_quiet() -> None:
    begun(Lines(None)).tick(3)


def test_it_prints_a_line_every_thirty_seconds() -> None:
    slept: list[float] = []

    class Clock:
        async def sleep(self, seconds: float) -> None:
            slept.append(seconds)
            if len(slept) == 3:
                raise asyncio.CancelledError

    class FakeRun:
        clock = Clock()
        in_flight = 7

    stream = io.StringIO()
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(tick(cast("Run", FakeRun()), Lines(stream)))

    assert [INTERVAL_S] * 3 == slept
    assert "linkwarden: 0 of 0 links, 7 requests in flight\n" * 2 == stream.getvalue()
