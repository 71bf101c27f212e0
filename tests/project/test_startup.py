"""``--version`` and ``--help`` answer at once: they load no HTTP stack, no models, no terminal library."""

import subprocess
import sys

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


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("check", "--help")], ids=" ".join)
def test_a_question_about_the_command_itself_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "linkwarden", *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert 0 == ran.returncode, ran.stderr

    loaded = {
        line.rpartition("|")[2].strip().partition(".")[0]
        for line in ran.stderr.splitlines()
        if line.startswith("import time:")
    }

    assert "linkwarden" in loaded
    assert set() == loaded & HEAVY
