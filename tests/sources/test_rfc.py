"""RFCs, after the RFC Editor's JSON."""

import json

import pytest

from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Verdict
from linkwarden.probe.probes.rfc import RfcProbe
from tests.sources.recorded import Reply, ask, claimed

PROBE = RfcProbe()
PAGE = "https://www.rfc-editor.org/rfc/rfc7159"


def rfc(*obsoleted_by: str) -> Reply:
    return Reply(
        200, json.dumps({"doc_id": "RFC7159", "status": "PROPOSED STANDARD", "obsoleted_by": list(obsoleted_by)})
    )


def asked(number: int) -> str:
    return f"https://www.rfc-editor.org/rfc/rfc{number}.json"


@pytest.mark.parametrize(
    ("url", "there"),
    [
        (PAGE, True),
        ("https://www.rfc-editor.org/rfc/rfc7159.txt", True),
        ("https://www.rfc-editor.org/info/rfc7159", True),
        ("https://datatracker.ietf.org/doc/html/rfc7159", True),
        ("https://datatracker.ietf.org/doc/rfc7159/", True),
        ("https://tools.ietf.org/html/rfc7159", True),
        ("https://www.rfc-editor.org/rfc/rfc7159.json", False),
        ("https://www.rfc-editor.org/", False),
        ("https://datatracker.ietf.org/doc/draft-ietf-httpbis-semantics/", False),
    ],
)
def test_only_rfcs_are_claimed(url: str, there: bool) -> None:
    assert claimed(PROBE, url) is there


def test_an_rfc_in_force_is_alive_without_its_page() -> None:
    came = ask(PROBE, {asked(7159): rfc()}, PAGE)
    assert (came.judged(PAGE).verdict, came.findings(PAGE), came.declined(PAGE)) == (Verdict.ALIVE, {}, False)


def test_the_successor_that_holds_now_is_suggested() -> None:
    came = ask(PROBE, {asked(7159): rfc("RFC7158"), asked(7158): rfc("RFC8259"), asked(8259): rfc()}, PAGE)
    message, suggestion = came.findings(PAGE)["standard-superseded"]
    assert (message, suggestion) == (
        "RFC 7159 was obsoleted by RFC 8259",
        "https://www.rfc-editor.org/rfc/rfc8259",
    )
    assert came.judged(PAGE).verdict is Verdict.ALIVE


def test_several_successors_are_named_and_none_is_suggested() -> None:
    came = ask(PROBE, {asked(7159): rfc("RFC0001", "RFC0002")}, PAGE)
    assert came.findings(PAGE)["standard-superseded"] == ("RFC 7159 was obsoleted by RFC 1, RFC 2", None)


@pytest.mark.parametrize("answer", [Reply(404), Reply(500), Reply(200, "<html>")])
def test_a_successor_that_cannot_be_queried_is_still_named(answer: Reply) -> None:
    came = ask(PROBE, {asked(7159): rfc("RFC8259"), asked(8259): answer}, PAGE)
    assert "obsoleted by RFC 8259" in came.findings(PAGE)["standard-superseded"][0]


def test_successors_in_a_circle_end() -> None:
    came = ask(PROBE, {asked(7159): rfc("RFC8259"), asked(8259): rfc("RFC7159")}, PAGE)
    assert not came.declined(PAGE)


def test_a_page_that_redirects_is_requested_too() -> None:
    url = "https://tools.ietf.org/html/rfc7159"
    came = ask(PROBE, {asked(7159): rfc()}, url)
    assert (came.declined(url), came.unchecked) == (True, [])


def test_an_rfc_that_is_not_there_is_for_the_page_to_prove() -> None:
    came = ask(PROBE, {asked(7159): Reply(404)}, PAGE)
    assert (came.declined(PAGE), came.findings(PAGE), came.unchecked) == (True, {}, [])


@pytest.mark.parametrize(
    "answer",
    [Reply(403), Reply(503), Reply(200, "<html>"), Reply(200, "[]"), Reply(None, error=ErrorKind.TIMEOUT)],
)
def test_an_editor_without_an_answer_falls_back_to_the_page_with_a_notice(answer: Reply) -> None:
    came = ask(PROBE, {asked(7159): answer}, PAGE)
    assert (came.declined(PAGE), came.findings(PAGE)) == (True, {})
    assert [(each.source, each.links) for each in came.unchecked] == [("rfc", 1)]
