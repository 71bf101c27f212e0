"""The parts of a run that all checking commands share: logs, progress, reports, the exit code."""

import argparse
import asyncio
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TextIO

import anyio

from linkwarden.cli import ask_to_report
from linkwarden.cli.actions import publish
from linkwarden.cli.exits import Exit
from linkwarden.cli.files import print_report, write_report, write_reports
from linkwarden.cli.progress import INTERVAL_S, Progress, progress_on
from linkwarden.cli.signals import ended_in_time
from linkwarden.clock import SystemClock
from linkwarden.diff import Change
from linkwarden.errors import LinkwardenError
from linkwarden.extract import InputFile, usable_cores
from linkwarden.report import REPORTERS, Reporter, Style, parts_of
from linkwarden.report.source import source_links
from linkwarden.report.v1 import Report
from linkwarden.run import Run, RunResult, open_memory
from linkwarden.settings import Settings

FOR_PEOPLE = frozenset({"text", "github"})
"""Formats that are written in the encoding of the terminal or the log."""


def run_check(
    files: Sequence[InputFile],
    root: Path,
    settings: Settings,
    arguments: argparse.Namespace,
    text_reporter: Reporter | None = None,
    change: Change | None = None,
    default_outputs: Sequence[tuple[str, str]] = (("text", "-"),),
) -> int:
    """Check *files*, write all requested reports, and return the exit code.

    Args:
        files: The files to check.
        root: The repository root.
        settings: The settings in effect.
        arguments: The flags that are about the session: logs, formats.
        text_reporter: Writes the text report, if it is not that of `check`.
        change: The change to check, if only its links are checked.
        default_outputs: The pairs of format and file if the user names none.
    """
    clock = SystemClock()
    with (
        progress_on(sys.stderr, quiet=arguments.quiet) as progress,
        open_memory(settings, root, os.environ, clock, progress.notice) as memory,
    ):
        run = Run(files, root, settings, clock, os.environ, [progress], change, memory, usable_cores())
        ended = anyio.run(check, run, progress)
    outputs = arguments.outputs or default_outputs
    writers = [*_writers(ended.report, root, settings, outputs, text_reporter)]
    if "github" in dict(outputs):
        code = exit_code(ended, exit_zero=settings.exit_zero)
        writers.append(partial(publish, ended.report, code, settings.reports, os.environ))
    problems = [problem for write in writers if (problem := _problem_of(write)) is not None]
    if ended.defect:
        ask_to_report()
    for problem in problems:
        sys.stderr.write(f"linkwarden: {problem}\n")
    return Exit.USAGE if problems else exit_code(ended, exit_zero=settings.exit_zero)


async def check(run: Run, progress: Progress | None = None) -> RunResult:
    """Check the links of *run*, and show *progress* at intervals.

    A signal or `max-time` ends the run, whose report has the results so far.
    """
    with ended_in_time(run.stop, run.settings.max_time):
        ticks = asyncio.create_task(tick(run, progress or Progress()))
        try:
            return await run.check()
        finally:
            ticks.cancel()


async def tick(run: Run, progress: Progress) -> None:
    """Update *progress* at intervals, until canceled."""
    began = run.clock.monotonic()
    while True:
        await run.clock.sleep(INTERVAL_S)
        progress.tick(run.clock.monotonic() - began, run.in_flight, run.delay_reason)


def _writers(
    report: Report,
    root: Path,
    settings: Settings,
    outputs: Sequence[tuple[str, str]],
    text_reporter: Reporter | None,
) -> Iterator[Callable[[], None]]:
    """Yield functions that write the reports: first those in the folder, because standard output may be closed."""
    if settings.reports:
        yield partial(write_reports, report, root / settings.reports, style_for(settings.reports))
    for name, target in outputs:
        reporter = text_reporter if text_reporter and name == text_reporter.id else REPORTERS[name]
        text = parts_of(reporter, report, style_for(target, settings.reports))
        yield (
            partial(print_report, text, utf8=name not in FOR_PEOPLE)
            if target == "-"
            else partial(write_report, Path(target), text)
        )


def _problem_of(write: Callable[[], None]) -> LinkwardenError | None:
    """Write all reports, and return the errors: one report that cannot be written does not prevent the others."""
    try:
        write()
    except LinkwardenError as error:
        return error
    return None


def exit_code(ended: RunResult, *, exit_zero: bool) -> Exit:
    """Return the exit code of a run. Findings in local files count in any run."""
    if ended.interrupted:
        return Exit.INTERRUPTED
    if ended.defect:
        return Exit.DEFECT
    if exit_zero:
        return Exit.OK
    if ended.report.summary.fails:
        return Exit.FAILED
    return Exit.UNTRUSTED if ended.report.run.status == "untrusted" else Exit.OK


def style_for(target: str, reports: str | None = None) -> Style:
    """Return how text for *target* is shown: as wide as the terminal, or plain in a file or pipe.

    Args:
        target: A path, or ``-`` for standard output.
        reports: The folder in which a Markdown report lists every finding; None if none is written.
    """
    stdout: TextIO | None = sys.stdout  # None if it is closed
    terminal = target == "-" and stdout is not None and stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else Style().width
    full_report = f"{reports}/links.md" if reports else None
    color = terminal and not os.environ.get("NO_COLOR")
    return Style(width=width, color=color, full_report=full_report, source=source_links(os.environ))
