"""How much to ask in one query. Pure.

GitHub ends a query after ten seconds, with 502 or 504, and takes further points for it. So a batch that was too much
is asked again in halves, down to one repository, and two batches that went well earn the size back.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from linkwarden.github.places import Target
from linkwarden.github.query import by_repository

MOST_REPOSITORIES = 50
"""awesome-python's own job asks as much every day; Sourcegraph lost answers above 37 aliases (2019), so it adapts."""
PAGES_EACH = 2
"""A batch holds that many pages for each of its repositories on average: every file is work for GitHub's Git."""
MOST_FAILURES = 8
"""In a row: from the full size down to one repository, and two of those. Then the API is ill, not the query."""
GOOD_TO_GROW = 2


@dataclass(slots=True)
class Batches:
    """The targets that are still to be asked for."""

    targets: Iterable[Target]
    size: int = MOST_REPOSITORIES
    failures: int = 0
    """In a row."""
    _good: int = 0
    _waiting: deque[Target] = field(init=False)

    def __post_init__(self) -> None:
        """Put the pages of one repository side by side."""
        self._waiting = deque(chain.from_iterable(by_repository(self.targets)))

    def next(self) -> list[Target]:
        """Take the next batch; empty where nothing is left."""
        batch: list[Target] = []
        repositories: set[str] = set()
        while self._waiting and len(batch) < self.size * PAGES_EACH:
            name = self._waiting[0].repository.casefold()
            if name not in repositories and len(repositories) == self.size:
                break
            repositories.add(name)
            batch.append(self._waiting.popleft())
        return batch

    def went_well(self) -> None:
        """Note that the last batch was answered."""
        self.failures = 0
        self._good += 1
        if self._good == GOOD_TO_GROW:
            self._good = 0
            self.size = min(MOST_REPOSITORIES, self.size * 2)

    def was_too_much(self, unanswered: Sequence[Target]) -> list[Target]:
        """Ask *unanswered* again in smaller batches, and return those that cannot be asked for any smaller."""
        self.failures += 1
        self._good = 0
        alone = self.size == 1
        self.size = max(1, self.size // 2)
        if alone:
            return list(unanswered)
        self.again(unanswered)
        return []

    def again(self, unanswered: Sequence[Target]) -> None:
        """Put *unanswered* first in the queue."""
        self._waiting.extendleft(reversed(unanswered))

    def rest(self) -> list[Target]:
        """Return all that is left."""
        return list(self._waiting)
