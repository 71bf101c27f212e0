import json
from datetime import UTC, datetime, timedelta, timezone

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


def test_schema_demands_every_key() -> None:
    root = json.loads(schema.committed())
    objects = {name: each for name, each in {"Report": root, **root["$defs"]}.items() if "properties" in each}

    assert {name: sorted(each["properties"]) for name, each in objects.items()} == {
        name: sorted(each["required"]) for name, each in objects.items()
    }


def test_rendered_report_reads_back_as_the_same(variants: dict[str, Report]) -> None:
    assert variants["full"] == Report.model_validate_json(render(variants["full"]))


def test_times_are_written_in_utc() -> None:
    noon = datetime(2026, 8, 3, 14, 0, tzinfo=timezone(timedelta(hours=2)))

    assert Changes(since=noon, new=[], fixed=[]).model_dump(mode="json")["since"] == "2026-08-03T12:00:00Z"
    assert Changes(since=noon, new=[], fixed=[]).since.tzinfo is UTC


def test_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValidationError):
        Changes(since=datetime(2026, 8, 3, 14, 0), new=[], fixed=[])  # noqa: DTZ001  that is the point
