"""When a run can't be trusted."""

import pytest

from linkwarden.judge import answered, as_untrusted, distrust_reason, judge
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import JudgedLink, Severity, Verdict
from linkwarden.model.link import TargetKind
from linkwarden.model.observation import LocalFile, RequestMode
from tests.judge.builders import Answer, case, exchange, fetch, hop


def ended(answer: Answer, host: int) -> JudgedLink:
    url = f"https://host{host}.dev/"
    return judge(case(fetch(answer, url=url), fetch(answer, url=url, mode=RequestMode.BROWSER, at=6), url=url))


@pytest.mark.parametrize(
    ("answers", "any_answered", "trusted"),
    [
        pytest.param([200], True, True, id="fine"),
        pytest.param([404], True, True, id="one-dead-link-and-the-canary-answers"),
        pytest.param([404], False, False, id="nobody-answers"),
        pytest.param([ErrorKind.TIMEOUT] * 4, True, True, id="too-few-hosts-to-tell"),
        pytest.param([ErrorKind.TIMEOUT] * 5, True, False, id="all-alike"),
        pytest.param([ErrorKind.PRIVATE_ADDRESS] * 9 + [200], True, False, id="nine-in-ten-private"),
        pytest.param([403] * 8 + [200] * 2, True, True, id="eight-in-ten-refuse"),
        pytest.param([ErrorKind.CERTIFICATE_NAME] * 6, True, False, id="tls-broken-everywhere"),
        pytest.param([404] * 9, True, True, id="dead-links-are-no-sign"),
        pytest.param([], False, True, id="nothing-was-asked"),
    ],
)
def test_doubt(answers: list[Answer], any_answered: bool, trusted: bool) -> None:
    links = [ended(answer, host) for host, answer in enumerate(answers)]

    assert trusted == (distrust_reason(links, any_answered=any_answered) is None)


@pytest.mark.parametrize(
    ("answers", "any_answered", "expected"),
    [
        ([404], False, "no usable response from 1 host or from the canary"),
        ([404] * 2, False, "no usable response from 2 hosts or from the canary"),
        ([403] * 9 + [200], True, "9 of 10 hosts gave the same result, blocked; check the proxy"),
        ([ErrorKind.CERTIFICATE_NAME] * 5, True, "5 of 5 hosts gave the same result, bad-certificate; check the proxy"),
    ],
)
def test_doubt_says_what_was_seen(answers: list[Answer], any_answered: bool, expected: str) -> None:
    said = distrust_reason([ended(answer, host) for host, answer in enumerate(answers)], any_answered=any_answered)

    assert said is not None
    assert said.startswith(expected)


@pytest.mark.parametrize(
    ("portal", "trusted"),
    [("http://portal.hotel/", False), ("https://www.host{0}.dev/", True), ("https://host{0}.dev/welcome", True)],
)
def test_a_portal_that_every_host_redirects_to_is_noticed(portal: str, trusted: bool) -> None:
    links = []
    for host in range(6):
        url, to = f"https://host{host}.dev/", portal.format(host)
        links.append(judge(case(fetch(hop(to, 302, url=url), exchange(200, url=to), url=url), url=url)))

    assert trusted == (distrust_reason(links, any_answered=True) is None)


def test_an_untrusted_run_calls_nothing_on_the_web_dead_and_fails_nothing() -> None:
    judged = as_untrusted(ended(404, 1))

    assert Verdict.UNREACHABLE is judged.verdict
    assert [Severity.NOTE] == [each.severity for each in judged.findings]


def test_local_findings_count_in_an_untrusted_run() -> None:
    missing = judge(case(url="x.md", kind=TargetKind.FILE, facts=[LocalFile(exists=False, reason="no x.md")]))

    assert missing == as_untrusted(missing)


def test_only_a_page_is_an_answer() -> None:
    assert answered(ended(200, 1))
    assert not answered(ended(403, 1))
    assert not answered(judge(case(url="https://example.com/")))
