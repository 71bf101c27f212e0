"""Stack Exchange, after api.stackexchange.com/docs."""

import pytest

from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Verdict
from linkwarden.probe.probes.stack_exchange import StackExchangeProbe
from tests.sources.recorded import Reply, ask, claimed

PROBE = StackExchangeProbe()
PAGE = "https://stackoverflow.com/questions/11227809/why-is-processing-a-sorted-array-faster"
API = "https://api.stackexchange.com/2.3/questions/11227809?pagesize=100&site=stackoverflow"


@pytest.mark.parametrize(
    ("url", "there"),
    [
        (PAGE, True),
        ("https://stackoverflow.com/q/11227809", True),
        ("https://www.stackoverflow.com/a/11227902/1", True),
        ("https://unix.stackexchange.com/questions/1/x/2#2", True),
        ("https://stackoverflow.com/questions/tagged/python", False),
        ("https://stackoverflow.com/users/1/x", False),
        ("https://api.stackexchange.com/questions/1", False),
        ("https://stackoverflow.blog/q/1", False),
    ],
)
def test_only_posts_are_claimed(url: str, there: bool) -> None:
    assert claimed(PROBE, url) is there


def test_a_post_is_alive_without_its_page_that_refuses_robots() -> None:
    came = ask(PROBE, {API: Reply(200, '{"items":[{"question_id":11227809}],"has_more":false}')}, PAGE)
    assert (came.judged(PAGE).verdict, came.declined(PAGE)) == (Verdict.ALIVE, False)


def test_posts_of_one_kind_and_site_are_requested_together() -> None:
    urls = ("https://stackoverflow.com/q/1", "https://stackoverflow.com/a/2", "https://stackoverflow.com/a/3")
    answers = {
        "https://api.stackexchange.com/2.3/questions/1?pagesize=100&site=stackoverflow": Reply(200, '{"items":[]}'),
        "https://api.stackexchange.com/2.3/answers/2;3?pagesize=100&site=stackoverflow": Reply(
            200, '{"items":[{"answer_id":3,"question_id":1}]}'
        ),
    }
    came = ask(PROBE, answers, *urls)
    assert sorted(came.asked) == sorted(answers)
    assert [came.declined(url) for url in urls] == [True, True, False]


def test_a_post_that_may_have_been_merged_is_left_to_the_page() -> None:
    came = ask(PROBE, {API: Reply(200, '{"items":[]}')}, PAGE)
    assert (came.declined(PAGE), came.findings(PAGE), came.unchecked) == (True, {}, [])


@pytest.mark.parametrize(
    "answer",
    [
        Reply(
            400, '{"error_id":502,"error_message":"too many requests from this IP","error_name":"throttle_violation"}'
        ),
        Reply(200, '{"error_id":502}'),
        Reply(200, "<html>"),
        Reply(503),
        Reply(None, error=ErrorKind.TIMEOUT),
    ],
)
def test_an_api_without_an_answer_falls_back_to_the_page_with_a_notice(answer: Reply) -> None:
    came = ask(PROBE, {API: answer}, PAGE)
    assert (came.declined(PAGE), came.findings(PAGE)) == (True, {})
    assert [(each.source, each.links) for each in came.unchecked] == [("stack-exchange", 1)]
