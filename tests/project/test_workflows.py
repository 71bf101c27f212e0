"""Rules for the workflows that the linters of ``.ci/lint`` do not have."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in WORKFLOWS}
ACTION = (ROOT / "action.yml").read_text(encoding="utf-8")
every_workflow = pytest.mark.parametrize("name", TEXTS)

USES = re.compile(r"^\s*(?:- )?uses: (?P<what>.*)$", re.MULTILINE)
PINNED = re.compile(r"(?P<action>[\w.-]+/[\w./-]+)@(?P<pin>[0-9a-f]{40} # v\d+\.\d+\.\d+)")


def test_there_are_workflows_for_code_for_pull_requests_and_for_a_schedule() -> None:
    assert {"ci.yml", "links.yml", "pull-request.yml"} <= TEXTS.keys()


def test_every_action_is_pinned_to_one_commit_everywhere_with_its_version_beside_it() -> None:
    used = [
        match["what"]
        for text in [*TEXTS.values(), ACTION]
        for match in USES.finditer(text)
        if not match["what"].startswith("$/")
    ]
    pins = {match["action"]: match["pin"] for what in used if (match := PINNED.fullmatch(what))}

    assert {f"{action}@{pin}" for action, pin in pins.items()} == set(used)


@every_workflow
def test_a_workflow_starts_without_any_permission_and_its_jobs_end_in_time(name: str) -> None:
    text = TEXTS[name]

    assert "\npermissions: {}\n" in text
    assert text.count("    runs-on: ") == text.count("    timeout-minutes: ")


@every_workflow
def test_schedules_avoid_the_full_hour(name: str) -> None:
    """Runs at the full hour are late or dropped."""
    minutes = re.findall(r'cron: "(\S+)', TEXTS[name])

    assert all(minute.isdecimal() and 5 <= int(minute) <= 55 for minute in minutes)


def test_the_tests_run_on_every_python_that_the_package_names() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    named = re.findall(r"Programming Language :: Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    matrix = re.search(r"^ +python: \[(.*)\]$", TEXTS["ci.yml"], re.MULTILINE)

    assert matrix is not None
    assert named == re.findall(r'"(.*?)"', matrix[1])
    assert project["requires-python"] == f">={named[0]}"
