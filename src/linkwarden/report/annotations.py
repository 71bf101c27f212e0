"""Annotations: each finding at each of its places, as formats that mark lines need them. Pure."""

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from linkwarden.model.finding import Severity, Verdict
from linkwarden.report.selectors import (
    BY_SEVERITY,
    Place,
    is_accepted,
    open_findings,
    place_of,
    reading_order,
    run_place,
    source_of,
)
from linkwarden.report.v1 import OccurrenceInfo, Report

_MAX_TEXT = 2_000
"""Maximum length of a text; a link can contain a whole image, and readers reject texts of more than 64 KiB."""


class Annotation(NamedTuple):
    """One finding at one place."""

    rule: str
    severity: Severity
    message: str
    suggestion: str | None
    subject: str | None
    """The link or host that it is about; None if it is about a file or the run."""
    verdict: Verdict | None
    """The verdict that the rule decided, if it did."""
    place: Place | None
    """Of a link in a built page, its place in the source file, where that is known."""
    page: Place | None
    """The place in the built page, if `place` is in its source file."""
    repeated: bool
    """An earlier annotation has the same text."""
    fingerprint: str
    """Identifies the finding when lines move: rule, link, file, and its number among findings with the same three."""

    @property
    def text(self) -> str:
        """Return the text to show, in one sentence of bounded length."""
        subject = f"{self.subject}: " if self.subject else ""
        told = self.suggestion is None or self.suggestion in self.message
        text = f"{subject}{self.message}" + ("" if told else f"; instead: {self.suggestion}")
        text += f" (page: {self.page.path}:{self.page.line})" if self.page else ""
        return text if len(text) <= _MAX_TEXT else f"{text[: _MAX_TEXT - 1]}…"


def annotate(report: Report) -> list[Annotation]:
    """Return every finding that was not accepted, once for each place, the highest severity first."""
    found = [*_run_annotations(report), *_link_annotations(report)]
    return sorted(
        found,
        key=lambda annotation: (
            BY_SEVERITY.index(annotation.severity),
            reading_order(annotation.place) if annotation.place else ("", 0, 0),
            annotation.rule,
        ),
    )


def _run_annotations(report: Report) -> Iterator[Annotation]:
    count: dict[tuple[str, ...], int] = {}
    for finding in report.findings:
        yield Annotation(
            rule=finding.rule,
            severity=finding.severity,
            message=finding.message,
            suggestion=None,
            subject=finding.host,
            verdict=None,
            place=run_place(finding),
            page=None,
            repeated=False,
            fingerprint=_fingerprint(count, finding.rule, finding.host or "", finding.path or "", finding.message),
        )


def _link_annotations(report: Report) -> Iterator[Annotation]:
    count: dict[tuple[str, ...], int] = {}
    for link in report.links:
        occurrences = [] if is_accepted(link) else sorted(link.occurrences, key=_by_place)
        for number, occurrence in enumerate(occurrences):
            place, source = place_of(occurrence), source_of(occurrence)
            for finding in open_findings(link):
                yield Annotation(
                    rule=finding.rule,
                    severity=finding.severity,
                    message=finding.message,
                    suggestion=finding.suggestion,
                    subject=link.url,
                    verdict=link.verdict if finding.rule == link.rule else None,
                    place=source or place,
                    page=place if source else None,
                    repeated=number > 0,
                    fingerprint=_fingerprint(count, finding.rule, link.url, place.path),
                )


def _by_place(occurrence: OccurrenceInfo) -> tuple[str, int, int]:
    return reading_order(place_of(occurrence))


def _fingerprint(count: dict[tuple[str, ...], int], *parts: str) -> str:
    count[parts] = count.get(parts, 0) + 1
    text = chr(0).join(parts).encode("utf-8", "surrogatepass")  # a file's name need not be valid Unicode
    return f"{sha256(text).hexdigest()[:32]}:{count[parts]}"
