"""The base of all groups of settings, and values with units."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s*(ms|s|m|h|d)?", re.ASCII)
_UNITS = {"ms": 0.001, "s": 1, None: 1, "m": 60, "h": 3600, "d": 86400}


def seconds(value: object) -> object:
    """Return ``"90s"``, ``"5m"``, ``"1h"`` or a plain number as seconds."""
    if not isinstance(value, str):
        return value
    match = _DURATION.fullmatch(value.strip())
    if match is None:
        raise ValueError(f"{value!r} is not a duration; write for example 30s, 5m or 1h")
    return float(match[1]) * _UNITS[match[2]]


_AGE = re.compile(r"(\d{1,5})\s*(day|month|year)s?", re.ASCII)
DAYS = {"day": 1.0, "month": 365.25 / 12, "year": 365.25}


def age(value: object) -> object:
    """Return ``"24 months"``, ``"2 years"`` or ``"90 days"`` as a length of time."""
    if not isinstance(value, str):
        return value
    match = _AGE.fullmatch(value.strip())
    if match is None:
        raise ValueError(f"{value!r} is not an age; write for example 90 days, 24 months or 2 years")
    return timedelta(days=int(match[1]) * DAYS[match[2]])


MAX_DURATION_S = 10 * 366 * 86_400
"""A duration in seconds, at most ten years."""

Age = Annotated[timedelta, BeforeValidator(age, json_schema_input_type=str), Field(gt=timedelta(0))]
Duration = Annotated[
    float,
    BeforeValidator(seconds, json_schema_input_type=float | str),
    Field(gt=0, le=MAX_DURATION_S, allow_inf_nan=False),
]


class SettingsTable(BaseModel):
    """A table of the configuration; an unknown key is an error."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.replace("_", "-"),
        populate_by_name=True,
        defer_build=True,
    )
