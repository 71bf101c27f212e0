"""Formats that have a schema keep to it, whatever is in the report; tests/data/report/README.md names the sources."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import xmlschema

from linkwarden.report import REPORTERS, Style
from linkwarden.report.v1 import Report

SCHEMAS = Path(__file__).parents[1] / "data" / "report"
JSON_SCHEMAS = {
    "sarif": "sarif-2.1.0.json",
    "rdjson": "rdjson.schema.json",
    "codequality": "codequality.schema.json",
}
VARIANTS = ("full", "clean", "empty", "warnings", "offline", "interrupted", "untrusted")


def render(format_id: str, report: Report) -> str:
    return REPORTERS[format_id].render(report, Style())


def mistakes(format_id: str, document: Any) -> list[str]:
    schema = json.loads((SCHEMAS / JSON_SCHEMAS[format_id]).read_text("utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    return [error.message for error in validator.iter_errors(document)]


@pytest.fixture(scope="module")
def junit() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("format_id", JSON_SCHEMAS)
def test_json_keeps_to_the_schema_of_its_format(format_id: str, variant: str, variants: dict[str, Report]) -> None:
    assert [] == mistakes(format_id, json.loads(render(format_id, variants[variant])))


@pytest.mark.parametrize("variant", VARIANTS)
def test_junit_keeps_to_its_schema(variant: str, variants: dict[str, Report], junit: xmlschema.XMLSchema) -> None:
    assert [] == [error.reason for error in junit.iter_errors(render("junit", variants[variant]))]


@pytest.mark.parametrize(
    ("format_id", "broken"),
    [
        ("sarif", {"version": "2.1.0", "runs": [{"tool": {}}]}),
        ("rdjson", {"source": {"name": "x", "url": ""}, "diagnostics": [{"message": "x"}]}),
        ("codequality", [{"description": "x"}]),
    ],
)
def test_the_check_against_a_json_schema_can_fail(format_id: str, broken: Any) -> None:
    assert [] != mistakes(format_id, broken)


def test_the_check_against_the_schema_of_junit_can_fail(junit: xmlschema.XMLSchema) -> None:
    assert not junit.is_valid("<testsuites><testsuite name='x'/></testsuites>")
