"""``--version`` and ``--help`` load nothing heavy; a check of local files loads nothing for the network."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "ada_url",
    "anyio",
    "asyncio",
    "dns",
    "httpcore",
    "httpx",
    "markdown_it",
    "pydantic",
    "rich",
    "sqlite3",
    "ssl",
    "structlog",
    "tenacity",
}


FOR_THE_NETWORK = {"dns", "h11", "httpcore", "httpx"}
FOR_PEOPLE_AND_SITES = {"rich", "structlog", "tenacity", "yaml"}


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("check", "--help")], ids=" ".join)
def test_a_question_about_the_command_itself_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    loaded = packages_loaded(*arguments)

    assert "linkwarden" in loaded
    assert set() == loaded & HEAVY


def test_a_check_of_local_files_loads_nothing_for_the_network(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("# Title\n\n[a](#title) [b](https://a.example/)\n", encoding="utf-8")

    loaded = packages_loaded("check", "--offline", "--no-reports", "--no-history", "README.md", folder=tmp_path)

    assert {"linkwarden", "markdown_it"} <= loaded
    assert set() == loaded & (FOR_THE_NETWORK | FOR_PEOPLE_AND_SITES)


def packages_loaded(*arguments: str, folder: Path | None = None) -> set[str]:
    """Run the command, and return the top-level packages that it imported."""
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "linkwarden", *arguments],
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        env={name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")},
    )
    assert 0 == ran.returncode, ran.stderr
    return {
        line.rpartition("|")[2].strip().partition(".")[0]
        for line in ran.stderr.splitlines()
        if line.startswith("import time:")
    }
