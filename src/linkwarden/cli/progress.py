"""Progress on a terminal; silence in a pipe."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from linkwarden.model.finding import JudgedLink, Verdict
from linkwarden.model.link import Plan
from linkwarden.plain import plain
from linkwarden.run import Sink

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

SHOWN = (Verdict.DEAD, Verdict.UNREACHABLE, Verdict.BLOCKED, Verdict.MOVED)


class Silent(Sink):
    """Shows notices alone, and those only where they are wanted."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def notice(self, text: str) -> None:
        """Say it in one line."""
        if self._stream is not None:
            self._stream.write(f"linkwarden: {text}\n")


@contextmanager
def progress_on(stream: TextIO, *, quiet: bool) -> Iterator[Sink]:
    """Give a progress bar on *stream* where that is a terminal, else a silent one."""
    if quiet or not stream.isatty():
        yield Silent(None if quiet else stream)
        return
    from rich import progress as rich
    from rich.console import Console

    console = Console(file=getattr(stream, "raw", stream), no_color=bool(os.environ.get("NO_COLOR")))
    columns = (
        rich.BarColumn(bar_width=16),
        rich.MofNCompleteColumn(),
        rich.TimeElapsedColumn(),
        rich.TextColumn("{task.description}", style="dim"),
    )
    with rich.Progress(*columns, console=console, transient=True) as bar:
        yield _Bar(bar)


class _Bar(Sink):
    def __init__(self, bar: "RichProgress") -> None:
        self._bar = bar
        self._counts = dict.fromkeys(SHOWN, 0)
        self._task = bar.add_task("links", total=None)

    def notice(self, text: str) -> None:
        self._bar.console.print(f"linkwarden: {plain(text)}", markup=False, highlight=False)

    def planned(self, plan: Plan) -> None:
        self._bar.update(self._task, total=len(plan.links))

    def judged(self, link: JudgedLink) -> None:
        if link.verdict in self._counts:
            self._counts[link.verdict] += 1
        shown = "  ".join(f"{count} {verdict}" for verdict, count in self._counts.items() if count)
        self._bar.update(self._task, advance=1, description=shown or "links")
