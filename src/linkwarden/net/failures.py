"""Failures that hold for a whole host, so that it is not asked again by each of its links. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from linkwarden.model.exchange import ErrorKind, Exchange
from linkwarden.model.observation import Verify

ClientProfile = tuple[Verify, str]
"""What a host can tell requests apart by: how much they verify, and their user agent. It may treat them differently."""

MAX_SILENCES = 4
"""Requests in a row that a host which never answered may let time out, before it is asked no more."""


@dataclass(slots=True)
class SharedFailures:
    """What failed, by client profile. Times are monotonic seconds."""

    answered: bool = False
    """The host has sent an HTTP response."""
    _silences: int = 0
    _failed: dict[ClientProfile, tuple[float, tuple[Exchange, ...]]] = field(default_factory=dict)

    def holding(self, profile: ClientProfile, not_before: float) -> tuple[Exchange, ...]:
        """Return the exchanges of another request that failed and hold for this one too; else none.

        Args:
            profile: This request's.
            not_before: The earliest moment to send it: an older failure says nothing about it.
        """
        at, exchanges = self._failed.get(profile, (0.0, ()))
        return exchanges if at >= not_before else ()

    @property
    def silent(self) -> bool:
        """Return whether the host has let so many requests time out that retries are useless."""
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
