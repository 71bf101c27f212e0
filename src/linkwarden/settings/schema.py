"""The JSON Schema of the configuration, made from the settings model."""

import json

from linkwarden.identity import schema_url
from linkwarden.settings.model import Settings

FILE = "settings.schema.json"
"""The schema's name in the documentation."""


def generated() -> str:
    """Return the JSON Schema of linkwarden.toml, and of the table ``[tool.linkwarden]`` in pyproject.toml."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": schema_url(FILE),
        **Settings.model_json_schema(by_alias=True, mode="validation"),
        "title": "linkwarden configuration",
    }
    return json.dumps(schema, indent=2) + "\n"
