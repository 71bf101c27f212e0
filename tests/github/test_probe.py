"""The probe with a scripted API, without a socket."""

import json
import re
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import anyio
import pytest

from linkwarden.model.exchange import Body, Exchange
from linkwarden.model.finding import Unchecked
from linkwarden.model.github import GitHubRepository
from linkwarden.model.link import Link, Resource, TargetKind, Task
from linkwarden.model.observation import Observation, RequestMode, Step
from linkwarden.net.hosts import Hosts
from linkwarden.net.http.wire import Request
from linkwarden.probe import PROBES, Declined, ProbeContext
from linkwarden.probe.base import Result
from linkwarden.probe.github.budget import MAX_IN_FLIGHT
from linkwarden.settings import HostSettings, Settings
from linkwarden.urls import WebUrl
from tests.probe.steps import Steps

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TOKEN = "ghp_secret"
FETCH = Step(RequestMode.PLAIN, "test")

Say = Callable[[str], tuple[int, dict[str, str], Any]]


class FakeClock:
    """A clock that does not advance."""

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 1000.0

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("the host waits, not the probe")


@dataclass
class FakeHosts:
    """Every host is GitHub's API."""

    say: Say
    asked: list[tuple[Request, WebUrl, float]] = field(default_factory=list)
    in_flight: int = 0
    most: int = 0
    """Questions in flight at once."""

    def of(self, url: WebUrl, default: HostSettings | None = None) -> "FakeHosts":
        return self

    async def send(
        self, request: Request, url: WebUrl, why: str, not_before: float, max_attempts: int | None = None
    ) -> tuple[Exchange, ...]:
        assert 1 == max_attempts
        self.in_flight += 1
        self.most = max(self.most, self.in_flight)
        await anyio.lowlevel.checkpoint()
        self.asked.append((request, url, not_before))
        status, headers, document = self.say(json.loads(request.content or b"")["query"])
        body = Body(json.dumps(document).encode(), complete=True)
        number = f"e{len(self.asked)}"
        self.in_flight -= 1
        answer = Exchange(number, NOW, why, "POST", url.href, status, headers=tuple(headers.items()), body=body)
        return (answer,)


def answers(query: str, **changed: Any) -> tuple[int, dict[str, str], Any]:
    """Return that each repository exists, unless its name has another state."""
    data: dict[str, Any] = {"rateLimit": {"limit": 1000, "remaining": 900, "resetAt": "2026-11-24T13:00:00Z"}}
    errors = list[dict[str, Any]]()
    for alias, owner, name in re.findall(r'(r\d+): repository\(owner: "(.*?)", name: "(.*?)"\)', query):
        data[alias] = {"nameWithOwner": f"{owner}/{name}", "hasIssuesEnabled": True, "f0": True}
        if name.startswith("gone"):
            data[alias] = None
            errors.append({"type": "NOT_FOUND", "path": [alias]})
        if name.startswith("locked"):
            data[alias] = None
            errors.append({"type": "FORBIDDEN", "path": [alias], "extensions": {"saml_failure": True}})
    return 200, {}, {"data": {**data, **changed}, "errors": errors}


def first(reply: tuple[int, dict[str, str], Any]) -> Say:
    """Return that once, and then the usual response."""
    replies = [reply]
    return lambda query: replies.pop() if replies else answers(query)


def task(url: str, *fragments: str) -> Task:
    resource = Resource(url, TargetKind.WEB)
    links = tuple(Link(f"{url}#{each}", resource, each, ()) for each in fragments) or (Link(url, resource, None, ()),)
    return Task(resource, links, ("github", "web"))


@dataclass
class Probed:
    results: dict[str, Result]
    hosts: FakeHosts
    unchecked: list[Unchecked]
    notices: list[str]

    @property
    def declined(self) -> list[str]:
        return [url for url, result in self.results.items() if isinstance(result, Declined)]

    def facts(self, url: str) -> GitHubRepository | None:
        return self.observation(url).fact(GitHubRepository)

    def observation(self, url: str) -> Observation:
        result = self.results[url]
        return result.so_far if isinstance(result, Declined) else result


def probed(
    tasks: Iterable[Task],
    say: Say = answers,
    environment: dict[str, str] | None = None,
    step: Step | None = FETCH,
    hosts: FakeHosts | None = None,
) -> Probed:
    """Run the probe over *tasks*."""
    hosts = hosts or FakeHosts(say)
    notices, unchecked, results = list[str](), list[Unchecked](), dict[str, Result]()
    context = ProbeContext(
        hosts=cast("Hosts", hosts),
        clock=FakeClock(),
        settings=Settings(),
        root=Path(),
        judge=Steps(lambda _task, _observation: step),
        anchors_of=lambda _: None,
        environment={"GITHUB_TOKEN": TOKEN} if environment is None else environment,
        notice=notices.append,
        unchecked=unchecked.append,
    )

    async def emit(task: Task, result: Result) -> None:
        assert task.resource.url not in results
        results[task.resource.url] = result

    async def batch() -> AsyncIterator[tuple[Task, Observation]]:
        for each in tasks:
            yield each, Observation(each.resource)

    anyio.run(PROBES["github"].run, batch(), context, emit)
    return Probed(results, hosts, unchecked, notices)


