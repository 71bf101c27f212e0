"""A link that is written otherwise than before is the same link, where both lead to the same URL."""

import pytest

from linkwarden.extract import extract
from linkwarden.plan import BaseState, only_changed
from linkwarden.settings import Settings


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("https://a.dev/page", "HTTPS://A.dev/page"),
        ("https://a.dev/page", "https://a.dev:443/page"),
        ("https://a.dev/x/../page", "https://a.dev/page"),
        ("https://a.dev/%2e%2e/page", "https://a.dev/page"),
        ("https://a.dev/caf%C3%A9", "https://a.dev/café"),
        ("https://a.dev/café-noir", "https://a.dev/caf%C3%A9-noir"),
        ("https://bücher.example/page", "https://xn--bcher-kva.example/page"),
        ("https://a.dev\\page", "https://a.dev/page"),
        ("https://a.dev", "https://a.dev/"),
        ("https://127.0.0.1/", "https://127.1/"),
        ("b.md", "./b.md"),
        ("b%20c.md", "<b c.md>"),
    ],
)
def test_another_spelling_is_no_new_link(before: str, now: str) -> None:
    for old, new in ((before, now), (now, before)):
        base, document = extract("a.md", f"[x]({old})"), extract("a.md", f"[x]({new})")

        [left] = only_changed([document], BaseState([base]), Settings())
        assert () == left.occurrences


@pytest.mark.parametrize(
    "now", ["https://a.dev/pages", "https://a.dev/Page", "https://a.dev/page?x", "http://a.dev/page"]
)
def test_another_url_is_a_new_link(now: str) -> None:
    base, document = extract("a.md", "[x](https://a.dev/page)"), extract("a.md", f"[x]({now})")

    [left] = only_changed([document], BaseState([base]), Settings())
    assert 1 == len(left.occurrences)
