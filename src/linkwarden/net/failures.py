"""Failures that apply to a whole host, so that its other links need no requests. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from linkwarden.model.exchange import ErrorKind, Exchange
from linkwarden.model.observation import Verify

ClientProfile = tuple[Verify, str]
"""The properties of requests that a host may treat differently: verification and user agent."""

MAX_SILENCES = 4
"""How many requests in a row may time out on a host that never responded, before no more are sent."""


@dataclass(slots=True)
class SharedFailures:
    """The failures, by client profile. Times are monotonic seconds."""

    answered: bool = False
    """The host has sent an HTTP response."""
    _silences: int = 0
    _failed: dict[ClientProfile, tuple[float, tuple[Exchange, ...]]] = field(default_factory=dict)

    def holding(self, profile: ClientProfile, not_before: float) -> tuple[Exchange, ...]:
        """Return the failed exchanges of another request that apply to this one too; empty if there are none.

        Args:
            profile: This request's.
            not_before: The earliest time to send the request: older failures do not apply.
        """
        at, exchanges = self._failed.get(profile, (0.0, ()))
        return exchanges if at >= not_before else ()

    @property
    def silent(self) -> bool:
        """Return whether so many requests to the host have timed out that retries are useless."""
        return self._silences >= MAX_SILENCES

    def note_attempt(self, profile: ClientProfile, attempts: Sequence[Exchange], now: float) -> None:
        """Note an attempt that has just ended; it is the last of *attempts*."""
        last = attempts[-1]
        self.answered = self.answered or last.status is not None
        silent = last.error is ErrorKind.TIMEOUT and not self.answered
        self._silences = self._silences + 1 if silent else 0
        if self.silent:
            self._failed[profile] = (now, tuple(attempts))

    def note_end(self, profile: ClientProfile, attempts: Sequence[Exchange], now: float, *, given_up: bool) -> None:
        """Note that a request has ended: no further attempt follows.

        Args:
            profile: The request's.
            attempts: All of its attempts.
            now: When.
            given_up: The host has pushed back for so long that it gets no further retries.
        """
        last = attempts[-1]
        if not last.connected or (last.status == HTTPStatus.TOO_MANY_REQUESTS and given_up):
            self._failed[profile] = (now, tuple(attempts))
        elif last.status is not None:
            self._failed.pop(profile, None)
