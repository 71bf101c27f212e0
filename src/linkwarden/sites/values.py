"""Configurations and front matter as plain values. Invalid or unusual values count as absent; nothing is raised."""

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

_YAML_BLOCK = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_TOML_BLOCK = re.compile(r"\ufeff?\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*\r?$", re.DOTALL | re.MULTILINE)


@cache
def _loader() -> Any:
    """Return the loader of plain YAML; of a value with a tag of its own, a list stays, else None.

    The value of ``!ENV [NAME, default]`` is the default.

    A name in Python (``!!python/name:module.function``) is a text; a call of it is a table with the key ``name``.
    """
    import yaml  # noqa: PLC0415 - many repositories have no YAML to read

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # one of the two is there

    def untagged(loader: Any, _tag: str, node: Any) -> Any:
        return loader.construct_sequence(node, deep=True) if isinstance(node, yaml.SequenceNode) else None

    def environment(loader: Any, node: Any) -> Any:
        names = list(loader.construct_sequence(node, deep=True)) if isinstance(node, yaml.SequenceNode) else []
        return names[-1] if len(names) > 1 else None

    def python(loader: Any, tag: str, node: Any) -> Any:
        kind, _, name = tag.partition(":")
        if kind == "name":
            return name
        arguments = loader.construct_mapping(node, deep=True) if isinstance(node, yaml.MappingNode) else {}
        return {**arguments, "name": name} if kind == "object/apply" else None

    loader: Any = type("Loader", (base,), {})
    loader.add_multi_constructor("!", untagged)
    loader.add_constructor("!ENV", environment)
    loader.add_multi_constructor("tag:yaml.org,2002:python/", python)
    return loader


def read_yaml(text: str) -> Any:
    """Return the data of YAML *text*, or None if it is not YAML."""
    import yaml  # noqa: PLC0415 - as above

    try:
        return yaml.load(text, _loader())  # noqa: S506 - a safe loader, with unknown tags ignored
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def read_toml(text: str) -> dict[str, Any]:
    """Return the data of TOML *text*; empty if it is not TOML."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def read_json(text: str) -> Any:
    """Return the data of JSON *text*, or None if it is not JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def read_any(path: str, text: str) -> dict[str, Any]:
    """Return the table in a configuration at *path*, by its suffix."""
    if path.endswith(".toml"):
        return read_toml(text)
    return mapping(read_json(text) if path.endswith(".json") else read_yaml(text))


def front_matter(text: str, keys: re.Pattern[str]) -> dict[str, Any]:
    """Return the front matter of a page.

    Args:
        text: The page.
        keys: Matches in front matter that has a key of interest; all other front matter is not parsed.
    """
    if match := _YAML_BLOCK.match(text):
        return mapping(read_yaml(match[1])) if keys.search(match[1]) else {}
    if match := _TOML_BLOCK.match(text):
        return read_toml(match[1]) if keys.search(match[1]) else {}
    return {}


def has_front_matter(text: str) -> bool:
    """Return whether *text* begins with YAML or TOML front matter, which may be empty."""
    return bool(_YAML_BLOCK.match(text) or _TOML_BLOCK.match(text))


def keys_pattern(*keys: str) -> re.Pattern[str]:
    """Return the pattern of front matter that has one of *keys*."""
    return re.compile(rf"^[ \t]*[\"']?(?:{'|'.join(keys)})[\"']?[ \t]*[:=]", re.MULTILINE)


def mapping(value: Any) -> dict[str, Any]:
    """Return *value* where it is a mapping, its keys as texts; else an empty one."""
    return {str(key): each for key, each in value.items()} if isinstance(value, Mapping) else {}


def lowered(value: Any) -> dict[str, Any]:
    """Return *value* as `mapping` does, with keys in lower case, also those of tables in it."""
    return {key.lower(): _lowered(each) for key, each in mapping(value).items()}


def _lowered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return lowered(value)
    return [_lowered(each) for each in value] if isinstance(value, list) else value


def items(value: Any) -> list[Any]:
    """Return *value* where it is a list; a list of it where it is anything else but None."""
    if isinstance(value, (list, tuple)):
        return list(value)
    return [] if value is None else [value]


def text_of(value: Any, default: str = "") -> str:
    """Return *value* where it is a text or a number; else *default*."""
    if isinstance(value, bool) or value is None:
        return default
    return str(value) if isinstance(value, (str, int, float)) else default


def texts(value: Any) -> list[str]:
    """Return the texts in a list, or a single text as a list."""
    return [each for each in items(value) if isinstance(each, str)]


def named(value: Any) -> dict[str, Any]:
    """Return a list of names and one-entry mappings (plugins, extensions) as a mapping of names to options."""
    if isinstance(value, Mapping):
        return mapping(value)
    found: dict[str, Any] = {}
    for each in items(value):
        if isinstance(each, str):
            found[each] = {}
        else:
            found.update({name: options or {} for name, options in mapping(each).items()})
    return found
