"""What is found by itself is also named where people look for it."""

from linkwarden.cli.parser import FORMATS
from linkwarden.report import REPORTERS


def test_the_help_names_every_reporter() -> None:
    assert set(REPORTERS.ids) == set(FORMATS)
