"""``linkwarden freshness``: a check with a report about freshness."""

import argparse

from linkwarden.cli import check
from linkwarden.report.freshness import FreshnessReporter


def run(arguments: argparse.Namespace) -> int:
    """Check the given paths, and report how current the targets of their links are."""
    return check.run(arguments, FreshnessReporter())
