"""No line of a text for people is a command to a terminal or to CI, at any width."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwarden.model.finding import Severity, Verdict
from linkwarden.plain import plain
from linkwarden.report import REPORTERS, Style
from linkwarden.report.changes import render_changes
from linkwarden.report.explain import render
from linkwarden.report.freshness import FreshnessReporter
from linkwarden.report.v1 import Report, RunFindingInfo, UncheckedInfo
from tests.report.conftest import describe, link, report, say

COMMAND = re.compile(r"\s*::.*::|.*##(?:vso|teamcity)?\[")
"""actions/runner, ActionCommand.cs, TryParseV2 and TryParse; Azure Pipelines and TeamCity."""
COLORS = re.compile(r"\x1b\[\d+m")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")

PIECES = (
    *":#[] \t\r\n\v\x1b\x9b\u2028\u200b\ufeffa1",
    ":::",
    "::error::",
    "::set-output name=x::y",
    "##[error]",
    "##vso[task.setvariable]",
    "\x1b[31m",
    "\x1b]0;x\x07",
    "word ",
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
STYLES = st.builds(Style, st.integers(1, 130), st.booleans())


def hostile(text: str) -> Report:
    found = [
        link(f"https://a.dev/{text}", Verdict.DEAD, [say("not-found", Severity.ERROR, text, f"https://b.dev/{text}")]),
        link("https://b.dev/", Verdict.MOVED, [say("permanent-redirect", Severity.WARNING, text, text)]),
        link("https://c.dev/", Verdict.BLOCKED, [say("bot-wall", Severity.NOTE, text)]),
        link("https://d.dev/", Verdict.ALIVE, [say("repository-archived", Severity.WARNING, text)], at=[f"{text}:1:1"]),
    ]
    finding = RunFindingInfo(
        rule="undefined-reference", severity=Severity.ERROR, message=text, path=text, span=None, host=None
    )
    gap = UncheckedInfo(source=text, links=1, reason=text, cure=text)
    made = report(found, [finding], status="untrusted", reason=text, unchecked=[gap], base=text)
    archived = describe("repository-archived")
    assert archived is not None
    return made.model_copy(update={"rules": [*made.rules, archived.model_copy(update={"advice": text})]})


RENDERERS: dict[str, Callable[[Report, Style], str]] = {
    "text": REPORTERS["text"].render,
    "freshness": FreshnessReporter().render,
    "explain": lambda made, style: render(made, made.links[0], style),
    "changes": lambda made, style: render_changes(report([]), made, style),
}


@pytest.mark.parametrize("renderer", RENDERERS.values(), ids=RENDERERS)
@given(TEXTS, STYLES)
def test_no_line_is_a_command(renderer: Callable[[Report, Style], str], text: str, style: Style) -> None:
    lines = COLORS.sub("", renderer(hostile(text), style)).split("\n")

    assert [] == [line for line in lines if COMMAND.match(line) or CONTROL.search(line)]


@given(TEXTS)
def test_no_word_of_plain_text_begins_a_command(text: str) -> None:
    """Wrapping may put any word at the start of a line."""
    assert [] == [word for word in plain(text).split(" ") if word.startswith("::")]
