"""The options that several commands share."""

import argparse
from typing import Any

from linkwarden.registry import names_of


def add_what_to_check(parser: argparse.ArgumentParser) -> None:
    """Add the options of the commands that check: inputs, what is checked, what fails, reports."""
    add_inputs(parser)
    what = parser.add_argument_group("what is checked")
    what.add_argument(
        "--diff",
        metavar="REV",
        nargs="?",
        const="auto",
        help="check only links that were added or broken since REV; auto: since the base of the pull request",
    )
    what.add_argument("--offline", action="store_true", default=None, help="check local files and anchors only")
    what.add_argument("--exclude", metavar="REGEX", action="append", help="skip links that match; repeatable")
    what.add_argument(
        "--max-time", metavar="TIME", help="stop after this time (30s, 5m), and list what was not checked"
    )
    add_private_addresses(what)
    add_memory(parser)
    fails = parser.add_argument_group("what fails")
    fails.add_argument("--fail-on", metavar="VERDICT,…", help="verdicts that fail the check (default: dead)")
    fails.add_argument(
        "--fail-if-empty", action="store_true", default=None, help="fail when the files have no links at all"
    )
    fails.add_argument("--exit-zero", action="store_true", default=None, help="exit with 0 whatever is found")
    add_outputs(parser)
    add_common(parser)


def add_private_addresses(group: Any) -> None:
    """Add the flag that allows addresses that are not public."""
    group.add_argument(
        "--allow-private-addresses",
        action="store_true",
        default=None,
        help="also request loopback, private and link-local addresses",
    )


def add_memory(parser: argparse.ArgumentParser) -> None:
    """Add what is requested, by what earlier runs saw."""
    group = parser.add_argument_group("history")
    group.add_argument(
        "--all",
        dest="max_age",
        action="store_const",
        const=0.0,
        help="check every link, not only those that are due",
    )
    group.add_argument("--max-age", metavar="AGE", help="check links that were not checked for this long (12h, 7d)")
    group.add_argument(
        "--budget", metavar="REQUESTS", help="send about this many requests, the longest overdue links first"
    )
    group.add_argument("--per-host-budget", metavar="REQUESTS", help="the same per host")
    add_history_file(group)
    group.add_argument(
        "--no-history", dest="history", action="store_const", const="", help="check every link, and keep no history"
    )


def add_history_file(group: Any) -> None:
    """Add the name of the history file."""
    group.add_argument("--history", metavar="FILE", help="the history file (default: .linkwarden/history.db)")


def add_inputs(parser: argparse.ArgumentParser) -> None:
    """Add the paths to check."""
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help="files, folders, globs, or - for standard input (default: README.md)",
    )
    parser.add_argument(
        "--stdin-name", metavar="NAME", default="README.md", help="the file that standard input stands for"
    )


def add_outputs(parser: argparse.ArgumentParser) -> None:
    """Add the formats and the folder of the reports."""
    group = parser.add_argument_group("reports")
    add_formats(group)
    group.add_argument("--reports", metavar="DIR", help="the folder for links.json and links.md (default: reports)")
    group.add_argument("--no-reports", dest="reports", action="store_const", const="", help="write no reports folder")


def add_formats(group: Any) -> None:
    """Add the formats, and the files to write them to."""
    group.add_argument(
        "--format",
        metavar="FORMAT",
        dest="outputs",
        action=_AddFormat,
        default=[],
        help="%(names)s; repeatable (default: text)",
    )
    group.add_argument(
        "--output",
        metavar="FILE",
        dest="outputs",
        action=_AddOutput,
        help="where to write the preceding format (default: -)",
    )


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add the configuration and the logs."""
    group = parser.add_argument_group("general")
    group.add_argument("--config", metavar="FILE", help="instead of linkwarden.toml or pyproject.toml")
    group.add_argument("-v", "--verbose", action="count", default=0, help="log each step; twice: each request")
    group.add_argument("-q", "--quiet", action="store_true", help="no progress, and errors only in the log")
    group.add_argument("--log-format", choices=("text", "json"), default="text", help="the format of the log")


def report_formats() -> tuple[str, ...]:
    """Return the names of all report formats, plugins' included; none of them is loaded."""
    return names_of("linkwarden.report.formats", "linkwarden.reporters")


class _ReportFormats:
    """The names in the help, looked up only where it is printed."""

    def __str__(self) -> str:
        return ", ".join(report_formats())


class _AddFormat(argparse.Action):
    """Begin another pair of format and file."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.names = _ReportFormats()  # the help can name attributes

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, *_: object) -> None:
        if values not in report_formats():
            parser.error(f"argument --format: {values!r} is not one of {self.names}")
        namespace.outputs = [*namespace.outputs, (values, "-")]


class _AddOutput(argparse.Action):
    """Say where the last format goes."""

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, *_: object) -> None:
        if not namespace.outputs:
            parser.error("argument --output: must follow a --format")
        *others, (name, _) = namespace.outputs
        namespace.outputs = [*others, (name, values)]
