import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import ValidationError

from linkwarden.report import REPORTERS, Style, schema
from linkwarden.report.v1 import Changes, Report

jsonschema = pytest.importorskip("jsonschema")


def render(report: Report) -> str:
    return REPORTERS["json"].render(report, Style())


def test_schema_in_the_package_is_the_models() -> None:
    """``python -m linkwarden.report.schema > src/linkwarden/report/report-v1.schema.json`` makes it so."""
    assert schema.generated() == schema.committed()


@pytest.mark.parametrize("name", ["full", "clean", "empty", "interrupted", "untrusted"])
def test_report_keeps_to_its_schema(name: str, variants: dict[str, Report]) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema.committed()))
    validator.check_schema(validator.schema)

    assert [] == list(validator.iter_errors(json.loads(render(variants[name]))))


def test_schema_demands_every_key(variants: dict[str, Report]) -> None:
    definition = json.loads(schema.committed())
    validator = jsonschema.Draft202012Validator(definition)
    whole = json.loads(render(variants["full"]))

    def objects(value: Any) -> list[dict[str, Any]]:
        inner = [one for part in value.values() for one in objects(part)] if isinstance(value, dict) else []
        inner += [one for part in value for one in objects(part)] if isinstance(value, list) else []
        return [value, *inner] if isinstance(value, dict) else inner

    optional = (whole["summary"]["verdicts"], whole["summary"]["findings"])
    free = [facts for link in whole["links"] for facts in objects(link["facts"])]
    free += [exchange["headers"] for exchange in whole["exchanges"]]
    for part in objects(whole):
        if any(part is other for other in (*optional, *free)):
            continue
        for key in list(part):
            value = part.pop(key)
            assert not validator.is_valid(whole), key
            part[key] = value


def test_rendered_report_reads_back_as_the_same(variants: dict[str, Report]) -> None:
    assert variants["full"] == Report.model_validate_json(render(variants["full"]))


def test_times_are_written_in_utc() -> None:
    noon = datetime(2026, 8, 3, 14, 0, tzinfo=timezone(timedelta(hours=2)))

    assert Changes(since=noon, new=[], fixed=[]).model_dump(mode="json")["since"] == "2026-08-03T12:00:00Z"
    assert Changes(since=noon, new=[], fixed=[]).since.tzinfo is UTC


def test_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValidationError):
        Changes(since=datetime(2026, 8, 3, 14, 0), new=[], fixed=[])  # noqa: DTZ001  that is the point
