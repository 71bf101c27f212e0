"""Workflow commands, which GitHub Actions turns into annotations on the lines of a change.

GitHub keeps ten annotations of each level per step and drops the rest silently, so new problems come first,
and the tenth annotation has the number of the others. Columns are supported within one line only.
"""

from collections.abc import Iterator, Sequence

from linkwarden.model.finding import Severity, Verdict
from linkwarden.report import REPORTERS, Style
from linkwarden.report.annotations import Annotation, annotate
from linkwarden.report.sanitize import command_data, command_property
from linkwarden.report.v1 import Report
from linkwarden.report.wording import status_warning

_MAX = 9
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


class GithubReporter:
    """Annotates findings that need work; notes on blocked and skipped links are in the summary."""

    id = "github"

    def render(self, report: Report, _style: Style) -> str:
        """See `Reporter.render`."""
        new = {link.url for link in report.links if link.state == "new"}
        idle = {link.url for link in report.links if link.verdict in (Verdict.BLOCKED, Verdict.SKIPPED)}
        said = [each for each in annotate(report) if each.severity is not Severity.NOTE or each.subject not in idle]
        said.sort(key=lambda each: (each.repeated, each.subject not in new))
        alarm = status_warning(report)
        lines = [_command("warning", {"title": report.run.status}, alarm)] if alarm else []
        room = {**dict.fromkeys(_LEVELS, _MAX), Severity.WARNING: _MAX - len(lines)}
        for severity, level in _LEVELS.items():
            lines += _commands(level, [each for each in said if each.severity is severity], room[severity])
        return "".join(f"{line}\n" for line in lines)


def _commands(level: str, annotations: Sequence[Annotation], room: int) -> Iterator[str]:
    for annotation in annotations[:room]:
        yield _command(level, _properties(annotation), annotation.text)
    rest = len(annotations) - room
    if rest > 0:
        more = f"{rest:,} more {level}s" if rest > 1 else f"1 more {level}"
        yield _command(level, {"title": more}, f"{more}: see the summary of the job")


def _properties(annotation: Annotation) -> dict[str, str]:
    title = f"{annotation.verdict}: {annotation.rule}" if annotation.verdict else annotation.rule
    place = annotation.place
    if place is None:
        return {"title": title}
    lines = {"file": place.path, "line": str(place.line), "endLine": str(place.end_line)}
    columns = {"col": str(place.column), "endColumn": str(place.end_column)}
    return {**lines, **(columns if place.line == place.end_line else {}), "title": title}


def _command(level: str, properties: dict[str, str], message: str) -> str:
    said = ",".join(f"{name}={command_property(value)}" for name, value in properties.items())
    return f"::{level} {said}::{command_data(message)}"


REPORTERS.register(GithubReporter())
