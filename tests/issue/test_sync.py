"""The issue over several runs, with a server that has GitHub's API."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from linkwarden.action.issue import update
from linkwarden.model.finding import Verdict
from linkwarden.report.v1 import LinkInfo, Report
from tests.issue.forge import TOKEN, Forge, serve
from tests.report.conftest import ERROR, WARNING, alive, link, report, say

GONE = link("https://gone.example/", Verdict.DEAD, [say("gone", ERROR, "410 Gone")])
SLOW = link("https://slow.example/", Verdict.UNREACHABLE, [say("timeout", WARNING, "no answer in 30 s")])


@pytest.fixture
def forge() -> Iterator[Forge]:
    with serve() as forge:
        yield forge


class Job:
    """A job that checks on a schedule, and then updates the issue."""

    def __init__(self, folder: Path, forge: Forge) -> None:
        self.folder = folder
        self.environment = {
            "GITHUB_API_URL": forge.url,
            "GITHUB_REPOSITORY": "octo/tool",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_WORKFLOW_REF": "octo/tool/.github/workflows/links.yml@refs/heads/main",
            "GITHUB_TOKEN": TOKEN,
            "INPUT_REPORTS": str(folder),
            "INPUT_ISSUE_TITLE": "Links",
        }

    def run(self, *links: LinkInfo, **more: str) -> int:
        """Update the issue after a run that saw *links*."""
        return self.update(report(links), **more)

    def update(self, what: Report, **more: str) -> int:
        """Update the issue after that run."""
        (self.folder / "links.json").write_text(what.model_dump_json(), encoding="utf-8")
        return update({**self.environment, **more})


@pytest.fixture
def job(tmp_path: Path, forge: Forge) -> Job:
    return Job(tmp_path, forge)


def test_one_issue_lives_through_the_runs(job: Job, forge: Forge) -> None:
    assert 0 == job.run(GONE, alive("https://a.example/"))
    assert [1] == list(forge.issues)
    first = forge.issues[1]["body"]
    assert "<https://gone.example/>" in first
    assert "/octo/tool/actions/workflows/links.yml" in first

    forge.log.clear()
    assert 0 == job.run(GONE, alive("https://a.example/"))
    assert ["GET /issues"] == forge.log

    forge.issues[1]["body"] = f"Who takes these?\n\n{first}"
    assert 0 == job.run(GONE, SLOW)
    assert forge.issues[1]["body"].startswith("Who takes these?\n\n")
    assert "<https://slow.example/>" in forge.issues[1]["body"]
    [(number, comment)] = forge.comments
    assert 1 == number
    assert "slow.example" in comment
    assert "gone.example" not in comment

    forge.log.clear()
    assert 0 == job.run(SLOW)
    assert ["GET /issues", "PATCH /issues/N"] == forge.log
    assert "gone.example" not in forge.issues[1]["body"]

    assert 0 == job.run(alive("https://a.example/"))
    assert ("closed", "completed") == (forge.issues[1]["state"], forge.issues[1]["state_reason"])

    forge.log.clear()
    assert 0 == job.run(alive("https://a.example/"))
    assert ["GET /issues"] == forge.log

    assert 0 == job.run(GONE)
    assert [1] == list(forge.issues)
    assert "open" == forge.issues[1]["state"]
    assert "gone.example" in forge.comments[-1][1]
    assert forge.issues[1]["body"].startswith("Who takes these?\n\n")


def test_nothing_is_opened_while_all_is_well(job: Job, forge: Forge) -> None:
    assert 0 == job.run(alive("https://a.example/"))
    assert {} == forge.issues


def test_issues_and_pull_requests_of_others_are_left_alone(job: Job, forge: Forge) -> None:
    forge.add("an issue of somebody")
    forge.add("<!-- linkwarden:report -->", pull=True)
    forge.add("<!-- linkwarden:report -->", label="other")
    assert 0 == job.run(GONE)
    assert 4 == len(forge.issues)
    assert "gone.example" in forge.issues[4]["body"]


def test_the_issue_is_found_behind_a_hundred_others(job: Job, forge: Forge) -> None:
    assert 0 == job.run(GONE)
    for _ in range(150):
        forge.add("an issue of somebody")
    assert 0 == job.run(GONE, SLOW)
    assert 151 == len(forge.issues)
    assert "slow.example" in forge.issues[1]["body"]


@pytest.mark.parametrize("status", ["untrusted", "interrupted"])
def test_a_run_that_saw_too_little_changes_nothing(job: Job, forge: Forge, status: str) -> None:
    whole = report([GONE])
    run = whole.run.model_copy(update={"status": status, "reason": "no network"})
    assert 0 == job.update(whole.model_copy(update={"run": run}))
    assert [] == forge.log


@pytest.mark.parametrize(
    ("status", "message", "expected"),
    [
        (
            403,
            "Resource not accessible by integration",
            "403 Resource not accessible by integration: the token lacks a permission",
        ),
        (404, "Not Found", "404 Not Found: it does not exist"),
        (410, "Issues are disabled", "410 Issues are disabled: issues are disabled"),
        (401, "Bad credentials", "401 Bad credentials: the token is not valid"),
        (503, "\x1b[31m::error::x", "503 : :error::x\n"),
    ],
)
def test_a_refusal_is_one_line_with_the_missing_permission(
    job: Job, forge: Forge, capsys: pytest.CaptureFixture[str], status: int, message: str, expected: str
) -> None:
    forge.refuse = (status, {"message": message}, {})
    assert 2 == job.run(GONE)
    error = capsys.readouterr().err
    assert error.startswith("linkwarden: the issue was not updated: GET /issues: ")
    assert expected in error
    assert 1 == error.count("\n")
    assert TOKEN not in error


def test_the_token_follows_no_redirect(job: Job, forge: Forge, capsys: pytest.CaptureFixture[str]) -> None:
    with serve() as other:
        forge.refuse = (302, None, {"Location": f"{other.url}/repos/octo/tool/issues"})
        assert 2 == job.run(GONE)
        assert [] == other.log
    assert "GET /issues: 302" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"GITHUB_TOKEN": ""}, "GITHUB_TOKEN and GITHUB_REPOSITORY are required"),
        ({"GITHUB_API_URL": "http://api.example.org"}, "http://api.example.org is not an https URL"),
        ({"GITHUB_API_URL": "http://127.0.0.1:9"}, "the issue was not updated: GET /issues: <urlopen error"),
        ({"INPUT_REPORTS": "nowhere"}, "cannot be read"),
    ],
)
def test_missing_variables_are_reported_in_one_line(
    job: Job, capsys: pytest.CaptureFixture[str], variables: dict[str, str], expected: str
) -> None:
    assert 2 == job.run(GONE, **variables)
    error = capsys.readouterr().err
    assert expected in error
    assert 1 == error.count("\n")


def test_an_answer_that_is_no_json_is_one_line(job: Job, forge: Forge, capsys: pytest.CaptureFixture[str]) -> None:
    forge.refuse = (200, None, {"Content-Length": "1"})
    assert 2 == job.run(GONE)
    assert "the issue was not updated" in capsys.readouterr().err


def test_the_report_is_read_as_it_was_written(job: Job, forge: Forge) -> None:
    (job.folder / "links.json").write_text(json.dumps({"schema_version": 99}), encoding="utf-8")
    assert 2 == update(job.environment)
    assert [] == forge.log
