"""Weeks of daily runs over a simulated web: a small version of `benchmarks/year.py`."""

from pathlib import Path

from benchmarks.year import Nature, simulate


def test_weeks_of_daily_runs_find_dead_links_with_a_fraction_of_the_requests(tmp_path: Path) -> None:
    figures = simulate(links=240, days=50, seed=7, folder=tmp_path)

    assert figures.untrusted == 4
    assert figures.false_dead == 0
    assert figures.never_called_dead == 0
    assert all(figures.days_until_dead[nature] for nature in (Nature.GONE, Nature.SILENT))
    assert max(figures.days_until_dead[Nature.GONE]) <= 9  # a week until it is requested, and a day without a network
    assert max(figures.days_until_dead[Nature.SILENT]) <= 13
    assert figures.share < 1 / 3
    assert figures.largest_to_mean < 1.5
