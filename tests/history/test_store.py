"""Runs are appended, sealed and resumed; the past is a query over sealed, trusted runs."""

from datetime import timedelta

import pytest

from linkwarden.history.prune import Bounds
from linkwarden.model.finding import Verdict
from linkwarden.model.past import Elsewhere, Outcome, Past
from tests.history.builders import START, URL, Bench, link, resource

DAY = timedelta(days=1)
ALIVE, DEAD, UNREACHABLE, BLOCKED = Verdict.ALIVE, Verdict.DEAD, Verdict.UNREACHABLE, Verdict.BLOCKED


def past_of(bench: Bench, vantage: str = "ci") -> Past | None:
    with bench.open() as history:
        return history.pasts(vantage).get(URL)


def test_the_past_has_first_last_and_every_change(bench: Bench) -> None:
    for day, verdict in enumerate([ALIVE, Verdict.MOVED, UNREACHABLE, BLOCKED, DEAD]):
        bench.run({URL: verdict}, day=day)

    assert past_of(bench) == Past(
        first_at=START,
        last_at=START + 4 * DAY,
        count=5,
        outcome=Outcome.FAILED,
        changed_at=START + 3 * DAY,
        answered_at=START + DAY,
        failures=(START + 2 * DAY, START + 4 * DAY),
    )


def test_a_usable_answer_clears_failures_and_a_date_counts_once(bench: Bench) -> None:
    for day, verdict in [(0, DEAD), (1, ALIVE), (2, UNREACHABLE), (2.2, UNREACHABLE), (3, UNREACHABLE)]:
        bench.run({URL: verdict}, day=day)

    past = past_of(bench)
    assert past is not None
    assert past.failures == (START + 2 * DAY, START + 3 * DAY)


@pytest.mark.parametrize("trusted", [False, None], ids=["untrusted", "killed"])
def test_a_run_that_is_untrusted_or_never_sealed_leaves_no_trace_in_the_past(
    bench: Bench, trusted: bool | None
) -> None:
    bench.run({URL: ALIVE})
    before = past_of(bench)
    bench.run({URL: UNREACHABLE}, day=1, trusted=trusted)

    assert past_of(bench) == before


def test_each_vantage_has_its_own_past_and_the_responses_elsewhere(bench: Bench) -> None:
    bench.run({URL: UNREACHABLE}, vantage="ci")
    bench.run({URL: ALIVE}, day=1, vantage="laptop")

    here, there = past_of(bench), past_of(bench, "laptop")
    assert here is not None
    assert here.elsewhere == Elsewhere("laptop", START + DAY)
    assert (here.outcome, here.failures) == (Outcome.FAILED, (START,))
    assert there is not None
    assert (there.outcome, there.elsewhere) == (Outcome.ANSWERED, None)
    assert past_of(bench, "home") is None


@pytest.mark.parametrize(
    ("later", "day"), [(UNREACHABLE, 2), (None, 32)], ids=["that-vantage-fails-too", "that-vantage-was-long-ago"]
)
def test_an_answer_elsewhere_stops_counting(bench: Bench, later: Verdict | None, day: float) -> None:
    bench.run({URL: UNREACHABLE}, vantage="ci")
    bench.run({URL: ALIVE}, day=1, vantage="laptop")
    if later:
        bench.run({URL: later}, day=1.5, vantage="laptop")
    bench.run({URL: UNREACHABLE}, day=day, vantage="ci")

    past = past_of(bench)
    assert past is not None
    assert past.elsewhere is None


def test_what_lies_in_the_future_is_not_believed(bench: Bench) -> None:
    bench.run({URL: ALIVE}, day=10_000)
    bench.clock.time = START

    with bench.open() as history:
        assert (history.pasts("ci"), dict(history.last_results("ci"))) == ({}, {})


def test_a_killed_run_is_resumed_with_its_results(bench: Bench) -> None:
    killed = bench.run({URL: ALIVE}, trusted=None)
    bench.clock.time = START + timedelta(minutes=5)

    with bench.open() as history:
        begun = history.begin("another", "ci", "scope", "settings")
        kept = history.results_of(begun.id)

    assert (begun.id, begun.resumed, begun.started_at) == (killed, True, START)
    assert kept == {(URL, None): link(URL, START, ALIVE)}


@pytest.mark.parametrize(
    ("vantage", "scope", "settings", "minutes", "trusted"),
    [
        pytest.param("laptop", "scope", "settings", 5, None, id="another-vantage"),
        pytest.param("ci", "docs", "settings", 5, None, id="other-inputs"),
        pytest.param("ci", "scope", "strict", 5, None, id="other-settings"),
        pytest.param("ci", "scope", "settings", 61, None, id="too-late"),
        pytest.param("ci", "scope", "settings", -5, None, id="a-clock-that-was-set-back"),
        pytest.param("ci", "scope", "settings", 5, True, id="sealed"),
    ],
)
def test_a_run_is_resumed_by_the_same_run_within_the_hour_only(
    bench: Bench, vantage: str, scope: str, settings: str, minutes: int, trusted: bool | None
) -> None:
    bench.run({URL: ALIVE}, trusted=trusted)
    bench.clock.time = START + timedelta(minutes=minutes)

    with bench.open() as history:
        begun = history.begin("another", vantage, scope, settings)

    assert (begun.id, begun.resumed) == ("another", False)


def test_two_runs_at_once_keep_apart(bench: Bench) -> None:
    with bench.open() as one, bench.open() as two:
        first, second = (each.begin(name, "ci", "scope", "settings") for each, name in [(one, "one"), (two, "two")])
        one.append(resource(URL, START, ALIVE), [link(URL, START, ALIVE)])
        two.append(resource(URL, START, DEAD), [link(URL, START, DEAD)])
        one.seal(trusted=True, problems={}, bounds=Bounds())
        assert (first.resumed, second.resumed) == (False, False)
        assert history_verdict(bench) == ALIVE
        assert two.results_of("two") == {(URL, None): link(URL, START, DEAD)}


def history_verdict(bench: Bench) -> Verdict:
    with bench.open() as history:
        return history.last_results("ci")[URL, None].verdict


def test_the_run_before_is_the_last_trusted_one_over_the_same_inputs(bench: Bench) -> None:
    bench.run({}, problems={URL: DEAD})
    bench.run({}, day=1, problems={URL: UNREACHABLE})
    bench.run({}, day=2, trusted=False)
    bench.run({}, day=2, scope="docs", problems={"https://other.example/": DEAD})

    with bench.open() as history:
        previous = history.previous_run("scope")
    assert previous is not None
    assert (previous.id, previous.finished_at, previous.problems) == ("run-2", START + DAY, {URL: UNREACHABLE})


def test_credentials_are_not_kept(bench: Bench) -> None:
    secret = "https://user:secret@example.org/"
    with bench.open() as history:
        history.begin("run", "ci", "scope", "settings")
        history.append(resource(secret, START, ALIVE), [])
        history.seal(trusted=True, problems={}, bounds=Bounds())
        assert list(history.pasts("ci")) == ["https://example.org/"]
    assert b"secret" not in bench.path.read_bytes()
