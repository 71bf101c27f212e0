"""``linkwarden baseline``: accept today's findings, so that only new ones fail."""

import argparse
import os
import sys

import anyio

from linkwarden.cli.exits import Exit
from linkwarden.cli.files import write_report
from linkwarden.cli.prelude import inputs, prepare
from linkwarden.cli.progress import progress_on
from linkwarden.cli.session import check
from linkwarden.clock import SystemClock
from linkwarden.errors import LinkwardenError
from linkwarden.report.sanitize import plain
from linkwarden.report.wording import pluralize
from linkwarden.run import Run, open_memory
from linkwarden.run.acceptance import read_baseline, renewed
from linkwarden.settings.baseline import format_baseline


def run(arguments: argparse.Namespace) -> int:
    """Check the files, and write every finding that is not accepted otherwise into the baseline."""
    prelude = prepare(arguments)
    files = inputs(arguments, prelude)
    settings, root = prelude.settings, prelude.root
    clock = SystemClock()
    before = read_baseline(settings, root)
    with (
        progress_on(sys.stderr, quiet=arguments.quiet) as progress,
        open_memory(settings, root, os.environ, clock, progress.notice) as memory,
    ):
        ended = anyio.run(check, Run(files, root, settings, clock, os.environ, [progress], None, memory))
    if ended.interrupted:
        return Exit.INTERRUPTED
    if ended.report.run.status != "complete":
        raise LinkwardenError(f"the baseline is left as it was: {ended.report.run.reason}")
    entries = renewed(before, ended.report, clock.now().date())
    write_report(root / settings.baseline, format_baseline(entries))
    new, gone = len(set(entries) - set(before)), len(set(before) - set(entries))
    sys.stdout.write(
        f"{plain(settings.baseline)}: {pluralize(len(entries), 'finding')} accepted: {new:,} new, {gone:,} removed.\n"
    )
    return Exit.OK
