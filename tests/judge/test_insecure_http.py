"""insecure-http: an http link whose https twin works."""

import pytest

from tests.sources.fetched import Page, fetch_around, findings

HTTP, HTTPS = "http://example.dev/a", "https://example.dev/a"


def test_an_http_link_whose_twin_answers_is_noted_with_the_twin() -> None:
    case, asked = fetch_around(HTTP, {HTTP: Page(), HTTPS: Page()})

    assert [HTTP, HTTPS] == asked
    assert ("note", "https works too", HTTPS) == findings(case)["insecure-http"]


@pytest.mark.parametrize(
    "twin",
    [Page(404), Page(503), Page(leads_to=HTTP)],
    ids=["missing", "failing", "redirects-back"],
)
def test_a_twin_that_does_not_work_is_not_suggested(twin: Page) -> None:
    case, _ = fetch_around(HTTP, {HTTP: Page(), HTTPS: twin})

    assert "insecure-http" not in findings(case)


def test_a_link_that_is_redirected_to_https_needs_no_twin() -> None:
    case, asked = fetch_around(HTTP, {HTTP: Page(leads_to=HTTPS), HTTPS: Page()})

    assert [HTTP] == asked
    assert "insecure-http" not in findings(case)
