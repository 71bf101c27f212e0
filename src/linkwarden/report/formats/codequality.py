"""GitLab's Code Quality report, which merge requests show next to the lines."""

import json
from typing import Any

from linkwarden.model.finding import Severity
from linkwarden.report import REPORTERS, Style
from linkwarden.report.annotations import Annotation, annotate
from linkwarden.report.sanitize import json_text, plain
from linkwarden.report.selectors import Place
from linkwarden.report.v1 import Report

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


class CodeQualityReporter:
    """Writes one issue for each finding and position; findings without a file cannot be represented."""

    id = "codequality"

    def render(self, report: Report, _style: Style) -> str:
        """See `Reporter.render`."""
        issues = [_issue(annotation, annotation.place) for annotation in annotate(report) if annotation.place]
        return json_text(json.dumps(issues, ensure_ascii=False, indent=1)) + "\n"


def _issue(annotation: Annotation, place: Place) -> dict[str, Any]:
    return {
        "description": plain(annotation.text),
        "check_name": annotation.rule,
        "fingerprint": annotation.fingerprint,
        "severity": _SEVERITIES[annotation.severity],
        "location": {"path": place.path, "lines": {"begin": place.line, "end": place.end_line}},
    }


REPORTERS.register(CodeQualityReporter())
