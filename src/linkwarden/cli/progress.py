"""Progress: a bar on a terminal, a line now and then in a log."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
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
INTERVAL_S = 30.0
"""Between two lines in a log."""


class Progress(Sink):
    """Counts checked and remaining links, and shows progress."""

    def __init__(self) -> None:
        self.total = self.done = 0
        self._verdicts: Counter[Verdict] = Counter()
        self._left: Counter[str] = Counter()
        """Links without a verdict, by host."""

    def planned(self, plan: Plan) -> None:
        """Count all links."""
        self.total = len(plan.links)
        self._left = Counter(host for link in plan.links if (host := _host(link)))

    def judged(self, link: JudgedLink) -> None:
        """Count one verdict."""
        self.done += 1
        self._verdicts[link.verdict] += 1
        if host := _host(link.link):
            self._left[host] -= 1

    def tick(self, in_flight: int) -> None:
        """Show the progress, with the number of requests in flight."""

    def verdicts(self) -> str:
        """Return how many links are not simply alive, by verdict; empty if all are."""
        return "  ".join(f"{self._verdicts[each]:,} {each}" for each in SHOWN if self._verdicts[each])

    def waiting(self) -> str:
        """Return the hosts with the most links left; empty if none has any."""
        slowest = [f"{host} ({left:,})" for host, left in self._left.most_common(SLOWEST) if left > 0]
        return f"waiting for {', '.join(slowest)}" if slowest else ""


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

    def tick(self, in_flight: int) -> None:
        """Write the progress as one line."""
        flying = f"{in_flight:,} {'request' if in_flight == 1 else 'requests'} in flight"
        self.notice("; ".join(filter(None, [f"{self.done:,} of {self.total:,} links, {flying}", self.waiting()])))
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

    def notice(self, text: str) -> None:
        self._bar.console.print(f"linkwarden: {plain(text)}", markup=False, highlight=False)

    def planned(self, plan: Plan) -> None:
        super().planned(plan)
        self._bar.update(self._task, total=self.total)

    def judged(self, link: JudgedLink) -> None:
        super().judged(link)
        shown = "  ".join(filter(None, [self.verdicts() or "links", self.waiting()]))
        self._bar.update(self._task, advance=1, description=plain(shown))


def _host(link: Link) -> str | None:
    url = parse_web_url(link.resource.url) if link.resource.kind is TargetKind.WEB else None
    return url.host if url else None
