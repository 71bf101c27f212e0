"""Tokens, and the owner of the repository."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from linkwarden.credentials import github_token, own_host_and_owner, place_of_remote

GH = str(Path("/bin/gh").absolute())


@pytest.fixture
def gh(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """A `gh` that is logged in; returns its calls."""
    calls = list[tuple[str, ...]]()

    def run(command: tuple[str, ...], **_: Any) -> subprocess.CompletedProcess[str]:
        calls.append(command)
        return subprocess.CompletedProcess(command, 0, "gho_fromgh\n", "")

    monkeypatch.setattr(shutil, "which", lambda *_, **__: GH)
    monkeypatch.setattr(subprocess, "run", run)
    return calls


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"GITHUB_TOKEN": "a", "GH_TOKEN": "b"}, "a"),
        ({"GITHUB_TOKEN": "  ", "GH_TOKEN": "b\n"}, "b"),
        ({"CI": "true", "GH_TOKEN": "b"}, "b"),
        ({"CI": "true"}, None),
        ({}, "gho_fromgh"),
    ],
)
def test_where_the_token_comes_from(
    gh: list[tuple[str, ...]], environment: dict[str, str], expected: str | None
) -> None:
    assert expected == github_token(environment, "github.com")
    assert len(gh) == (expected == "gho_fromgh")


def test_the_token_of_that_server_comes_from_gh(gh: list[tuple[str, ...]]) -> None:
    github_token({}, "ghe.corp")

    assert [(GH, "auth", "token", "--hostname", "ghe.corp")] == gh


def test_a_gh_in_the_current_folder_may_be_a_strangers(
    gh: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: "./gh.exe")

    assert None is github_token({}, "github.com")
    assert [] == gh


@pytest.mark.parametrize(
    "error",
    [subprocess.CalledProcessError(4, "gh"), subprocess.TimeoutExpired("gh", 5), FileNotFoundError(), OSError()],
)
def test_a_gh_that_fails_is_no_token(
    gh: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def run(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(subprocess, "run", run)

    assert None is github_token({}, "github.com")


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://github.com/octocat/hello.git", "github.com/octocat"),
        ("https://user:secret@github.com/octocat/hello", "github.com/octocat"),
        ("git@github.com:octocat/hello.git", "github.com/octocat"),
        ("github.com:octocat/hello.git", "github.com/octocat"),
        ("ssh://git@GitLab.corp.dev:2222/group/sub/hello.git", "gitlab.corp.dev/group"),
        ("git://codeberg.org/somebody/hello", "codeberg.org/somebody"),
        ("file:///srv/git/hello.git", None),
        ("/srv/git/hello.git", None),
        ("../hello", None),
        ("C:\\\\git\\\\hello", None),
        ("https://github.com", None),
    ],
)
def test_the_owner_of_a_remote(url: str, place: str | None) -> None:
    assert place == place_of_remote(url)


def test_in_a_workflow_github_says_whose_repository_it_is(tmp_path: Path) -> None:
    assert "github.com/octocat" == own_host_and_owner(tmp_path, {"GITHUB_REPOSITORY": "octocat/hello"})
    assert "ghe.corp/octocat" == own_host_and_owner(
        tmp_path, {"GITHUB_REPOSITORY": "octocat/hello", "GITHUB_SERVER_URL": "https://ghe.corp"}
    )


def test_a_folder_that_is_no_repository_has_no_owner(tmp_path: Path) -> None:
    assert None is own_host_and_owner(tmp_path, {})
