"""When the release of a documentation page has ended."""

from datetime import date, timedelta

import pytest

from linkwarden.data import Product
from linkwarden.data.documentation import Pinned
from linkwarden.judge.pinned import ended_on
from tests.judge.builders import NOW, case

TODAY = NOW.date()


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (TODAY - timedelta(days=1), TODAY - timedelta(days=1)),
        (TODAY, None),
        (TODAY + timedelta(days=1), None),
    ],
)
def test_a_release_is_supported_through_its_last_day(ends: date, expected: date | None) -> None:
    page = Pinned("3.6", "library/json.html", None, Product("Python", {(3, 6): ends}))

    assert ended_on(case(), page) == expected


def test_a_product_without_dates_has_no_end() -> None:
    assert ended_on(case(), Pinned("3.6", "", None, None)) is None
