"""PyPI, after PEP 691, 700, 792 and docs.pypi.org/api/json."""

import json
from typing import Any

import pytest

from linkwarden.model.catalogue import PyPiFacts
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Verdict
from linkwarden.probe.probes.pypi import PyPiProbe
from tests.sources.recorded import Reply, ask, claimed

PROBE = PyPiProbe()
PAGE = "https://pypi.org/project/Some.Thing/"
RELEASE = "https://pypi.org/project/Some.Thing/1.0/"
SIMPLE = "https://pypi.org/simple/some-thing/"
LEGACY = "https://pypi.org/pypi/some-thing/json"
LEGACY_RELEASE = "https://pypi.org/pypi/some-thing/1.0/json"


def simple(status: dict[str, str] | None = None, *, yanked: object = False) -> Reply:
    body: dict[str, Any] = {
        "meta": {"_last-serial": 1, "api-version": "1.4"},
        "name": "some-thing",
        "versions": ["1.0"],
        "files": [
            {
                "filename": "some_thing-1.0-py3-none-any.whl",
                "url": "https://files.pythonhosted.org/x",
                "hashes": {"sha256": "0"},
                "yanked": yanked,
                "upload-time": "2024-02-03T04:05:06.123456Z",
                "size": 1,
            }
        ],
    }
    if status is not None:
        body["project-status"] = status
    return Reply(200, json.dumps(body), {"content-type": "application/vnd.pypi.simple.v1+json"})


def legacy(**info: object) -> Reply:
    told = {"name": "Some.Thing", "version": "1.0", "classifiers": [], "yanked": False, "yanked_reason": None, **info}
    return Reply(200, json.dumps({"info": told, "last_serial": 1, "urls": [], "vulnerabilities": []}))


@pytest.mark.parametrize(
    ("url", "there"),
    [
        (PAGE, True),
        (RELEASE, True),
        ("https://pypi.org/project/some-thing", True),
        ("https://pypi.python.org/pypi/some-thing/1.0", True),
        ("https://pypi.org/pypi/some-thing/json", False),
        ("https://pypi.org/user/somebody/", False),
        ("https://pypi.org/search/?q=x", False),
        ("https://pypi.org/", False),
        ("https://test.pypi.org/project/some-thing/", False),
        ("https://files.pythonhosted.org/packages/some-thing-1.0.tar.gz", False),
    ],
)
def test_only_pages_of_projects_are_claimed(url: str, there: bool) -> None:
    assert claimed(PROBE, url) is there


def test_an_active_project_is_alive_without_its_page() -> None:
    came = ask(PROBE, {SIMPLE: simple(), LEGACY: legacy()}, PAGE)
    assert came.asked == [SIMPLE, LEGACY]
    judged = came.judged(PAGE)
    assert (judged.verdict, judged.findings, came.declined(PAGE)) == (Verdict.ALIVE, (), False)
    facts = came.observation(PAGE).fact(PyPiFacts)
    assert facts is not None
    assert facts.released_at is not None
    assert (facts.latest, facts.released_at.year) == ("1.0", 2024)


def test_the_index_is_requested_as_json() -> None:
    came = ask(PROBE, {SIMPLE: simple(), LEGACY: legacy()}, PAGE)
    headers = dict(came.hosts.asked[0][1].headers)
    assert headers["Accept"] == "application/vnd.pypi.simple.v1+json"
    assert headers["User-Agent"].startswith("linkwarden/")


INACTIVE = "Development Status :: 7 - Inactive"


