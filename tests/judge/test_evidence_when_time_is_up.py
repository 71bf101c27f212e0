"""The time for one link can be over before every fetch was taken: then the existing evidence counts."""

import pytest

from linkwarden.judge import judge, next_step
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.observation import Fetch, RequestMode
from tests.judge.builders import case, exchange, fetch, hop

AKAMAI = exchange(403, headers=[("server", "AkamaiGHost")])


@pytest.mark.parametrize(
    ("first", "verdict", "rule"),
    [
        pytest.param(fetch(ErrorKind.TIMEOUT), "unreachable", "timeout", id="no-answer"),
        pytest.param(fetch(ErrorKind.CONNECTION_RESET), "unreachable", "connection-reset", id="hang-up"),
        pytest.param(fetch(403), "blocked", "forbidden", id="refusal"),
        pytest.param(fetch(AKAMAI), "blocked", "bot-wall", id="wall"),
    ],
)
def test_what_was_refused_or_broke_off_is_never_alive(first: Fetch, verdict: str, rule: str) -> None:
    """The browser-like fetch is missing, because there was no time for it."""
    assert next_step([case(first)]) is not None

    judged = judge(case(first))

    assert (verdict, rule) == (judged.verdict, judged.rule)
    assert 1 == len(judged.needs)


def test_one_fetch_is_no_proof_of_death_then_either() -> None:
    assert "dead" != judge(case(fetch(404))).verdict


def test_a_page_that_was_served_needs_no_last_word() -> None:
    http = "http://site.dev/page"

    assert "alive" == judge(case(fetch(200, url=http), url=http)).verdict


def test_redirects_that_were_not_followed_to_their_end_ran_out_of_time() -> None:
    first, last = hop("https://site.dev/a", 302), hop("https://b.dev/", 302, url="https://site.dev/a")
    judged = judge(case(fetch(first, last), fetch(first, last, mode=RequestMode.BROWSER)))

    assert ("unreachable", "timeout") == (judged.verdict, judged.rule)
    assert "the time limit for this link was reached" in judged.detail


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ([], "without a Location"),
        ([("location", "")], "without a Location"),
        ([("location", "ftp://old.dev/file")], "ftp://old.dev/file, which is not a web page"),
        ([("location", "http://[::1")], "http://[::1, which is not a web page"),
        ([("location", "ftp://someone:secret@old.dev/")], "ftp://old.dev/, which is not a web page"),
    ],
)
def test_redirects_to_nowhere_say_what_they_say(headers: list[tuple[str, str]], said: str) -> None:
    judged = judge(case(fetch(exchange(302, headers=headers))))

    assert ("unreachable", "protocol-error") == (judged.verdict, judged.rule)
    assert said in judged.detail
