"""Plugins: an example package adds a rule, a probe, an input format and a report format."""

import os
import shutil
import tomllib
from pathlib import Path

import pytest

from tests.e2e.command import Ran, Repository

EXAMPLE = Path(__file__).parent / "example"


def install(site: Path, *more: str) -> str:
    """Put the example into a folder as an installer does, with *more* entry points; return its PYTHONPATH."""
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text("utf-8"))["project"]
    shutil.copytree(EXAMPLE / "linkwarden_example", site / "linkwarden_example")
    metadata = site / f"linkwarden_example-{project['version']}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: 1.0\n", "utf-8")
    lines = [
        line
        for group, points in project["entry-points"].items()
        for line in (f"[{group}]", *(f"{name} = {module}" for name, module in points.items()))
    ]
    (metadata / "entry_points.txt").write_text("\n".join([*lines, *more, ""]), "utf-8")
    return os.pathsep.join(filter(None, [str(site), os.environ.get("PYTHONPATH", "")]))


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository")
    made.configure()
    made.write("page.wiki", "[[empty.md|An empty page]] [[full.md]] [[page.wiki]]")
    made.write("empty.md", "")
    made.write("full.md", "text")
    return made


def check(repository: Repository, path: str, *arguments: str) -> Ran:
    return repository.spawn("check", "page.wiki", "--offline", *arguments, PYTHONPATH=path)


def test_each_kind_of_plugin_takes_part(repository: Repository, tmp_path: Path) -> None:
    ran = check(repository, install(tmp_path / "site"), "--format", "csv")

    assert (0, "") == (ran.code, ran.err)
    assert "empty.md,alive,empty-target\nfull.md,alive,\npage.wiki,alive,\n" == ran.out
    assert {"size": 4} == ran.links["full.md"]["facts"]["file-size"]


def test_a_plugin_s_rule_has_a_severity_to_set(repository: Repository, tmp_path: Path) -> None:
    repository.configure("rules = { empty-target = 'error' }")

    assert 1 == check(repository, install(tmp_path / "site")).code


def test_the_help_names_a_plugin_s_report_format(repository: Repository, tmp_path: Path) -> None:
    assert "csv" in repository.spawn("check", "--help", PYTHONPATH=install(tmp_path / "site")).out


@pytest.mark.parametrize(
    ("module", "reason"),
    [
        ("nowhere_at_all", "ModuleNotFoundError: No module named 'nowhere_at_all'"),
        ("linkwarden_example.twice", "ValueError: linkwarden.report.formats: 'json' is registered twice"),
    ],
)
def test_a_plugin_that_cannot_be_loaded_costs_one_line(
    repository: Repository, tmp_path: Path, module: str, reason: str
) -> None:
    path = install(tmp_path / "site", "", "[linkwarden.reporters]", f"broken = {module}")
    twice = tmp_path / "site" / "linkwarden_example" / "twice.py"
    twice.write_text("from linkwarden.report import REPORTERS\nREPORTERS.register(REPORTERS['json'])\n", "utf-8")
    ran = check(repository, path)

    assert 0 == ran.code
    assert f"linkwarden: plugin 'broken' (linkwarden.reporters, {module}) is not used: {reason}\n" == ran.err
