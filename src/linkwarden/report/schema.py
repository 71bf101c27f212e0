"""The report's JSON Schema, made from the model: ``python -m linkwarden.report.schema`` prints it."""

import json
import sys
from importlib.resources import files

from linkwarden.docstrings import add_descriptions
from linkwarden.identity import schema_url
from linkwarden.report import v1

FILE = "report-v1.schema.json"
"""The schema's name in this package."""


def committed() -> str:
    """Return the schema that ships with the package."""
    return files("linkwarden.report").joinpath(FILE).read_text("utf-8")


def generated() -> str:
    """Return the schema that the model has now."""
    made = v1.Report.model_json_schema(mode="serialization")
    add_descriptions(made, "Report", [v1])
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": schema_url(FILE), **made}
    return json.dumps(schema, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(generated())
