"""The report stage: renders a finished run as text for people and data for programs. Pure."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol, runtime_checkable

from linkwarden.registry import Registry
from linkwarden.report.source import SourceLinks
from linkwarden.report.v1 import Report


class Style(NamedTuple):
    """How the text is going to be shown."""

    width: int = 100
    """Columns of the terminal."""
    color: bool = False
    full_report: str | None = None
    """The path of a file that lists every finding; None if none is written."""
    source: SourceLinks | None = None
    """How to link to lines of the checked files; None if the forge is unknown."""


class Reporter(Protocol):
    """Renders a report in one format."""

    @property
    def id(self) -> str:
        """The name for ``--format``."""
        ...

    def render(self, report: Report, style: Style) -> str:
        """Return the whole text, with a newline at its end."""
        ...


@runtime_checkable
class StreamingReporter(Reporter, Protocol):
    """A reporter whose text can be long, so that it is written in parts."""

    def parts(self, report: Report, style: Style) -> Iterator[str]:
        """Yield the text of `render`, in parts."""
        ...


def parts_of(reporter: Reporter, report: Report, style: Style) -> Iterable[str]:
    """Return the text of *report* as *reporter* renders it, in as many parts as it has."""
    if isinstance(reporter, StreamingReporter):
        return reporter.parts(report, style)
    return (reporter.render(report, style),)


REPORTERS: Registry[Reporter] = Registry("linkwarden.report.formats", "linkwarden.reporters")
