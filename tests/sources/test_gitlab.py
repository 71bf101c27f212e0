"""GitLab, after docs.gitlab.com/api/projects and /api/rest, "Redirects"."""

import json
from datetime import UTC, datetime

import pytest

from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Verdict
from linkwarden.model.repository import GitLabFacts
from linkwarden.probe.probes.gitlab import GitLabProbe
from tests.sources.recorded import Answers, Reply, ask, claimed

PROBE = GitLabProbe()
PAGE = "https://gitlab.com/group/sub/thing"
API = "https://gitlab.com/api/v4/projects/group%2Fsub%2Fthing"
BY_ID = "https://gitlab.com/api/v4/projects/7"
COMMITS = f"{BY_ID}/repository/commits?per_page=1"
COMMIT = Reply(200, '[{"id":"0","committed_date":"2026-05-01T10:00:00.000+02:00"}]')
OLD_COMMIT = Reply(200, '[{"id":"0","committed_date":"2019-05-01T10:00:00.000Z"}]')
NOT_FOUND = Reply(404, '{"message":"404 Project Not Found"}')


def project(path: str = "group/sub/thing", **more: object) -> Reply:
    told = {
        "id": 7,
        "path_with_namespace": path,
        "web_url": f"https://gitlab.com/{path}",
        "archived": False,
        "last_activity_at": "2026-05-30T00:00:00.000Z",
        "default_branch": "main",
        "description": None,
        **more,
    }
    return Reply(200, json.dumps(told))


@pytest.mark.parametrize(
    ("url", "path", "rest"),
    [
        (PAGE, "group/sub/thing", ""),
        ("https://gitlab.com/group/thing.git", "group/thing", ""),
        ("https://gitlab.com/group/thing/", "group/thing", ""),
        (f"{PAGE}/-/blob/main/a%20b.md?ref_type=heads", "group/sub/thing", "/-/blob/main/a b.md?ref_type=heads"),
        ("https://gitlab.com/group/thing/tree/master/docs", "group/thing", "/tree/master/docs"),
        ("https://gitlab.gnome.org/GNOME/gtk", "GNOME/gtk", ""),
        ("https://code.example.net:8443/a/b/c/-/issues/1", "a/b/c", "/-/issues/1"),
    ],
)
def test_what_a_link_names(url: str, path: str, rest: str) -> None:
    from linkwarden.urls import parse_web_url

    parsed = parse_web_url(url)
    key = PROBE.key(parsed) if parsed else None
    assert key is not None
    assert (key.path, key.rest) == (path, rest)


@pytest.mark.parametrize(
    "url",
    [
        "https://gitlab.com/",
        "https://gitlab.com/group",
        "https://gitlab.com/groups/group/sub",
        "https://gitlab.com/explore/projects",
        "https://about.gitlab.com/",
        "https://code.example.net/a/b",
        "https://example.net/-/x",
    ],
)
def test_other_pages_are_not_claimed(url: str) -> None:
    assert not claimed(PROBE, url)


def test_a_project_is_alive_without_its_page() -> None:
    came = ask(PROBE, {API: project(), COMMITS: COMMIT}, PAGE)
    assert (came.judged(PAGE).verdict, came.findings(PAGE), came.declined(PAGE)) == (Verdict.ALIVE, {}, False)
    facts = came.observation(PAGE).fact(GitLabFacts)
    assert facts is not None
    assert facts.committed_at == datetime(2026, 5, 1, 8, tzinfo=UTC)


def test_a_file_in_it_is_left_to_the_page_and_costs_no_more_requests() -> None:
    file = f"{PAGE}/-/blob/main/README.md"
    came = ask(PROBE, {API: project(archived=True), COMMITS: COMMIT}, PAGE, file)
    assert came.asked == [API, COMMITS]
    assert (came.declined(PAGE), came.declined(file)) == (False, True)
    assert set(came.findings(file)) == {"repository-archived"}


@pytest.mark.parametrize(
    ("answer", "commits", "rule", "message"),
    [
        (project(archived=True), COMMIT, "repository-archived", "archived"),
        (project(), OLD_COMMIT, "repository-stale", "last commit on 2019-05-01"),
    ],
)
def test_states_on_gitlab_become_findings(answer: Reply, commits: Reply, rule: str, message: str) -> None:
    assert ask(PROBE, {API: answer, COMMITS: commits}, PAGE).findings(PAGE) == {rule: (message, None)}


def test_a_project_that_moved_is_followed_and_the_rest_of_the_link_kept() -> None:
    answers: Answers = {
        API: Reply(301, headers={"location": BY_ID}),
        BY_ID: project("elsewhere/thing"),
        COMMITS: COMMIT,
    }
    came = ask(PROBE, answers, PAGE, f"{PAGE}/-/tree/main/docs#readme")
    judged = came.judged(PAGE)
    assert (judged.verdict, judged.rule) == (Verdict.MOVED, "repository-renamed")
    assert came.findings(PAGE)["repository-renamed"][1] == "https://gitlab.com/elsewhere/thing"
    inside = came.findings(f"{PAGE}/-/tree/main/docs")["repository-renamed"][1]
    assert inside == "https://gitlab.com/elsewhere/thing/-/tree/main/docs#readme"


@pytest.mark.parametrize("commits", [Reply(404), Reply(503), Reply(200, "[]"), Reply(200, "<html>"), Reply(200, "{}")])
def test_without_a_last_commit_nothing_is_called_stale(commits: Reply) -> None:
    came = ask(PROBE, {API: project(), COMMITS: commits}, PAGE)
    assert (came.findings(PAGE), came.declined(PAGE), came.unchecked) == ({}, False, [])


def test_what_gitlab_does_not_know_may_be_a_group_or_private() -> None:
    came = ask(PROBE, {API: NOT_FOUND}, PAGE)
    assert (came.declined(PAGE), came.findings(PAGE), came.unchecked) == (True, {}, [])


@pytest.mark.parametrize("answer", [Reply(404, "<html>"), Reply(200, "<html>"), Reply(302), Reply(403), Reply(500)])
def test_a_host_that_is_not_gitlab_after_all_is_passed_on_without_a_word(answer: Reply) -> None:
    url = "https://code.example.net/a/b/-/issues/1"
    came = ask(PROBE, {"https://code.example.net/api/v4/projects/a%2Fb": answer}, url)
    assert (came.declined(url), came.observation(url).facts, came.unchecked) == (True, (), [])


@pytest.mark.parametrize(
    "answer",
    [Reply(401), Reply(403), Reply(429), Reply(500), Reply(200, "<html>"), Reply(None, error=ErrorKind.TIMEOUT)],
)
def test_a_failure_of_gitlab_itself_is_reported(answer: Reply) -> None:
    came = ask(PROBE, {API: answer}, PAGE)
    assert (came.declined(PAGE), came.findings(PAGE)) == (True, {})
    assert [(each.source, each.links) for each in came.unchecked] == [("gitlab", 1)]
