"""Progress: a bar on a terminal, a line now and then in a log."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil
from typing import TYPE_CHECKING, TextIO

from linkwarden.model.finding import JudgedLink, Verdict
from linkwarden.model.link import Link, Plan, TargetKind
from linkwarden.plain import plain
from linkwarden.run import Sink
from linkwarden.urls import parse_web_url

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

SHOWN = (Verdict.DEAD, Verdict.UNREACHABLE, Verdict.BLOCKED, Verdict.MOVED)
SLOWEST = 3
"""Hosts with the most links left that are named."""
ESTIMATE_S = 1.0
"""Time between two estimates of the remaining time, each of which takes a pass over all hosts."""
INTERVAL_S = 30.0
"""Between two lines in a log."""


MIN_CHECKED = 10
MIN_ON_HOST = 3
"""Links that have to be checked before a remaining time is estimated, in all and on a host."""


class Progress(Sink):
    """Counts checked and remaining links, and shows progress."""

    def __init__(self) -> None:
        self.total = self.done = 0
        self._verdicts: Counter[Verdict] = Counter()
        self._left: Counter[str] = Counter()
        """Links without a verdict, by host."""
        self._checked: Counter[str] = Counter()
        """Links that took requests, by host."""
        self._in_bulk: set[str | None] = set()
        """Hosts with links that an API is asked about, many at once: the first results say nothing about the others."""

    def planned(self, plan: Plan) -> None:
        """Count all links."""
        self.total = len(plan.links)
        self._left = Counter(host for link in plan.links if (host := _host(link)))
        self._in_bulk = {_host(task.links[0]) for task in plan.tasks if len(task.probes) > 1}

    def judged(self, link: JudgedLink) -> None:
        """Count one verdict."""
        self.done += 1
        self._verdicts[link.verdict] += 1
        if host := _host(link.link):
            self._left[host] -= 1
            self._checked[host] += bool(link.observation.exchanges)

    def tick(self, elapsed_s: float, in_flight: int, delay_reason: Callable[[str], str]) -> None:
        """Show the progress.

        Args:
            elapsed_s: The seconds since the start.
            in_flight: The number of requests in flight.
            delay_reason: Returns why requests to a host wait, or an empty string.
        """

    def verdicts(self) -> str:
        """Return how many links are not simply alive, by verdict; empty if all are."""
        return "  ".join(f"{self._verdicts[each]:,} {each}" for each in SHOWN if self._verdicts[each])

    def waiting(self, delay_reason: Callable[[str], str] = lambda _host: "") -> str:
        """Return the hosts with the most links left, and why they take long; empty if none has any."""
        slowest = [(host, left) for host, left in self._left.most_common(SLOWEST) if left > 0]
        shown = (f"{host} ({', '.join(filter(None, [f'{left:,}', delay_reason(host)]))})" for host, left in slowest)
        return f"waiting for {', '.join(shown)}" if slowest else ""

    def remaining_s(self, elapsed_s: float) -> float | None:
        """Return an estimate of the seconds left, or None if too little is known.

        Hosts are checked side by side, each at its own speed: the slowest of them decides, or all of them together
        where there are many.
        """
        checked = self._checked.total()
        if checked < MIN_CHECKED:
            return None
        together = max(0, sum(self._left.values())) / checked
        steady = (host for host, done in self._checked.items() if done >= MIN_ON_HOST and host not in self._in_bulk)
        return elapsed_s * max([together, *(self._left[host] / self._checked[host] for host in steady)])


def time_left(seconds: float) -> str:
    """Return a remaining time in words, rounded up."""
    if seconds <= 10:  # noqa: PLR2004 - such an estimate is no more exact than this
        return "less than 10 s left"
    if seconds <= 90:  # noqa: PLR2004 - as above
        return f"about {ceil(seconds / 10) * 10} s left"
    return f"about {ceil(seconds / 60)} min left"


class Lines(Progress):
    """Writes notices and progress as lines.

    Args:
        stream: Where they go; None for nowhere.
    """

    def __init__(self, stream: TextIO | None) -> None:
        super().__init__()
        self._stream = stream

    def notice(self, text: str) -> None:
        """Write *text* as one line."""
        if self._stream is not None:
            self._stream.write(f"linkwarden: {text}\n")

    def tick(self, elapsed_s: float, in_flight: int, delay_reason: Callable[[str], str]) -> None:
        """Write the progress as one line."""
        flying = f"{in_flight:,} {'request' if in_flight == 1 else 'requests'} in flight"
        left = self.remaining_s(elapsed_s)
        counts = f"{self.done:,} of {self.total:,} links, {flying}" + (f", {time_left(left)}" if left else "")
        self.notice("; ".join(filter(None, [counts, self.waiting(delay_reason)])))
        if self._stream is not None:
            self._stream.flush()


@contextmanager
def progress_on(stream: TextIO, *, quiet: bool) -> Iterator[Progress]:
    """Return a progress bar if *stream* is a terminal, and otherwise lines; nothing is shown if *quiet*."""
    if quiet or not stream.isatty():
        yield Lines(None if quiet else stream)
        return
    from rich import progress as rich
    from rich.console import Console

    console = Console(file=getattr(stream, "raw", stream), no_color=bool(os.environ.get("NO_COLOR")))
    columns = (
        rich.BarColumn(bar_width=16),
        rich.MofNCompleteColumn(),
        rich.TimeElapsedColumn(),
        rich.TextColumn("{task.description}", style="dim", markup=False),
    )
    with rich.Progress(*columns, console=console, transient=True) as bar:
        yield _Bar(bar)


class _Bar(Progress):
    def __init__(self, bar: "RichProgress") -> None:
        super().__init__()
        self._bar = bar
        self._task = bar.add_task("links", total=None)
        self._began = self._estimated_at = bar.get_time()
        self._time_left = ""

    def notice(self, text: str) -> None:
        self._bar.console.print(f"linkwarden: {plain(text)}", markup=False, highlight=False)

    def planned(self, plan: Plan) -> None:
        super().planned(plan)
        self._bar.update(self._task, total=self.total)

    def judged(self, link: JudgedLink) -> None:
        super().judged(link)
        now = self._bar.get_time()
        if now - self._estimated_at >= ESTIMATE_S:
            self._estimated_at = now
            left = self.remaining_s(now - self._began)
            self._time_left = time_left(left) if left else ""
        shown = "  ".join(filter(None, [self.verdicts() or "links", self.waiting(), self._time_left]))
        self._bar.update(self._task, advance=1, description=plain(shown))


def _host(link: Link) -> str | None:
    url = parse_web_url(link.resource.url) if link.resource.kind is TargetKind.WEB else None
    return url.host if url else None
