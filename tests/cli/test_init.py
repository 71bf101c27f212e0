"""``linkwarden init`` in real repositories."""

import subprocess
from pathlib import Path

import pytest

from tests.e2e.command import Repository


@pytest.fixture
def fresh(repository: Repository) -> Repository:
    """A git repository with a README and nothing else."""
    (repository.path / "linkwarden.toml").unlink()
    repository.write("README.md", "[a](docs/)\n")
    _git(repository, "init", "--quiet")
    return repository


def _git(repository: Repository, *arguments: str) -> None:
    subprocess.run(("git", *arguments), cwd=repository.path, check=True)


def _files(repository: Repository) -> set[str]:
    found = {path.relative_to(repository.path) for path in repository.path.rglob("*") if path.is_file()}
    return {path.as_posix() for path in found if path.parts[0] != ".git"}


def test_it_writes_for_the_forges_of_the_remotes_and_for_the_site(fresh: Repository) -> None:
    fresh.write("mkdocs.yml", "site_name: x\n")
    fresh.write("docs/index.md", "[a](b.md)\n")
    fresh.write("tests/data/mkdocs.yml", "site_name: x\n")
    _git(fresh, "remote", "add", "origin", "git@github.com:o/r.git")
    before = _files(fresh)

    ran = fresh.run("init")

    assert 0 == ran.code
    assert {
        "linkwarden.toml",
        ".github/workflows/links-pull-requests.yml",
        ".github/workflows/links.yml",
    } == _files(fresh) - before
    assert (
        "created  linkwarden.toml (the configuration)\n"
        "created  .github/workflows/links-pull-requests.yml (checks pull requests)\n"
        "created  .github/workflows/links.yml (checks all links each day)\n"
        "Documentation sites: mkdocs (mkdocs.yml).\n"
        "Check now: linkwarden check README.md docs\n"
    ) == ran.out


def test_what_it_wrote_is_a_configuration_that_a_check_reads(fresh: Repository) -> None:
    fresh.run("init")

    assert 1 == fresh.run("check", "--offline").code


def test_it_overwrites_nothing(fresh: Repository) -> None:
    fresh.write(".gitlab-ci.yml", "mine\n")
    fresh.run("init")
    before = {name: (fresh.path / name).read_bytes() for name in _files(fresh)}

    ran = fresh.run("init")

    assert before == {name: (fresh.path / name).read_bytes() for name in _files(fresh)}
    assert (
        "kept     .gitlab-ci.yml (it exists; add to its include: - local: .gitlab/linkwarden.gitlab-ci.yml)" in ran.out
    )


def test_a_configuration_in_pyproject_toml_is_enough(fresh: Repository) -> None:
    fresh.write("pyproject.toml", "[tool.linkwarden]\n")
    fresh.run("init", "--forge", "github")

    assert "linkwarden.toml" not in _files(fresh)


def test_a_dry_run_prints_the_files_and_writes_none(fresh: Repository) -> None:
    before = _files(fresh)
    ran = fresh.run("init", "--dry-run", "--forge", "forgejo")

    assert before == _files(fresh)
    assert "# .forgejo/workflows/links.yml: checks all links each week\n# Checks every link" in ran.out


def test_an_unknown_forge_is_named(fresh: Repository) -> None:
    _git(fresh, "remote", "add", "origin", "https://git.example.org/o/r.git")

    assert "No workflows: the forge of git.example.org is unknown. Choose one:" in fresh.run("init").out


def test_nothing_is_written_outside_of_the_repository(fresh: Repository, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    try:
        (fresh.path / ".github").symlink_to(outside, target_is_directory=True)
    except OSError:
        pytest.skip("no right to make symbolic links")

    assert (
        "skipped  .github/workflows/links.yml (its folder points outside" in fresh.run("init", "--forge", "github").out
    )
    assert [] == list(outside.iterdir())
