"""Common behavior of all sources: one request for many links, a budget, and soft failures."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import ClassVar

import pytest

from linkwarden.model.catalogue import Absence, EntryFacts
from linkwarden.model.exchange import ErrorKind, Exchange
from linkwarden.model.finding import Verdict
from linkwarden.probe.api import (
    APART_S,
    MAX_REFUSALS,
    ApiProbe,
    NextRequest,
    Resolved,
    ResponseModel,
    SourceResult,
    absences,
    parsed,
)
from linkwarden.settings import HostSettings
from linkwarden.urls import WebUrl
from tests.sources.recorded import Reply, ask

API = "https://api.example.org"


class Thing(ResponseModel):
    name: str


class ThingProbe(ApiProbe[str]):
    """One request for a thing; another one, later, for a thing that is missing."""

    id = "thing"
    title = "Things"
    pace: ClassVar[HostSettings] = HostSettings(connections=1, gap=0.5)
    max_requests: ClassVar[int] = 20

    def key(self, url: WebUrl) -> str | None:
        return url.path.strip("/") or None

    def step(self, key: str, answers: Sequence[Exchange]) -> NextRequest | SourceResult:
        if not answers:
            return NextRequest(f"{API}/things/{key}", f"is there a {key}?")
        if answers[-1].status == HTTPStatus.OK:
            return Resolved(EntryFacts(parsed(answers[-1], Thing).name), settled=True)
        if len(answers) == 1:
            return NextRequest(f"{API}/index/{key}", f"is there really no {key}?", later=True)
        return Resolved(EntryFacts(key, absences(answers)), settled=True)


class ShelfProbe(ThingProbe):
    """Has two keys per request."""

    together: ClassVar[int] = 2

    def group(self, key: str) -> str:
        return key[0]

    def steps(self, keys: Sequence[str], answers: Sequence[Exchange]) -> NextRequest | Mapping[str, SourceResult]:
        if not answers:
            return NextRequest(f"{API}/shelf/{','.join(keys)}", "which of these are there?")
        return {key: Resolved(EntryFacts(key), settled=True) for key in keys}


class SilentProbe(ThingProbe):
    page_tells: ClassVar[bool] = False


class BrokenProbe(ThingProbe):
    def step(self, key: str, answers: Sequence[Exchange]) -> NextRequest | SourceResult:
        raise RuntimeError(key)


class PageProbe(ThingProbe):
    ids_on_page: ClassVar[bool] = True


PROBE = ThingProbe()


def there(name: str) -> Reply:
    return Reply(200, f'{{"name": "{name}", "unknown": 1}}')


def test_links_to_one_thing_share_their_request() -> None:
    urls = ("https://a.things.dev/x", "http://a.things.dev/x", "https://a.things.dev/x/?q=1")
    came = ask(PROBE, {f"{API}/things/x": there("x")}, *urls)
    assert came.asked == [f"{API}/things/x"]
    ids = {tuple(each.id for each in came.observation(url).api_exchanges) for url in came.tasks}
    assert ids == {("e1",)}


def test_a_source_names_the_pace_of_its_host() -> None:
    came = ask(PROBE, {f"{API}/things/x": there("x")}, "https://a.things.dev/x")
    assert came.hosts.paces == {"api.example.org": HostSettings(connections=1, gap=0.5)}


def test_an_absence_is_confirmed_later_and_elsewhere() -> None:
    answers = {f"{API}/things/x": Reply(404), f"{API}/index/x": Reply(404)}
    came = ask(PROBE, answers, "https://a.things.dev/x")
    (_, _, first), (_, _, second) = came.hosts.asked
    assert second - first >= APART_S
    facts = came.observation("https://a.things.dev/x").fact(EntryFacts)
    assert facts is not None
    assert [each.asked for each in facts.absences] == [f"{API}/things/x", f"{API}/index/x"]
    assert isinstance(facts.absences[0], Absence)


def test_things_are_requested_together() -> None:
    answers = {f"{API}/shelf/{each}": Reply(200, "{}") for each in ("a1,a2", "a3", "b1")}
    urls = [f"https://a.things.dev/{each}" for each in ("a1", "b1", "a2", "a3", "a1?")]
    came = ask(ShelfProbe(), answers, *urls)
    assert sorted(came.asked) == sorted(answers)
    assert all(not came.declined(url) for url in came.tasks)


def test_redirects_are_followed_on_the_same_host_only() -> None:
    answers = {
        f"{API}/things/old": Reply(301, headers={"location": "/things/new"}),
        f"{API}/things/new": there("new"),
        f"{API}/things/away": Reply(302, headers={"location": "https://elsewhere.example.org/"}),
        f"{API}/things/loop": Reply(302, headers={"location": "/things/loop"}),
    }
    came = ask(PROBE, answers, *(f"https://a.things.dev/{each}" for each in ("old", "away", "loop")))
    assert came.observation("https://a.things.dev/old").fact(EntryFacts) == EntryFacts("new")
    assert [each.why for each in came.observation("https://a.things.dev/old").api_exchanges][1] == "redirect"
    assert came.declined("https://a.things.dev/away")
    assert came.declined("https://a.things.dev/loop")
    assert "https://elsewhere.example.org/" not in came.asked
    assert came.asked.count(f"{API}/things/loop") <= 4


@pytest.mark.parametrize(
    "answer",
    [
        Reply(None, error=ErrorKind.TIMEOUT),
        Reply(None, error=ErrorKind.PRIVATE_ADDRESS),
        Reply(401),
        Reply(403),
        Reply(418),
        Reply(429),
        Reply(500),
        Reply(200, "<html></html>"),
        Reply(200, "null"),
        Reply(200, b"\xff\xfe"),
        Reply(200, '{"name": ["x"]}'),
    ],
)
def test_an_api_without_an_answer_proves_nothing_about_a_link(answer: Reply) -> None:
    url = "https://a.things.dev/x"
    came = ask(PROBE, {f"{API}/things/x": answer}, url)
    assert came.declined(url)
    assert came.observation(url).facts == ()
    assert came.judged(url).verdict is Verdict.ALIVE
    (unchecked,) = came.unchecked
    assert (unchecked.source, unchecked.links) == ("thing", 1)
    assert unchecked.cure


def test_one_note_for_all_links_of_a_source() -> None:
    came = ask(PROBE, {}, *(f"https://a.things.dev/{each}" for each in range(5)))
    (unchecked,) = came.unchecked
    assert unchecked.links == 5


@pytest.mark.parametrize(
    ("answer", "requests"), [(Reply(503), MAX_REFUSALS), (Reply(None, error=ErrorKind.TIMEOUT), 1)]
)
def test_a_source_that_keeps_failing_is_left_alone(answer: Reply, requests: int) -> None:
    came = ask(
        PROBE,
        {f"{API}/things/{each}": answer for each in range(10)},
        *(f"https://a.things.dev/{each}" for each in range(10)),
    )
    assert len(came.asked) == requests
    assert all(came.declined(url) for url in came.tasks)
    assert came.unchecked[0].links == 10


def test_a_refusal_now_and_then_changes_nothing() -> None:
    answers = {f"{API}/things/{each}": Reply(503) if each % 3 == 0 else there("x") for each in range(15)}
    came = ask(PROBE, answers, *(f"https://a.things.dev/{each}" for each in range(15)))
    assert sum(came.declined(url) for url in came.tasks) == 5


def test_the_budget_is_kept() -> None:
    answers = {f"{API}/things/{each}": there("x") for each in range(30)}
    came = ask(PROBE, answers, *(f"https://a.things.dev/{each}" for each in range(30)))
    assert len(came.asked) == 20
    assert sum(came.declined(url) for url in came.tasks) == 10
    assert "budget" in came.unchecked[0].reason


def test_a_link_without_active_rules_is_not_requested() -> None:
    came = ask(PROBE, {}, "https://a.things.dev/x", exclude=["things"])
    assert came.asked == []
    assert came.declined("https://a.things.dev/x")
    assert came.unchecked == []


def test_nothing_is_requested_offline() -> None:
    assert ask(PROBE, {}, "https://a.things.dev/x", offline=True).asked == []


def test_an_error_of_our_own_is_soft_too() -> None:
    came = ask(BrokenProbe(), {}, "https://a.things.dev/x")
    assert came.declined("https://a.things.dev/x")
    assert "internal error" in came.unchecked[0].reason


def test_a_fragment_goes_on_to_a_page_that_has_ids() -> None:
    answers = {f"{API}/things/x": there("x"), f"{API}/things/y": there("y")}
    came = ask(PageProbe(), answers, "https://a.things.dev/x#id", "https://a.things.dev/y")
    assert came.declined("https://a.things.dev/x")
    assert not came.declined("https://a.things.dev/y")
    assert not ask(PROBE, answers, "https://a.things.dev/x#id").declined("https://a.things.dev/x")


def test_a_page_without_tls_is_requested_too_if_it_is_evidence() -> None:
    answers = {f"{API}/things/x": there("x")}
    assert ask(PROBE, answers, "http://a.things.dev/x").declined("http://a.things.dev/x")
    assert not ask(SilentProbe(), answers, "http://a.things.dev/x").declined("http://a.things.dev/x")
