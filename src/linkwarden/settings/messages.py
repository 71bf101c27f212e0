"""What is wrong with a setting, in one line for people. Pure."""

import difflib
from collections.abc import Callable, Mapping
from typing import Any, get_args

from pydantic_core import ErrorDetails

from linkwarden.settings.model import Settings

_HINTS = {
    "accept": "use [accept], with statuses for each host",
    "exclude": "use 'exclude'",
    "attempts": "use 'attempts': the retries and the first request",
    "timeouts": "use [timeouts], with 'request', 'connect' and 'read'",
    "headers": "use [headers], with headers for each host",
    "hosts": "use [hosts], with 'connections' and 'gap' for each host",
    "inputs": "name files and folders on the command line",
    "root-dir": "use 'root-dir'",
    "token": "set GITHUB_TOKEN in the environment",
    "ca-file": "certificates are always verified; 'ca-file' adds an authority",
    "output": "use the flags --format and --output",
    "verbose": "use the flag --verbose or --quiet",
    "anchors": "fragments are always checked",
    "redirects": "redirects are followed as browsers do, up to 20",
    "concurrency": "use 'concurrency'",
}

_OTHER_NAMES = {
    # lychee, lychee.toml
    "include": "inputs",
    "include-path": "inputs",
    "exclude-path": "exclude",
    "exclude-mail": "exclude",
    "max-retries": "attempts",
    "retry-wait-time": "attempts",
    "timeout": "timeouts",
    "max-concurrency": "concurrency",
    "threads": "concurrency",
    "host-concurrency": "hosts",
    "host-request-interval": "hosts",
    "max-redirects": "redirects",
    "github-token": "token",
    "header": "headers",
    "basic-auth": "headers",
    "insecure": "ca-file",
    "include-fragments": "anchors",
    "base": "root-dir",
    "base-url": "root-dir",
    "no-progress": "verbose",
    "verbose": "verbose",
    "quiet": "verbose",
    "format": "output",
    "output": "output",
    # markdown-link-check, linkspector
    "ignorepatterns": "exclude",
    "httpheaders": "headers",
    "alivestatuscodes": "accept",
    "retryon429": "attempts",
    "retrycount": "attempts",
    "retries": "attempts",
    "dirs": "inputs",
    "files": "inputs",
    # Sphinx, muffet, html-proofer
    "linkcheck-ignore": "exclude",
    "linkcheck-timeout": "timeouts",
    "linkcheck-retries": "attempts",
    "linkcheck-workers": "concurrency",
    "workers": "concurrency",
    "linkcheck-anchors": "anchors",
    "linkcheck-auth": "headers",
    "accepted-status-codes": "accept",
    "rate-limit": "hosts",
    "ignore-urls": "exclude",
    "ignore-status-codes": "accept",
    "skip": "exclude",
    "user-agent-string": "headers",
}
"""Names in other tools, in lower case with hyphens, and what is meant by them here."""

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
"""By the type of pydantic's error."""

_BOUNDS = {
    "greater_than": ("gt", "greater than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}


def sentence(error: ErrorDetails, where: Callable[[str], str]) -> str:
    """Return one line that says what is wrong, and where.

    Args:
        error: What pydantic found.
        where: Returns the place of a dotted key: file and line, a variable, a flag.
    """
    location = ".".join(str(part) for part in error["loc"] if not isinstance(part, int))
    if error["type"] == "extra_forbidden":
        return f"{where(location)}: unknown key {location!r}{_hint(error['loc'])}"
    return f"{where(location)}: {location}: {_problem(error)}"


def _problem(error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx") or {}
    if kind in ("value_error", "header"):
        return error["msg"].removeprefix("Value error, ")
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        return f"must be {words} {context[name]}"
    if kind in ("enum", "literal_error"):
        return f"must be {context['expected']}"
    return _MUST.get(kind, "is not valid")


def _hint(location: tuple[int | str, ...]) -> str:
    """Return which key was meant: that of another tool, or the one that is spelled most alike."""
    *parents, key = location
    meant = _OTHER_NAMES.get(str(key).lower().replace("_", "-")) if not parents else None
    if meant is not None:
        return f"; {_HINTS[meant]}"
    model: Any = Settings
    for parent in parents:
        if isinstance(parent, int):  # an item of a list: its model is the list's argument
            model = next(iter(get_args(model)), None)
            continue
        field = model.model_fields.get(parent.replace("-", "_")) if hasattr(model, "model_fields") else None
        model = field.annotation if field else None
    names = [name.replace("_", "-") for name in getattr(model, "model_fields", {})]
    match = difflib.get_close_matches(str(key), names, n=1)
    return f"; did you mean {match[0]!r}?" if match else ""
