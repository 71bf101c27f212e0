"""SARIF 2.1.0, for GitHub code scanning and other readers of static analysis."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from linkwarden import identity
from linkwarden.model.finding import Severity
from linkwarden.report import REPORTERS, Style
from linkwarden.report.annotations import Annotation, annotate
from linkwarden.report.sanitize import json_text, markdown, markdown_url, plain
from linkwarden.report.selectors import Place, rule_descriptions
from linkwarden.report.v1 import Report
from linkwarden.report.wording import ACCEPTING, EVIDENCE, MEANING, as_sentence, status_warning

Json = dict[str, Any]

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_MAX_RESULTS = 25_000
"""The maximum number of results that GitHub accepts; those of the highest severity come first."""
_HELP = f"{EVIDENCE} {ACCEPTING}"


class SarifReporter:
    """Writes one result for each finding and position; a finding without a position is a notification of the tool."""

    id = "sarif"

    def render(self, report: Report, _style: Style) -> str:
        """See `Reporter.render`."""
        log = {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [_run(report, annotate(report))],
        }
        return json_text(json.dumps(log, ensure_ascii=False, indent=1)) + "\n"


def _run(report: Report, annotations: Sequence[Annotation]) -> Json:
    placed = [(annotation, annotation.place) for annotation in annotations if annotation.place]
    rules = sorted({annotation.rule for annotation in annotations})
    return {
        "tool": {
            "driver": {
                "name": report.tool.name,
                "semanticVersion": report.tool.version,
                "informationUri": identity.home(),
                "rules": [_rule(rule, report, annotations) for rule in rules],
            }
        },
        "invocations": [_invocation(report, annotations)],
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(annotation, place, rules.index(annotation.rule)) for annotation, place in placed[:_MAX_RESULTS]
        ],
    }


def _rule(rule: str, report: Report, annotations: Sequence[Annotation]) -> Json:
    about = rule_descriptions(report).get(rule)
    if about is None:
        level = next(annotation.severity for annotation in annotations if annotation.rule == rule)
        text = {"text": f"Findings of the rule {rule}"}  # GitHub requires all three
        described = {"shortDescription": text, "fullDescription": text, "help": {"text": _HELP}}
        return {"id": rule, **described, "defaultConfiguration": {"level": _LEVELS[level]}}
    meaning = f" The link is {about.verdict}: {MEANING[about.verdict]}." if about.verdict else ""
    advice = f"{as_sentence(about.advice)} {_HELP}"
    return {
        "id": rule,
        "shortDescription": {"text": about.summary},
        "fullDescription": {"text": as_sentence(about.summary) + meaning},
        "help": {"text": advice, "markdown": f"{markdown(advice)} About this rule: {markdown_url(about.url)}"},
        "helpUri": about.url,
        "defaultConfiguration": {"level": _LEVELS[about.severity]},
        "properties": {"tags": [str(about.category)]},
    }


def _invocation(report: Report, annotations: Sequence[Annotation]) -> Json:
    alarm = status_warning(report)
    run = [{"level": "warning", "message": _text(alarm)}] if alarm else []
    beside = [
        {
            "level": _LEVELS[annotation.severity],
            "message": _text(annotation.text),
            "associatedRule": {"id": annotation.rule},
        }
        for annotation in annotations
        if annotation.place is None
    ]
    return {
        "executionSuccessful": report.run.status == "complete",
        "startTimeUtc": f"{report.run.started_at:%Y-%m-%dT%H:%M:%SZ}",
        "endTimeUtc": f"{report.run.finished_at:%Y-%m-%dT%H:%M:%SZ}",
        "toolExecutionNotifications": [*run, *beside],
    }


def _result(annotation: Annotation, place: Place, index: int) -> Json:
    return {
        "ruleId": annotation.rule,
        "ruleIndex": index,
        "level": _LEVELS[annotation.severity],
        "message": _text(annotation.text),
        "locations": [{"physicalLocation": _location(place)}],
        "partialFingerprints": {"primaryLocationLineHash": annotation.fingerprint},
    }


def _location(place: Place) -> Json:
    return {
        "artifactLocation": {"uri": quote(place.path, errors="surrogatepass")},
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        },
    }


def _text(message: str) -> Json:
    """Return a plain text message; a bracket would begin a link (SARIF 2.1.0, section 3.11.6)."""
    return {"text": plain(message).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")}


REPORTERS.register(SarifReporter())
