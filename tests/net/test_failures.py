"""Which failures apply to a whole host, as tables of attempts."""

import pytest

from linkwarden.model.exchange import ErrorKind, Exchange
from linkwarden.model.observation import Verify
from linkwarden.net.failures import MAX_SILENCES, SharedFailures
from tests.judge.builders import Answer, exchange

PLAIN = (Verify.FULL, "linkwarden/1")
BROWSER = (Verify.FULL, "Mozilla/5.0")
UNVERIFIED = (Verify.NONE, "linkwarden/1")


def attempt(answer: Answer, *, connected: bool = True) -> Exchange:
    made = exchange(answer)
    return made if connected else Exchange(made.id, made.at, "", "GET", made.url, error=made.error, connected=False)


DOWN = attempt(ErrorKind.CONNECTION_REFUSED, connected=False)


@pytest.mark.parametrize(
    ("last", "given_up", "shared"),
    [
        (attempt(200), False, False),
        (attempt(404), True, False),
        (attempt(429), False, False),
        (attempt(429), True, True),
        (attempt(503), True, False),
        (attempt(ErrorKind.TIMEOUT), False, False),
        (attempt(ErrorKind.CONNECTION_RESET), False, False),
        (attempt(ErrorKind.TIMEOUT, connected=False), False, True),
        (DOWN, False, True),
    ],
)
def test_what_holds_for_the_whole_host(last: Exchange, given_up: bool, shared: bool) -> None:
    failures = SharedFailures()
    failures.note_end(PLAIN, [last], 10.0, given_up=given_up)

    assert ((last,) if shared else ()) == failures.holding(PLAIN, 0.0)


@pytest.mark.parametrize(("not_before", "holds"), [(0.0, True), (10.0, True), (10.1, False)])
def test_a_failure_does_not_apply_to_a_later_fetch(not_before: float, holds: bool) -> None:
    failures = SharedFailures()
    failures.note_end(PLAIN, [DOWN], 10.0, given_up=False)

    assert holds == bool(failures.holding(PLAIN, not_before))


@pytest.mark.parametrize("other", [BROWSER, UNVERIFIED])
def test_a_failure_does_not_apply_to_another_profile(other: tuple[Verify, str]) -> None:
    failures = SharedFailures()
    failures.note_end(PLAIN, [DOWN], 10.0, given_up=False)

    assert () == failures.holding(other, 0.0)


def test_a_response_ends_a_failure() -> None:
    failures = SharedFailures()
    failures.note_end(PLAIN, [DOWN], 10.0, given_up=False)
    failures.note_end(PLAIN, [attempt(200)], 11.0, given_up=False)

    assert () == failures.holding(PLAIN, 0.0)


@pytest.mark.parametrize(
    ("answers", "silent"),
    [
        ([ErrorKind.TIMEOUT] * (MAX_SILENCES - 1), False),
        ([ErrorKind.TIMEOUT] * MAX_SILENCES, True),
        ([*[ErrorKind.TIMEOUT] * (MAX_SILENCES - 1), ErrorKind.CONNECTION_RESET, ErrorKind.TIMEOUT], False),
        ([200, *[ErrorKind.TIMEOUT] * MAX_SILENCES], False),
        ([404, *[ErrorKind.TIMEOUT] * MAX_SILENCES], False),
    ],
)
def test_a_host_that_never_responds_gets_a_few_requests(answers: list[Answer], silent: bool) -> None:
    failures = SharedFailures()
    for number, answer in enumerate(answers):
        failures.note_attempt(PLAIN, [attempt(answer)], float(number))

    assert (silent, silent) == (failures.silent, bool(failures.holding(PLAIN, 0.0)))
