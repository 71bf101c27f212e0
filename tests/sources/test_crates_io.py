"""crates.io, after the Cargo book's chapter on the registry index and crates.io's data access page."""

import json

import pytest

from linkwarden.model.catalogue import CrateFacts
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Verdict
from linkwarden.probe.probes.crates_io import CratesIoProbe, index_path
from tests.sources.recorded import Reply, ask, claimed

PROBE = CratesIoProbe()
PAGE = "https://crates.io/crates/serde"
INDEX = "https://index.crates.io/se/rd/serde"
API = "https://crates.io/api/v1/crates/serde"
MISSING = Reply(404, '{"errors":[{"detail":"crate `serde` does not exist"}]}')


def index(*versions: tuple[str, bool]) -> Reply:
    lines = [
        json.dumps({"name": "serde", "vers": version, "deps": [], "cksum": "0", "features": {}, "yanked": yanked})
        for version, yanked in versions
    ]
    return Reply(200, "\n".join(lines) + "\n", {"content-type": "text/plain"})


@pytest.mark.parametrize(("name", "path"), [("a", "1/a"), ("Ab", "2/ab"), ("abc", "3/a/abc"), ("Serde", "se/rd/serde")])
def test_where_the_index_keeps_a_crate(name: str, path: str) -> None:
    assert index_path(name) == path


@pytest.mark.parametrize(
    ("url", "there"),
    [
        (PAGE, True),
        (f"{PAGE}/1.0.0", True),
        (f"{PAGE}/versions", False),
        ("https://crates.io/", False),
        ("https://crates.io/users/somebody", False),
        ("https://docs.rs/serde", False),
    ],
)
def test_only_pages_of_crates_are_claimed(url: str, there: bool) -> None:
    assert claimed(PROBE, url) is there


def test_a_crate_is_alive_without_its_page() -> None:
    came = ask(PROBE, {INDEX: index(("1.0.0", False), ("1.0.1", False), ("1.0.2", True))}, PAGE)
    assert came.asked == [INDEX]
    assert (came.judged(PAGE).verdict, came.findings(PAGE), came.declined(PAGE)) == (Verdict.ALIVE, {}, False)
    facts = came.observation(PAGE).fact(CrateFacts)
    assert facts is not None
    assert facts.latest == "1.0.1"


@pytest.mark.parametrize(
    ("url", "versions", "message"),
    [
        (PAGE, [("1.0.0", True), ("1.0.1", True)], "serde was yanked on crates.io"),
        (f"{PAGE}/1.0.0", [("1.0.0", True), ("1.0.1", False)], "serde 1.0.0 was yanked on crates.io"),
        (f"{PAGE}/1.0.1", [("1.0.0", True), ("1.0.1", False)], None),
        (PAGE, [("1.0.0", True), ("1.0.1", False)], None),
    ],
)
def test_yanked(url: str, versions: list[tuple[str, bool]], message: str | None) -> None:
    expected = {"package-yanked": (message, None)} if message else {}
    assert ask(PROBE, {INDEX: index(*versions)}, url).findings(url) == expected


def test_a_crate_that_neither_has_is_dead() -> None:
    came = ask(PROBE, {INDEX: Reply(404), API: MISSING}, PAGE)
    (_, _, first), (_, _, second) = came.hosts.asked
    assert second - first >= 5
    judged = came.judged(PAGE)
    assert (judged.verdict, judged.rule) == (Verdict.DEAD, "package-missing")


def test_the_web_api_is_requested_once_a_second_at_most() -> None:
    came = ask(PROBE, {INDEX: Reply(404), API: MISSING}, PAGE)
    pace = came.hosts.paces["crates.io"]
    assert pace is not None
    assert (pace.connections, pace.gap) == (1, 1.0)


def test_a_crate_that_the_web_api_has_is_not_dead() -> None:
    came = ask(PROBE, {INDEX: Reply(404), API: Reply(200, "{}")}, PAGE)
    assert came.declined(PAGE)
    assert came.findings(PAGE) == {}


def test_a_version_that_is_missing_leaves_it_to_the_page() -> None:
    assert ask(PROBE, {INDEX: index(("1.0.0", False))}, f"{PAGE}/9.0.0").declined(f"{PAGE}/9.0.0")


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {INDEX: Reply(500)},
        {INDEX: Reply(403, "We require that all requests include a `User-Agent` header.")},
        {INDEX: Reply(429)},
        {INDEX: Reply(None, error=ErrorKind.CONNECTION_REFUSED)},
        {INDEX: Reply(200, "<html>")},
        {INDEX: Reply(200, '{"name": "serde"}')},
        {INDEX: Reply(200, "[1]")},
        {INDEX: Reply(404), API: Reply(403)},
        {INDEX: Reply(404), API: Reply(429)},
    ],
)
def test_an_index_without_an_answer_falls_back_to_the_page_with_a_notice(answers: dict[str, Reply]) -> None:
    came = ask(PROBE, answers, PAGE)
    assert came.declined(PAGE)
    assert came.findings(PAGE) == {}
    assert [(each.source, each.links) for each in came.unchecked] == [("crates-io", 1)]
