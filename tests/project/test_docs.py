"""The documentation's examples are true."""

import json
import re
import textwrap
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from linkwarden.settings import Settings
from linkwarden.settings.schema import generated

ROOT = Path(__file__).parents[2]
EXAMPLE = re.compile(r"^(?P<indent> *)```toml\n(?P<text>.*?)^(?P=indent)```", re.DOTALL | re.MULTILINE)


def examples() -> list[Any]:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    return [
        pytest.param(textwrap.dedent(match["text"]), id=f"{page.name}-{number}")
        for page in pages
        for number, match in enumerate(EXAMPLE.finditer(page.read_text("utf-8")))
    ]


@pytest.mark.parametrize("text", examples())
def test_each_configuration_example_is_valid(text: str) -> None:
    document = tomllib.loads(text)
    keys = document["tool"]["linkwarden"] if "tool" in document else document

    Settings.model_validate(keys, context={"file": "linkwarden.toml", "text": text})
    jsonschema.validate(json.loads(json.dumps(keys, default=str)), json.loads(generated()))


def test_the_schema_of_the_configuration_refuses_an_unknown_key() -> None:
    with pytest.raises(jsonschema.ValidationError, match="fail-onn"):
        jsonschema.validate({"fail-onn": ["dead"]}, json.loads(generated()))
