"""Write into a configuration file, and leave every other line of it as it is."""

import re
import tomllib
from collections.abc import Mapping, MutableMapping
from datetime import date
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array

from linkwarden.errors import ConfigError

_KEY = "ignore"
_SAME = ("url", "rule")
"""The keys that identify an entry."""

Entry = Mapping[str, str | date]


def configuration_file(root: Path, config: Path | None) -> Path:
    """Return the file to write into: the one that ``--config`` names, linkwarden.toml, or else pyproject.toml.

    Where none of them exists, it is linkwarden.toml.
    """
    own, project = root / "linkwarden.toml", root / "pyproject.toml"
    return config or (project if project.exists() and not own.exists() else own)


def add_ignore(name: str, text: str, entry: Entry) -> tuple[str, bool]:
    """Return a configuration file's text with *entry* in its ``ignore``, and whether the entry was there before.

    An entry with the same url and rule is updated.

    Args:
        name: The file's name; in pyproject.toml, the settings are under ``tool.linkwarden``.
        text: Its content.
        entry: The keys of the entry, in order.

    Raises:
        ConfigError: It is not TOML, or cannot be changed safely; the message names the file.
    """
    table = ("tool", "linkwarden") if name.rpartition("/")[2] == "pyproject.toml" else ()
    crlf = "\r\n" in text and text.count("\r\n") == text.count("\n")
    lines = text.replace("\r\n", "\n") if crlf else text
    try:
        expected, known = _expected(tomllib.loads(lines), table, entry)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name}: invalid TOML: {error}") from None
    except TypeError:
        raise ConfigError(f"{name}: {'.'.join((*table, _KEY))} is not a list of tables") from None
    for write in (_in_place, _after_the_last, _at_the_end):
        changed = write(lines, table, entry)
        if changed is not None and _reads_as(changed, expected):
            return (changed.replace("\n", "\r\n") if crlf else changed), known
    raise ConfigError(f"{name}: cannot be edited automatically; add this: {_inline(entry)}")


def _expected(document: dict[str, Any], table: tuple[str, ...], entry: Entry) -> tuple[dict[str, Any], bool]:
    """Return the data of the file after the change, and whether the entry existed before."""
    holder = document
    for part in table:
        holder = holder.setdefault(part, {})
        if not isinstance(holder, dict):
            raise TypeError
    entries = holder.setdefault(_KEY, [])
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise TypeError
    for number, each in enumerate(entries):
        if _is_same(each, entry):
            entries[number] = dict(entry)
            return document, True
    entries.append(dict(entry))
    return document, False


def _is_same(one: Mapping[str, Any], other: Entry) -> bool:
    return all(one.get(key) == other.get(key) for key in _SAME)


def _in_place(text: str, table: tuple[str, ...], entry: Entry) -> str | None:
    """Return *text* with the entry updated, or put into a list in brackets; None if it has neither."""
    try:
        document = tomlkit.parse(text)
        holder: Any = document
        for part in table:
            holder = holder[part]
        entries = holder[_KEY]
        same = next((each for each in entries if _is_same(each, entry)), None)
        if same is not None:
            _update(same, entry)
        elif isinstance(entries, Array):
            entries.append(_filled(tomlkit.inline_table(), entry))
        else:
            return None
        return tomlkit.dumps(document)
    except (TOMLKitError, LookupError, TypeError, ValueError):
        return None


def _update(same: MutableMapping[str, Any], entry: Entry) -> None:
    for key in set(same) - set(entry):
        del same[key]
    for key, value in entry.items():
        if same.get(key) != value:
            same[key] = value


def _filled(table: Any, entry: Entry) -> Any:
    for key, value in entry.items():
        table.add(key, value)
    return table


def _after_the_last(text: str, table: tuple[str, ...], entry: Entry) -> str | None:
    """Return *text* with the entry after the last of those that are tables of their own; None if there is none.

    tomlkit would put it after the comments that follow, which belong to the next table.
    """
    lines = text.split("\n")
    dot = r"\s*\.\s*"
    header = re.compile(rf"\s*\[\[\s*{dot.join((*table, _KEY))}\s*\]\]")
    last = next((number for number in reversed(range(len(lines))) if header.match(lines[number])), None)
    if last is None:
        return None
    end = next((number for number in range(last + 1, len(lines)) if lines[number].lstrip().startswith("[")), len(lines))
    while not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#"):
        end -= 1
    return "\n".join([*lines[:end], "", *_table(table, entry), *(lines[end:] or [""])])


def _table(table: tuple[str, ...], entry: Entry) -> list[str]:
    items = [f"{key} = {tomlkit.item(value).as_string()}" for key, value in entry.items()]
    return [f"[[{'.'.join((*table, _KEY))}]]", *items]


def _at_the_end(text: str, table: tuple[str, ...], entry: Entry) -> str:
    kept = text.rstrip("\n")
    return "\n".join([*([kept, ""] if kept else []), *_table(table, entry), ""])


def _inline(entry: Entry) -> str:
    return "{ " + ", ".join(f"{key} = {tomlkit.item(value).as_string()}" for key, value in entry.items()) + " }"


def _reads_as(text: str, expected: Mapping[str, Any]) -> bool:
    try:
        return tomllib.loads(text) == expected
    except tomllib.TOMLDecodeError:
        return False
