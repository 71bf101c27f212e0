"""The comparison of two reports for a terminal."""

import re

import pytest

from linkwarden.model.finding import Severity, Verdict
from linkwarden.report import Style
from linkwarden.report.changes import render_changes
from linkwarden.report.compare import new_failures
from linkwarden.report.v1 import Changes, LinkInfo, RunFindingInfo
from tests.report.conftest import LONG, link, report, say

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def dead(url: str, severity: Severity = ERROR, *, suggestion: str | None = None) -> LinkInfo:
    return link(url, Verdict.DEAD, [say("not-found", severity, "404 Not Found", suggestion)])


def finding(severity: Severity, message: str = "not UTF-8") -> RunFindingInfo:
    return RunFindingInfo(rule="unreadable-file", severity=severity, message=message, path="a.md", span=None, host=None)


def headings(text: str) -> list[str]:
    return re.findall(r"^\d.*", text, re.MULTILINE)


OLD = report(
    [dead("https://a.example/known"), dead("https://a.example/worse", WARNING), dead("https://a.example/fixed")]
)
NEW = report(
    [
        dead("https://a.example/known"),
        dead("https://a.example/worse"),
        dead("https://a.example/new", suggestion="https://a.example/better"),
        link("https://a.example/slow", Verdict.UNREACHABLE, [say("timeout", WARNING, "no response")]),
    ],
    [finding(ERROR)],
)


def test_what_is_new_comes_first_and_what_newly_fails_before_warnings() -> None:
    text = render_changes(OLD, NEW, Style())

    assert ["3 new errors", "1 new warning", "1 known problem", "1 fixed"] == headings(text)
    assert "3 new errors, 1 new warning, 1 still there, 1 fixed." in text


def test_new_urls_are_kept() -> None:
    assert "\n -> https://a.example/better\n" in render_changes(OLD, NEW, Style())


def test_a_link_that_only_warned_before_is_a_new_error() -> None:
    text = render_changes(OLD, NEW, Style()).partition("1 new warning")[0]

    assert "    https://a.example/worse\n" in text


def test_marks_of_another_comparison_are_left_out() -> None:
    changes = Changes(since=NEW.run.started_at, new=["https://a.example/new"], fixed=[])
    newer = NEW.model_copy(update={"changes": changes})

    assert "(new)" not in render_changes(OLD, newer, Style())


@pytest.mark.parametrize(
    ("older", "newer", "expected"),
    [
        ([], [], 0),
        ([], [dead(LONG)], 1),
        ([dead(LONG)], [dead(LONG)], 0),
        ([dead(LONG, WARNING)], [dead(LONG)], 1),
        ([dead(LONG)], [], 0),
        ([], [dead(LONG, WARNING)], 0),
        ([], [finding(ERROR)], 1),
        ([finding(ERROR)], [finding(ERROR)], 0),
        ([finding(ERROR)], [finding(ERROR, "too large")], 1),
        ([finding(WARNING)], [finding(ERROR)], 1),
    ],
)
def test_new_failures(
    older: list[LinkInfo | RunFindingInfo], newer: list[LinkInfo | RunFindingInfo], expected: int
) -> None:
    before, after = (
        report(
            [each for each in items if isinstance(each, LinkInfo)],
            [each for each in items if isinstance(each, RunFindingInfo)],
        )
        for items in (older, newer)
    )

    assert expected == len(new_failures(before, after))
