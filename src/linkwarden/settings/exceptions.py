"""The entries of a configuration that keep links from being checked or from failing a check. Pure: reads texts.

A text may be that of another commit, so an invalid configuration simply has no entries.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from linkwarden.errors import ConfigError
from linkwarden.settings.baseline import parse_baseline

FILES = ("linkwarden.toml", "pyproject.toml")
"""The configuration files, the one that is read first."""

_SWITCHES = ("exit-zero", "offline")


@dataclass(frozen=True, slots=True)
class ConfigurationEntry:
    """One such entry of a configuration."""

    text: str
    """A description, which also identifies the entry."""
    path: str = field(compare=False)
    line: int = field(compare=False)


def configuration_entries(texts: Mapping[str, str], names: tuple[str, ...] = FILES) -> list[ConfigurationEntry]:
    """Return the entries of the configuration that is read.

    Args:
        texts: The contents of configuration files, by path.
        names: Their paths; the first with a table of linkwarden is read.
    """
    for name in names:
        table = _table(name, texts[name]) if name in texts else None
        if table is not None:
            lines = texts[name].splitlines()
            return [ConfigurationEntry(text, name, _line_of(sought, lines)) for text, sought in _entries(table)]
    return []


def baseline_entries(name: str, text: str) -> list[ConfigurationEntry]:
    """Return the entries of a baseline; each line is one."""
    try:
        entries = parse_baseline(name, text)
    except ConfigError:
        return []
    lines = text.splitlines()
    return [
        ConfigurationEntry(f"{each.rule} at {each.url}", name, _line_of(f"{each.rule} {each.url}", lines))
        for each in entries
    ]


def _table(name: str, text: str) -> dict[str, Any] | None:
    try:
        document = tomllib.loads(text)
    except (ValueError, OverflowError, RecursionError):
        return None
    if name.rpartition("/")[2] != "pyproject.toml":
        return document
    tools = document.get("tool")
    table = tools.get("linkwarden") if isinstance(tools, dict) else None
    return table if isinstance(table, dict) else None


def _entries(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield a description of each entry, and the text to search for in the file to find its line."""
    for pattern in _listed(table.get("exclude")):
        yield f"exclude {pattern}", str(pattern)
    for entry in _listed(table.get("ignore")):
        if isinstance(entry, Mapping):
            url, rule = entry.get("url"), entry.get("rule")
            yield f"ignore {f'{rule} at ' if rule else ''}{url}", str(url)
    for rule, severity in _items(table.get("rules")):
        if severity != "error":
            yield f"rules.{rule} = {severity}", rule
    for host, statuses in _items(table.get("accept")):
        yield f"accept {', '.join(map(str, _listed(statuses)))} from {host}", host
    if "fail-on" in table:
        yield f"fail-on {', '.join(map(str, _listed(table['fail-on'])))}", "fail-on"
    for switch in _SWITCHES:
        if table.get(switch) is True:
            yield f"{switch} = true", switch


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _items(value: object) -> Iterator[tuple[str, Any]]:
    return iter(value.items()) if isinstance(value, dict) else iter(())


def _line_of(sought: str, lines: list[str]) -> int:
    """Return the first line with *sought*, as it is or as a TOML basic string; 1 if there is none."""
    written = json.dumps(sought, ensure_ascii=False)[1:-1]
    return next((number for number, line in enumerate(lines, 1) if sought in line or written in line), 1)
