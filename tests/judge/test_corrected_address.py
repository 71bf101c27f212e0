"""Addresses that browsers correct by themselves."""

import pytest

from linkwarden.judge import judge, next_step
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.observation import Look, Shape
from tests.judge.builders import case, look

HTTP, HTTPS = "http://site.dev/page", "https://site.dev/page"
WWW = "https://www.site.dev/page"


@pytest.mark.parametrize(
    ("url", "first", "twin"),
    [
        (HTTP, look(404, url=HTTP), HTTPS),
        (HTTP, look(503, url=HTTP), HTTPS),
        (HTTP, look(ErrorKind.CONNECTION_REFUSED, url=HTTP), HTTPS),
        (HTTPS, look(ErrorKind.CERTIFICATE_NAME, url=HTTPS), WWW),
        (WWW, look(ErrorKind.CERTIFICATE_NAME, url=WWW), HTTPS),
    ],
)
def test_a_twin_that_works_is_where_the_link_belongs(url: str, first: Look, twin: str) -> None:
    step = next_step([case(first, url=url)])
    assert step is not None
    assert (twin, 0.0) == (step.url, step.after_s)

    looks = [first, look(200, url=twin)]
    assert next_step([case(*looks, url=url)]) is None

    judged = judge(case(*looks, url=url))
    assert ("moved", "corrected-address", [twin]) == (
        judged.verdict,
        judged.rule,
        [each.suggestion and each.suggestion.url for each in judged.findings],
    )


def test_a_twin_that_is_gone_too_changes_nothing() -> None:
    again = look(404, url=HTTP, shape=Shape.BROWSER, at=6)
    judged = judge(case(look(404, url=HTTP), look(404, url=HTTPS, at=1), again, url=HTTP))

    assert ("dead", "not-found") == (judged.verdict, judged.rule)


@pytest.mark.parametrize("answer", [ErrorKind.NO_SUCH_HOST, 403, 401])
def test_failures_that_apply_to_the_twin_are_not_requested_twice(answer: int | ErrorKind) -> None:
    step = next_step([case(look(answer, url=HTTP), url=HTTP)])

    assert step is None or step.url is None


def test_an_address_without_a_name_has_no_www_twin() -> None:
    url = "https://203.0.113.7/"
    step = next_step([case(look(ErrorKind.CERTIFICATE_NAME, url=url), url=url)])

    assert step is not None
    assert step.url is None


def test_a_service_on_a_port_of_its_own_has_no_twin() -> None:
    url = "http://site.dev:8080/"
    step = next_step([case(look(404, url=url), url=url)])

    assert step is not None
    assert step.url is None
