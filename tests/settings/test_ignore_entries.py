"""Which findings an entry of `[[ignore]]` covers, and for how long."""

from datetime import date

import pytest

from linkwarden.settings import Ignore

URL = "https://site.dev/a"


@pytest.mark.parametrize(
    ("pattern", "rule", "expected"),
    [
        (URL, None, True),
        (URL, "gone", True),
        (URL, "not-found", False),
        ("https://site.dev/*", "gone", True),
        ("https://other.dev/*", "gone", False),
        ("https://other.dev/*", None, False),
    ],
)
def test_an_entry_covers_its_rule_at_its_urls(pattern: str, rule: str | None, expected: bool) -> None:
    assert Ignore(url=pattern, rule=rule, reason="why").covers(URL, "gone") is expected


@pytest.mark.parametrize(
    ("until", "expected"),
    [(None, False), (date(2026, 3, 1), True), (date(2026, 3, 2), False), (date(2026, 3, 3), False)],
)
def test_an_entry_holds_through_its_last_day(until: date | None, expected: bool) -> None:
    assert Ignore(url=URL, reason="why", until=until).has_ended(date(2026, 3, 2)) is expected
