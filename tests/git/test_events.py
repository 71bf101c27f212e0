"""Which revision the events of CI name, and how they are compared with."""

import json
from pathlib import Path
from typing import Any

import pytest

from linkwarden.cli.change import find_change
from linkwarden.errors import InputError
from linkwarden.git import EventBase, base_of_event, read_event
from tests.git.history import History, environment
from tests.git.test_histories import A, B, links

PULL_REQUEST = {
    "action": "synchronize",
    "number": 7,
    "pull_request": {"base": {"ref": "main", "sha": "b" * 40}, "head": {"ref": "change", "sha": "a" * 40}},
    "repository": {"full_name": "octo/tool", "default_branch": "main"},
}


@pytest.mark.parametrize(
    ("variables", "event", "expected"),
    [
        ({"GITHUB_EVENT_NAME": "pull_request"}, PULL_REQUEST, EventBase("b" * 40, "a" * 40)),
        ({"GITHUB_EVENT_NAME": "pull_request_target"}, PULL_REQUEST, EventBase("b" * 40, "a" * 40)),
        ({"GITHUB_EVENT_NAME": "pull_request"}, {"pull_request": {"base": None}}, None),
        ({"GITHUB_EVENT_NAME": "pull_request"}, {}, None),
        (
            {"GITHUB_EVENT_NAME": "merge_group"},
            {"merge_group": {"base_sha": "c" * 40, "head_sha": "d" * 40}},
            EventBase("c" * 40),
        ),
        ({"GITHUB_EVENT_NAME": "push"}, {"before": "e" * 40}, None),
        ({"GITHUB_EVENT_NAME": "schedule"}, {"schedule": "23 5 * * 2"}, None),
        ({"CI_MERGE_REQUEST_DIFF_BASE_SHA": "f" * 40}, {}, EventBase("f" * 40)),
        ({"CI_MERGE_REQUEST_DIFF_BASE_SHA": ""}, {}, None),
        ({}, {}, None),
    ],
)
def test_the_base_is_the_one_that_the_event_names(
    variables: dict[str, str], event: dict[str, Any], expected: EventBase | None
) -> None:
    assert expected == base_of_event(variables, event)


@pytest.mark.parametrize("text", ["", "{", "\x00"])
def test_an_event_file_that_is_no_json_is_one_clear_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "event.json"
    path.write_text(text)
    with pytest.raises(InputError, match=r"\AGITHUB_EVENT_PATH: .*event.json cannot be read: [^\n]*\Z"):
        read_event({"GITHUB_EVENT_PATH": str(path)})


def test_an_event_file_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"GITHUB_EVENT_PATH: .*gone\.json cannot be read"):
        read_event({"GITHUB_EVENT_PATH": str(tmp_path / "gone.json")})


def test_outside_a_change_there_is_nothing_to_compare_with(
    history: History, capsys: pytest.CaptureFixture[str]
) -> None:
    history.write("README.md", links(A))
    history.commit()
    assert find_change("auto", ["README.md"], history.path, environment()) is None
    assert "every link is checked" in capsys.readouterr().err


def _pull_request(history: History, tmp_path: Path) -> tuple[History, dict[str, str]]:
    """Return a clone as actions/checkout makes it for a pull request, and its environment.

    The base has moved on since the pull request was opened; the test merge is made with its newest commit.
    """
    history.write("README.md", links(A))
    base = history.commit()
    history.branch()
    history.write("docs.md", links(B))
    head = history.commit()
    history.git("checkout", "--quiet", "main")
    history.write("later.md", links("https://later.example.org/"))
    history.commit()
    history.git("checkout", "--quiet", "--detach")
    history.git("merge", "--quiet", "--no-edit", "change")
    history.git("update-ref", "refs/pull/7/merge", "HEAD")
    event = {**PULL_REQUEST, "pull_request": {"base": {"sha": base}, "head": {"sha": head}}}
    (tmp_path / "event.json").write_text(json.dumps(event))
    variables = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": str(tmp_path / "event.json")}
    return history, variables


def _checkout(history: History, path: Path, depth: int) -> History:
    clone = History(path)
    clone.git("remote", "add", "origin", history.path.as_uri())
    clone.git("fetch", "--quiet", f"--depth={depth}", "origin", "+refs/pull/7/merge:refs/remotes/pull/7/merge")
    clone.git("checkout", "--quiet", "--force", "refs/remotes/pull/7/merge")
    return clone


def test_a_test_merge_is_compared_with_the_base_that_was_merged_also_at_depth_2(
    history: History, tmp_path: Path
) -> None:
    origin, variables = _pull_request(history, tmp_path)
    assert {B} == origin.checked(diff="auto", variables=variables)
    assert {B} == _checkout(origin, tmp_path / "clone", 2).checked(diff="auto", variables=variables)


def test_a_checkout_of_depth_1_gets_the_needed_depth_in_a_message(history: History, tmp_path: Path) -> None:
    origin, variables = _pull_request(history, tmp_path)
    clone = _checkout(origin, tmp_path / "clone", 1)
    with pytest.raises(InputError, match="fetch-depth: 0, or 2 for pull_request events"):
        clone.checked(diff="auto", variables=variables)


def test_a_checkout_of_the_head_itself_is_compared_with_the_merge_base(history: History, tmp_path: Path) -> None:
    origin, variables = _pull_request(history, tmp_path)
    origin.git("checkout", "--quiet", "change")
    assert {B} == origin.checked(diff="auto", variables=variables)


def test_a_merge_queue_entry_is_compared_with_the_queue_s_base(history: History, tmp_path: Path) -> None:
    history.write("README.md", links(A))
    base = history.commit()
    history.branch("gh-readonly-queue/main/pr-7")
    history.write("README.md", links(A, B))
    history.commit()
    (tmp_path / "event.json").write_text(json.dumps({"merge_group": {"base_sha": base}}))
    assert {B} == history.checked(
        diff="auto",
        variables={"GITHUB_EVENT_NAME": "merge_group", "GITHUB_EVENT_PATH": str(tmp_path / "event.json")},
    )


def test_a_merge_request_on_gitlab_is_compared_with_its_base(history: History) -> None:
    history.write("README.md", links(A))
    base = history.commit()
    history.branch()
    history.write("README.md", links(A, B))
    history.commit()
    assert {B} == history.checked(diff="auto", variables={"CI_MERGE_REQUEST_DIFF_BASE_SHA": base})
