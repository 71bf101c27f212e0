"""The pace of a host, without a clock or a socket."""

import pytest

from linkwarden.net.pace import (
    ANSWERS_PER_STEP,
    MAX_GAP_S,
    MAX_REFUSALS,
    MIN_REFUSING_S,
    Empty,
    Pace,
    Send,
    SendOutcome,
    Ticket,
    Wait,
)


def pace(**changes: float) -> Pace:
    return Pace(max_connections=4, min_gap=changes.get("gap", 0.0))


def sent(machine: Pace, now: float) -> Ticket:
    move = machine.next(now)
    assert isinstance(move, Send), move
    return move.ticket


def opened(gap: float = 0.0) -> Pace:
    """A host that has responded once."""
    machine = pace(gap=gap)
    machine.submit(0)
    machine.finished(sent(machine, 0), SendOutcome.ANSWERED, 0)
    return machine


def test_nobody_waits() -> None:
    assert pace().next(0) == Empty()


def test_a_host_that_never_answered_gets_one_request_at_a_time() -> None:
    machine = pace()
    machine.submit(0)
    machine.submit(0)
    first = sent(machine, 0)

    assert machine.next(0) == Wait(float("inf"))

    machine.finished(first, SendOutcome.FAILED, 1)
    sent(machine, 1)
    machine.submit(0)
    assert machine.next(1) == Wait(float("inf"))


def test_the_first_answer_opens_all_connections() -> None:
    machine = opened()
    for _ in range(5):
        machine.submit(0)

    for _ in range(4):
        sent(machine, 1)
    assert machine.next(1) == Wait(float("inf"))


def test_requests_start_a_gap_apart() -> None:
    machine = opened(gap=0.5)
    machine.submit(0)
    machine.submit(0)
    sent(machine, 10)

    assert machine.next(10) == Wait(10.5)
    sent(machine, 10.5)


def test_a_request_waits_for_its_own_time_and_delays_no_other() -> None:
    machine = opened()
    late = machine.submit(30)
    soon = machine.submit(0)

    assert sent(machine, 1) is soon
    assert machine.next(1) == Wait(30)
    assert sent(machine, 30) is late


def test_retry_after_moves_the_whole_host() -> None:
    machine = opened()
    machine.submit(0)
    machine.submit(0)
    first = sent(machine, 1)
    machine.finished(first, SendOutcome.PUSHED_BACK, 2, retry_after=7)

    assert machine.next(2) == Wait(9)
    sent(machine, 9)


def test_retry_after_has_a_cap() -> None:
    machine = opened()
    machine.submit(0)
    machine.submit(0)
    machine.finished(sent(machine, 0), SendOutcome.PUSHED_BACK, 0, retry_after=86_400)

    assert machine.next(0) == Wait(MAX_GAP_S)


def test_a_push_back_leaves_one_connection_and_a_longer_gap() -> None:
    machine = opened(gap=0.1)
    for _ in range(3):
        machine.submit(0)
    machine.finished(sent(machine, 1), SendOutcome.PUSHED_BACK, 1)
    before = machine.gap

    sent(machine, 100)
    assert machine.next(100) == Wait(float("inf"))
    assert before > 0.1


def test_a_request_at_the_time_that_the_host_named_does_not_slow_it_further() -> None:
    machine = opened(gap=0.1)
    for _ in range(3):
        machine.submit(0)
    machine.finished(sent(machine, 1), SendOutcome.PUSHED_BACK, 1, retry_after=2)
    gap = machine.gap
    machine.finished(sent(machine, 3), SendOutcome.PUSHED_BACK, 3, retry_after=2)

    assert machine.gap == gap
    assert machine.refusals == 2
    assert machine.next(4) == Wait(5)


def test_without_a_time_from_the_host_each_push_back_lengthens_the_gap() -> None:
    machine = opened(gap=0.1)
    for _ in range(2):
        machine.submit(0)
    machine.finished(sent(machine, 1), SendOutcome.PUSHED_BACK, 1)
    gap = machine.gap
    machine.finished(sent(machine, 10), SendOutcome.PUSHED_BACK, 10)

    assert machine.gap == 2 * gap


