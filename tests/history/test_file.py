"""A file that cannot be used is set aside, never overwritten, and never stops a run."""

import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from linkwarden.errors import ConfigError
from linkwarden.history import open_history
from linkwarden.history.schema import VERSION
from linkwarden.model.finding import Verdict
from tests.history.builders import URL, Bench

Damage = Callable[[Path], None]


def sql(statement: str) -> Damage:
    def damage(path: Path) -> None:
        connection = sqlite3.connect(path)
        connection.executescript(statement)
        connection.close()

    return damage


def overwrite(path: Path) -> None:
    path.write_bytes(b"no database at all" * 100)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scramble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:12288] = b"\xff" * 8192
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        pytest.param(overwrite, "is damaged", id="no-database"),
        pytest.param(cut, "is damaged", id="cut-short"),
        pytest.param(scramble, "is damaged", id="scrambled"),
        pytest.param(
            sql(f"PRAGMA user_version = {VERSION + 1}"), "was written by a newer linkwarden (schema 2", id="newer"
        ),
        pytest.param(sql("PRAGMA application_id = 7"), "is not a history of linkwarden", id="another-application"),
        pytest.param(sql("DROP TABLE result"), "its tables are not those of a history", id="a-table-is-missing"),
        pytest.param(
            sql("CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM observation; END"),
            "its tables are not those of a history",
            id="a-trigger-of-somebody-else",
        ),
        pytest.param(
            sql("PRAGMA ignore_check_constraints = ON; UPDATE observation SET at = 'tomorrow'"),
            "CHECK constraint failed",
            id="a-value-of-the-wrong-type",
        ),
    ],
)
def test_an_unusable_file_is_renamed_and_a_new_one_begun(bench: Bench, damage: Damage, reason: str) -> None:
    bench.run({URL: Verdict.ALIVE})
    damage(bench.path)
    found = bench.path.read_bytes()

    with bench.open() as history:
        assert history.pasts("ci") == {}

    aside = bench.path.with_name("history.db.aside-1")
    assert aside.read_bytes() == found
    [notice] = bench.notices
    assert reason in notice
    assert "renamed to history.db.aside-1" in notice
    assert "\n" not in notice


def test_files_set_aside_do_not_replace_each_other(bench: Bench) -> None:
    for _ in range(2):
        bench.run({URL: Verdict.ALIVE})
        overwrite(bench.path)
    bench.run({URL: Verdict.ALIVE})

    assert sorted(each.name for each in bench.path.parent.glob("*aside*")) == [
        "history.db.aside-1",
        "history.db.aside-2",
    ]


def test_the_folder_is_left_out_of_git(bench: Bench) -> None:
    bench.run({})

    assert (bench.path.parent / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_a_history_that_git_tracks_is_refused(bench: Bench) -> None:
    bench.run({})
    for command in (["init", "-q"], ["add", "-f", bench.path.name]):
        subprocess.run(["git", "-C", str(bench.path.parent), *command], check=True, stdin=subprocess.DEVNULL)

    with pytest.raises(ConfigError, match="git tracks this history file"):
        bench.open()


def test_a_place_that_cannot_be_written_costs_the_history_only(tmp_path: Path, bench: Bench) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    assert open_history(tmp_path / "file" / "history.db", bench.clock, bench.notices.append) is None
    [notice] = bench.notices
    assert "this run keeps no history" in notice


def test_a_row_that_makes_no_sense_is_left_out(bench: Bench) -> None:
    other = "https://other.example/"
    bench.run({URL: Verdict.ALIVE, other: Verdict.ALIVE})
    spoil = sql(
        """
        UPDATE observation SET verdict = 'splendid' WHERE resource = 2;
        UPDATE result SET record = '{"url": 1}' WHERE resource = 2;
        UPDATE run SET problems = '[]';
        """
    )
    spoil(bench.path)

    with bench.open() as history:
        assert list(history.pasts("ci")) == [URL]
        assert list(history.last_results("ci")) == [(URL, None)]
        assert history.previous_run("scope") is None
    assert bench.notices == []
