"""Addresses that browsers correct by themselves."""

import pytest

from linkwarden.judge import judge, next_step
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.observation import Fetch, RequestMode
from tests.judge.builders import case, fetch

HTTP, HTTPS = "http://site.dev/page", "https://site.dev/page"
WWW = "https://www.site.dev/page"


@pytest.mark.parametrize(
    ("url", "first", "twin"),
    [
        (HTTP, fetch(404, url=HTTP), HTTPS),
        (HTTP, fetch(503, url=HTTP), HTTPS),
        (HTTP, fetch(ErrorKind.CONNECTION_REFUSED, url=HTTP), HTTPS),
        (HTTPS, fetch(ErrorKind.CERTIFICATE_NAME, url=HTTPS), WWW),
        (WWW, fetch(ErrorKind.CERTIFICATE_NAME, url=WWW), HTTPS),
    ],
)
def test_a_twin_that_works_is_where_the_link_belongs(url: str, first: Fetch, twin: str) -> None:
    step = next_step([case(first, url=url)])
    assert step is not None
    assert (twin, 0.0) == (step.url, step.after_s)

    fetches = [first, fetch(200, url=twin)]
    assert next_step([case(*fetches, url=url)]) is None

    judged = judge(case(*fetches, url=url))
    assert ("moved", "corrected-address", [twin]) == (
        judged.verdict,
        judged.rule,
        [each.suggestion and each.suggestion.url for each in judged.findings],
    )


def test_a_twin_that_is_gone_too_changes_nothing() -> None:
    again = fetch(404, url=HTTP, mode=RequestMode.BROWSER, at=6)
    judged = judge(case(fetch(404, url=HTTP), fetch(404, url=HTTPS, at=1), again, url=HTTP))

    assert ("dead", "not-found") == (judged.verdict, judged.rule)


@pytest.mark.parametrize("answer", [ErrorKind.NO_SUCH_HOST, 403, 401])
def test_failures_that_apply_to_the_twin_are_not_requested_twice(answer: int | ErrorKind) -> None:
    step = next_step([case(fetch(answer, url=HTTP), url=HTTP)])

    assert step is None or step.url is None


def test_an_address_without_a_name_has_no_www_twin() -> None:
    url = "https://203.0.113.7/"
    step = next_step([case(fetch(ErrorKind.CERTIFICATE_NAME, url=url), url=url)])

    assert step is not None
    assert step.url is None


def test_a_service_on_a_port_of_its_own_has_no_twin() -> None:
    url = "http://site.dev:8080/"
    step = next_step([case(fetch(404, url=url), url=url)])

    assert step is not None
    assert step.url is None
