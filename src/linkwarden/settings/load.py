"""Reads settings from a file, the environment and flags."""

import difflib
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from pydantic import ValidationError

from linkwarden.errors import ConfigError, InputError
from linkwarden.files import leads_outside, read_regular_file
from linkwarden.settings.headers import is_header_value
from linkwarden.settings.messages import Location, sentence
from linkwarden.settings.model import Note, Settings

_MAX_BYTES = 4 * 1024 * 1024
"""A larger configuration is refused."""

ENVIRONMENT_PREFIX = "LINKWARDEN_"

_ANY_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]{0,99})\}")

_TOML_POSITION = re.compile(r" \(at line (?P<line>\d+), column (?P<column>\d+)\)$")

FLAG_OR_ENVIRONMENT_ONLY = frozenset({"allow-private-addresses"})
"""A file may come from an untrusted pull request, so it cannot allow requests to the private network."""


def load_settings(
    root: Path,
    config: Path | None,
    environment: Mapping[str, str],
    flags: Mapping[str, Any],
    flag_prefix: str = "--",
) -> Settings:
    """Return the settings in effect.

    Args:
        root: The repository root, where linkwarden.toml or pyproject.toml is read.
        config: The file that ``--config`` names, if any.
        environment: The process's environment.
        flags: Values of the flags that were given, by key.
        flag_prefix: The prefix of a flag's name in messages.

    Raises:
        ConfigError: A file, key or value is invalid; the message names it.
    """
    source, text, values = _read_file(root, config)
    from_file = _validated(values, lambda location: _at(source, text, location))
    for key in map(_key, sorted(from_file.model_fields_set)):
        if key in FLAG_OR_ENVIRONMENT_ONLY:
            raise ConfigError(
                f"{_at(source, text, (key,))}: {key} can be set by a flag or an environment variable only"
            )
    from_environment = _read_environment(environment)
    _validated(from_environment, lambda location: ENVIRONMENT_PREFIX + str(location[0]).upper().replace("-", "_"))
    given = {key: value for key, value in flags.items() if value is not None}
    _validated(given, lambda location: f"{flag_prefix}{location[0]}")
    for name in sorted(from_file.variables):
        if not is_header_value(environment.get(name, "").strip()):
            raise ConfigError(f"{name}: a header value must be one line of visible ASCII characters")
    for key, path in (("reports", from_file.reports), ("history", from_file.history), ("baseline", from_file.baseline)):
        if path and key not in from_environment.keys() | given.keys():
            _require_inside(root, key, path, _at(source, text, (key,)))
    settings = Settings.model_validate(
        {**values, **from_environment, **given},
        context={"file": source, "text": text} if text else None,
        by_alias=True,
        by_name=False,
    )
    for key, path in (("reports", settings.reports), ("history", settings.history), ("baseline", settings.baseline)):
        if path and ".git" in map(str.casefold, Path(os.path.realpath(root / path)).parts):
            raise ConfigError(f"{key}: {path!r} is inside .git")
    notes = [*_unused_variables(environment, settings), *_plain_variables(from_file, source, text)]
    return settings.with_notes(notes).with_places(
        {name: _at(source, text, ("rules", name)) for name in from_file.rules}
    )


def _key(name: str) -> str:
    """Return a field's name as users write it."""
    return name.replace("_", "-")


def _require_inside(root: Path, key: str, path: str, where: str) -> None:
    """Make sure that a path from a file is inside the repository."""
    posix, windows = PurePosixPath(path), PureWindowsPath(path)
    climbs = ".." in (*posix.parts, *windows.parts)
    real = os.path.realpath(root / path)
    if climbs or posix.root or windows.anchor or not Path(real).is_relative_to(os.path.realpath(root)):
        raise ConfigError(
            f"{where}: {key}: {path!r} points outside this repository, which only a flag or variable can do"
        )


def _read_file(root: Path, config: Path | None) -> tuple[str, str, dict[str, Any]]:
    """Return the file's name, its text, and linkwarden's table in it."""
    candidates = [config] if config else [root / "linkwarden.toml", root / "pyproject.toml"]
    for path in candidates:
        if not os.path.lexists(path):
            continue
        if not config and leads_outside(path, root):
            raise ConfigError(f"{path.name}: points outside this repository, so it is not read")
        try:
            text = read_regular_file(path, path.name, max_bytes=_MAX_BYTES).decode("utf-8")
        except InputError as error:
            raise ConfigError(str(error)) from None
        except UnicodeDecodeError as error:
            raise ConfigError(f"{path.name}: cannot be read: {error}") from None
        table = _table(path, text)
        if table is not None:
            return _shown(path, root), text, table
    if config:
        raise ConfigError(f"{config}: no such configuration file")
    return "linkwarden.toml", "", {}


