"""When resources are due, and which of them fit into a run."""

from collections import Counter
from datetime import datetime, timedelta
from math import ceil
from statistics import mean

import pytest

from linkwarden.history import Candidate, Intervals, Limits, due_at, select
from linkwarden.model.past import Outcome, Past
from tests.history.builders import START

INTERVALS = Intervals(first=timedelta(days=4), longest=timedelta(days=8), failing=timedelta(hours=20))
NOW = START + timedelta(days=100)


def past(*, steady_days: float, outcome: Outcome = Outcome.ANSWERED, changed: bool = False, count: int = 9) -> Past:
    since = NOW - timedelta(days=steady_days)
    return Past(START, NOW, count, outcome, since) if changed else Past(since, NOW, count, outcome)


@pytest.mark.parametrize(
    ("seen", "longest_days"),
    [
        pytest.param(past(steady_days=1), 4, id="new"),
        pytest.param(past(steady_days=24), 6, id="steady-for-a-while"),
        pytest.param(past(steady_days=99), 8, id="steady-for-long"),
        pytest.param(past(steady_days=1, outcome=Outcome.FAILED), 20 / 24, id="failing"),
        pytest.param(past(steady_days=8, outcome=Outcome.FAILED), 2, id="failing-for-a-week"),
        pytest.param(past(steady_days=99, outcome=Outcome.FAILED), 8, id="failing-for-months"),
        pytest.param(past(steady_days=1, changed=True), 20 / 24, id="just-recovered"),
        pytest.param(past(steady_days=12, changed=True), 3, id="recovered-for-some-time"),
        pytest.param(past(steady_days=99, outcome=Outcome.BLOCKED), 8, id="blocked-for-long"),
    ],
)
def test_an_interval_grows_with_steadiness_and_is_shortened_by_half_at_most(seen: Past, longest_days: float) -> None:
    longest = timedelta(days=longest_days)
    intervals = [due_at(f"https://example.org/{number}", seen, INTERVALS) - NOW for number in range(200)]

    assert longest * 0.5 <= min(intervals) < longest * 0.52
    assert longest * 0.98 < max(intervals) <= longest


def test_links_that_were_added_together_are_requested_evenly_from_the_first_day_on() -> None:
    """Each link is requested on the first daily run after it is due; intervals stay the same."""
    intervals = Intervals(first=timedelta(days=4), longest=timedelta(days=4), failing=timedelta(hours=20))
    asked = Counter[int]()
    for url in (f"https://example.org/{number}" for number in range(2000)):
        day = 0
        while day < 40:
            last = NOW + timedelta(days=day)
            due = due_at(url, Past(NOW, last, 2 if day else 1, Outcome.ANSWERED), intervals)
            day += max(1, ceil((due - last) / timedelta(days=1)))
            asked[day] += 1
    by_day = [asked[day] for day in range(1, 40)]

    assert max(by_day) < 1.25 * mean(by_day)
    assert min(by_day) > 0.75 * mean(by_day)


def candidate(
    url: str,
    *,
    due: datetime | None = START,
    would_fail: bool = False,
    requests: int = 1,
    interval: timedelta | None = None,
) -> Candidate:
    return Candidate(url, url[0], due, would_fail, requests, interval)


def test_due_and_failing_links_are_requested() -> None:
    candidates = [
        candidate("due"),
        candidate("never-asked", due=None),
        candidate("not-due", due=NOW + timedelta(seconds=1)),
        candidate("failing", due=NOW + timedelta(days=1), would_fail=True),
    ]

    assert select(candidates, NOW, Limits()) == {"due", "never-asked", "failing"}


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (Limits(requests=0), set()),
        (Limits(requests=1), {"a-failing"}),
        (Limits(requests=2), {"a-failing", "b-new"}),
        (Limits(requests=3), {"a-failing", "b-new", "c-recent"}),  # the oldest takes three requests
        (Limits(requests=5), {"a-failing", "b-new", "c-oldest"}),
        (Limits(per_host=1), {"a-failing", "b-new", "c-recent"}),
        (Limits(per_host=3), {"a-failing", "b-new", "c-oldest"}),
    ],
)
def test_limits_take_what_would_fail_then_the_new_then_the_oldest(limits: Limits, expected: set[str]) -> None:
    candidates = [
        candidate("c-recent", due=START + timedelta(days=1)),
        candidate("c-oldest", requests=3),
        candidate("b-new", due=None),
        candidate("a-failing", due=NOW, would_fail=True),
    ]

    assert select(candidates, NOW, limits) == expected


def test_twice_the_usual_load_is_caught_up_with_over_some_days() -> None:
    """100 resources, each requested every 5 days; a run without a network left yesterday's and today's 40."""
    every = timedelta(days=5)
    later = [candidate(f"later-{number}", due=NOW + timedelta(days=1), interval=every) for number in range(60)]
    yesterday = [candidate(f"old-{number}", due=NOW - timedelta(days=1), interval=every) for number in range(20)]
    today = [candidate(f"today-{number}", due=NOW, interval=every) for number in range(20)]
    must = [
        candidate("failing", due=NOW, would_fail=True, interval=every),
        candidate("new", due=None),
        candidate("overdue", due=NOW - timedelta(days=4), interval=every),
    ]

    asked = select([*later, *today, *yesterday, *must], NOW, Limits(), timedelta(days=1))

    assert {"failing", "new", "overdue"} <= asked
    assert {each.url for each in yesterday} <= asked
    assert len(asked) - 3 == ceil(1.2 * 102 / 5)


@pytest.mark.parametrize(
    ("elapsed", "expected"),
    [
        pytest.param(None, 40, id="no-earlier-run"),
        pytest.param(timedelta(days=30), 40, id="after-a-month"),
        pytest.param(timedelta(days=1), 10, id="after-a-day"),
        pytest.param(timedelta(hours=6), 3, id="after-six-hours"),
        pytest.param(timedelta(0), 0, id="at-once"),
    ],
)
def test_the_share_of_a_run_grows_with_the_time_since_the_last(elapsed: timedelta | None, expected: int) -> None:
    due = [candidate(str(number), due=NOW, interval=timedelta(days=5)) for number in range(40)]

    assert len(select(due, NOW, Limits(), elapsed)) == expected


def test_an_interval_of_zero_puts_nothing_off() -> None:
    assert select([candidate("x", interval=timedelta(0))], NOW, Limits(), timedelta(days=1)) == {"x"}