@pytest.mark.parametrize(
    ("index", "told", "rule", "message"),
    [
        (simple({"status": "archived"}), legacy(), "inactive", "is inactive on PyPI: the project is archived"),
        (
            simple({"state": "archived", "reason": "done"}),
            legacy(),
            "inactive",
            "is inactive on PyPI: the project is archived: done",
        ),
        (
            simple(),
            legacy(classifiers=[INACTIVE]),
            "inactive",
            "is inactive on PyPI: it is classified as inactive",
        ),
        (
            simple({"status": "deprecated", "reason": "use y"}),
            legacy(),
            "deprecated",
            "is deprecated on PyPI: use y",
        ),
        (simple({"status": "deprecated"}), legacy(), "deprecated", "is deprecated on PyPI"),
        (simple({"status": "quarantined"}), legacy(), "quarantined", "is quarantined on PyPI"),
        (simple(yanked="broken"), legacy(), "yanked", "was yanked on PyPI"),
        (simple(), legacy(yanked=True, yanked_reason="broken"), "yanked", "was yanked on PyPI: broken"),
    ],
)
def test_states_on_pypi_become_findings(index: Reply, told: Reply, rule: str, message: str) -> None:
    came = ask(PROBE, {SIMPLE: index, LEGACY: told}, PAGE)
    assert came.findings(PAGE) == {f"package-{rule}": (f"some-thing {message}", None)}
    assert came.judged(PAGE).verdict is Verdict.ALIVE


@pytest.mark.parametrize("status", [{}, {"status": "active"}, {"status": "something-new"}])
def test_a_normal_status_yields_nothing(status: dict[str, str]) -> None:
    assert ask(PROBE, {SIMPLE: simple(status), LEGACY: legacy()}, PAGE).findings(PAGE) == {}


def test_a_yanked_release_is_reported_for_its_own_link_only() -> None:
    answers = {SIMPLE: simple(), LEGACY: legacy(), LEGACY_RELEASE: legacy(yanked=True, yanked_reason="bad wheel")}
    came = ask(PROBE, answers, PAGE, RELEASE)
    assert came.findings(PAGE) == {}
    assert came.findings(RELEASE) == {"package-yanked": ("some-thing 1.0 was yanked on PyPI: bad wheel", None)}
    assert came.asked.count(SIMPLE) == 1


def test_a_release_that_is_not_there_is_for_the_page_to_prove() -> None:
    came = ask(PROBE, {SIMPLE: simple(), LEGACY_RELEASE: Reply(404, '{"message":"Not Found"}')}, RELEASE)
    assert came.declined(RELEASE)
    assert came.unchecked == []


def test_a_removed_project_is_dead_when_both_apis_agree_five_seconds_apart() -> None:
    came = ask(PROBE, {SIMPLE: Reply(404), LEGACY: Reply(404, '{"message":"Not Found"}')}, PAGE)
    (_, _, first), (_, _, second) = came.hosts.asked
    assert second - first >= 5
    judged = came.judged(PAGE)
    assert (judged.verdict, judged.rule, judged.detail) == (Verdict.DEAD, "package-missing", "PyPI has no some-thing")


def test_apis_that_disagree_leave_it_to_the_page() -> None:
    came = ask(PROBE, {SIMPLE: Reply(404), LEGACY: legacy()}, PAGE)
    assert came.declined(PAGE)
    assert came.findings(PAGE) == {}


def test_the_index_alone_is_enough() -> None:
    came = ask(PROBE, {SIMPLE: simple({"status": "archived"}), LEGACY: Reply(503)}, PAGE)
    assert not came.declined(PAGE)
    assert set(came.findings(PAGE)) == {"package-inactive"}


@pytest.mark.parametrize(
    "answer",
    [
        Reply(500),
        Reply(503),
        Reply(403, "<html>"),
        Reply(429),
        Reply(200, "<html>Client Challenge</html>"),
        Reply(200, "[]"),
        Reply(200, '{"name": 1, "files": {}}'),
        Reply(200, ""),
        Reply(None, error=ErrorKind.TIMEOUT),
        Reply(None, error=ErrorKind.NO_SUCH_HOST),
    ],
)
def test_an_index_without_an_answer_falls_back_to_the_page_with_a_notice(answer: Reply) -> None:
    came = ask(PROBE, {SIMPLE: answer, LEGACY: legacy()}, PAGE)
    assert came.declined(PAGE)
    assert came.findings(PAGE) == {}
    (unchecked,) = came.unchecked
    assert (unchecked.source, unchecked.links) == ("pypi", 1)
    assert unchecked.reason.startswith("PyPI: ")