def test_answers_that_were_under_way_do_not_slow_the_host_twice() -> None:
    machine = opened()
    for _ in range(3):
        machine.submit(0)
    tickets = [sent(machine, 1) for _ in range(3)]
    machine.finished(tickets[0], SendOutcome.PUSHED_BACK, 2)
    gap = machine.gap
    machine.finished(tickets[1], SendOutcome.PUSHED_BACK, 2)

    assert gap == machine.gap


def test_good_answers_earn_the_speed_back() -> None:
    machine = opened(gap=0.1)
    machine.submit(0)
    machine.finished(sent(machine, 1), SendOutcome.PUSHED_BACK, 1)
    slow = machine.gap
    now = 100.0
    for _ in range(ANSWERS_PER_STEP):
        machine.submit(0)
        now += 20
        machine.finished(sent(machine, now), SendOutcome.ANSWERED, now)

    assert machine.gap < slow
    assert machine.connections == 2


def test_a_withdrawn_request_is_never_sent() -> None:
    machine = pace()
    ticket = machine.submit(0)
    machine.withdraw(ticket)

    assert machine.next(0) == Empty()


def test_the_pace_that_a_host_pushed_back_at_is_not_tried_again() -> None:
    machine = opened(gap=0.1)
    machine.submit(0)
    machine.finished(sent(machine, 1), SendOutcome.PUSHED_BACK, 1)
    now = 100.0
    for _ in range(20 * ANSWERS_PER_STEP):
        machine.submit(0)
        now += 20
        machine.finished(sent(machine, now), SendOutcome.ANSWERED, now)

    assert machine.gap == 0.2
    assert machine.connections == 4


def test_a_turn_that_nothing_was_sent_in_costs_no_gap() -> None:
    machine = opened(gap=0.5)
    machine.submit(0)
    machine.submit(0)
    machine.finished(sent(machine, 10), SendOutcome.UNSENT, 10)

    sent(machine, 10)


def test_push_backs_in_a_row_are_counted_and_a_good_answer_ends_the_row() -> None:
    machine = opened()
    for now in (100, 101, 200):
        machine.submit(0)
        machine.finished(sent(machine, now), SendOutcome.PUSHED_BACK, now)
    assert not machine.given_up

    machine.submit(0)
    machine.finished(sent(machine, 400), SendOutcome.ANSWERED, 400)
    for now in (500, 600, 700):
        machine.submit(0)
        machine.finished(sent(machine, now), SendOutcome.PUSHED_BACK, now)
    assert not machine.given_up

    machine.submit(0)
    machine.finished(sent(machine, 800), SendOutcome.PUSHED_BACK, 800)
    assert machine.given_up


@pytest.mark.parametrize(
    ("refusals", "seconds", "given_up"),
    [
        (MAX_REFUSALS, MIN_REFUSING_S, True),
        (MAX_REFUSALS, MIN_REFUSING_S - 1, False),
        (MAX_REFUSALS - 1, MIN_REFUSING_S, False),
    ],
)
def test_a_host_is_given_up_after_so_many_refusals_over_so_long(refusals: int, seconds: float, given_up: bool) -> None:
    machine = opened()
    for number in range(refusals):
        machine.submit(0)
        now = 100 + seconds * number / (refusals - 1)
        machine.finished(sent(machine, now), SendOutcome.PUSHED_BACK, now)

    assert machine.given_up is given_up


def test_a_second_fetch_whose_moment_has_come_goes_before_first_fetches() -> None:
    machine = opened()
    machine.submit()
    second = machine.submit(5)

    assert sent(machine, 5) is second


@pytest.mark.parametrize(
    ("now", "gap", "expected"),
    [(0.0, 0.1, "rate limited for 40 s"), (39.5, 0.1, ""), (50.0, 2.0, "one request every 2 s"), (50.0, 0.9, "")],
)
def test_why_requests_wait(now: float, gap: float, expected: str) -> None:
    pace = Pace(max_connections=4, min_gap=gap)
    pace.not_before = 40.0
    assert expected == pace.delay_reason(now)
