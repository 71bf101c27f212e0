"""The formats that CI systems read: workflow commands, SARIF, JUnit, Code Quality."""

import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from linkwarden.model.finding import Severity
from linkwarden.report import REPORTERS, Style
from linkwarden.report.v1 import LinkInfo, Report, RunFindingInfo
from tests.report.conftest import say


def render(format_id: str, report: Report) -> str:
    return REPORTERS[format_id].render(report, Style())


def sarif(report: Report) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(render("sarif", report))["runs"][0]
    return run


def moved_down(link: LinkInfo) -> LinkInfo:
    down = [replace(one, line=one.line + 7, end_line=one.end_line + 7) for one in link.occurrences]
    return link.model_copy(update={"occurrences": down})


def lines_moved(report: Report) -> Report:
    return report.model_copy(update={"links": [moved_down(link) for link in report.links]})


def repeated(report: Report, rule: str, number: int) -> Report:
    link = next(link for link in report.links if link.rule == rule)
    links = [link.model_copy(update={"url": f"https://d.example/{at:02}"}) for at in range(number)]
    return report.model_copy(update={"links": links, "findings": []})


@pytest.mark.parametrize(("number", "expected"), [(1, 1), (9, 9), (10, 10), (40, 10)])
def test_github_gets_at_most_ten_of_a_level(number: int, expected: int, variants: dict[str, Report]) -> None:
    lines = render(
        "github", repeated(variants["clean"].model_copy(update={"links": variants["full"].links}), "timeout", number)
    )

    assert expected == lines.count("::warning ")
    rest = f"{number - 9} more warning{'s' if number > 10 else ''}"
    assert (f"::warning title={rest}::{rest}: see the summary of the job" in lines) == (number > 9)


def test_github_counts_the_alarm_among_the_ten(variants: dict[str, Report]) -> None:
    lines = render("github", repeated(variants["untrusted"], "timeout", 40)).splitlines()

    assert 10 == len(lines)
    assert lines[0].startswith("::warning title=untrusted::This run cannot be trusted")
    assert lines[-1].startswith("::warning title=32 more warnings::")


def test_github_gives_each_link_one_place_before_any_gets_a_second(variants: dict[str, Report]) -> None:
    rules = [line.partition("title=")[2] for line in render("github", variants["full"]).splitlines()[:6]]

    assert len(rules) == len(set(rules))


def test_github_gets_new_problems_first(variants: dict[str, Report]) -> None:
    many = repeated(variants["full"], "timeout", 40)
    links = [*many.links[:-1], many.links[-1].model_copy(update={"state": "new"})]
    lines = render("github", many.model_copy(update={"links": links})).splitlines()

    assert "https://d.example/39" in lines[0]
    assert "https://d.example/00" in lines[1]


def test_github_omits_a_second_note_on_a_skipped_link(variants: dict[str, Report]) -> None:
    link = next(link for link in variants["full"].links if link.rule == "private-address")
    twice = link.model_copy(update={"findings": [*link.findings, say("offline", Severity.NOTE, "not asked")]})

    assert not render("github", variants["clean"].model_copy(update={"links": [twice]}))


def test_github_omits_findings_that_need_no_work(variants: dict[str, Report]) -> None:
    lines = render("github", variants["full"])

    assert "bot-wall" not in lines
    assert "private-address" not in lines
    assert "accepted.example.net" not in lines


def test_github_gets_columns_only_within_one_line(variants: dict[str, Report]) -> None:
    link = next(link for link in variants["full"].links if link.rule == "timeout")
    tall = [replace(link.occurrences[0], end_line=9)]
    report = variants["clean"].model_copy(update={"links": [link.model_copy(update={"occurrences": tall})]})

    assert "::warning file=docs/hosts.md,line=3,endLine=9,title=unreachable%3A timeout::" in render("github", report)


@pytest.mark.parametrize("format_id", ["github", "sarif", "codequality", "rdjson"])
def test_a_link_that_holds_an_image_makes_no_endless_text(format_id: str, variants: dict[str, Report]) -> None:
    link = next(link for link in variants["full"].links if link.rule == "timeout")
    long = link.model_copy(update={"url": f"data:image/png;base64,{'A' * 100_000}"})
    text = render(format_id, variants["clean"].model_copy(update={"links": [long]}))

    assert "AAA…" in text
    assert len(text) < 10_000


def test_github_gets_one_command_a_line_whatever_pages_say(variants: dict[str, Report]) -> None:
    for line in render("github", variants["full"]).splitlines():
        assert line.startswith(("::error ", "::warning ", "::notice "))
        properties = line.split("::")[1]
        assert properties.count("=") == properties.count(",") + 1


