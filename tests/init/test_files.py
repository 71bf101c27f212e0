"""The files that ``linkwarden init`` writes: which they are, whether they are valid, and what their scripts do."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from linkwarden import __version__
from linkwarden.init import Forge, FoundSite, NewFile, Repository, is_writable, planned_files
from linkwarden.settings import Settings
from tests.project.test_workflows import ACTION, PINNED, USES
from tests.project.test_workflows import TEXTS as OWN_WORKFLOWS

EVERYTHING = Repository("r", ("github.com",), tuple(Forge), ("README.md", "user guide"))
FILES = {file.path: file for file in planned_files(EVERYTHING)}
YAML = sorted(path for path in FILES if path.endswith(".yml"))


def test_each_forge_gets_its_files() -> None:
    assert [
        "linkwarden.toml",
        ".github/workflows/links-pull-requests.yml",
        ".github/workflows/links.yml",
        ".gitlab/linkwarden.gitlab-ci.yml",
        ".gitlab-ci.yml",
        ".forgejo/workflows/links-pull-requests.yml",
        ".forgejo/workflows/links.yml",
    ] == list(FILES)


def test_a_configured_repository_without_a_forge_gets_nothing() -> None:
    assert [] == planned_files(Repository("r", (), (), is_configured=True))


@pytest.mark.parametrize("path", FILES)
def test_every_placeholder_is_filled(path: str) -> None:
    assert [] == re.findall(r"@[A-Z_]+@", FILES[path].text)


@pytest.mark.parametrize("path", YAML)
def test_workflows_check_what_was_found_with_this_version(path: str) -> None:
    if path != ".gitlab-ci.yml":
        assert "check README.md 'user guide'" in FILES[path].text
        assert __version__ in FILES[path].text
    assert yaml.safe_load(FILES[path].text)


def test_actions_are_pinned_as_in_this_repository_s_own_workflows() -> None:
    texts = [*OWN_WORKFLOWS.values(), ACTION]
    own = {match["what"] for text in texts for match in USES.finditer(text)}
    used = {match["what"] for path in YAML for match in USES.finditer(FILES[path].text)}

    assert all(PINNED.fullmatch(each.removeprefix("https://github.com/")) for each in used)
    assert set() == {each.removeprefix("https://github.com/") for each in used} - own


def test_the_configuration_is_valid_and_names_the_sites() -> None:
    site = FoundSite("mkdocs", "docs\n/mkdocs.yml", ("docs", "more"))
    [file] = planned_files(Repository("r", (), (), sites=(site,)))

    Settings.model_validate(tomllib.loads(file.text))
    assert "\n# Links in docs and more are resolved as on the mkdocs site (docs /mkdocs.yml).\n" in file.text


def test_schedules_differ_between_repositories_and_avoid_the_full_hour() -> None:
    crons = {re.findall(r'cron: "(\d+) (\d+) \* \* \*"', _daily(name).text)[0] for name in map(str, range(100))}

    assert len(crons) > 50
    assert all(5 <= int(minute) < 55 and int(hour) < 24 for minute, hour in crons)


def _daily(name: str) -> NewFile:
    return planned_files(Repository(name, (), (Forge.GITHUB,), is_configured=True))[-1]


def test_codeberg_s_runners_have_a_label_of_their_own() -> None:
    files = planned_files(Repository("r", ("codeberg.org",), (Forge.FORGEJO,), is_configured=True))

    assert all("runs-on: codeberg-small\n" in file.text for file in files)
    assert "runs-on: docker\n" in FILES[".forgejo/workflows/links.yml"].text


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("docs", True),
        ("docs/user guide", True),
        ("dokumente/größe", True),
        ("-rf", False),
        ("docs/${{ github.token }}", False),
        ("docs\n- run: x", False),
        ("a@PATHS@", False),
        ("$(x)", False),
    ],
)
def test_only_safe_paths_are_written_into_a_workflow(path: str, expected: bool) -> None:
    assert expected is is_writable(path)


SCRIPTS = [path for path in YAML if path.endswith("links-pull-requests.yml")]


@pytest.mark.skipif(sys.platform == "win32" or shutil.which("bash") is None, reason="there is no bash")
@pytest.mark.parametrize(
    ("codes", "github", "forgejo"), [("0", 0, 0), ("1", 1, 1), ("2", 2, 2), ("3 1", 1, 0), ("3 0", 0, 0), ("3 3", 0, 0)]
)
def test_a_run_that_cannot_be_trusted_fails_no_pull_request(
    codes: str, github: int, forgejo: int, tmp_path: Path
) -> None:
    """Runs the scripts with a uvx that exits with *codes*, one after another."""
    for name, text in (("uvx", 'read -r code rest < codes; echo "$rest" > codes; exit "$code"'), ("sleep", "")):
        (tmp_path / name).write_text(f"#!/usr/bin/env bash\n{text}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)

    for path, expected in zip(SCRIPTS, (forgejo, github), strict=True):
        (tmp_path / "codes").write_text(f"{codes}\n", encoding="utf-8")
        *_, step = yaml.safe_load(FILES[path].text)["jobs"]["links"]["steps"]
        environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
        ran = subprocess.run(
            ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]),
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (expected, path) == (ran.returncode, path)
        assert ran.stdout.startswith("::warning") is (codes == "3 3" and ".github" in path)
