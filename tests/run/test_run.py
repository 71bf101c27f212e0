"""A run as an object: its id, the events of its sinks, and how it ends."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import anyio
import httpx
import pytest
import respx

from linkwarden.extract import TextFile
from linkwarden.model.finding import JudgedLink, Unchecked
from linkwarden.model.link import Plan
from linkwarden.report.v1 import Report
from linkwarden.run import Run, RunResult, Seal, Sink
from linkwarden.settings import Settings
from tests.probe.warp import LoopClock, run

HOST = "https://93.184.215.14"
OTHER = "https://93.184.215.15"
CANARY = "http://93.184.215.16/"


@dataclass
class Told(Sink):
    """Records its events."""

    events: list[str] = field(default_factory=list)
    after: Callable[[], None] = lambda: None
    """Called after each verdict."""

    def planned(self, plan: Plan) -> None:
        self.events.append(f"planned {len(plan.links)}")

    def judged(self, link: JudgedLink) -> None:
        self.events.append(f"{link.link.url} {link.verdict} {link.rule}")
        self.after()

    def notice(self, text: str) -> None:
        self.events.append(f"notice {text}")

    def unchecked(self, unchecked: Unchecked) -> None:
        self.events.append(f"unchecked {unchecked.links} {unchecked.source}")

    def sealed(self, seal: Seal, report: Report | None) -> None:
        self.events.append(f"sealed {seal}")


@pytest.fixture
def wire() -> Iterator[respx.MockRouter]:
    with respx.mock(using="httpcore", assert_all_called=False) as router:
        router.get(CANARY).respond(200)
        yield router


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


async def hangs(_: httpx.Request) -> httpx.Response:
    await anyio.sleep_forever()
    raise AssertionError


def in_loop(root: Path, text: str, drive: Callable[[Run], Awaitable[None]], told: Sink, **settings: object) -> None:
    """Create a run on a README with *text*, and drive it in a loop where waiting takes no time."""
    chosen = Settings.model_validate({"canary": CANARY, "attempts": 1, **settings})

    async def go() -> None:
        await drive(Run([TextFile("README.md", text)], root, chosen, LoopClock(), {}, [told]))

    run(go)


def check(root: Path, text: str, told: Sink, **settings: object) -> RunResult:
    """Check a README with *text*."""
    results: list[RunResult] = []

    async def drive(run: Run) -> None:
        results.append(await run.check())

    in_loop(root, text, drive, told, **settings)
    return results[0]


def test_sinks_are_notified_in_order(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("")
    told = Told()
    check(tmp_path, "[a](a.md) [b](b.md)", told)

    assert ["planned 2", "a.md alive None", "b.md dead missing-file", "sealed trusted"] == told.events


def test_what_a_source_could_not_tell_reaches_sinks_and_report(tmp_path: Path, wire: respx.MockRouter) -> None:
    wire.get("https://github.com/o/r").respond(200)
    told = Told()
    report = check(tmp_path, "https://github.com/o/r", told, hosts={"github.com": {"gap": 0}}).report

    notice, gap = told.events[1:3]
    assert notice.startswith("notice 1 link ")
    assert "unchecked 1 github" == gap
    assert ["github"] == [each.source for each in report.summary.unchecked]


def test_the_id_stands_from_the_start_and_begins_each_exchange_s_id(tmp_path: Path, wire: respx.MockRouter) -> None:
    for host in (HOST, OTHER):
        wire.get(f"{host}/").respond(200)
    ids, exchanges = list[str](), list[str]()

    async def drive(run: Run) -> None:
        ids.append(run.id)
        report = (await run.check()).report
        assert run.id == report.run.id
        exchanges.extend(each.id for each in report.exchanges)

    for _ in range(2):
        in_loop(tmp_path, f"{HOST} {OTHER}", drive, Told())

    assert 2 == len(set(ids))
    assert [f"{each}-{number}" for each in ids for number in (1, 2)] == exchanges


def test_a_run_that_is_stopped_reports_what_it_knows(tmp_path: Path, wire: respx.MockRouter) -> None:
    wire.get(f"{HOST}/").respond(200)
    wire.get(f"{OTHER}/").mock(side_effect=hangs)
    told, results = Told(), list[RunResult]()

    async def drive(run: Run) -> None:
        told.after = run.stop
        results.append(await run.check())

    in_loop(tmp_path, f"{HOST}/ {OTHER}/", drive, told)

    (result,) = results
    assert ["planned 2", f"{HOST}/ alive None", f"{OTHER}/ skipped not-reached", "sealed interrupted"] == told.events
    assert (True, False) == (result.interrupted, result.defect)
    assert ("interrupted", "the run was interrupted") == (result.report.run.status, result.report.run.reason)


def test_a_run_can_be_stopped_before_it_begins(tmp_path: Path) -> None:
    told, results = Told(), list[RunResult]()

    async def drive(run: Run) -> None:
        run.stop("not today")
        results.append(await run.check())

    in_loop(tmp_path, f"[a](a.md) {HOST}", drive, told)

    assert "not today" == results[0].report.run.reason
    assert ["skipped", "skipped"] == [link.verdict for link in results[0].report.links]


def test_a_cancellation_passes_through_and_seals_the_run(tmp_path: Path, wire: respx.MockRouter) -> None:
    wire.get(f"{HOST}/").mock(side_effect=hangs)
    told, results = Told(), list[RunResult]()

    async def drive(run: Run) -> None:
        with anyio.move_on_after(1) as scope:
            results.append(await run.check())
        assert scope.cancelled_caught

    in_loop(tmp_path, f"{HOST}/", drive, told)

    assert [] == results
    assert ["planned 1", "sealed interrupted"] == told.events


def test_a_run_whose_time_is_up_is_sealed_by_what_it_saw(tmp_path: Path, wire: respx.MockRouter) -> None:
    wire.get(f"{HOST}/").respond(200)
    wire.get(f"{OTHER}/").mock(side_effect=hangs)
    told = Told()
    result = check(tmp_path, f"{HOST}/ {OTHER}/", told, **{"max-time": 5})

    assert f"{OTHER}/ skipped not-reached" == told.events[-2]
    assert "sealed trusted" == told.events[-1]
    assert not result.interrupted
    assert ("interrupted", "the time limit was reached (5 s)") == (result.report.run.status, result.report.run.reason)


@pytest.mark.parametrize(("canary", "seal", "status"), [(200, "trusted", "complete"), (503, "untrusted", "untrusted")])
def test_where_nobody_answers_the_canary_decides(
    tmp_path: Path, wire: respx.MockRouter, canary: int, seal: str, status: str
) -> None:
    wire.get(CANARY).respond(canary)
    wire.get(f"{HOST}/").respond(500)
    told = Told()

    assert status == check(tmp_path, f"{HOST}/", told).report.run.status
    assert f"sealed {seal}" == told.events[-1]


def test_the_result_is_short_to_print(tmp_path: Path) -> None:
    """The standard library takes the repr of a finished main task, with its result, when it restores a handler."""
    links = " ".join(f"[{number}]({number}.md)" for number in range(50))

    assert len(repr(check(tmp_path, links, Told()))) < 100


def test_offline_no_web_probe_runs(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("")
    report = check(tmp_path, f"[a](a.md) {HOST}/x", Told(), offline=True).report

    assert [("a.md", None, ["local"]), (f"{HOST}/x", "offline", [])] == [
        (link.url, link.rule, link.probes) for link in report.links
    ]