def _shown(path: Path, root: Path) -> str:
    """Return *path* relative to the repository root if it is inside."""
    whole = path.absolute()
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else path.name


def _table(path: Path, text: str) -> dict[str, Any] | None:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_invalid_toml(path.name, str(error))) from None
    except RecursionError:
        raise ConfigError(f"{path.name}: invalid TOML: nested too deeply") from None
    except (ValueError, OverflowError):  # errors of int() and datetime()
        raise ConfigError(f"{path.name}: invalid TOML: a number or date is out of range") from None
    if path.name != "pyproject.toml":
        return document
    tools = document.get("tool", {})
    if not isinstance(tools, dict):
        raise ConfigError(f"{_at(path.name, text, ('tool',))}: tool must be a table")
    table = tools.get("linkwarden")
    if table is not None and not isinstance(table, dict):
        raise ConfigError(f"{_at(path.name, text, ('tool', 'linkwarden'))}: tool.linkwarden must be a table")
    return table


def _invalid_toml(name: str, problem: str) -> str:
    """Return the message of `tomllib`, with the line where it is expected."""
    position = _TOML_POSITION.search(problem)
    if position is None:
        return f"{name}: invalid TOML: {problem}"
    return f"{name}:{position['line']}: invalid TOML: {problem[: position.start()]} (column {position['column']})"


def _read_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings from variables such as LINKWARDEN_FAIL_ON.

    Variables with credentials for `headers` have the same prefix, so an unknown name is not an error.
    """
    values: dict[str, Any] = {}
    for name in Settings.model_fields:
        text = environment.get(ENVIRONMENT_PREFIX + name.upper())
        if text is not None:
            values[_key(name)] = text
    return values


def _unused_variables(environment: Mapping[str, str], settings: Settings) -> Iterator[Note]:
    """Yield a note for each variable with linkwarden's prefix that is neither a setting nor used in a header."""
    settable = {ENVIRONMENT_PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(set(environment) - settable - settings.variables):
        if name.startswith(ENVIRONMENT_PREFIX):
            near = difflib.get_close_matches(name, settable, n=1, cutoff=0.8)
            hint = f"; did you mean {near[0]}?" if near else ""
            yield Note(f"the environment variable {name} is not a setting, and no header uses it{hint}")


def _plain_variables(settings: Settings, source: str, text: str) -> Iterator[Note]:
    """Yield a note for each header with ``${NAME}`` without the prefix, which is sent literally."""
    for pattern, headers in settings.headers.items():
        for name, value in headers.items():
            for variable in _ANY_VARIABLE.findall(value):
                if not variable.startswith(ENVIRONMENT_PREFIX):
                    path, _, line = _at(source, text, ("headers", pattern, name)).partition(":")
                    message = f"headers.{pattern}.{name}: ${{{variable}}} is sent literally: only variables that "
                    yield Note(f"{message}begin with {ENVIRONMENT_PREFIX} are substituted", path, int(line or 1))


def _validated(values: Mapping[str, Any], where: Callable[[Location], str]) -> Settings:
    """Return *values* as settings. Keys are written with hyphens only."""
    try:
        return Settings.model_validate(values, by_alias=True, by_name=False)
    except ValidationError as error:
        raise ConfigError(sentence(error.errors()[0], where)) from None


def _at(source: str, text: str, location: Location) -> str:
    """Return ``file:line`` of a key, of the table that should have it, or the file alone if neither is found."""
    lines = text.splitlines()
    found = None
    start = 0
    previous = ""
    for part in location:
        times, previous = (part, previous) if isinstance(part, int) else (1, str(part))
        entry = _entry(previous)
        for _ in range(times):
            after = start + 1 if isinstance(part, int) else start
            line = next((number for number in range(after, len(lines)) if entry.match(lines[number])), None)
            if line is not None:
                found = start = line
    return source if found is None else f"{source}:{found + 1}"


def _entry(key: str) -> re.Pattern[str]:
    """Return a pattern of the lines that set *key*, or begin a table with it."""
    return re.compile(rf"""^\s*(?:\[[^\]]*|[^#]*[.{{,]\s*)?["']?{re.escape(key)}["']?\s*(?:=|\]|\.)""")
