"""How many questions may be in flight, and when the next may be sent, within GitHub's secondary limits. Pure.

GitHub's documentation, "Rate limits and query limits for the GraphQL API", secondary rate limits: at most 100
concurrent requests, 2,000 points a minute, of which a query costs one, and 60 seconds of CPU time in 60 seconds of real
time, of which the response time is an estimate. Other jobs with the same token share them, so a part is left alone.
"""

from collections import deque

MAX_IN_FLIGHT = 8
WINDOW_S = 60.0
MAX_CPU_S = 50.0
"""Response time in a window, that of questions in flight included."""
MAX_QUESTIONS = 1_500
"""In a window."""
FIRST_GUESS_S = 1.0
"""The assumed duration of a query, before there was any response."""


class Budget:
    """Counts questions. Times are monotonic seconds.

    The first question is alone, and so is the one after a failure: a token that is refused, or an API that is down, is
    queried once and not by all queries at the same time.
    """

    def __init__(self) -> None:
        self.limit = 1
        self.in_flight = 0
        self._slow = False
        self._sent: deque[float] = deque()
        self._taken: deque[tuple[float, float]] = deque()
        """When each response arrived in the window, and how many seconds it took."""

    @property
    def has_room(self) -> bool:
        """Return whether one more question may be in flight."""
        return self.in_flight < self.limit

    def send(self, now: float) -> float:
        """Count one more question in flight, and return the earliest moment to send it."""
        self._forget(now)
        earliest = now
        if len(self._sent) >= MAX_QUESTIONS:
            earliest = self._sent[-MAX_QUESTIONS] + WINDOW_S
        mean = sum(seconds for _, seconds in self._taken) / len(self._taken) if self._taken else FIRST_GUESS_S
        expected = sum(seconds for _, seconds in self._taken) + (self.in_flight + 1) * mean
        for at, seconds in self._taken:
            if expected <= MAX_CPU_S:
                break
            expected -= seconds
            earliest = max(earliest, at + WINDOW_S)
        self.in_flight += 1
        self._sent.append(earliest)
        return earliest

    def answered(self, now: float, seconds: float, *, well: bool = True) -> None:
        """Count one question less in flight.

        Args:
            now: The time.
            seconds: The duration of the query.
            well: It was successful.
        """
        self.in_flight -= 1
        self._taken.append((now, seconds))
        self.limit = MAX_IN_FLIGHT if well and not self._slow else 1

    def slow_down(self) -> None:
        """Send one question after the other from now on: a secondary limit has shown itself."""
        self._slow, self.limit = True, 1

    def _forget(self, now: float) -> None:
        while self._sent and self._sent[0] <= now - WINDOW_S:
            self._sent.popleft()
        while self._taken and self._taken[0][0] <= now - WINDOW_S:
            self._taken.popleft()
