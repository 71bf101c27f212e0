"""`linkwarden fix` as users run it, with a local web and real files."""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from linkwarden.cli import main


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "guide.md").write_text("# First step\n\n# Second step\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(repository: Path, text: str) -> Path:
    path = repository / "README.md"
    path.write_bytes(text.encode())
    return path


def test_a_misspelled_anchor_is_replaced_and_nothing_else(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(repository, "é [a](guide.md#first-stp)\r\n`guide.md#first-stp` [b](./guide.md#first-stp 't')\r\n")
    path.chmod(0o640)

    assert 1 == main(["fix", "--offline"])
    assert "é [a](guide.md#first-step)\r\n`guide.md#first-stp` [b](./guide.md#first-step 't')\r\n" == (
        path.read_bytes().decode()
    )
    assert 0o640 == path.stat().st_mode & 0o777
    assert capsys.readouterr().out == (
        "README.md:1:7  missing-anchor\n"
        "    guide.md#first-stp\n"
        " -> guide.md#first-step\n"
        "README.md:2:26  missing-anchor\n"
        "    ./guide.md#first-stp\n"
        " -> ./guide.md#first-step\n"
        "Fixed 2 links in 1 file.\n"
    )
    assert 0 == main(["fix", "--offline"])
    assert "Nothing to fix.\n" == capsys.readouterr().out


def test_a_dry_run_prints_a_patch_that_git_applies(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(repository, "# T\n\n[a](guide.md#second-stp)")

    assert 1 == main(["fix", "--offline", "--dry-run"])
    patch = capsys.readouterr().out
    assert "# T\n\n[a](guide.md#second-stp)" == path.read_text("utf-8")
    (repository / ".git").rmdir()
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "apply"], input=patch, text=True, check=True)
    assert "# T\n\n[a](guide.md#second-step)" == path.read_text("utf-8")


def test_a_report_is_applied_where_the_text_is_unchanged(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(repository, "[a](guide.md#first-stp)\n\n[b](guide.md#second-stp)\n")
    assert 1 == main(["check", "--offline", "-q"])
    path = write(repository, "[a](guide.md#first-stp)\n\n[c](guide.md#second-stp)\nx [b](guide.md#second-stp)\n")
    path.write_text("[a](guide.md#first-stp)\n\n[changed](guide.md#second-stp)\n", encoding="utf-8")
    capsys.readouterr()

    assert 1 == main(["fix", "--from", "reports/links.json"])
    assert "[a](guide.md#first-step)\n\n[changed](guide.md#second-stp)\n" == path.read_text("utf-8")
    assert "the file has changed since the report was written" in capsys.readouterr().out


def test_an_old_report_is_refused(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(repository, "[a](guide.md#first-stp)\n")
    main(["check", "--offline", "-q"])
    path = repository / "reports" / "links.json"
    report = json.loads(path.read_text("utf-8"))
    report["run"]["finished_at"] = (datetime.now(UTC) - timedelta(days=2)).isoformat()
    path.write_text(json.dumps(report), encoding="utf-8")
    capsys.readouterr()

    assert 2 == main(["fix", "--from", "reports/links.json"])
    assert "more than a day ago; run `linkwarden check` again" in capsys.readouterr().err


def test_only_the_named_rules_are_applied(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(repository, "[a](guide.md#first-stp)\n")

    assert 0 == main(["fix", "--offline", "--only", "permanent-redirect"])
    assert "[a](guide.md#first-stp)\n" == path.read_text("utf-8")
    assert 2 == main(["fix", "--offline", "--only", "missing-ancor"])
    assert "did you mean 'missing-anchor'?" in capsys.readouterr().err


def test_a_link_that_only_the_syntax_of_its_site_shows_is_replaced(repository: Path) -> None:
    (repository / "mkdocs.yml").write_text("site_name: Demo\nmarkdown_extensions: [admonition]\n", encoding="utf-8")
    docs = repository / "docs"
    docs.mkdir()
    (docs / "guide.md").write_text("# First step\n", encoding="utf-8")
    page = docs / "index.md"
    page.write_text("!!! note\n\n    [a](guide.md#first-stp)\n", encoding="utf-8")

    assert 1 == main(["fix", "--offline", "docs"])
    assert "!!! note\n\n    [a](guide.md#first-step)\n" == page.read_text("utf-8")


def test_a_template_is_never_replaced_by_a_path(repository: Path) -> None:
    (repository / "_config.yml").write_text("title: x\n", encoding="utf-8")
    (repository / "About.md").write_text("---\n---\n# About us\n", encoding="utf-8")
    path = repository / "index.md"
    text = "---\n---\n[a]({% link about.md %}) [b]({% link About.md %}#abot-us)\n"
    path.write_text(text, encoding="utf-8")

    main(["fix", "--offline", "--unsafe", "."])
    assert path.read_text("utf-8") == text.replace("#abot-us", "#about-us")