def many(count: int, name: str = "r") -> list[Task]:
    return [task(f"https://github.com/o/{name}{number}") for number in range(count)]


def test_what_it_claims() -> None:
    claims = PROBES["github"].claims

    assert claims(Resource("https://github.com/o/r", TargetKind.WEB), {})
    assert claims(Resource("https://raw.githubusercontent.com/o/r/main/x", TargetKind.WEB), {})
    assert not claims(Resource("https://github.com/topics/x", TargetKind.WEB), {})
    assert not claims(Resource("https://example.dev/o/r", TargetKind.WEB), {})
    assert not claims(Resource("docs/x.md", TargetKind.FILE), {})


def test_it_claims_the_pages_of_the_server_that_the_given_environment_names(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = Resource("https://ghe.corp/o/r", TargetKind.WEB)
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://ghe.corp")  # the process's own is not read

    assert not PROBES["github"].claims(resource, {})
    assert PROBES["github"].claims(resource, {"GITHUB_SERVER_URL": "https://ghe.corp"})


def test_120_repositories_are_three_questions_that_their_links_share() -> None:
    outcome = probed(many(120))

    assert 3 == len(outcome.hosts.asked)
    assert [] == outcome.declined
    assert {"e1": 50, "e2": 50, "e3": 20} == {
        number: sum(each.exchanges[0].id == number for each in map(outcome.observation, outcome.results))
        for number in ("e1", "e2", "e3")
    }
    first = outcome.observation("https://github.com/o/r0").exchanges[0]
    assert ("GitHub: 50 repositories in one query", b"") == (first.why, first.body.data)
    assert ([], []) == (outcome.notices, outcome.unchecked)


def test_several_questions_are_in_flight_at_once_within_the_budget() -> None:
    outcome = probed(many(1000))

    assert 20 == len(outcome.hosts.asked)
    assert MAX_IN_FLIGHT == outcome.hosts.most
    assert [] == outcome.declined


def test_from_a_secondary_limit_on_questions_follow_each_other() -> None:
    at_once: list[int] = []

    def say(query: str) -> tuple[int, dict[str, str], Any]:
        at_once.append(hosts.in_flight)
        return (403, {"retry-after": "30"}, {}) if len(at_once) == 3 else answers(query)

    hosts = FakeHosts(say)
    outcome = probed(many(1000), hosts=hosts)

    assert [] == outcome.declined
    assert {0.0, 1030.0} == {not_before for _, _, not_before in hosts.asked}
    assert {1} == set(at_once[2 * MAX_IN_FLIGHT :])
    assert MAX_IN_FLIGHT == hosts.most


def test_the_token_goes_to_the_api_alone_and_stays_out_of_the_record() -> None:
    outcome = probed(many(1))
    request, url, _ = outcome.hosts.asked[0]

    assert "https://api.github.com/graphql" == url.href
    assert f"Bearer {TOKEN}" == dict(request.headers)["Authorization"]
    assert TOKEN not in repr(outcome.results)


def test_the_enterprise_servers_api_is_queried_about_its_own_pages() -> None:
    environment = {"GITHUB_TOKEN": TOKEN, "GITHUB_API_URL": "https://ghe.corp/api/v3"}
    outcome = probed([task("https://ghe.corp/o/r"), *many(1)], environment=environment)

    assert ["https://ghe.corp/api/graphql"] == [url.href for _, url, _ in outcome.hosts.asked]
    assert ["https://github.com/o/r0"] == outcome.declined


def test_what_is_not_found_goes_on_to_the_web_with_the_facts() -> None:
    outcome = probed(many(1, "gone"))

    assert ["https://github.com/o/gone0"] == outcome.declined
    assert outcome.facts("https://github.com/o/gone0") == GitHubRepository("o/gone0", found=False)


def test_what_needs_the_page_goes_on_to_the_web_with_the_facts() -> None:
    tasks = [
        task("https://github.com/o/r", "readme"),
        task("https://github.com/o/r/", "install", "readme"),
        task("http://github.com/o/r"),
        task("https://github.com/o/r/wiki"),
    ]
    outcome = probed(tasks)

    assert [each.resource.url for each in tasks[1:]] == outcome.declined
    assert 1 == len(outcome.hosts.asked)
    assert all(outcome.facts(each.resource.url) for each in tasks)
    assert [True, True, True, False] == [outcome.observation(each.resource.url).proven for each in tasks]


def test_links_without_active_rules_are_not_requested() -> None:
    outcome = probed(many(3), step=None)

    assert [] == outcome.hosts.asked
    assert 3 == len(outcome.declined)
    assert [] == outcome.notices


def test_without_a_token_the_run_says_how_slow_that_is_and_the_cure() -> None:
    outcome = probed([*many(119), task("https://github.com/o/x", "a", "b")], environment={"CI": "true"})

    assert [] == outcome.hosts.asked
    assert 120 == len(outcome.declined)
    (notice,), (unchecked,) = outcome.notices, outcome.unchecked
    assert notice.startswith(
        "121 links go to github.com, and without a token each is a page request: about 24 s. Set GITHUB_TOKEN"
    )
    assert ("github", 121) == (unchecked.source, unchecked.links)
    assert "${{ github.token }}" in unchecked.cure


def test_a_refused_token_is_reported_once_and_all_goes_to_the_web() -> None:
    outcome = probed(many(120), lambda _: (401, {}, {"message": "Bad credentials"}))

    assert 1 == len(outcome.hosts.asked)
    assert 120 == len(outcome.declined)
    assert 1 == len(outcome.notices)
    assert "rejected (401)" in outcome.notices[0]
    assert [120] == [each.links for each in outcome.unchecked]


def test_an_organisation_that_wants_single_sign_on_is_named_once() -> None:
    outcome = probed([*many(2), *many(2, "locked")])

    assert ["https://github.com/o/locked0", "https://github.com/o/locked1"] == outcome.declined
    assert None is outcome.facts("https://github.com/o/locked0")
    assert 1 == len(outcome.notices)
    assert ["the token has no access to o"] == [each.reason for each in outcome.unchecked]
    assert [2] == [each.links for each in outcome.unchecked]


def test_a_502_on_every_third_call_costs_time_but_no_answer() -> None:
    count = 0

    def say(query: str) -> tuple[int, dict[str, str], Any]:
        nonlocal count
        count += 1
        return (502, {}, {"message": "Server Error"}) if count % 3 == 0 else answers(query)

    outcome = probed(many(480), say)

    assert [] == outcome.declined
    assert len(outcome.hosts.asked) < 40
    assert [] == outcome.unchecked
    assert {0.0, 1001.0} <= {not_before for _, _, not_before in outcome.hosts.asked}


def test_the_attempts_that_failed_belong_to_the_record() -> None:
    outcome = probed(many(1), first((502, {}, {})))

    assert [502, 200] == [each.status for each in outcome.observation("https://github.com/o/r0").exchanges]


def test_a_spent_limit_keeps_what_was_answered() -> None:
    limit = {"limit": 1000, "remaining": 40, "resetAt": "2026-11-24T13:00:00Z"}
    outcome = probed(many(120), lambda query: answers(query, rateLimit=limit))

    assert 1 == len(outcome.hosts.asked)
    assert 70 == len(outcome.declined)
    assert [70] == [each.links for each in outcome.unchecked]
    assert "used up until 13:00 UTC" in outcome.notices[0]


def test_a_secondary_limit_moves_the_next_question() -> None:
    outcome = probed(many(2), first((403, {"retry-after": "30"}, {})))

    assert [0.0, 1030.0] == [not_before for _, _, not_before in outcome.hosts.asked]
    assert [] == outcome.declined


def test_an_api_that_is_down_never_makes_the_run_red() -> None:
    outcome = probed(many(120), lambda _: (503, {}, {}))

    assert 8 == len(outcome.hosts.asked)
    assert 120 == len(outcome.declined)
    assert all(outcome.facts(url) is None for url in outcome.results)
    assert [120] == [each.links for each in outcome.unchecked]


def test_a_defect_of_ours_leaves_the_links_to_the_web() -> None:
    def say(query: str) -> tuple[int, dict[str, str], Any]:
        raise RuntimeError

    outcome = probed(many(2), say)

    assert 2 == len(outcome.declined)
    assert ["an internal error"] == [each.reason for each in outcome.unchecked]


def test_addresses_that_parse_to_the_same_target_share_one_answer() -> None:
    urls = ["https://github.com/o/r", "https://github.com/o/r/", "https://github.com/o/r.git"]
    outcome = probed([task(url) for url in urls])

    assert urls == list(outcome.results)
    assert 1 == (outcome.hosts.asked[0][0].content or b"").count(b"repository(")
