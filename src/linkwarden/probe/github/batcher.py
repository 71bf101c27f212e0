"""Decides how much to query at once, how long to wait, and when to stop. Pure.

GitHub ends a query after ten seconds, with 502 or 504, and charges additional points for it. So a batch that was too
large is split in halves, down to one repository, and after two successful batches the size doubles again.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import chain

from linkwarden.probe.github.answer import Next, RetryLater, RetrySmaller, Stop
from linkwarden.probe.github.places import GitHubTarget
from linkwarden.probe.github.query import by_repository

MAX_REPOSITORIES = 50
"""awesome-python's own job queries as many every day; Sourcegraph lost results above 37 aliases (2019): it adapts."""
PAGES_EACH = 2
"""Average number of pages per repository in a batch: every file is work for GitHub's Git."""
GOOD_TO_GROW = 2
MAX_FAILURES = 8
"""In a row: from the full size down to one repository, and two of those. Then the API is ill, not the query."""
MAX_REST_S = 8.0
"""After a failure; the first rest is a second, and each further one twice as long."""

SECONDARY_WAIT_S = 60.0
"""Where a secondary limit names no time, at least a minute, then exponentially more (GitHub's documentation)."""
MAX_WAIT_S = 120.0
MAX_WAITS = 3
"""In a row."""


class Batcher:
    """The remaining targets, and the effect of the responses so far on them.

    Args:
        targets: The targets; the pages of one repository are put next to each other.
    """

    def __init__(self, targets: Iterable[GitHubTarget]) -> None:
        self.size = MAX_REPOSITORIES
        self.stop: Stop | None = None
        """Why no more queries are sent, although targets may be left."""
        self.epoch = 0
        """Increases when the API reports an overload: earlier queries then have no further effect."""
        self._waiting = deque(chain.from_iterable(by_repository(targets)))
        self._good = self._failures = self._waits = 0

    def next(self) -> list[GitHubTarget]:
        """Return the next batch; empty if nothing is left, or no more queries are allowed."""
        batch: list[GitHubTarget] = []
        repositories: set[str] = set()
        while self.stop is None and self._waiting and len(batch) < self.size * PAGES_EACH:
            name = self._waiting[0].repository.casefold()
            if name not in repositories and len(repositories) == self.size:
                break
            repositories.add(name)
            batch.append(self._waiting.popleft())
        return batch

    def record(
        self,
        then: Next | RetrySmaller | RetryLater | Stop,
        unanswered: Sequence[GitHubTarget],
        epoch: int | None = None,
    ) -> float:
        """Record the response to a batch, and return how many seconds to wait.

        Args:
            then: What the response requires.
            unanswered: The targets of the batch without a result.
            epoch: The epoch when the batch was taken; default: this one.
        """
        outdated = epoch is not None and epoch < self.epoch
        match then:
            case Stop():
                self.stop = then
                return 0.0
            case Next():
                return 0.0 if outdated else self._went_well()
            case RetrySmaller() | RetryLater() if outdated:
                self._waiting.extendleft(reversed(unanswered))
                return (then.seconds or 0.0) if isinstance(then, RetryLater) else 0.0
            case RetrySmaller():
                return self._was_too_much(unanswered)
            case RetryLater(seconds):
                return self._was_too_soon(seconds, unanswered)

    def _went_well(self) -> float:
        self._failures = self._waits = 0
        self._good += 1
        if self._good == GOOD_TO_GROW:
            self._good = 0
            self.size = min(MAX_REPOSITORIES, self.size * 2)
        return 0.0

    def _was_too_much(self, unanswered: Sequence[GitHubTarget]) -> float:
        """Split the batch in halves; a single target that is too large is left without a result."""
        self.epoch += 1
        self._good, self._failures = 0, self._failures + 1
        if self._failures == MAX_FAILURES:
            self.stop = Stop("the API keeps failing", "Run again later")
        if self.size > 1:
            self._waiting.extendleft(reversed(unanswered))
            self.size //= 2
        return min(MAX_REST_S, 2.0 ** (self._failures - 1))

    def _was_too_soon(self, seconds: float | None, unanswered: Sequence[GitHubTarget]) -> float:
        self.epoch += 1
        rest = SECONDARY_WAIT_S * 2**self._waits if seconds is None else seconds
        self._waits += 1
        if rest > MAX_WAIT_S or self._waits > MAX_WAITS:
            self.stop = Stop("the API asked for a pause", "Run again later")
        self._waiting.extendleft(reversed(unanswered))
        return rest
