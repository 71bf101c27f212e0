"""How many questions may be in flight at GitHub, and when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwarden.probe.github.budget import MAX_CPU_S, MAX_IN_FLIGHT, MAX_QUESTIONS, WINDOW_S, Budget


def asked(budget: Budget, count: int, *, now: float, seconds: float) -> list[float]:
    """Send *count* queries one after the other, and return when each may be sent."""
    moments = []
    for _ in range(count):
        moments.append(budget.send(now))
        budget.answered(now, seconds)
    return moments


def warm() -> Budget:
    """A budget after one good response, in a window that is over."""
    budget = Budget()
    budget.send(-WINDOW_S)
    budget.answered(-WINDOW_S, 1.0)
    return budget


def test_the_first_question_is_alone_and_so_is_the_one_after_a_failure() -> None:
    budget, limits = Budget(), []
    for well in (True, True, False, False, True):
        budget.send(0.0)
        limits.append(budget.limit)
        budget.answered(0.0, 1.0, well=well)

    assert [1, MAX_IN_FLIGHT, MAX_IN_FLIGHT, 1, 1] == limits
    assert MAX_IN_FLIGHT == budget.limit


def test_there_is_room_for_some_questions_at_once() -> None:
    budget = warm()
    for _ in range(MAX_IN_FLIGHT):
        assert budget.has_room
        assert 100.0 == budget.send(100.0)

    assert not budget.has_room
    budget.answered(101.0, 1.0)
    assert budget.has_room


def test_after_a_secondary_limit_it_is_one_at_a_time() -> None:
    budget = warm()
    budget.send(0.0)
    budget.send(0.0)
    budget.slow_down()

    assert not budget.has_room
    budget.answered(1.0, 1.0)
    assert not budget.has_room
    budget.answered(1.0, 1.0)
    assert budget.has_room


@pytest.mark.parametrize(
    ("before", "seconds", "now", "earliest"),
    [
        pytest.param(49, 1.0, 10.0, 10.0, id="within"),
        pytest.param(50, 1.0, 10.0, 60.0, id="the-first-answers-have-to-leave-the-window"),
        pytest.param(50, 1.0, 60.0, 60.0, id="they-have-left-it"),
        pytest.param(5, 10.0, 10.0, 60.0, id="slow-answers-count-for-more"),
        pytest.param(500, 0.05, 10.0, 10.0, id="quick-ones-for-less"),
        pytest.param(MAX_QUESTIONS, 0.001, 10.0, 60.0, id="points"),
    ],
)
def test_response_time_and_questions_in_a_minute_are_bounded(
    before: int, seconds: float, now: float, earliest: float
) -> None:
    budget = Budget()
    asked(budget, before, now=0.0, seconds=seconds)

    assert earliest == budget.send(now)


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0.01, 10)), max_size=120))
def test_what_was_answered_within_a_window_stays_within_the_limit(steps: list[tuple[float, float]]) -> None:
    budget, now, taken = Budget(), 0.0, list[tuple[float, float]]()
    for pause, seconds in steps:
        now = max(now + pause, budget.send(now + pause)) + seconds
        budget.answered(now, seconds)
        taken.append((now, seconds))
        within = sum(spent for at, spent in taken if at > now - WINDOW_S)
        assert within <= MAX_CPU_S + 10  # the last response may take longer than those before it
