"""Generates the configuration reference from the JSON Schema of the settings: every key, including nested ones."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter

from linkwarden.settings.schema import schema as settings_schema

Schema = dict[str, Any]

MONTH = timedelta(days=365.25 / 12)
"""Ages are ISO 8601 durations in the JSON Schema, and months in the reference."""

UNITS = (("d", 86_400), ("h", 3_600), ("s", 1))

WORDS = {"number": "duration", "object": "table"}
"""Names of JSON Schema types in the reference. Every number that is not an integer is a duration in seconds."""


def reference() -> str:
    """Return one section for each key, in the order of the model."""
    schema = settings_schema()
    definitions: dict[str, Schema] = schema["$defs"]
    sections = (_section(name, field, definitions) for name, field in schema["properties"].items())
    return "\n\n".join(sections)


def _section(name: str, field: Schema, definitions: dict[str, Schema]) -> str:
    kind = _type(field, definitions)
    lines = [f"### {name}", "", _text(field, definitions), "", f"- Type: {kind}"]
    if "table" not in kind:
        lines.append(f"- Default: {_default(field.get('default'))}")
        variable = f"LINKWARDEN_{name.upper().replace('-', '_')}"
        lines.append(f"- Environment variable: `{variable}`")
    rows = list(_rows(field, definitions))
    if rows:
        lines += ["", "| key | type | default | description |", "|---|---|---|---|", *rows]
    return "\n".join(lines)


def _rows(field: Schema, definitions: dict[str, Schema], prefix: str = "") -> Iterator[str]:
    """Yield a row for each key of the table, or of the tables, in *field*."""
    group = _group(field, definitions)
    required = group.get("required", [])
    for name, nested in group.get("properties", {}).items():
        kind = _type(nested, definitions)
        default = "required" if name in required else _default(nested.get("default"))
        shown = "" if "table" in kind else default
        yield f"| `{prefix}{name}` | {_cell(kind)} | {_cell(shown)} | {_cell(_text(nested, definitions))} |"
        if "table" in kind:
            yield from _rows(nested, definitions, f"{prefix}{name}.")


def _group(field: Schema, definitions: dict[str, Schema]) -> Schema:
    """Return the schema of the table *field*, or of each of the tables in it."""
    inner = field.get("items") or field.get("additionalProperties") or field
    resolved = _resolved(inner if isinstance(inner, dict) else field, definitions)
    return resolved if "properties" in resolved else {}


def _resolved(field: Schema, definitions: dict[str, Schema]) -> Schema:
    reference = field.get("$ref")
    return definitions[reference.rpartition("/")[2]] if isinstance(reference, str) else field


def _type(field: Schema, definitions: dict[str, Schema]) -> str:
    """Return the type of a value, in words."""
    choices = [each for each in field.get("anyOf", []) if each.get("type") != "null"]
    if choices:
        kinds = list(dict.fromkeys(_type(each, definitions) for each in choices))
        return "duration" if kinds == ["duration", "string"] else " or ".join(kinds)
    resolved = _resolved(field, definitions)
    if "enum" in resolved:
        *others, last = (f"`{value}`" for value in resolved["enum"])
        return f"{', '.join(others)} or {last}"
    if "items" in resolved:
        inner = _type(resolved["items"], definitions)
        return "array of tables" if inner == "table" else f"list of {_plural(inner)}"
    if isinstance(values := resolved.get("additionalProperties"), dict):
        inner = _type(values, definitions)
        return f"table, each value {inner if inner.startswith('`') else f'a {inner}'}"
    name = resolved.get("format") or resolved.get("type", "any value")
    return WORDS.get(name, name)


def _plural(kind: str) -> str:
    return kind if kind.startswith("`") or "of" in kind else f"{kind}s"


def _default(value: object) -> str:
    match value:
        case None | [] | {}:
            return "none"
        case bool():
            return f"`{str(value).lower()}`"
        case float():
            return f"`{_duration(value)}`"
        case str() if value.startswith("P"):
            return f"`{TypeAdapter(timedelta).validate_python(value) / MONTH:.0f} months`"
        case list():
            return ", ".join(f"`{each}`" for each in value)
        case _:
            return f"`{value}`"


def _duration(seconds: float) -> str:
    """Return a duration in the largest unit that divides it."""
    unit, size = next((unit, size) for unit, size in UNITS if seconds % size == 0 or unit == "s")
    return f"{seconds / size:g}{unit}"


def _text(field: Schema, definitions: dict[str, Schema]) -> str:
    words = field.get("description") or _resolved(field, definitions).get("description") or ""
    return " ".join(words.replace("``", "`").split())


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
