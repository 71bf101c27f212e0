"""``linkwarden check``."""

import argparse
import os

from linkwarden.cli.actions import DEFAULT_FORMATS, runs_in_actions
from linkwarden.cli.change import find_change
from linkwarden.cli.prelude import inputs, prepare
from linkwarden.cli.session import run_check
from linkwarden.report import Reporter


def run(arguments: argparse.Namespace, text_reporter: Reporter | None = None) -> int:
    """Check the given paths; *text_reporter* replaces the default text report."""
    prelude = prepare(arguments)
    files = inputs(arguments, prelude)
    change = (
        find_change(arguments.diff, prelude.paths, prelude.root, os.environ, arguments.config)
        if arguments.diff
        else None
    )
    outputs = DEFAULT_FORMATS if runs_in_actions(os.environ) else (("text", "-"),)
    return run_check(files, prelude.root, prelude.settings, arguments, text_reporter, change, outputs)
