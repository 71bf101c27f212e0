"""Error messages about settings, each in one line. Pure."""

import difflib
from collections.abc import Callable, Mapping
from typing import Any, get_args

from pydantic_core import ErrorDetails

from linkwarden.settings.model import Settings
from linkwarden.settings.other_tools import equivalent, equivalent_host_key

_MUST: Mapping[str, str] = {
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "date_from_datetime_inexact": "must be a date, such as 2027-01-31",
    "date_from_datetime_parsing": "must be a date, such as 2027-01-31",
    "date_parsing": "must be a date, such as 2027-01-31",
    "date_type": "must be a date, such as 2027-01-31",
    "dict_type": "must be a table",
    "finite_number": "must be a finite number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "int_from_float": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_parsing_size": "must be a whole number of fewer digits",
    "int_type": "must be a whole number",
    "list_type": "must be a list",
    "missing": "is required",
    "model_attributes_type": "must be a table",
    "model_type": "must be a table",
    "string_too_short": "must not be empty",
    "string_type": "must be a string",
    "string_unicode": "must be valid Unicode",
    "time_delta_parsing": "must be an age, such as 24 months",
    "time_delta_type": "must be an age, such as 24 months",
    "tuple_type": "must be a list",
}
"""Messages by the type of pydantic's error."""

_BOUNDS = {
    "greater_than": ("gt", "greater than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}


_WITH_VALUE = frozenset({"enum", "literal_error", "bool_parsing", "date_parsing", "float_parsing", "int_parsing"})
"""Errors whose message shows the value. Values of headers, which may be secrets, have none of these."""

_MAX_VALUE = 40
"""Characters of a value in a message; longer ones are not shown."""

Location = tuple[int | str, ...]


def sentence(error: ErrorDetails, where: Callable[[Location], str]) -> str:
    """Return an error message of one line, with the place of the error.

    Args:
        error: The error from pydantic.
        where: Returns the place of a key: file and line, a variable or a flag.
    """
    location = ".".join(str(part) for part in error["loc"] if not isinstance(part, int))
    if error["type"] == "extra_forbidden":
        return f"{where(error['loc'])}: unknown key {location!r}{_hint(error['loc'])}"
    place = where(error["loc"])
    named = place.lower().replace("_", "-").endswith(location)  # a flag or a variable
    return f"{place}: {_problem(error)}" if named else f"{place}: {location}: {_problem(error)}"


def _problem(error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx") or {}
    if kind in ("value_error", "header"):
        return error["msg"].removeprefix("Value error, ")
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        return f"must be {words} {context[name]}{_not(error['input'])}"
    expected = f"must be {context['expected']}" if kind in ("enum", "literal_error") else _MUST.get(kind)
    if expected is None:
        return "is not valid"
    return f"{expected}{_not(error['input'])}" if kind in _WITH_VALUE else expected


def _not(value: object) -> str:
    """Return the end of a sentence with the value, if it is short."""
    if isinstance(value, int) and abs(value) > 10**_MAX_VALUE:  # Python refuses to write thousands of digits
        return ""
    shown = repr(value)
    return f", not {shown}" if len(shown) <= _MAX_VALUE and isinstance(value, (str, int, float)) else ""


def _hint(location: Location) -> str:
    """Return a hint: the equivalent of another tool's option, or the key with the most similar spelling."""
    *parents, key = location
    name = str(key)
    if not parents and (instead := equivalent(name)) is not None:
        return f"; {instead}"
    if parents[:1] == ["hosts"] and (instead := equivalent_host_key(name)) is not None:
        return f"; did you mean {instead!r}?"
    model: Any = Settings
    for parent in parents:
        if isinstance(parent, int):  # an item of a list: its model is the list's argument
            model = next(iter(get_args(model)), None)
            continue
        field = model.model_fields.get(parent.replace("-", "_")) if hasattr(model, "model_fields") else None
        model = field.annotation if field else None
    names = [name.replace("_", "-") for name in getattr(model, "model_fields", {})]
    match = difflib.get_close_matches(name, names, n=1)
    return f"; did you mean {match[0]!r}?" if match else ""
