"""The data that ships with the package, and the command that updates it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from linkwarden import data
from linkwarden.data import update


@pytest.mark.parametrize(
    ("product", "version", "ends"),
    [
        ("python", "3.8", date(2024, 10, 7)),
        ("python", "3.8.1", date(2024, 10, 7)),
        ("python", "2", date(2020, 1, 1)),
        ("python", "2.4", date(2008, 12, 19)),
        ("python", "3.99", None),
        ("django", "1.0", None),
        ("nodejs", "12.x", date(2022, 4, 30)),
        ("nodejs", "0.10.0", date(2016, 10, 31)),
        ("laravel", "8.x", date(2023, 1, 24)),
        ("kubernetes", "1-18", date(2021, 6, 18)),
        ("angularjs", "", date(2021, 12, 31)),
        ("bootstrap", "5.3", None),
    ],
)
def test_when_a_release_ends(product: str, version: str, ends: date | None) -> None:
    assert data.lifecycle().products[product].ends_on(version) == ends


def test_the_data_has_its_date() -> None:
    assert data.lifecycle().as_of.year >= 2026
    assert data.peps().as_of.year >= 2026


def told(url: str) -> Any:
    if url == update.PEPS:
        return {
            "333": {"superseded_by": "3333", "status": "Final"},
            "563": {"superseded_by": "649, 749"},
            "8": {"superseded_by": None},
        }
    return {
        "schema_version": "1.2.0",
        "result": {
            "releases": [
                {"name": "99", "isEol": False, "eolFrom": "2099-01-01"},
                {"name": "98", "isEol": True, "eolFrom": None},
            ]
        },
    }


def test_update(tmp_path: Path) -> None:
    update.write(tmp_path, told, "2030-01-02")
    lifecycle = json.loads((tmp_path / "lifecycle.json").read_text("utf-8"))
    assert lifecycle["as_of"] == "2030-01-02"
    python = lifecycle["products"]["python"]["releases"]
    assert (python["99"], python["3.8"], "98" in python) == ("2099-01-01", "2024-10-07", False)
    peps = json.loads((tmp_path / "peps.json").read_text("utf-8"))
    assert peps["superseded"] == {"333": [3333], "563": [649, 749]}


def test_an_update_that_fails_leaves_everything(tmp_path: Path) -> None:
    def broken(url: str) -> Any:
        if url == update.PEPS:
            raise OSError("no network")
        return told(url)

    with pytest.raises(OSError, match="no network"):
        update.write(tmp_path, broken, "2030-01-02")
    assert list(tmp_path.iterdir()) == []
