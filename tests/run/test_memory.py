"""Runs with a history: which links are requested, which results are kept, and which count."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest
import respx

from linkwarden.extract import TextFile
from linkwarden.model.finding import JudgedLink
from linkwarden.report.v1 import LinkInfo, Report
from linkwarden.run import Run, Sink, open_memory
from linkwarden.settings import Settings
from tests.probe.warp import START, LoopClock, run

CANARY = "http://93.184.215.16/"
ONE, TWO = "https://93.184.215.14/page", "https://93.184.215.15/page"
MANY = [f"https://93.184.214.{number}/" for number in range(1, 10)]


@dataclass(frozen=True)
class DayClock(LoopClock):
    """The clock of the loop, so many days later."""

    day: float = 0

    def now(self) -> datetime:
        return super().now() + timedelta(days=self.day)


@dataclass
class World:
    """Links, the response of each, and how often each was requested."""

    root: Path
    answers: dict[str, int] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    notices: list[str] = field(default_factory=list)

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked[str(request.url)] += 1
        status = self.answers.get(str(request.url), 404)
        if status == 0:
            raise httpcore.ConnectError("refused")
        return httpx.Response(status, headers={"etag": '"1"'})

    def check(self, *, day: float = 0, sink: Sink | None = None, text: str | None = None, **settings: object) -> Report:
        """Check a README with all links on that day; `asked` are the requests of this run."""
        chosen = Settings.model_validate({"canary": CANARY, "attempts": 1, "browser-look": False, **settings})
        content = text if text is not None else " ".join(self.answers)
        self.asked.clear()

        async def go() -> Report:
            clock = DayClock(day)
            with open_memory(chosen, self.root, {}, clock, self.notices.append) as memory:
                sinks = [sink] if sink else []
                checked = Run([TextFile("README.md", content)], self.root, chosen, clock, {}, sinks, None, memory)
                return (await checked.check()).report

        return run(go)

    @property
    def requested(self) -> set[str]:
        return set(self.asked) - {CANARY}


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    world = World(tmp_path)
    with respx.mock(using="httpcore", assert_all_called=False) as router:
        router.get(CANARY).respond(200)
        router.route().mock(side_effect=world.answer)
        yield world


def links(report: Report) -> dict[str, LinkInfo]:
    return {link.url: link for link in report.links}


def test_a_second_run_asks_nothing_where_nothing_fails(world: World) -> None:
    world.answers = {ONE: 200, TWO: 200}
    first = world.check()
    second = world.check(day=0.02)

    assert world.asked == Counter()
    assert second.summary.requests == 0
    for url, link in links(second).items():
        before = links(first)[url]
        assert (link.verdict, link.status, link.checked_at) == (before.verdict, before.status, before.checked_at)
        assert (before.from_history, link.from_history) == (False, True)
        assert (before.state, link.state) == ("new", "known")


def test_a_second_run_asks_what_would_fail_and_tells_a_repair_at_once(world: World) -> None:
    world.answers = {ONE: 200, TWO: 404}
    assert world.check().summary.fails
    world.answers[TWO] = 200
    repaired = world.check(day=0.02)

    assert world.requested == {TWO}
    assert not repaired.summary.fails
    assert repaired.changes is not None
    assert (repaired.changes.new, repaired.changes.fixed, repaired.changes.still) == ([], [TWO], [])


def test_accepted_links_do_not_fail_and_do_not_come_first(world: World) -> None:
    world.answers = {ONE: 200, TWO: 404}
    ignore = [{"url": TWO, "rule": "not-found", "reason": "known"}]
    world.check(ignore=ignore)
    report = world.check(day=0.02, ignore=ignore)

    assert world.requested == set()
    assert links(report)[TWO].state == "ignored"


def test_a_link_that_is_new_in_the_files_is_requested(world: World) -> None:
    world.answers = {ONE: 200}
    world.check()
    world.answers[TWO] = 200
    world.check(day=0.02)

    assert world.requested == {TWO}


def test_a_fragment_that_is_new_in_the_files_is_requested(world: World) -> None:
    world.answers = {ONE: 200}
    world.check()
    world.check(day=0.02, text=f"{ONE} {ONE}#part")

    assert world.requested == {ONE}


@pytest.mark.parametrize(
    ("settings", "requested"),
    [
        ({"max-age": 0}, {ONE, TWO}),
        ({"max-age": "12h"}, {ONE, TWO}),
        ({"max-age": "2d"}, set()),
        ({"max-age": 0, "budget": 1}, {ONE}),
        ({"max-age": 0, "per-host-budget": 1}, {ONE, TWO}),
        ({"history": None}, {ONE, TWO}),
        ({"vantage": "laptop"}, {ONE, TWO}),
        ({"offline": True}, set()),
    ],
)
def test_settings_say_what_is_due(world: World, settings: dict[str, Any], requested: set[str]) -> None:
    world.answers = {ONE: 200, TWO: 200}
    world.check()
    world.check(day=0.6, **settings)

    assert world.requested == requested


def test_a_new_link_outside_the_budget_is_not_reached(world: World) -> None:
    world.answers = {ONE: 200, TWO: 200}
    report = world.check(budget=2)

    assert world.requested == {ONE}
    assert links(report)[TWO].detail == "not checked: the request budget of this run is used up"
    world.check(day=0.02)
    assert world.requested == {TWO}


def test_a_rule_that_was_set_off_or_to_another_severity_counts_at_once(world: World) -> None:
    world.answers = {ONE: 404}
    ignore = [{"url": ONE, "reason": "keeps it from being asked again"}]
    world.check(ignore=ignore)

    noted = world.check(day=0.02, ignore=ignore, rules={"not-found": "note"})
    assert world.requested == set()
    assert [each.severity for each in links(noted)[ONE].findings] == ["note"]
    world.check(day=0.03, ignore=ignore, rules={"not-found": "off"})
    assert world.requested == {ONE}


def test_failures_are_counted_by_date_and_cleared_by_an_answer(world: World) -> None:
    world.answers = {ONE: 200, TWO: 200}
    world.check()
    world.answers[ONE] = 503
    for day in (1, 1.1, 2):
        failing = links(world.check(day=day, max_age=0))[ONE]
    world.answers[ONE] = 200
    answering = links(world.check(day=3))[ONE]

    assert (failing.verdict, failing.strikes, failing.answered_at) == ("unreachable", 2, START)
    assert failing.failing_since is not None
    assert failing.failing_since.date() == (START + timedelta(days=1)).date()
    assert (answering.verdict, answering.strikes, answering.failing_since) == ("alive", 0, None)


def test_an_untrusted_run_leaves_no_strike_and_no_result(world: World) -> None:
    world.answers = dict.fromkeys(MANY[:6], 200)
    world.check()
    before = dict(world.answers)
    world.answers = dict.fromkeys(world.answers, 503)
    assert world.check(day=0.4, max_age=0).run.status == "untrusted"
    world.answers = before
    report = world.check(day=0.5)

    assert world.requested == set()
    assert {(link.verdict, link.strikes, link.state) for link in report.links} == {("alive", 0, "known")}


def test_links_that_fail_as_before_do_not_make_a_run_untrusted(world: World) -> None:
    urls = MANY[:6]
    world.answers = {ONE: 200, TWO: 200, **dict.fromkeys(urls, 503)}
    assert world.check().run.status == "complete"
    report = world.check(day=1, text=" ".join(urls))

    assert world.requested == set(urls)
    assert report.run.status == "complete"
    assert {links(report)[url].strikes for url in urls} == {2}


def test_an_evening_without_network_is_untrusted_also_where_only_failing_links_are_requested(world: World) -> None:
    world.answers = {ONE: 200, TWO: 503}
    world.check()
    report = world.check(day=1, text=TWO, canary="https://93.184.215.17/")

    assert report.run.status == "untrusted"
    assert links(report)[TWO].strikes == 1


class _Breaker(Sink):
    """Breaks the history's file after the first verdict."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def judged(self, link: JudgedLink) -> None:
        with closing(sqlite3.connect(self._path)) as connection:
            connection.execute("DROP TABLE IF EXISTS result")


