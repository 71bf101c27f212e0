"""Sinks are notified about a run: a progress bar, the history, the library's iterator."""

from collections.abc import Iterable
from enum import StrEnum

from linkwarden.model.finding import JudgedLink, Unchecked
from linkwarden.model.link import Plan
from linkwarden.report.v1 import Report


class Seal(StrEnum):
    """The state of a run after its end."""

    TRUSTED = "trusted"
    UNTRUSTED = "untrusted"
    """The network of this run cannot be trusted, so nothing that it failed to reach counts."""
    INTERRUPTED = "interrupted"
    """The run was stopped or canceled; its results so far are valid."""


class Sink:
    """Is notified about a run in this order: planned once, then the other events as they occur, sealed once.

    A subclass overrides the methods that it needs. They are called in the thread of the event loop, so they must return
    quickly; an exception that they raise ends the run.
    """

    def planned(self, plan: Plan) -> None:
        """Handle all links of the run."""

    def judged(self, link: JudgedLink) -> None:
        """Handle one link's verdict; links that were not reached are included."""

    def notice(self, text: str) -> None:
        """Handle a notice for users, of one line, while the run goes on."""

    def unchecked(self, unchecked: Unchecked) -> None:
        """Handle what a source could not check."""

    def sealed(self, seal: Seal, report: Report | None) -> None:
        """Handle the end of the run, with its report unless it was canceled; no event follows."""


class Sinks(Sink):
    """Notifies several sinks, in order."""

    def __init__(self, sinks: Iterable[Sink]) -> None:
        self._sinks = list(sinks)

    def add(self, sink: Sink) -> None:
        """Add *sink*."""
        self._sinks.append(sink)

    def planned(self, plan: Plan) -> None:
        """Notify all sinks."""
        for sink in self._sinks:
            sink.planned(plan)

    def judged(self, link: JudgedLink) -> None:
        """Notify all sinks."""
        for sink in self._sinks:
            sink.judged(link)

    def notice(self, text: str) -> None:
        """Notify all sinks."""
        for sink in self._sinks:
            sink.notice(text)

    def unchecked(self, unchecked: Unchecked) -> None:
        """Notify all sinks."""
        for sink in self._sinks:
            sink.unchecked(unchecked)

    def sealed(self, seal: Seal, report: Report | None) -> None:
        """Notify all sinks."""
        for sink in self._sinks:
            sink.sealed(seal, report)
