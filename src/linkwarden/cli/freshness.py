"""``linkwarden freshness``: the run of ``linkwarden check``, told from another side."""

import argparse

from linkwarden.cli import check
from linkwarden.report.freshness import FreshnessReporter


def run(arguments: argparse.Namespace) -> int:
    """Check the given paths, and tell how current what they link to is."""
    return check.run(arguments, FreshnessReporter())
