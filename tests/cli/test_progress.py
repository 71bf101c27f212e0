"""The progress of a run: counts, and the hosts that it waits for."""

import asyncio
import io
from typing import cast

import pytest

from linkwarden.cli.progress import INTERVAL_S, Lines, Progress, time_left
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
    progress.tick(30.0, in_flight, lambda _host: "")

    assert line == stream.getvalue()


def test_it_says_why_a_host_takes_long() -> None:
    reasons = {"slow.dev": "rate limited for 40 s"}
    expected = "waiting for slow.dev (4, rate limited for 40 s), b.dev (2), c.dev (2)"
    assert expected == begun(Progress()).waiting(lambda host: reasons.get(host, ""))


@pytest.mark.parametrize(
    ("hosts", "checked", "expected"),
    [
        ({"a.dev": 30}, {"a.dev": 9}, None),
        ({"a.dev": 30}, {"a.dev": 10}, 120.0),
        ({"a.dev": 12, "b.dev": 20}, {"a.dev": 11, "b.dev": 5}, 180.0),  # b.dev: 15 more, at 12 s each
        ({"a.dev": 12, "b.dev": 20}, {"a.dev": 12, "b.dev": 2}, 77.1),  # two of b.dev's say too little about its speed
        ({"a.dev": 12, **{f"{n}.dev": 1 for n in range(40)}}, {"a.dev": 12}, 200.0),  # nothing is known of the others
        ({"a.dev": 10}, {"a.dev": 10}, 0.0),
    ],
)
def test_remaining_time(hosts: dict[str, int], checked: dict[str, int], expected: float | None) -> None:
    urls = {host: [f"https://{host}/{number}" for number in range(count)] for host, count in hosts.items()}
    judged = {url: judge(case(fetch(200, url=url), url=url)) for each in urls.values() for url in each}
    progress = Progress()
    progress.planned(Plan(tuple(Task(each.link.resource, (each.link,), ()) for each in judged.values())))
    for host, count in checked.items():
        for url in urls[host][:count]:
            progress.judged(judged[url])

    assert pytest.approx(expected, abs=0.1) == progress.remaining_s(60.0)


def test_the_first_results_of_an_api_say_nothing_about_the_speed_of_its_host() -> None:
    urls = [f"https://github.com/o/{number}" for number in range(100)]
    api = [judge(case(fetch(200, url=url), url=url)) for url in urls]
    progress = Progress()
    progress.planned(
        Plan(tuple(Task(each.link.resource, (each.link,), ("github", "web")) for each in [*api, *links()]))
    )
    for link in [*api[:4], *links()[:9]]:
        progress.judged(link)

    assert pytest.approx(60 * 96 / 13) == progress.remaining_s(60.0)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.5, "less than 10 s left"),
        (10, "less than 10 s left"),
        (11, "about 20 s left"),
        (90, "about 90 s left"),
        (91, "about 2 min left"),
        (3601, "about 61 min left"),
    ],
)
def test_time_left(seconds: float, words: str) -> None:
    assert words == time_left(seconds)


def test_quiet_is_quiet() -> None:
    begun(Lines(None)).tick(30.0, 3, lambda _host: "")


def test_it_prints_a_line_every_thirty_seconds() -> None:
    slept: list[float] = []

    class Clock:
        def monotonic(self) -> float:
            return 100.0

        async def sleep(self, seconds: float) -> None:
            slept.append(seconds)
            if len(slept) == 3:
                raise asyncio.CancelledError

    class FakeRun:
        clock = Clock()
        in_flight = 7

        def delay_reason(self, _host: str) -> str:
            return ""

    stream = io.StringIO()
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(tick(cast("Run", FakeRun()), Lines(stream)))

    assert [INTERVAL_S] * 3 == slept
    assert "linkwarden: 0 of 0 links, 7 requests in flight\n" * 2 == stream.getvalue()
