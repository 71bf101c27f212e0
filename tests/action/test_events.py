"""The composite action in the events that users run it for, over real repositories and without a network."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.action.runner import Job
from tests.git.history import History
from tests.issue.forge import TOKEN, Forge, serve

OLD = "# Title\n\n[was broken before](old.md)\n"


@pytest.fixture
def history(tmp_path: Path) -> History:
    """A repository whose default branch has one dead link."""
    history = History(tmp_path / "checkout")
    history.write("README.md", OLD)
    history.git("add", "-A")
    history.git("commit", "--quiet", "-m", "base")
    return history


def change(history: History) -> tuple[str, str]:
    """Commit a change that adds a dead link, and return the ids of its base and its head."""
    base = history.git("rev-parse", "HEAD")
    history.git("switch", "--quiet", "--create", "topic")
    history.write("README.md", OLD + "\n[broken now](new.md)\n")
    history.git("commit", "--quiet", "-am", "change")
    return base, history.git("rev-parse", "HEAD")


def job(history: History, name: str, event: dict[str, Any], reference: str, **environment: str) -> Job:
    """Return a job that runs for an event."""
    event = {"repository": {"default_branch": "main", "full_name": "octo/tool"}, **event}
    path = history.path.parent / "event.json"
    path.write_text(json.dumps(event), encoding="utf-8")
    sha = history.git("rev-parse", "HEAD")
    github = {
        "event_name": name,
        "ref_name": reference,
        "event": event,
        "token": TOKEN,
        "run_id": "1",
        "run_attempt": "1",
        "action_path": "/action",
    }
    variables = {
        "GITHUB_EVENT_PATH": str(path),
        "GITHUB_REPOSITORY": "octo/tool",
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_WORKFLOW_REF": "octo/tool/.github/workflows/links.yml@refs/heads/main",
        "GITHUB_RUN_ID": "1",
        "GITHUB_SHA": sha,
        **environment,
    }
    return Job(history.path, github, variables)


def pull_request(history: History, fork: str = "octo/tool") -> Job:
    base, head = change(history)
    ends = {
        "base": {"sha": base, "repo": {"full_name": "octo/tool"}},
        "head": {"sha": head, "repo": {"full_name": fork}},
    }
    return job(history, "pull_request", {"pull_request": ends}, "7/merge")


RESTORE, SAVE = "actions/cache/restore", "actions/cache/save"


@pytest.mark.parametrize("fork", ["octo/tool", "someone/tool"])
def test_a_pull_request_fails_for_what_it_adds_and_writes_no_history(history: History, fork: str) -> None:
    ran = pull_request(history, fork)
    assert ran.run(offline="true") == 1

    assert ran.used == ["astral-sh/setup-uv", RESTORE]
    annotations = [line for line in ran.stdout.splitlines() if line.startswith("::")]
    assert len(annotations) == 1
    assert annotations[0].startswith("::error file=README.md,line=5,")
    assert "title=dead%3A missing-file" in annotations[0]
    assert ran.outputs == {
        "exit-code": "1",
        "dead": "1",
        "moved": "0",
        "unreachable": "0",
        "new": "1",
        "report-json": "reports/links.json",
        "report-markdown": "reports/links.md",
    }
    sha = history.git("rev-parse", "HEAD")
    assert f"(<https://github.com/octo/tool/blob/{sha}/README.md?plain=1#L5>)" in ran.summary
    assert "old.md" not in ran.summary
    assert ran.summary.endswith("[Full report](https://github.com/octo/tool/actions/runs/1#artifacts)\n")


def test_an_entry_of_the_merge_queue_is_compared_with_its_base(history: History) -> None:
    base, _ = change(history)
    ran = job(history, "merge_group", {"merge_group": {"base_sha": base}}, "gh-readonly-queue/main/pr-7")
    assert ran.run(offline="true") == 1

    assert ran.used == ["astral-sh/setup-uv", RESTORE]
    assert (ran.outputs["dead"], ran.outputs["new"]) == ("1", "1")


def test_a_pull_request_without_new_problems_passes(history: History) -> None:
    base = history.git("rev-parse", "HEAD")
    history.write("README.md", f"# Other title\n\n{OLD}")
    history.git("commit", "--quiet", "-am", "move")
    ends = {"base": {"sha": base}, "head": {"sha": history.git("rev-parse", "HEAD")}}
    ran = job(history, "pull_request", {"pull_request": ends}, "7/merge")

    assert ran.run(offline="true") == 0
    assert (ran.outputs["exit-code"], ran.outputs["dead"]) == ("0", "0")
    assert "::" not in ran.stdout


@pytest.fixture
def forge() -> Iterator[Forge]:
    with serve() as forge:
        yield forge


def test_a_schedule_keeps_the_issue_and_the_history_over_four_runs(history: History, forge: Forge) -> None:
    def run() -> Job:
        ran = job(history, "schedule", {}, "main", GITHUB_API_URL=forge.url)
        ran.code = ran.run(offline="true", issue="true")
        return ran

    first = run()
    assert first.code == 1
    assert first.used == ["astral-sh/setup-uv", RESTORE, SAVE]
    assert "old.md" in forge.issues[1]["body"]
    assert "/actions/workflows/links.yml" in forge.issues[1]["body"]

    forge.log.clear()
    assert run().code == 1
    assert forge.log == ["GET /issues"]

    history.write("README.md", OLD + "\n[broken now](new.md)\n")
    third = run()
    assert (third.code, third.outputs["dead"], third.outputs["new"]) == (1, "2", "1")
    assert "new.md" in forge.issues[1]["body"]
    assert ["new.md" in comment and "old.md" not in comment for _, comment in forge.comments] == [True]

    history.write("README.md", "# Title\n\n[fine](#title)\n")
    last = run()
    assert (last.code, last.outputs["dead"]) == (0, "0")
    assert forge.issues[1]["state"] == "closed"


def test_without_the_permission_the_check_is_valid_and_the_step_fails_with_one_line(
    history: History, forge: Forge
) -> None:
    forge.refuse = (403, {"message": "Resource not accessible by integration"}, {})
    history.write("README.md", "# Title\n\n[fine](#title)\n")
    ran = job(history, "schedule", {}, "main", GITHUB_API_URL=forge.url)

    assert ran.run(offline="true", issue="true") == 2
    assert ran.outputs["exit-code"] == "0"
    assert ran.stderr.splitlines()[-1].startswith("linkwarden: the issue was not updated: GET /issues: 403")


def test_a_wrong_input_is_one_line_and_exit_code_2(history: History) -> None:
    ran = job(history, "schedule", {}, "main")
    assert ran.run(offline="true", config="nowhere.toml") == 2

    assert ran.outputs["exit-code"] == "2"
    assert "nowhere.toml" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("hostile", ["$(touch hacked)", "`touch hacked`", '"; touch hacked; "', "--config=x", "-"])
def test_an_input_is_never_run(history: History, hostile: str) -> None:
    ran = job(history, "schedule", {}, "main")
    ran.run(offline="true", paths=hostile, max_time=hostile, reports="reports")

    assert not (history.path / "hacked").exists()
    assert ran.outputs["exit-code"] == "2"
