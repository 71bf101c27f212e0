"""A host whose links all fail is one finding."""

from collections.abc import Sequence

import pytest

from linkwarden.judge import gather_hosts, judge
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import JudgedLink, RunFinding, Severity
from linkwarden.model.observation import RequestMode
from linkwarden.settings import Settings
from tests.judge.builders import Answer, case, fetch

HOST = "https://down.dev:8443"


def links(*answers: Answer, host: str = HOST) -> list[JudgedLink]:
    urls = [f"{host}/{number}" for number in range(len(answers))]
    return [
        judge(case(fetch(answer, url=url), fetch(answer, url=url, mode=RequestMode.BROWSER, at=6), url=url))
        for url, answer in zip(urls, answers, strict=True)
    ]


def gathered(
    judged: Sequence[JudgedLink], accepted: Sequence[str] = (), **rules: Severity
) -> tuple[list[JudgedLink], list[RunFinding]]:
    settings = Settings(rules={name.replace("_", "-"): severity for name, severity in rules.items()})
    return gather_hosts(judged, settings, lambda link: link.link.url in accepted)


def test_links_that_fail_alike_become_notes_under_one_finding() -> None:
    judged, [finding] = gathered(links(*[ErrorKind.NO_SUCH_HOST] * 4))

    assert (finding.rule, finding.severity, finding.host) == ("host-failing", Severity.ERROR, "down.dev:8443")
    assert finding.message.startswith("all 4 links fail without an HTTP response: ")
    assert {each.severity for link in judged for each in link.findings} == {Severity.NOTE}
    assert {(link.verdict, link.rule) for link in judged} == {("dead", "no-such-host")}


def test_the_finding_is_as_severe_as_the_links_were() -> None:
    _, [finding] = gathered(links(*[ErrorKind.CONNECTION_REFUSED] * 3))

    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param([ErrorKind.TIMEOUT] * 2, id="too-few"),
        pytest.param([*[ErrorKind.TIMEOUT] * 3, 200], id="one-answers"),
        pytest.param([*[ErrorKind.TIMEOUT] * 3, ErrorKind.CONNECTION_REFUSED], id="not-alike"),
        pytest.param([404] * 4, id="each-page-is-missing"),
        pytest.param([503] * 4, id="the-server-answers"),
        pytest.param([200] * 4, id="fine"),
    ],
)
def test_other_links_keep_their_findings(answers: list[Answer]) -> None:
    judged = links(*answers)

    assert gathered(judged) == (judged, [])


def test_hosts_are_distinguished() -> None:
    down, fine = links(*[ErrorKind.TIMEOUT] * 3), links(200, 200, host="https://fine.dev")
    judged, findings = gathered([*down, *fine])

    assert [finding.host for finding in findings] == ["down.dev:8443"]
    assert judged[3:] == fine


def test_links_that_are_accepted_do_not_count() -> None:
    judged = links(*[ErrorKind.TIMEOUT] * 4)

    assert gathered(judged, [f"{HOST}/0", f"{HOST}/1"]) == (judged, [])
    kept, findings = gathered(judged, [f"{HOST}/0"])
    assert (kept[0], len(findings)) == (judged[0], 1)


@pytest.mark.parametrize(
    ("severity", "expected"),
    [(Severity.OFF, []), (Severity.NOTE, [Severity.NOTE]), (Severity.ERROR, [Severity.WARNING])],
)
def test_the_rule_can_be_set(severity: Severity, expected: list[Severity]) -> None:
    _, findings = gathered(links(*[ErrorKind.TIMEOUT] * 3), host_failing=severity)

    assert [each.severity for each in findings] == expected
