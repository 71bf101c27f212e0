"""RDJSON, the Reviewdog Diagnostic Format: reviewdog posts the findings as review comments, with suggested changes.

Source: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf, message DiagnosticResult. Columns count bytes of
UTF-8 there, and a position without a column means the whole line.
"""

import json
from typing import Any

from linkwarden import identity
from linkwarden.model.finding import Severity
from linkwarden.report import REPORTERS, Style
from linkwarden.report.annotations import Annotation, annotate
from linkwarden.report.edits import Edit, edits_of
from linkwarden.report.sanitize import json_text, markdown, plain
from linkwarden.report.selectors import Place, place_of
from linkwarden.report.v1 import Report

Json = dict[str, Any]

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


class RdjsonReporter:
    """Writes one diagnostic for each finding and place; the format has no room for findings outside of files."""

    id = "rdjson"

    def render(self, report: Report, _style: Style) -> str:
        """See `Reporter.render`."""
        urls = {rule.id: rule.url for rule in report.rules}
        edits = _edits_by_place(report)
        result = {
            "source": {"name": report.tool.name, "url": identity.home()},
            "diagnostics": [
                _diagnostic(annotation, annotation.place, urls, edits.get((annotation.subject, annotation.place)))
                for annotation in annotate(report)
                if annotation.place
            ],
        }
        return json_text(json.dumps(result, ensure_ascii=False, indent=1)) + "\n"


def _edits_by_place(report: Report) -> dict[tuple[str | None, Place], Edit]:
    """Return the edits that are safe to apply, by the link and the first place that each of them changes."""
    edits = {(edit.path, edit.span.line, edit.span.column): edit for edit in edits_of(report)}
    by_place: dict[tuple[str | None, Place], Edit] = {}
    for link in report.links:
        for occurrence in link.occurrences:
            target = occurrence.destination
            edit = edits.pop((target.path, target.line, target.column), None) if target else None
            if edit:
                by_place[link.url, place_of(occurrence)] = edit
    return by_place


def _diagnostic(annotation: Annotation, place: Place, urls: dict[str, str], edit: Edit | None) -> Json:
    code = {"value": annotation.rule} | ({"url": urls[annotation.rule]} if annotation.rule in urls else {})
    applies = edit is not None and edit.rule == annotation.rule and plain(edit.new) == edit.new
    return {
        # reviewdog shows it as Markdown.
        "message": markdown(annotation.text),
        "location": {
            "path": place.path,
            "range": {"start": {"line": place.line}, "end": {"line": place.end_line}},
        },
        "severity": _SEVERITIES[annotation.severity],
        "code": code,
    } | ({"suggestions": [_suggestion(edit)]} if edit and applies else {})


def _suggestion(edit: Edit) -> Json:
    span = edit.span
    return {
        "range": {
            "start": {"line": span.line, "column": span.column + span.extra_bytes},
            "end": {"line": span.end_line, "column": span.end_column + span.end_extra_bytes},
        },
        "text": edit.new,
    }


REPORTERS.register(RdjsonReporter())
