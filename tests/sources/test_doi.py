"""DOIs, after the DOI Handbook's REST API pages."""

import pytest

from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Verdict
from linkwarden.probe.probes.doi import DoiProbe
from tests.sources.recorded import Reply, ask, claimed

PROBE = DoiProbe()
PAGE = "https://doi.org/10.1000/Demo_DOI"
API = "https://doi.org/api/handles/10.1000/demo_doi?type=URL"
FOUND = Reply(200, '{"responseCode":1,"handle":"10.1000/demo_DOI","values":[{"index":1,"type":"URL","ttl":86400}]}')


@pytest.mark.parametrize(
    ("url", "there"),
    [
        (PAGE, True),
        ("http://dx.doi.org/10.1145/1327452.1327492", True),
        ("https://doi.org/10.1002/(SICI)1096-8644(199609)101:1%3C1::AID-AJPA1%3E3.0.CO;2-5", True),
        ("https://doi.org/", False),
        ("https://doi.org/about", False),
        ("https://www.doi.org/the-identifier/what-is-a-doi/", False),
        ("https://example.net/10.1000/1", False),
    ],
)
def test_only_dois_are_claimed(url: str, there: bool) -> None:
    assert claimed(PROBE, url) is there


def test_a_registered_doi_is_alive_and_its_publisher_is_not_requested() -> None:
    came = ask(PROBE, {API: FOUND}, PAGE)
    assert came.asked == [API]
    assert (came.judged(PAGE).verdict, came.declined(PAGE), came.unchecked) == (Verdict.ALIVE, False, [])


@pytest.mark.parametrize(
    "answer",
    [
        Reply(404, '{"responseCode":100,"handle":"10.1000/demo_DOI"}'),
        Reply(200, '{"responseCode":200,"handle":"10.1000/demo_DOI","values":[]}'),
    ],
)
def test_what_is_not_registered_or_leads_nowhere_is_for_the_page_to_prove(answer: Reply) -> None:
    came = ask(PROBE, {API: answer}, PAGE)
    assert (came.declined(PAGE), came.findings(PAGE), came.unchecked) == (True, {}, [])


@pytest.mark.parametrize(
    "answer",
    [
        Reply(500, '{"responseCode":2,"message":"unexpected"}'),
        Reply(200, '{"responseCode":2}'),
        Reply(200, '{"responseCode":100}'),
        Reply(200, "<html>"),
        Reply(404, "<html>"),
        Reply(429),
        Reply(None, error=ErrorKind.TIMEOUT),
    ],
)
def test_an_api_without_an_answer_falls_back_to_the_page_with_a_notice(answer: Reply) -> None:
    came = ask(PROBE, {API: answer}, PAGE)
    assert (came.declined(PAGE), came.findings(PAGE)) == (True, {})
    assert [(each.source, each.links) for each in came.unchecked] == [("doi", 1)]
