"""A run continues after internal errors."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from linkwarden.cli import main
from linkwarden.extract import FORMATS
from linkwarden.judge import RULES, Case
from linkwarden.logs import reset_logs
from linkwarden.model.link import Task
from linkwarden.model.observation import LocalFile
from linkwarden.probe.probes.local import Finder
from tests.registries import replace_item

README = "[first](first.md) [second](second.md) [third](README.md#other)\n"
BROKEN = ("skipped", "not-reached")


def checked(root: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[str, str]]:
    """Check a README of three links, and return their verdicts and rules; it has to end as it ought to."""
    (root / ".git").mkdir()
    (root / "README.md").write_text(README, encoding="utf-8")
    code = main(["check", "--offline"])
    _, err = capsys.readouterr()

    assert code == 4
    assert "/issues\n" in err
    assert err.splitlines()[-1].startswith("Please report it, with the lines above: https://")
    assert (root / "reports" / "links.md").is_file()
    report: dict[str, Any] = json.loads((root / "reports" / "links.json").read_text(encoding="utf-8"))
    return {link["url"]: (link["verdict"], link["rule"]) for link in report["links"]}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    reset_logs()  # this test's standard error is gone


def test_an_error_in_a_probe_is_4_with_all_reports(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ordinary = Finder.look_up

    def look_up(finder: Finder, task: Task) -> LocalFile:
        if task.resource.url == "first.md":
            raise RuntimeError("broken")
        return ordinary(finder, task)

    monkeypatch.setattr(Finder, "look_up", look_up)

    assert {
        "first.md": BROKEN,
        "second.md": ("dead", "missing-file"),
        "README.md#other": ("dead", "missing-anchor"),
    } == checked(root, capsys)


def test_an_error_in_an_extractor_costs_its_file_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ordinary = FORMATS["html"]

    def read(*_: object) -> None:
        raise RecursionError("broken")

    replace_item(monkeypatch, FORMATS, ordinary._replace(read=read))
    (root / ".git").mkdir()
    (root / "README.md").write_text("[gone](gone.md)\n", encoding="utf-8")
    (root / "broken.html").write_text("<a href=x>", encoding="utf-8")

    assert 4 == main(["check", "--offline", "README.md", "broken.html"])
    report = json.loads((root / "reports" / "links.json").read_text(encoding="utf-8"))
    assert [("gone.md", "dead")] == [(link["url"], link["verdict"]) for link in report["links"]]
    assert [("unreadable-file", "broken.html")] == [(each["rule"], each["path"]) for each in report["findings"]]
    assert "RecursionError: broken" in capsys.readouterr().err


def test_an_error_in_a_rule_is_4_with_all_reports(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also if the rule raises for every link."""
    rule = RULES["missing-file"]

    def evaluate(case: Case) -> Any:
        if case.link.url == "first.md":
            raise RuntimeError("broken")
        return rule.evaluate(case)

    replace_item(monkeypatch, RULES, rule._replace(evaluate=evaluate))
    found = checked(root, capsys)

    assert {
        "first.md": BROKEN,
        "second.md": ("dead", "missing-file"),
        "README.md#other": ("dead", "missing-anchor"),
    } == found
