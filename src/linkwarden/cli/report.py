"""``linkwarden report``: render a saved report in another format, or compare two."""

import argparse
import json
from pathlib import Path

from pydantic import ValidationError

from linkwarden.cli.exits import Exit
from linkwarden.cli.files import print_report, write_report
from linkwarden.cli.session import FOR_PEOPLE, style_for
from linkwarden.errors import InputError
from linkwarden.extract import read_standard_input
from linkwarden.report import REPORTERS
from linkwarden.report.changes import render_changes
from linkwarden.report.compare import compare, new_failures
from linkwarden.report.v1 import SCHEMA_VERSION, Report

_STANDARD_INPUT = "-"
_MAX_FILES = 2


def run(arguments: argparse.Namespace) -> int:
    """Render one report with exit code 0, or compare two, and fail when something new fails in the newer one."""
    if len(arguments.files) > _MAX_FILES:
        raise InputError(f"{len(arguments.files)} reports: expected one to render, or two to compare")
    *older, newer = map(read_report, arguments.files)
    report = compare(older[0], newer) if older else newer
    for name, target in arguments.outputs or [("text", "-")]:
        style = style_for(target)
        text = (
            render_changes(older[0], newer, style)
            if older and name == "text"
            else REPORTERS[name].render(report, style)
        )
        if target == "-":
            print_report(text, utf8=name not in FOR_PEOPLE)
        else:
            write_report(Path(target), text)
    return Exit.FAILED if older and new_failures(older[0], newer) else Exit.OK


def read_report(name: str) -> Report:
    """Read the JSON report that *name* names; ``-`` is standard input.

    Raises:
        InputError: It cannot be read, or is not a report of version 1; the message is one line with the reason.
    """
    shown = "standard input" if name == _STANDARD_INPUT else name
    try:
        data = read_standard_input() if name == _STANDARD_INPUT else Path(name).read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise InputError(f"{shown}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    try:
        document = json.loads(data)
    except ValueError as error:  # no JSON, or no UTF-8
        raise InputError(f"{shown}: not a JSON report: {error}") from None
    except RecursionError:
        raise InputError(f"{shown}: not a JSON report: nested too deeply") from None
    version = document.get("schema_version") if isinstance(document, dict) else None
    if version is None:
        raise InputError(f"{shown}: not a linkwarden report: schema_version is missing")
    if version != SCHEMA_VERSION:
        raise InputError(f"{shown}: report version {version!r}; this linkwarden reads version {SCHEMA_VERSION}")
    try:
        return Report.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        problem = "is missing" if first["type"] == "missing" else "is invalid"
        raise InputError(f"{shown}: not a valid report: {where} {problem}") from None