def test_a_history_that_breaks_costs_one_line_and_not_the_run(world: World) -> None:
    world.answers = dict.fromkeys(MANY, 200)
    report = world.check(sink=_Breaker(world.root / ".linkwarden" / "history.db"))

    assert (report.run.status, {link.verdict for link in report.links}) == ("complete", {"alive"})
    [notice] = world.notices
    assert notice == "history: history.db: no such table: result; the rest of this run is not kept"


class _Killed(BaseException):
    """The end of a test's process."""


class _Killer(Sink):
    """Kills the run after so many verdicts."""

    def __init__(self, after: int) -> None:
        self._left = after

    def judged(self, link: JudgedLink) -> None:
        self._left -= 1
        if not self._left:
            raise _Killed


def test_a_killed_run_is_resumed_under_its_id_without_asking_again(world: World) -> None:
    world.answers = dict.fromkeys(MANY, 200)
    with pytest.raises(BaseExceptionGroup):
        world.check(sink=_Killer(4))
    report = world.check(day=0.01)

    kept = {link.url for link in report.links if link.from_history}
    assert 4 <= len(kept) < 9
    assert world.requested == set(MANY) - kept
    assert {link.verdict for link in report.links} == {"alive"}
    [notice] = world.notices
    assert notice.endswith(f"UTC: {len(kept)} links are already checked")


def test_local_links_are_always_looked_up_and_their_problems_known(world: World) -> None:
    first = world.check(text="[a](missing.md)")
    again = world.check(day=1, text="[a](missing.md)")
    (world.root / "missing.md").write_text("", encoding="utf-8")
    fixed = world.check(day=2, text="[a](missing.md)")

    assert [report.links[0].state for report in (first, again, fixed)] == ["new", "known", "known"]
    assert again.changes is not None
    assert again.changes.still == ["missing.md"]
    assert fixed.changes is not None
    assert fixed.changes.fixed == ["missing.md"]
    assert fixed.links[0].verdict == "alive"


def test_a_link_that_left_the_files_counts_as_fixed(world: World) -> None:
    world.answers = {ONE: 404, TWO: 200}
    world.check()
    report = world.check(day=1, text=TWO)

    assert report.changes is not None
    assert report.changes.fixed == [ONE]


def test_a_host_that_fails_as_a_whole_is_one_finding_and_each_of_its_links_a_problem(world: World) -> None:
    urls = [f"https://93.184.215.14/{number}" for number in range(4)]
    world.answers = {TWO: 200, **dict.fromkeys(urls, 0)}
    first = world.check(fail_on=["unreachable"])
    world.answers.update(dict.fromkeys(urls, 200))
    second = world.check(day=0.1, fail_on=["unreachable"])

    assert [(each.rule, each.severity, each.host) for each in first.findings] == [
        ("host-failing", "error", "93.184.215.14")
    ]
    assert first.summary.fails
    assert [link.url for link in first.links if link.fails] == []
    assert world.requested == set(urls)
    assert second.changes is not None
    assert second.changes.fixed == urls
    assert not second.summary.fails
