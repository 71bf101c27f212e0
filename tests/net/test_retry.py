"""Which failures are sent again, and when."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from linkwarden.model.exchange import ErrorKind
from linkwarden.net.retry import is_transient, retry_after_s, wait_s
from tests.judge.builders import Answer, exchange

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answer", "attempt", "again"),
    [
        (200, 1, False),
        (301, 1, False),
        (403, 1, False),
        (404, 1, False),
        (408, 1, True),
        (425, 1, True),
        (429, 2, True),
        (500, 1, True),
        (501, 1, False),
        (503, 2, True),
        (522, 1, True),
        (999, 1, False),
        (ErrorKind.CONNECTION_RESET, 2, True),
        (ErrorKind.CONNECTION_REFUSED, 2, True),
        (ErrorKind.TIMEOUT, 1, False),
        (ErrorKind.NO_SUCH_HOST, 1, False),
        (ErrorKind.CERTIFICATE_NAME, 1, False),
        (ErrorKind.PRIVATE_ADDRESS, 1, False),
    ],
)
def test_what_may_pass_by_itself(answer: Answer, attempt: int, again: bool) -> None:
    assert again == is_transient(exchange(answer), attempt)


@pytest.mark.parametrize("error", [ErrorKind.TIMEOUT, ErrorKind.RESOLVER_FAILURE])
def test_a_connection_that_took_long_to_fail_is_tried_twice(error: ErrorKind) -> None:
    failed = replace(exchange(error), connected=False)

    assert [True, False] == [is_transient(failed, attempt) for attempt in (1, 2)]


@pytest.mark.parametrize(
    ("status", "header", "again"),
    [
        (429, ("x-vercel-mitigated", "challenge"), False),
        (429, ("cf-mitigated", "challenge"), False),
        (429, ("x-kpsdk-ct", "0aBc"), False),
        (503, ("cf-mitigated", "Challenge"), False),
        (429, ("x-vercel-mitigated", "deny"), True),
        (429, ("x-vercel-cache", "MISS"), True),
        (502, ("x-kpsdk-ct", "0aBc"), True),
        (503, ("x-kpsdk-ct", "0aBc"), True),
    ],
)
def test_a_challenge_does_not_pass_by_itself(status: int, header: tuple[str, str], again: bool) -> None:
    assert again == is_transient(exchange(status, headers=[header]), 1)


def test_waits_double_with_jitter() -> None:
    assert [1.0, 2.0, 4.0] == [wait_s(attempt, jitter=lambda: 0.0) for attempt in (1, 2, 3)]
    assert wait_s(1, jitter=lambda: 1.0) > 1.0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("7", 7.0),
        (" 7 ", 7.0),
        ("Tue, 24 Nov 2026 12:00:30 GMT", 30.0),
        ("Tue, 24 Nov 2026 14:00:30 +0200", 30.0),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("7.5", None),
    ],
)
def test_retry_after_as_seconds_and_as_a_date(value: str | None, seconds: float | None) -> None:
    assert seconds == retry_after_s(value, NOW)
