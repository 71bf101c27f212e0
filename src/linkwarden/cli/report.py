"""``linkwarden report``: a report that was saved, in another format; two reports, compared."""

import json
import sys
from pathlib import Path

from pydantic import ValidationError

from linkwarden.errors import InputError
from linkwarden.report.v1 import SCHEMA_VERSION, Report

_STANDARD_INPUT = "-"


def read_report(name: str) -> Report:
    """Read the JSON report that *name* names; ``-`` is standard input.

    Raises:
        InputError: It cannot be read, or is no report of version 1; the text is one line that says why.
    """
    try:
        data = sys.stdin.buffer.read() if name == _STANDARD_INPUT else Path(name).read_bytes()
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror}") from None
    shown = "standard input" if name == _STANDARD_INPUT else name
    try:
        document = json.loads(data)
    except ValueError as error:  # no JSON, or no UTF-8
        raise InputError(f"{shown}: no JSON report: {error}") from None
    version = document.get("schema_version") if isinstance(document, dict) else None
    if version is None:
        raise InputError(f"{shown}: no report of linkwarden: it has no schema_version")
    if version != SCHEMA_VERSION:
        raise InputError(
            f"{shown}: a report of version {version!r}, and this linkwarden reads version {SCHEMA_VERSION}"
        )
    try:
        return Report.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(f"{shown}: no report of version {SCHEMA_VERSION}: {where}: {first['msg']}") from None
