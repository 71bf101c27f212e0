"""The JSON Schema of the configuration, made from the settings model."""

import json
from typing import Any

from linkwarden.docstrings import add_descriptions
from linkwarden.identity import schema_url
from linkwarden.settings import history, model, values
from linkwarden.settings.model import Settings

FILE = "settings.schema.json"
"""The schema's name in the documentation."""


def schema() -> dict[str, Any]:
    """Return the JSON Schema of linkwarden.toml, and of the table ``[tool.linkwarden]`` in pyproject.toml."""
    made = Settings.model_json_schema(by_alias=True, mode="validation")
    add_descriptions(made, "Settings", [values, history, model], dash="-")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": schema_url(FILE),
        **made,
        "title": "linkwarden configuration",
    }


def generated() -> str:
    """Return the schema as the documentation has it."""
    return json.dumps(schema(), indent=2) + "\n"
