"""The README's commands are the ones that CI and contributors use."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FENCED = re.compile(r"^ {0,3}(`{3,})[^`\n]*\n(.*?)^ {0,3}\1`*[ ]*$", re.MULTILINE | re.DOTALL)
START = "python3 -m venv .venv && "


def _commands(page: str) -> list[str]:
    """The lines of *page*'s fenced blocks that start from a clone and nothing else, without a prompt."""
    text = (ROOT / page).read_text(encoding="utf-8")
    lines = [line.strip().removeprefix("$ ") for block in FENCED.finditer(text) for line in block[2].splitlines()]
    return [line for line in lines if line.startswith(START)]


def test_the_readme_has_one_command_for_a_check_and_one_for_the_tests() -> None:
    commands = _commands("README.md")

    assert ["linkwarden check README.md", "uv run --locked pytest"] == [
        command.rpartition(".venv/bin/")[2] for command in commands
    ]


def test_ci_runs_the_readme_s_command_for_the_tests() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")

    assert _commands("README.md")[-1] in [line.strip() for line in script.splitlines()]


def test_contributing_names_the_same_commands() -> None:
    assert _commands("README.md") == _commands("CONTRIBUTING.md")
