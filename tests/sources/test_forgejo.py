"""Forgejo and Gitea, after codeberg.org/api/swagger."""

import json
from datetime import UTC, datetime

import pytest

from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Verdict
from linkwarden.model.repository import ForgejoFacts
from linkwarden.probe.probes.forgejo import ForgejoProbe
from tests.sources.recorded import Reply, ask, claimed

PROBE = ForgejoProbe()
PAGE = "https://codeberg.org/owner/thing"
API = "https://codeberg.org/api/v1/repos/owner/thing"
BRANCH = f"{API}/branches/main"
COMMIT = Reply(200, '{"name":"main","commit":{"id":"0","timestamp":"2026-05-01T10:00:00+02:00"}}')


def repository(name: str = "owner/thing", **more: object) -> Reply:
    told = {
        "id": 7,
        "full_name": name,
        "html_url": f"https://codeberg.org/{name}",
        "archived": False,
        "archived_at": "1970-01-01T00:00:00Z",
        "updated_at": "2026-05-30T00:00:00Z",
        "default_branch": "main",
        "description": "",
        "website": "",
        **more,
    }
    return Reply(200, json.dumps(told))


@pytest.mark.parametrize(
    ("url", "there"),
    [
        (PAGE, True),
        (f"{PAGE}.git", True),
        (f"{PAGE}/src/branch/main/README.md", True),
        ("https://gitea.example.net/owner/thing", True),
        ("https://codeberg.org/owner", False),
        ("https://codeberg.org/explore/repos", False),
        ("https://docs.codeberg.org/getting-started/", False),
        ("https://example.net/owner/thing", False),
    ],
)
def test_only_repositories_are_claimed(url: str, there: bool) -> None:
    assert claimed(PROBE, url) is there


def test_a_repository_is_alive_without_its_page() -> None:
    came = ask(PROBE, {API: repository(), BRANCH: COMMIT}, PAGE)
    assert (came.judged(PAGE).verdict, came.findings(PAGE), came.declined(PAGE)) == (Verdict.ALIVE, {}, False)
    facts = came.observation(PAGE).fact(ForgejoFacts)
    assert facts is not None
    assert (facts.committed_at, facts.archived_at) == (datetime(2026, 5, 1, 8, tzinfo=UTC), None)


def test_a_file_in_it_is_left_to_the_page() -> None:
    url = f"{PAGE}/src/branch/main/README.md"
    assert ask(PROBE, {API: repository(), BRANCH: COMMIT}, url).declined(url)


def test_archived() -> None:
    answer = repository(archived=True, archived_at="2024-02-03T04:05:06Z")
    came = ask(PROBE, {API: answer, BRANCH: COMMIT}, PAGE)
    assert came.findings(PAGE) == {"repository-archived": ("archived on 2024-02-03", None)}


def test_stale() -> None:
    old = Reply(200, '{"commit":{"timestamp":"2019-05-01T10:00:00Z"}}')
    assert set(ask(PROBE, {API: repository(), BRANCH: old}, PAGE).findings(PAGE)) == {"repository-stale"}


def test_a_repository_that_moved_is_followed_and_the_rest_of_the_link_kept() -> None:
    new = "https://codeberg.org/api/v1/repos/other/thing"
    answers = {
        API: Reply(307, headers={"location": "/api/v1/repos/other/thing"}),
        new: repository("other/thing"),
        f"{new}/branches/main": COMMIT,
    }
    url = f"{PAGE}/src/branch/main/a"
    came = ask(PROBE, answers, PAGE, url)
    assert came.judged(PAGE).verdict is Verdict.MOVED
    assert came.findings(url)["repository-renamed"][1] == "https://codeberg.org/other/thing/src/branch/main/a"


@pytest.mark.parametrize("branch", [Reply(404), Reply(503), Reply(200, "<html>"), Reply(200, "{}")])
def test_without_a_last_commit_nothing_is_called_stale(branch: Reply) -> None:
    came = ask(PROBE, {API: repository(), BRANCH: branch}, PAGE)
    assert (came.findings(PAGE), came.declined(PAGE), came.unchecked) == ({}, False, [])


def test_what_the_forge_does_not_know_is_for_the_page_to_prove() -> None:
    came = ask(PROBE, {API: Reply(404, '{"errors":null,"message":"The target couldn\'t be found."}')}, PAGE)
    assert (came.declined(PAGE), came.findings(PAGE), came.unchecked) == (True, {}, [])


@pytest.mark.parametrize("answer", [Reply(404), Reply(200, "<html>"), Reply(302), Reply(500)])
def test_a_host_that_only_has_the_name_is_passed_on_without_a_word(answer: Reply) -> None:
    url = "https://gitea.example.net/owner/thing"
    came = ask(PROBE, {"https://gitea.example.net/api/v1/repos/owner/thing": answer}, url)
    assert (came.declined(url), came.observation(url).facts, came.unchecked) == (True, (), [])


@pytest.mark.parametrize(
    "answer",
    [Reply(403), Reply(429), Reply(500), Reply(200, "<html>"), Reply(None, error=ErrorKind.TIMEOUT)],
)
def test_a_failure_of_codeberg_itself_is_reported(answer: Reply) -> None:
    came = ask(PROBE, {API: answer}, PAGE)
    assert (came.declined(PAGE), came.findings(PAGE)) == (True, {})
    assert [(each.source, each.links) for each in came.unchecked] == [("forgejo", 1)]
