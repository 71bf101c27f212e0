"""The pre-commit hooks: run by pre-commit itself, with the entry of the manifest, in a real repository."""

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.e2e.command import environment
from tests.git.history import History

ROOT = Path(__file__).parents[2]
HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
}


def pre_commit(history: History, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pre-commit with the hooks, except for their own environment, which would have to be installed."""
    program = f"{shlex.quote(Path(sys.executable).as_posix())} -m linkwarden"
    hooks = [
        {**hook, "language": "system", "entry": hook["entry"].replace("linkwarden", program, 1)}
        for hook in HOOKS.values()
    ]
    history.write(".pre-commit-config.yaml", json.dumps({"repos": [{"repo": "local", "hooks": hooks}]}))
    history.git("add", "--all")
    return subprocess.run(
        (sys.executable, "-m", "pre_commit", "run", *arguments),
        cwd=history.path,
        env=environment(PRE_COMMIT_HOME=str(tmp_path / "home"), GIT_CONFIG_GLOBAL=str(tmp_path / "none")),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "repository")


def test_one_hook_uses_no_network_and_the_other_is_run_by_hand() -> None:
    assert ["linkwarden", "linkwarden-network"] == list(HOOKS)
    assert "--offline" in HOOKS["linkwarden"]["entry"]
    assert ["manual"] == HOOKS["linkwarden-network"]["stages"]
    assert all(hook["require_serial"] for hook in HOOKS.values())


def test_changed_files_are_checked_and_nothing_is_left_behind(history: History, tmp_path: Path) -> None:
    history.write("old.md", "[a](missing.md)\n")
    history.git("add", "--all")
    history.git("commit", "--quiet", "--message", "old")
    history.write("fine file.md", "[a](old.md) https://dead.example.dev/\n")
    history.write("page.html", "<a href=missing>")

    ran = pre_commit(history, tmp_path)

    assert (0, "") == (ran.returncode, ran.stderr)
    assert "check links to files and headings" in ran.stdout
    assert "Passed" in ran.stdout
    assert {".git", ".pre-commit-config.yaml", "fine file.md", "old.md", "page.html"} == {
        path.name for path in history.path.iterdir()
    }


def test_a_broken_link_in_a_changed_file_fails_the_commit(history: History, tmp_path: Path) -> None:
    history.write("a.md", "[a](missing.md)\n")

    ran = pre_commit(history, tmp_path)

    assert 1 == ran.returncode
    assert "missing-file" in ran.stdout


def test_the_other_hook_runs_when_it_is_named(history: History, tmp_path: Path) -> None:
    history.write("a.md", "[a](missing.md)\n")

    ran = pre_commit(history, tmp_path, "linkwarden-network", "--hook-stage", "manual", "--all-files")

    assert 1 == ran.returncode
    assert "check all links" in ran.stdout
    assert "missing-file" in ran.stdout
