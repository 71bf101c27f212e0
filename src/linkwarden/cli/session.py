"""What every checking command does around a run: logs, progress, reports, the exit code."""

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import anyio

from linkwarden.cli.exits import Exit
from linkwarden.cli.files import write_report, write_reports
from linkwarden.cli.progress import progress_on
from linkwarden.clock import SystemClock
from linkwarden.extract import TextFile
from linkwarden.logs import configure_logs
from linkwarden.report import REPORTERS, Reporter, Style
from linkwarden.run import Ended, check
from linkwarden.settings import Settings


def run_check(
    files: Sequence[TextFile],
    root: Path,
    settings: Settings,
    arguments: argparse.Namespace,
    text_reporter: Reporter | None = None,
) -> int:
    """Check *files*, write every report that was asked for, and return the exit code.

    Args:
        files: What to check.
        root: The repository's root.
        settings: The settings that hold.
        arguments: The flags that are about the session: logs, formats.
        text_reporter: Writes the text for people, where that is not `check`'s own.
    """
    configure_logs(verbose=arguments.verbose, quiet=arguments.quiet, as_json=arguments.log_format == "json")
    with progress_on(sys.stderr, quiet=arguments.quiet) as progress:
        ended = anyio.run(check, files, root, settings, SystemClock(), progress, os.environ)
    report = ended.report
    for name, target in arguments.outputs or [("text", "-")]:
        reporter = text_reporter if text_reporter and name == text_reporter.id else REPORTERS[name]
        text = reporter.render(report, style_for(target))
        if target == "-":
            sys.stdout.write(text)
        else:
            write_report(Path(target), text)
    sys.stdout.flush()
    if settings.reports:
        write_reports(report, root / settings.reports)
    return exit_code(ended, exit_zero=settings.exit_zero)


def exit_code(ended: Ended, *, exit_zero: bool) -> Exit:
    """Return what a run ends with. Findings on local files stand in any run."""
    if ended.interrupted:
        return Exit.INTERRUPTED
    if ended.defect:
        return Exit.DEFECT
    if exit_zero:
        return Exit.OK
    if ended.report.summary.fails:
        return Exit.FAILED
    return Exit.UNTRUSTED if ended.report.run.status == "untrusted" else Exit.OK


def style_for(target: str) -> Style:
    """Return how text for that target is shown: as wide as the terminal, or plain in a file or pipe."""
    terminal = target == "-" and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else Style().width
    return Style(width=width, color=terminal and not os.environ.get("NO_COLOR"))
