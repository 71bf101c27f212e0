"""``linkwarden history``, and the flags of ``linkwarden check`` that are about it."""

import json
import subprocess

import pytest

from tests.e2e.command import Ran, Repository
from tests.web import Web

FILE = ".linkwarden/history.db"
KEPT = {"LINKWARDEN_HISTORY": FILE, "LINKWARDEN_VANTAGE": "here"}


def check(repository: Repository, *arguments: str) -> Ran:
    return repository.check(*arguments, **KEPT)


def history(repository: Repository, *arguments: str) -> Ran:
    return repository.run("history", *arguments, **KEPT)


@pytest.fixture
def filled(repository: Repository, web: Web) -> Repository:
    """A repository with a history of one run, on a page that responds and one that does not."""
    repository.write("README.md", f"[ok]({web.url('ok')}) [down]({web.url('503')})")
    assert check(repository).code == 0
    return repository


def test_without_a_history_it_names_the_command_that_creates_one(repository: Repository) -> None:
    ran = history(repository)

    assert (ran.code, ran.err) == (
        2,
        "linkwarden: .linkwarden/history.db: no history yet; `linkwarden check` creates it\n",
    )


def test_the_overview_has_size_due_times_and_failing_links(filled: Repository, web: Web) -> None:
    ran = history(filled)
    found = json.loads(history(filled, "--json").out)

    assert ran.code == 0
    assert ran.out.startswith(".linkwarden/history.db: 0.")
    assert f"\n{web.url('503')}\n" in ran.out
    assert web.url("ok") not in ran.out
    assert (found["resources"], found["hosts"], found["runs"], found["vantages"]) == (2, 2, 1, ["here"])
    assert sum(found["due"].values()) == 2
    [failing] = found["failing"]
    assert (failing["url"], failing["strikes"], failing["answered_at"]) == (web.url("503"), 1, None)
    assert failing["days"].endswith(".x")


def test_a_url_shows_each_observation(filled: Repository, web: Web) -> None:
    shown = history(filled, web.url("ok"))
    [link] = json.loads(history(filled, web.url("ok"), "--json").out)["links"]

    assert "+ responded  x failed  ? blocked  . not checked" in shown.out
    assert "UTC: alive 200, " in shown.out
    [observation] = link["observations"]
    assert (observation["verdict"], observation["status"], observation["trusted"]) == ("alive", 200, True)


def test_a_host_shows_its_links(filled: Repository, web: Web) -> None:
    links = json.loads(history(filled, "127.0.0.1", "--json").out)["links"]

    assert sorted(link["url"] for link in links) == sorted([web.url("ok"), web.url("503")])


def test_what_is_not_in_the_history_is_reported(filled: Repository) -> None:
    ran = history(filled, "example.org")

    assert (ran.code, ran.err) == (
        2,
        "linkwarden: example.org: not in the history; name a host, or a URL as shown in reports\n",
    )


def test_an_export_can_be_imported_elsewhere(filled: Repository) -> None:
    assert history(filled, "export", "lines.jsonl").code == 0
    text = history(filled, "export").out
    (filled.path / FILE).unlink()
    added = history(filled, "import", "lines.jsonl")

    assert (filled.path / "lines.jsonl").read_text(encoding="utf-8") == text
    assert (added.code, added.out) == (0, "2 observations added\n")
    assert history(filled, "export").out == text


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ((), "import: name the file that `linkwarden history export` wrote"),
        (("none.jsonl",), "none.jsonl: cannot be read: No such file or directory"),
        (("README.md",), "README.md:1: not an exported history"),
    ],
)
def test_errors_in_an_import_are_reported(filled: Repository, name: tuple[str, ...], message: str) -> None:
    ran = history(filled, "import", *name)

    assert ran.code == 2
    assert ran.err.startswith(f"linkwarden: {message}")


def test_a_check_requests_what_is_due_or_everything_with_all(filled: Repository) -> None:
    assert check(filled).report["summary"]["requests"] == 0
    assert check(filled, "--max-age", "1h").report["summary"]["requests"] == 0
    assert check(filled, "--max-age", "0").report["summary"]["requests"] > 1
    assert check(filled, "--all").report["summary"]["requests"] > 1
    assert check(filled, "--no-history").report["summary"]["requests"] > 1
    assert check(filled, "--history", "other.db").report["summary"]["requests"] > 1
    assert (filled.path / "other.db").is_file()


def test_a_damaged_history_costs_one_line(filled: Repository) -> None:
    (filled.path / FILE).write_bytes(b"not a database")
    ran = check(filled)

    assert ran.code == 0
    said = "history.db is damaged (file is not a database); it was renamed to history.db.aside-1, and a new one is used"
    assert [line for line in ran.err.splitlines() if "history" in line] == [f"linkwarden: history: {said}"]
    assert (filled.path / f"{FILE}.aside-1").read_bytes() == b"not a database"


def test_a_history_that_git_tracks_is_refused(filled: Repository) -> None:
    for command in (["init", "-q"], ["add", "-f", FILE]):
        subprocess.run(["git", "-C", str(filled.path), *command], check=True)
    ran = check(filled)

    assert ran.code == 2
    assert "git tracks this history file" in ran.err
