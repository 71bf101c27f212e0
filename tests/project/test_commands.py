"""The README's commands are the ones that CI and contributors use."""

import re
import shlex
from pathlib import Path

import pytest

from linkwarden.cli.parser import build_parser

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

    assert ["linkwarden check README.md", "uv run --locked pytest -n auto"] == [
        command.rpartition(".venv/bin/")[2] for command in commands
    ]


def test_ci_runs_the_readme_s_command_for_the_tests() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")

    assert _commands("README.md")[-1] in [line.strip() for line in script.splitlines()]


def test_contributing_names_the_same_commands() -> None:
    assert _commands("README.md") == _commands("CONTRIBUTING.md")


RUNS = re.compile(
    r"(?:- )?(?:run: )?(?:(?:uvx|pipx run|docker run .*?) )?(?:\.venv/bin/)?linkwarden(?:[@=]+\S+)? (?P<arguments>\S.*)"
)
"""A line that runs linkwarden."""
SHELL = re.compile(r"\s(?:\|\|?|&&|[<>]|#).*$")
"""The arguments of a command in a line of a shell."""


def _documented() -> list[str]:
    """Every command line of linkwarden in the fenced blocks of the documentation."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    blocks = (block[2] for page in pages for block in FENCED.finditer(page.read_text(encoding="utf-8")))
    joined = (block.replace("\\\n", " ") for block in blocks if "usage:" not in block)
    lines = (line.strip().removeprefix("$ ") for block in joined for line in block.splitlines())
    found = (
        SHELL.sub("", match["arguments"]) for line in lines if not line.startswith("#") if (match := RUNS.match(line))
    )
    return sorted(set(found))


@pytest.mark.parametrize("arguments", _documented())
def test_each_documented_command_is_one(arguments: str) -> None:
    parser = build_parser()

    parser.parse_args(shlex.split(arguments.replace("$LINKS_DIFF", "")))


def test_there_are_documented_commands() -> None:
    assert len(_documented()) > 20
