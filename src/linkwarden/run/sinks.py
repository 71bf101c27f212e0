"""Sinks are told what happens in a run: a progress bar, the history, the library's iterator."""

from collections.abc import Iterable
from enum import StrEnum

from linkwarden.model.finding import JudgedLink, Unchecked
from linkwarden.model.link import Plan
from linkwarden.report.v1 import Report


class Seal(StrEnum):
    """What a run's results are worth once it has ended."""

    TRUSTED = "trusted"
    UNTRUSTED = "untrusted"
    """The network of this run can't be trusted, so nothing that it failed to reach counts."""
    INTERRUPTED = "interrupted"
    """The run was stopped or canceled; what it judged until then stands."""


class Sink:
    """Is told what happens in a run, in this order: planned once, then the rest as it comes, sealed once.

    A subclass overrides what it needs. The methods are called in the thread of the event loop, so they must return
    quickly; an exception that they raise ends the run.
    """

    def planned(self, plan: Plan) -> None:
        """Take note of all links of the run."""

    def judged(self, link: JudgedLink) -> None:
        """Take note of one link's verdict; links that were not reached are among them."""

    def notice(self, text: str) -> None:
        """Take note of something that people should know while the run goes on, in one line."""

    def unchecked(self, unchecked: Unchecked) -> None:
        """Take note of what a source could not find out."""

    def sealed(self, seal: Seal, report: Report | None) -> None:
        """Take note of how the run ended, and of its report, which a canceled run has none of; nothing follows."""


class Sinks(Sink):
    """Tells several sinks the same, in order."""

    def __init__(self, sinks: Iterable[Sink]) -> None:
        self._sinks = list(sinks)

    def add(self, sink: Sink) -> None:
        """Tell *sink*, too, from now on."""
        self._sinks.append(sink)

    def planned(self, plan: Plan) -> None:
        """Tell all."""
        for sink in self._sinks:
            sink.planned(plan)

    def judged(self, link: JudgedLink) -> None:
        """Tell all."""
        for sink in self._sinks:
            sink.judged(link)

    def notice(self, text: str) -> None:
        """Tell all."""
        for sink in self._sinks:
            sink.notice(text)

    def unchecked(self, unchecked: Unchecked) -> None:
        """Tell all."""
        for sink in self._sinks:
            sink.unchecked(unchecked)

    def sealed(self, seal: Seal, report: Report | None) -> None:
        """Tell all."""
        for sink in self._sinks:
            sink.sealed(seal, report)
