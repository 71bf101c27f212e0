"""kill -9 at any moment: a small version of `benchmarks/kills.py`, which does it 200 times."""

from pathlib import Path

import pytest

from benchmarks.kills import kill_often


@pytest.mark.timeout(120)
def test_a_killed_check_loses_nothing_and_asks_nothing_twice(tmp_path: Path) -> None:
    counts = kill_often(kills=3, seed=3, folder=tmp_path)

    assert counts.kills == 3
    assert (counts.lost, counts.asked_again, counts.unsound, counts.other_ids) == ([], [], [], 0)
