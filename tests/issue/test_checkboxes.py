"""Checked boxes in the issue become a pull request in the next run."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from linkwarden.action.issue import update
from linkwarden.cli import main
from tests.issue.forge import TOKEN, Forge, serve

README = "# Title\n\n[a](#titel) and [b](gone.md)\n"


@pytest.fixture
def forge() -> Iterator[Forge]:
    with serve() as forge:
        yield forge


@pytest.fixture
def environment(tmp_path: Path, forge: Forge, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A checkout with one link to fix and one to ignore, whose issue is open."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    environment = {
        "GITHUB_API_URL": forge.url,
        "GITHUB_REPOSITORY": "octo/tool",
        "GITHUB_TOKEN": TOKEN,
        "GITHUB_REF_NAME": "main",
        "GITHUB_SHA": "7" * 40,
        "INPUT_PULL_REQUESTS": "true",
    }
    assert check() == 1
    assert update(environment) == 0
    return environment


def check() -> int:
    return main(["check", "--offline", "-q", "--no-history"])


def tick(forge: Forge, text: str) -> None:
    """Tick the box on the first line with that text."""
    lines = forge.issues[1]["body"].replace("\r\n", "\n").split("\n")
    at = next(number for number, line in enumerate(lines) if "- [ ]" in line and text in line)
    lines[at] = lines[at].replace("[ ]", "[x]")
    forge.issues[1]["body"] = "\r\n".join(lines)  # as GitHub's editor sends it


def test_the_fix_box_opens_one_pull_request(environment: dict[str, str], forge: Forge) -> None:
    tick(forge, "fixes 1 link")
    assert check() == 1
    assert update(environment) == 0

    [tree] = forge.trees
    [pull] = forge.pulls
    assert [(each["path"], each["mode"], each["content"]) for each in tree["tree"]] == [
        ("README.md", "100644", README.replace("#titel", "#title"))
    ]
    assert (pull["head"]["ref"], pull["base"]["ref"]) == ("linkwarden/issue-1", "main")
    assert "Requested in #1" in pull["body"]
    assert forge.comments[-1] == (1, "Pull request #50 has the changes that were requested here.")
    assert "[x]" not in forge.issues[1]["body"]

    forge.log.clear()
    Path("README.md").write_text(README, encoding="utf-8")  # the next run checks out the base again
    assert update(environment) == 0
    assert forge.log == ["GET /issues"]

    tick(forge, "fixes 1 link")
    assert update(environment) == 0
    assert len(forge.pulls) == 1
    assert len(forge.trees) == 2


def test_an_ignore_with_a_reason_is_written_to_the_configuration(environment: dict[str, str], forge: Forge) -> None:
    lines = forge.issues[1]["body"].split("\n")
    at = next(number for number, line in enumerate(lines) if "gone.md" in line)
    lines[at + 1] = lines[at + 1].replace("[ ]", "[x]").replace("Reason:", 'Reason: made by "make"')
    forge.issues[1]["body"] = "\n".join(lines)
    assert update(environment) == 0

    [change] = forge.trees[0]["tree"]
    assert change["path"] == "linkwarden.toml"
    assert tomllib.loads(change["content"])["ignore"] == [
        {"url": "gone.md", "rule": "missing-file", "reason": 'made by "make"'}
    ]
    assert "1 ignored link" in forge.pulls[0]["body"]


def test_without_the_permission_the_boxes_stay_ticked(
    environment: dict[str, str], forge: Forge, capsys: pytest.CaptureFixture[str]
) -> None:
    tick(forge, "fixes 1 link")
    forge.refuse_git = True
    assert update(environment) == 2

    assert "GET /git/commits" in capsys.readouterr().err
    assert "- [x] Open a pull request" in forge.issues[1]["body"]


def test_boxes_are_not_read_where_pull_requests_are_off(environment: dict[str, str], forge: Forge) -> None:
    tick(forge, "fixes 1 link")
    assert update({**environment, "INPUT_PULL_REQUESTS": "false"}) == 0

    assert forge.trees == []
    assert "- [" not in forge.issues[1]["body"]
