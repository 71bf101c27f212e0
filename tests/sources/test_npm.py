"""npm, after npm/registry's REGISTRY-API.md and package-metadata.md."""

import pytest

from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Verdict
from linkwarden.probe.probes.npm import NpmProbe
from tests.sources.recorded import Reply, ask, claimed

PROBE = NpmProbe()
PAGE = "https://www.npmjs.com/package/left-pad"
LATEST = "https://registry.npmjs.org/left-pad/latest"
TAGS = "https://registry.npmjs.org/-/package/left-pad/dist-tags"
MISSING = Reply(404, '{"error":"Not found"}')


def manifest(version: str = "1.3.0", deprecated: str = "") -> Reply:
    said = f', "deprecated": "{deprecated}"' if deprecated else ""
    return Reply(200, f'{{"name": "left-pad", "version": "{version}", "dist": {{"shasum": "0"}}{said}}}')


@pytest.mark.parametrize(
    ("url", "there"),
    [
        (PAGE, True),
        ("https://npmjs.com/package/left-pad/", True),
        ("https://www.npmjs.org/package/left-pad", True),
        ("https://www.npmjs.com/package/left-pad/v/1.0.0", True),
        ("https://www.npmjs.com/package/@babel/core", True),
        ("https://www.npmjs.com/package/@babel%2Fcore/v/7.0.0", True),
        ("https://www.npmjs.com/", False),
        ("https://www.npmjs.com/~somebody", False),
        ("https://www.npmjs.com/package/", False),
        ("https://www.npmjs.com/package/@babel", False),
        ("https://docs.npmjs.com/package/x", False),
    ],
)
def test_only_pages_of_packages_are_claimed(url: str, there: bool) -> None:
    assert claimed(PROBE, url) is there


def test_a_package_is_alive_without_its_page_that_refuses_robots() -> None:
    came = ask(PROBE, {LATEST: manifest()}, PAGE)
    assert came.asked == [LATEST]
    assert (came.judged(PAGE).verdict, came.findings(PAGE), came.declined(PAGE)) == (Verdict.ALIVE, {}, False)


def test_a_scope_and_a_version_go_into_the_path() -> None:
    url = "https://www.npmjs.com/package/@babel/core/v/7.0.0"
    asked = "https://registry.npmjs.org/@babel%2Fcore/7.0.0"
    assert ask(PROBE, {asked: manifest("7.0.0")}, url).asked == [asked]


@pytest.mark.parametrize(
    ("answer", "rule", "message"),
    [
        (manifest(deprecated="use String.prototype.padStart()"), "package-deprecated",
         "left-pad is deprecated on npm: use String.prototype.padStart()"),
        (Reply(200, '{"version": "1.0.0", "deprecated": true}'), "package-deprecated", "left-pad is deprecated on npm"),
        (manifest("0.0.1-security"), "package-quarantined",
         "left-pad is quarantined on npm: npm removed the package for security reasons and holds its name"),
    ],
)  # fmt: skip
def test_states_on_npm_become_findings(answer: Reply, rule: str, message: str) -> None:
    assert ask(PROBE, {LATEST: answer}, PAGE).findings(PAGE) == {rule: (message, None)}


@pytest.mark.parametrize("deprecated", ['""', "false", "null"])
def test_a_deprecation_that_was_taken_back_is_quiet(deprecated: str) -> None:
    answer = Reply(200, f'{{"version": "1.0.0", "deprecated": {deprecated}}}')
    assert ask(PROBE, {LATEST: answer}, PAGE).findings(PAGE) == {}


@pytest.mark.parametrize("tags", [MISSING, Reply(200, "{}")])
def test_an_unpublished_package_is_dead(tags: Reply) -> None:
    came = ask(PROBE, {LATEST: MISSING, TAGS: tags}, PAGE)
    (_, _, first), (_, _, second) = came.hosts.asked
    assert second - first >= 5
    judged = came.judged(PAGE)
    assert (judged.verdict, judged.rule, judged.detail) == (Verdict.DEAD, "package-missing", "npm has no left-pad")


def test_a_version_that_is_missing_leaves_it_to_the_page() -> None:
    url = f"{PAGE}/v/9.9.9"
    answers = {"https://registry.npmjs.org/left-pad/9.9.9": MISSING, TAGS: Reply(200, '{"latest": "1.3.0"}')}
    came = ask(PROBE, answers, url)
    assert came.declined(url)
    assert came.findings(url) == {}


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {LATEST: Reply(500)},
        {LATEST: Reply(403, "<html>")},
        {LATEST: Reply(429)},
        {LATEST: Reply(None, error=ErrorKind.TIMEOUT)},
        {LATEST: Reply(200, "<html>")},
        {LATEST: Reply(200, "{}")},
        {LATEST: MISSING, TAGS: Reply(503)},
        {LATEST: MISSING, TAGS: Reply(200, "[]")},
    ],
)
def test_a_registry_without_an_answer_falls_back_to_the_page_with_a_notice(answers: dict[str, Reply]) -> None:
    came = ask(PROBE, answers, PAGE)
    assert came.declined(PAGE)
    assert came.findings(PAGE) == {}
    assert [(each.source, each.links) for each in came.unchecked] == [("npm", 1)]
