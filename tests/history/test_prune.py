"""The file stays small."""

from datetime import timedelta

from linkwarden.history.prune import Bounds
from linkwarden.model.finding import Verdict
from tests.history.builders import START, URL, Bench

ALIVE, UNREACHABLE = Verdict.ALIVE, Verdict.UNREACHABLE


def count(bench: Bench, table: str) -> int:
    with bench.open() as history:
        return int(history.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - ours


def test_only_the_last_result_of_a_link_is_kept(bench: Bench) -> None:
    for day in range(4):
        bench.run({URL: ALIVE}, day=day)

    assert (count(bench, "result"), count(bench, "observation")) == (1, 4)


def test_each_vantage_keeps_its_last_result(bench: Bench) -> None:
    bench.run({URL: UNREACHABLE}, vantage="ci")
    bench.run({URL: ALIVE}, day=1, vantage="laptop")

    with bench.open() as history:
        found = {name: history.last_results(name)[URL, None].verdict for name in ("ci", "laptop")}
    assert found == {"ci": UNREACHABLE, "laptop": ALIVE}


def test_an_untrusted_run_does_not_replace_a_result(bench: Bench) -> None:
    bench.run({URL: ALIVE})
    bench.run({URL: UNREACHABLE}, day=1, trusted=False)

    with bench.open() as history:
        assert history.last_results("ci")[URL, None].verdict == ALIVE
    assert count(bench, "result") == 1


def test_old_observations_go_but_the_last_answer_of_a_link_that_still_fails_stays(bench: Bench) -> None:
    bounds = Bounds(age=timedelta(days=10))
    for day, verdict in [(0, ALIVE), (1, ALIVE), (2, UNREACHABLE), (30, UNREACHABLE)]:
        bench.run({URL: verdict}, day=day, bounds=bounds)

    with bench.open() as history:
        past = history.pasts("ci")[URL]
    assert (past.answered_at, past.count) == (START + timedelta(days=1), 2)


def test_removed_links_are_deleted(bench: Bench) -> None:
    bounds = Bounds(age=timedelta(days=10))
    bench.run({URL: ALIVE}, bounds=bounds)
    bench.run({"https://other.example/": ALIVE}, day=11, bounds=bounds)

    with bench.open() as history:
        assert list(history.pasts("ci")) == ["https://other.example/"]
    assert [count(bench, table) for table in ("resource", "observation", "result")] == [1, 1, 1]


def test_a_file_over_its_size_loses_its_oldest_observations(bench: Bench) -> None:
    urls = {f"https://example.org/{number}": ALIVE for number in range(200)}
    for day in range(20):
        bench.run(urls, day=day)
    full, before = bench.path.stat().st_size, count(bench, "observation")
    bench.run(urls, day=20, bounds=Bounds(size=full - 50_000))

    assert bench.path.stat().st_size <= full - 50_000
    assert 200 <= count(bench, "observation") < before
    with bench.open() as history:
        assert {past.last_at for past in history.pasts("ci").values()} == {START + timedelta(days=20)}


def test_a_run_that_was_killed_days_ago_is_closed(bench: Bench) -> None:
    bench.run({URL: ALIVE}, trusted=None)
    bench.run({URL: ALIVE}, day=2)

    with bench.open() as history:
        states = dict(history.connection.execute("SELECT id, state FROM run"))
    assert states == {"run-1": "untrusted", "run-2": "trusted"}
