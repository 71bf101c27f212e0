"""``linkwarden check``."""

import argparse
import os
from pathlib import Path

from linkwarden.cli.change import find_change
from linkwarden.cli.session import run_check
from linkwarden.extract import find_inputs, find_root
from linkwarden.judge import check_rule_names
from linkwarden.report import Reporter
from linkwarden.settings import load_settings


def run(arguments: argparse.Namespace, text_reporter: Reporter | None = None) -> int:
    """Check the given paths; *text_reporter* tells people of it, where another command wants it told otherwise."""
    paths = arguments.paths or ["README.md"]
    root = find_root(paths)
    flags = {
        "offline": arguments.offline,
        "exclude": arguments.exclude,
        "max-time": arguments.max_time,
        "allow-private-addresses": arguments.allow_private_addresses,
        "fail-on": arguments.fail_on,
        "exit-zero": arguments.exit_zero,
        "reports": arguments.reports,
    }
    settings = load_settings(root, Path(arguments.config) if arguments.config else None, os.environ, flags)
    check_rule_names(settings.rules)
    check_rule_names((each.rule for each in settings.ignore if each.rule), "ignore")
    files = find_inputs(paths, root, stdin_name=arguments.stdin_name)
    change = find_change(arguments.diff, paths, root, os.environ) if arguments.diff else None
    return run_check(files, root, settings, arguments, text_reporter, change)
