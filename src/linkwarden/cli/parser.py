"""The command line, with the standard library's argparse, which starts faster than other parsers."""

import argparse
from collections.abc import Callable
from typing import Any, NoReturn

from linkwarden import __version__
from linkwarden.cli.options import (
    add_common,
    add_formats,
    add_history_file,
    add_inputs,
    add_outputs,
    add_private_addresses,
    add_what_to_check,
)

DESCRIPTION = "Checks the links in READMEs, docs and awesome lists. Dead means dead."

EXIT_CODES = """\
exit codes:
  0    nothing failed
  1    findings that fail (by default, dead links)
  2    an invalid command line, input file or configuration
  3    the run cannot be trusted: no network, or one response for every host
  4    an internal error
  130  interrupted; the reports are written
"""

Command = Callable[[argparse.Namespace], int]


class _Help(argparse.RawDescriptionHelpFormatter):
    """Makes the first column wide enough for the longest command."""

    def __init__(self, prog: str, **options: Any) -> None:
        super().__init__(prog, **{"max_help_position": 28, **options})

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Wrap descriptions to the terminal; the list of exit codes keeps its lines."""
        if text == EXIT_CODES:
            return super()._fill_text(text, width, indent)
        return argparse.HelpFormatter._fill_text(self, text, width, indent)  # noqa: SLF001 - the base of the base

    def add_argument(self, action: argparse.Action) -> None:
        """Add *action*, with the indent of commands, which argparse does not count."""
        super().add_argument(action)
        names = [self._format_action_invocation(each) for each in self._iter_indented_subactions(action)]
        longest = max(map(len, names), default=0) + self._current_indent + self._indent_increment
        self._action_max_length = max(self._action_max_length, longest)


class _Parser(argparse.ArgumentParser):
    """Reports an error in one line, without the usage."""

    def error(self, message: str) -> NoReturn:
        """Exit with code 2."""
        self.exit(2, f"linkwarden: {message}; see {self.prog} --help\n")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = _Parser(prog="linkwarden", description=DESCRIPTION, formatter_class=_Help)
    parser.add_argument("--version", action="version", version=f"linkwarden {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_check(commands)
    _add_freshness(commands)
    _add_links(commands)
    _add_explain(commands)
    _add_history(commands)
    _add_baseline(commands)
    _add_fix(commands)
    _add_ignore(commands)
    _add_report(commands)
    _add_init(commands)
    _add_demo(commands)
    return parser


def commands_of(parser: argparse.ArgumentParser) -> tuple[str, ...]:
    """Return the names of the commands."""
    return tuple(_commands(parser))


def flags_of(parser: argparse.ArgumentParser, command: str) -> tuple[str, ...]:
    """Return the options of a command, or of *parser* if there is no such command."""
    chosen = _commands(parser).get(command, parser)
    return tuple(flag for action in chosen._actions for flag in action.option_strings)  # noqa: SLF001 - as below


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    actions = parser._subparsers._group_actions if parser._subparsers else []  # noqa: SLF001 - no public interface
    return {name: each for action in actions for name, each in dict(action.choices or ()).items()}


def _lazily(module: str) -> Command:
    """Return a command that imports its module when it runs."""

    def run(arguments: argparse.Namespace) -> int:
        import gc
        import importlib

        command = importlib.import_module(f"linkwarden.cli.{module}")
        if not gc.isenabled():
            gc.freeze()  # modules live to the end of the process
            gc.enable()
        return int(command.run(arguments))

    return run


def _command(commands: Any, name: str, summary: str, description: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=description,
        epilog=EXIT_CODES,
        formatter_class=_Help,
    )
    parser.set_defaults(command=_lazily(name))
    return parser


def _add_check(commands: Any) -> None:
    parser = _command(
        commands,
        "check",
        "check every link of files and folders",
        "Check every link of the given files and folders, write reports/links.json and "
        "reports/links.md, and fail when a link is dead.",
    )
    add_what_to_check(parser)


def _add_freshness(commands: Any) -> None:
    parser = _command(
        commands,
        "freshness",
        "list links whose target is archived, deprecated or out of date",
        "Check every link as `linkwarden check` does, and list the targets that are archived, "
        "deprecated, stale or past their end of life, with their replacements.",
    )
    add_what_to_check(parser)


def _add_links(commands: Any) -> None:
    parser = _command(
        commands,
        "links",
        "list the links that would be checked; sends no requests",
        "List every link of the given files and folders with its line and column. Sends no requests.",
    )
    add_inputs(parser)
    parser.add_argument("--exclude", metavar="REGEX", action="append", help="mark links that match; repeatable")
    parser.add_argument(
        "--sites", action="store_true", help="list the documentation sites, test data and templates of the repository"
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="text, or json in the format of the JSON report"
    )
    add_common(parser)


def _add_explain(commands: Any) -> None:
    parser = _command(
        commands,
        "explain",
        "show every request and rule for one link",
        "Check one link as `linkwarden check` does, and show every request, every finding, "
        "the verdict, and how to fix or accept the findings.",
    )
    parser.add_argument("url", metavar="URL", help="a URL, or a path in this repository, with its #fragment")
    parser.add_argument(
        "--from",
        metavar="REPORT",
        dest="report",
        help="explain from a saved report (reports/links.json); sends no requests",
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="text, or json in the format of the JSON report"
    )
    parser.add_argument("--offline", action="store_true", default=None, help="do not use the network")
    add_private_addresses(parser)
    add_common(parser)


def _add_history(commands: Any) -> None:
    parser = _command(
        commands,
        "history",
        "show the results of earlier runs, and which links are due",
        "Show the results of earlier runs for a link or a host, by day. Without TARGET: show "
        "the failing links, the dates when links are due, and the size of the file. `export` "
        "writes the history as lines of text that git can merge, and `import` reads them.",
    )
    parser.add_argument(
        "target", metavar="TARGET", nargs="?", help="a URL as shown in reports, a host, export, or import"
    )
    parser.add_argument(
        "file", metavar="FILE", nargs="?", help="the file to export to (default: standard output) or to import"
    )
    parser.add_argument("--json", action="store_true", help="print JSON, with every observation")
    parser.add_argument("--vantage", metavar="NAME", help="show the runs from this network (default: the current one)")
    add_history_file(parser)
    add_common(parser)


def _add_baseline(commands: Any) -> None:
    parser = _command(
        commands,
        "baseline",
        "accept today's findings, so that only new ones fail",
        "Check every link as `linkwarden check` does, and write all errors and warnings to "
        "linkwarden-baseline.txt. Commit that file: these findings no longer fail a check. "
        "An entry expires when its link works; run this command again to update the file.",
    )
    add_inputs(parser)
    add_private_addresses(parser)
    add_common(parser)


def _add_fix(commands: Any) -> None:
    parser = _command(
        commands,
        "fix",
        "replace links whose new URL is proven, in place",
        "Check as `linkwarden check` does, then replace the destinations of links whose new URL "
        "is proven: permanent redirects, renamed repositories, misspelled anchors. Nothing "
        "else in the file changes. Exits with 1 when something was changed or is left to fix.",
    )
    add_inputs(parser)
    parser.add_argument("--dry-run", action="store_true", help="print a unified diff, and change no files")
    parser.add_argument(
        "--from", metavar="REPORT", dest="report", help="apply the suggestions of a report from the last 24 hours"
    )
    parser.add_argument("--only", metavar="RULE,…", help="apply the suggestions of these rules only")
    parser.add_argument("--unsafe", action="store_true", help="also apply suggestions that need a review")
    parser.add_argument("--offline", action="store_true", default=None, help="check local files and anchors only")
    add_private_addresses(parser)
    add_common(parser)


def _add_ignore(commands: Any) -> None:
    parser = _command(
        commands,
        "ignore",
        "accept a finding, with a reason; adds it to the configuration",
        "Accept the finding of one rule on one link. The entry is added to linkwarden.toml or "
        "pyproject.toml. The link is still checked and listed, but does not fail the check.",
    )
    parser.add_argument("url", metavar="URL", help="the link as shown in reports; * matches any characters")
    parser.add_argument("--rule", metavar="ID", required=True, help="the rule, as shown in reports, such as not-found")
    parser.add_argument("--reason", metavar="TEXT", required=True, help="why the finding is accepted")
    parser.add_argument("--until", metavar="DATE", help="the last day on which the entry applies, such as 2027-01-31")
    parser.add_argument(
        "--config", metavar="FILE", help="the configuration file (default: linkwarden.toml or pyproject.toml)"
    )


def _add_report(commands: Any) -> None:
    parser = _command(
        commands,
        "report",
        "render a saved report again, or compare two",
        "Render a report that `linkwarden check` saved, in any format. With two reports, the "
        "older one first: list which problems are new, still there and fixed, and exit with 1 "
        "when a new one fails. Sends no requests.",
    )
    parser.add_argument(
        "files", metavar="FILE", nargs="+", help="a JSON report such as reports/links.json, or - for standard input"
    )
    add_formats(parser.add_argument_group("output"))


def _add_init(commands: Any) -> None:
    parser = _command(
        commands,
        "init",
        "write the configuration and CI workflows for this repository",
        "Write linkwarden.toml and the workflows that check links in pull requests and on a "
        "schedule. The forge is detected from git's remotes. Existing files are not changed.",
    )
    parser.add_argument(
        "--forge",
        action="append",
        choices=("github", "gitlab", "forgejo"),
        help="write workflows for this forge, whatever the remotes are; repeatable",
    )
    parser.add_argument("--dry-run", action="store_true", help="print the files instead of writing them")


def _add_demo(commands: Any) -> None:
    parser = _command(
        commands,
        "demo",
        "check a local test site that shows every verdict",
        "Serve a test site on 127.0.0.1 that shows every verdict, and check a README that "
        "links to it, as `linkwarden check` does. Needs no internet connection. Writes reports "
        "only with --reports. Exits with 0, and prints the exit code that a check would have.",
    )
    add_outputs(parser)
    add_common(parser)