def test_fingerprints_differ_and_stay_when_lines_move(variants: dict[str, Report]) -> None:
    def prints(report: Report) -> list[str]:
        return [result["partialFingerprints"]["primaryLocationLineHash"] for result in sarif(report)["results"]]

    assert prints(variants["full"]) == prints(lines_moved(variants["full"]))
    assert len(prints(variants["full"])) == len(set(prints(variants["full"])))
    issues = json.loads(render("codequality", variants["full"]))
    assert prints(variants["full"]) == [issue["fingerprint"] for issue in issues]


def test_sarif_results_name_their_rules(variants: dict[str, Report]) -> None:
    run = sarif(variants["full"])
    rules = run["tool"]["driver"]["rules"]

    assert [result["ruleId"] for result in run["results"]] == [
        rules[result["ruleIndex"]]["id"] for result in run["results"]
    ]
    described = {rule.id: rule for rule in variants["full"].rules}
    for rule in rules:
        assert all(0 < len(rule[key]["text"]) <= 1024 for key in ("shortDescription", "fullDescription", "help"))
        if rule["id"] in described:
            assert described[rule["id"]].summary == rule["shortDescription"]["text"]
            assert described[rule["id"]].url == rule["helpUri"]
            assert rule["help"]["text"].startswith(described[rule["id"]].advice)


def test_sarif_puts_the_loudest_first_for_readers_that_stop_early(variants: dict[str, Report]) -> None:
    levels = [result["level"] for result in sarif(variants["full"])["results"]]

    assert levels == sorted(levels, key=["error", "warning", "note"].index)
    assert set(levels) == {"error", "warning", "note"}


def test_sarif_escapes_what_would_begin_a_link(variants: dict[str, Report]) -> None:
    texts = [result["message"]["text"] for result in sarif(variants["full"])["results"]]

    assert r"\[install\] is used here and defined nowhere" in texts


def test_sarif_keeps_within_what_github_takes(variants: dict[str, Report]) -> None:
    link = next(link for link in variants["full"].links if link.rule == "timeout")
    tall = link.model_copy(update={"occurrences": link.occurrences * 25_001})

    assert 25_000 == len(sarif(variants["clean"].model_copy(update={"links": [tall]}))["results"])


def test_sarif_has_notifications_for_findings_without_a_position(variants: dict[str, Report]) -> None:
    invocation = sarif(variants["untrusted"])["invocations"][0]

    assert not invocation["executionSuccessful"]
    assert invocation["toolExecutionNotifications"][0]["message"]["text"].startswith("This run cannot be trusted")
    assert sarif(variants["full"])["invocations"][0]["executionSuccessful"]


def test_junit_counts_what_it_holds(variants: dict[str, Report]) -> None:
    root = ET.fromstring(render("junit", variants["full"]))  # noqa: S314  written a moment ago, by us

    for element in (root, *root):
        for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
            assert element.get(name) == str(len(list(element.iter(tag))))
    for suite in root:
        assert suite.get("skipped") == str(len(list(suite.iter("skipped"))))
    failing = {(link.url, one.path) for link in variants["full"].links if link.fails for one in link.occurrences}
    failed = [
        (case.get("name"), case.get("classname")) for case in root.iter("testcase") if case.find("failure") is not None
    ]
    assert failing | {("unreadable-file docs/latin.md:1:1", "docs/latin.md")} == set(failed)
    assert len(failed) == len(set(failed))


def test_junit_names_the_lines_and_the_file_of_the_suite(variants: dict[str, Report]) -> None:
    suites = {suite.get("file"): suite for suite in ET.fromstring(render("junit", variants["full"]))}  # noqa: S314
    failures = {case.get("name"): case.find("failure") for case in suites["docs/guide.md"]}
    gone = failures["https://old.example.net/2019/post"]

    assert gone is not None
    assert "line 40, 77: gone: 410 Gone, twice, 31 s apart" == gone.get("message")


def test_junit_attaches_no_file(variants: dict[str, Report]) -> None:
    finding = RunFindingInfo(
        rule="x", severity=Severity.NOTE, message="[[ATTACHMENT|/etc/passwd]]", path=None, span=None, host=None
    )

    assert "[%5BATTACHMENT|" in render("junit", variants["clean"].model_copy(update={"findings": [finding]}))


def test_junit_calls_a_run_that_is_not_whole_an_error(variants: dict[str, Report]) -> None:
    assert '<error type="interrupted"' in render("junit", variants["interrupted"])


@pytest.mark.parametrize("format_id", ["sarif", "codequality", "github", "junit", "rdjson"])
def test_finding_without_a_place_breaks_no_format(format_id: str, variants: dict[str, Report]) -> None:
    finding = RunFindingInfo(rule="canary", severity=Severity.ERROR, message="down", path=None, span=None, host=None)
    text = render(format_id, variants["clean"].model_copy(update={"findings": [finding]}))

    assert ("down" in text) == (format_id not in ("codequality", "rdjson"))
