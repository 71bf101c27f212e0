"""PEPs that were superseded."""

import pytest

from tests.sources.fetched import Page, fetch_around, findings


@pytest.mark.parametrize(
    ("url", "message", "suggestion"),
    [
        (
            "https://peps.python.org/pep-0333/",
            "PEP 333 was superseded by PEP 3333",
            "https://peps.python.org/pep-3333/",
        ),
        (
            "https://www.python.org/dev/peps/pep-0241/",
            "PEP 241 was superseded by PEP 566",
            "https://peps.python.org/pep-0566/",
        ),
        ("https://peps.python.org/pep-0563/", "PEP 563 was superseded by PEP 649, PEP 749", None),
    ],
)
def test_superseded(url: str, message: str, suggestion: str | None) -> None:
    case, asked = fetch_around(url, {url: Page()})
    assert asked == [url]
    assert findings(case) == {"standard-superseded": ("note", message, suggestion)}


@pytest.mark.parametrize(
    "url", ["https://peps.python.org/pep-0008/", "https://peps.python.org/", "https://pep.net/pep-0333/"]
)
def test_what_still_holds_is_quiet(url: str) -> None:
    case, _ = fetch_around(url, {url: Page()})
    assert findings(case) == {}
