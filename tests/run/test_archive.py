"""Archived copies of dead pages."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
import respx

from linkwarden.extract import TextFile
from linkwarden.model.exchange import Body, Exchange
from linkwarden.model.finding import Verdict
from linkwarden.net.descriptors import OutOfDescriptorsError
from linkwarden.report.v1 import Report
from linkwarden.run import Run, archive
from linkwarden.run.archive import Copy, next_lookup
from linkwarden.settings import Settings
from tests.probe.warp import LoopClock, run
from tests.run.test_run import hangs

PAGE = "https://gone.org/a?b=1&c=2"
AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
SNAPSHOT = f"https://web.archive.org/web/20240102030405/{PAGE}"
ASK = f"https://web.archive.org/web/{PAGE}"
API = "https://archive.org/wayback/available?url=https%3A%2F%2Fgone.org%2Fa%3Fb%3D1%26c%3D2"


def answer(status: int | None, location: str | None = None, body: object = None) -> Exchange:
    headers = (("location", location),) if location else ()
    return Exchange("e1", AT, "look up", "GET", ASK, status, headers=headers, body=Body(json.dumps(body).encode()))


def closest(url: str, *, available: bool = True) -> dict[str, object]:
    return {"archived_snapshots": {"closest": {"available": available, "url": url, "timestamp": "x", "status": "200"}}}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], ASK),
        ([answer(302, SNAPSHOT)], Copy(SNAPSHOT, "20240102030405")),
        ([answer(302, f"/web/20240102030405/{PAGE}")], Copy(SNAPSHOT, "20240102030405")),
        ([answer(302, SNAPSHOT.replace("https", "http", 1))], Copy(SNAPSHOT, "20240102030405")),
        ([answer(302, "https://evil.org/web/20240102030405/x")], API),
        ([answer(302, "https://web.archive.org/sorry")], API),
        ([answer(404)], None),
        ([answer(None)], None),
        ([answer(200)], API),
        ([answer(200), answer(200, body=closest(SNAPSHOT))], Copy(SNAPSHOT, "20240102030405")),
        ([answer(200), answer(200, body=closest(SNAPSHOT, available=False))], None),
        ([answer(200), answer(200, body=closest("https://evil.org/web/20240102030405/x"))], None),
        ([answer(200), answer(200, body={"archived_snapshots": {}})], None),
        ([answer(200), answer(200, body=["?"])], None),
        ([answer(200), answer(429)], None),
    ],
)
def test_lookup(answers: list[Exchange], expected: str | Copy | None) -> None:
    assert expected == next_lookup(PAGE, None, answers)


def test_the_copy_wanted_is_that_of_when_the_page_last_answered() -> None:
    assert f"https://web.archive.org/web/20260304050607/{PAGE}" == next_lookup(PAGE, AT, [])
    assert f"{API}&timestamp=20260304050607" == next_lookup(PAGE, AT, [answer(200)])


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[respx.MockRouter]:
    """A web in which every name has an address, one page is there, and the others are gone."""

    async def lookup(_: str) -> tuple[str, ...]:
        return ("93.184.215.14",)

    monkeypatch.setattr("linkwarden.net.resolver.system_lookup", lookup)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with respx.mock(using="httpcore", assert_all_called=False) as router:
        router.get(host="here.org").respond(200)
        router.get(host="gone.org").respond(404)
        yield router


def check(root: Path, text: str, environment: Mapping[str, str] = {"CI": "true"}, **settings: object) -> Report:
    chosen = Settings.model_validate({"attempts": 1, "history": "", **settings})

    async def go() -> Report:
        return (await Run([TextFile("README.md", text)], root, chosen, LoopClock(), environment).check()).report

    return run(go)


def suggestions(report: Report) -> dict[str, str | None]:
    return {link.url: next((each.suggestion for each in link.findings), None) for link in report.links}


def test_a_dead_page_gets_its_copy_as_a_suggestion_to_review(tmp_path: Path, web: respx.MockRouter) -> None:
    web.get(ASK).respond(302, headers={"Location": SNAPSHOT})
    report = check(tmp_path, f"<{PAGE}> <https://here.org/>")

    (dead,) = [each for each in report.links if each.verdict == "dead"]
    (finding,) = dead.findings
    assert (SNAPSHOT, "review") == (finding.suggestion, finding.applicability)
    assert "archived copy of 2024-01-02" in finding.message
    assert ASK in [each.url for each in report.exchanges if each.id in dead.exchanges]


@pytest.mark.parametrize(
    ("environment", "settings", "asked"),
    [
        ({}, {}, False),
        ({}, {"archived_copies": True}, True),
        ({"CI": "true"}, {}, True),
        ({"CI": "true"}, {"archived_copies": False}, False),
        ({"CI": "true"}, {"headers": {"gone.org": {"X-Key": "v"}}}, False),
    ],
)
def test_who_wants_copies(
    tmp_path: Path, web: respx.MockRouter, environment: dict[str, str], settings: dict[str, object], asked: bool
) -> None:
    route = web.get(ASK).respond(404)
    check(tmp_path, f"<{PAGE}> <https://here.org/>", environment, **settings)
    assert asked is route.called


@pytest.mark.parametrize("url", ["http://93.184.215.15/a", "https://93.184.215.15:8443/a", "https://here.org/"])
def test_urls_that_are_not_sent_to_the_archive(tmp_path: Path, web: respx.MockRouter, url: str) -> None:
    route = web.get(host="web.archive.org").respond(404)
    web.get(host="93.184.215.15").respond(404)
    dead = [each for each in check(tmp_path, f"<{url}> <https://here.org/>").links if each.verdict == "dead"]
    assert ("here" not in url) is bool(dead)
    assert not route.called


def test_credentials_are_not_sent_to_the_archive(tmp_path: Path, web: respx.MockRouter) -> None:
    route = web.get(host="web.archive.org").respond(404)
    check(tmp_path, "<https://user:pass@gone.org/a> <https://here.org/>")
    assert ["https://web.archive.org/web/https://gone.org/a"] == [str(each.request.url) for each in route.calls]


def test_lookups_are_limited_in_number(tmp_path: Path, web: respx.MockRouter) -> None:
    route = web.get(host="web.archive.org").respond(404)
    check(tmp_path, " ".join(f"<https://gone.org/{n}>" for n in range(40)) + " <https://here.org/>")
    assert archive.MAX_LOOKUPS == route.call_count


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_the_first_refusal_ends_the_lookups(tmp_path: Path, web: respx.MockRouter, status: int) -> None:
    route = web.get(host="web.archive.org").respond(status)
    web.get(host="archive.org").respond(status)
    report = check(tmp_path, " ".join(f"<https://gone.org/{n}>" for n in range(9)) + " <https://here.org/>")
    assert route.call_count <= archive.PACE.connections
    assert {None} == {*suggestions(report).values()}


def test_a_silent_archive_does_not_hold_up_the_run(tmp_path: Path, web: respx.MockRouter) -> None:
    web.get(host="web.archive.org").mock(side_effect=hangs)
    report = check(tmp_path, f"<{PAGE}> <https://here.org/>")
    assert "complete" == report.run.status
    assert (report.run.finished_at - report.run.started_at).total_seconds() < 5 + archive.GRACE_S + 1  # proof, grace


@pytest.mark.parametrize("error", [OutOfDescriptorsError, RuntimeError])
def test_an_error_costs_the_copies_and_not_the_run(
    tmp_path: Path, web: respx.MockRouter, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(archive, "next_lookup", fail)
    report = check(tmp_path, f"<{PAGE}> <https://here.org/>")
    assert ["complete", 1, {None}] == [
        report.run.status,
        report.summary.verdicts[Verdict.DEAD],
        {*suggestions(report).values()},
    ]
