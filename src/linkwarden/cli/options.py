"""Options shared by several commands."""

import argparse
from typing import Any

from linkwarden.registry import names_of


def add_what_to_check(parser: argparse.ArgumentParser) -> None:
    """Add the options of `check` and `freshness`."""
    add_inputs(parser)
    what = parser.add_argument_group("what is checked")
    what.add_argument(
        "--diff",
        metavar="REV",
        nargs="?",
        const="auto",
        help="check only links that were added or broken since REV, or with auto (the default REV), since the base of "
        "the pull request",
    )
    what.add_argument("--offline", action="store_true", default=None, help="check local files and anchors only")
    what.add_argument("--exclude", metavar="REGEX", action="append", help="do not request links that match; repeatable")
    what.add_argument(
        "--max-time", metavar="TIME", help="stop after this time (30s, 5m), and list the links that were not checked"
    )
    add_private_addresses(what)
    add_memory(parser)
    fails = parser.add_argument_group("what fails")
    fails.add_argument("--fail-on", metavar="VERDICT,…", help="verdicts that fail the check (default: dead)")
    fails.add_argument("--fail-if-empty", action="store_true", default=None, help="fail if the files have no links")
    fails.add_argument(
        "--exit-zero", action="store_true", default=None, help="exit with 0 even if there are findings that fail"
    )
    add_outputs(parser)
    add_common(parser)


def add_private_addresses(group: Any) -> None:
    """Add the flag that allows requests to private addresses."""
    group.add_argument(
        "--allow-private-addresses",
        action="store_true",
        default=None,
        help="also request loopback, private and link-local addresses",
    )


def add_memory(parser: argparse.ArgumentParser) -> None:
    """Add the options about the history."""
    group = parser.add_argument_group("history")
    group.add_argument(
        "--all",
        dest="max_age",
        action="store_const",
        const=0.0,
        help="check every link, not only those that are due",
    )
    group.add_argument("--max-age", metavar="AGE", help="check links whose last check is older than this (12h, 7d)")
    group.add_argument(
        "--budget", metavar="REQUESTS", help="send about this many requests, to the longest overdue links first"
    )
    group.add_argument("--per-host-budget", metavar="REQUESTS", help="send about this many requests to each host")
    add_history_file(group)
    group.add_argument(
        "--no-history",
        dest="history",
        action="store_const",
        const="",
        help="check every link, and do not use a history",
    )


def add_history_file(group: Any) -> None:
    """Add the option for the history file."""
    group.add_argument("--history", metavar="FILE", help="the history file (default: .linkwarden/history.db)")


def add_inputs(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for the files to check."""
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help="files, folders, globs, or - for standard input (default: README.md)",
    )
    parser.add_argument(
        "--stdin-name",
        metavar="NAME",
        default="README.md",
        help="the file name to assume for standard input (default: README.md)",
    )


def add_outputs(parser: argparse.ArgumentParser) -> None:
    """Add the options for formats and the reports folder."""
    group = parser.add_argument_group("reports")
    add_formats(group)
    group.add_argument("--reports", metavar="DIR", help="the folder for links.json and links.md (default: reports)")
    group.add_argument(
        "--no-reports", dest="reports", action="store_const", const="", help="do not write links.json and links.md"
    )


def add_formats(group: Any) -> None:
    """Add the options for formats and their files."""
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
        help="the file for the preceding format (default: standard output)",
    )


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add the options for configuration and logs."""
    group = parser.add_argument_group("general")
    group.add_argument(
        "--config", metavar="FILE", help="the configuration file (default: linkwarden.toml or pyproject.toml)"
    )
    group.add_argument("-v", "--verbose", action="store_true", help="log every request")
    group.add_argument("-q", "--quiet", action="store_true", help="do not show progress, and log errors only")
    group.add_argument("--log-format", choices=("text", "json"), default="text", help="the format of the log")


def report_formats() -> tuple[str, ...]:
    """Return the names of all report formats, including plugins, without importing them."""
    return names_of("linkwarden.report.formats", "linkwarden.reporters")


class _ReportFormats:
    """The names of the formats, looked up when the help is printed."""

    def __str__(self) -> str:
        return ", ".join(report_formats())


class _AddFormat(argparse.Action):
    """Adds a format that is written to standard output."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.names = _ReportFormats()  # the help can name attributes

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, *_: object) -> None:
        if values not in report_formats():
            parser.error(f"argument --format: {values!r} is not one of {self.names}")
        namespace.outputs = [*namespace.outputs, (values, "-")]


class _AddOutput(argparse.Action):
    """Sets the file of the last format."""

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, *_: object) -> None:
        if not namespace.outputs:
            parser.error("argument --output: must come after a --format")
        *others, (name, _) = namespace.outputs
        namespace.outputs = [*others, (name, values)]
