"""Whatever links, pages and configurations contain, readers of the CI formats get text that they do not interpret."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import cmarkgfm
import jsonschema
import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from linkwarden.model.finding import Applicability, Severity, Verdict
from linkwarden.plain import plain
from linkwarden.report import REPORTERS, Style
from linkwarden.report.v1 import Report, RunFindingInfo
from tests.report.conftest import describe, link, report, say

SCHEMAS = Path(__file__).parents[1] / "data" / "report"

PIECES = (
    *"\r\n\t\v\x00\x1b\x9b\u2028\u202e\ud800\uffff%:,;=#@!&<>\"'`|*_[](){}\\/ aé中💡",
    "::error::x",
    "\n::add-mask::x",
    "##[error]",
    "%0A",
    "%25",
    "</failure>",
    "]]>",
    "<![CDATA[",
    "&amp;",
    "&#0;",
    "[[ATTACHMENT|/etc/passwd]]",
    "@everyone",
    "o/r#1",
    "```\n",
    "```suggestion\n",
    "[a](javascript:x)",
    "<img src=x>",
    "\n# heading\n",
    "\\u000a",
    "{0}",
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=10).map("".join) | st.text(st.characters(), max_size=20)
fuzzed = settings(max_examples=60, deadline=None)
"""Machines of CI are slow now and then."""


def hostile(text: str) -> Report:
    """Put *text* into every part that a link, a page, a file name or a configuration may set."""
    message = f"x {text}"  # our messages have words of their own
    fix = say("permanent-redirect", Severity.WARNING, message, f"https://b.dev/{text}")
    safe = fix.model_copy(update={"applicability": Applicability.SAFE})
    found = [
        link(f"https://a.dev/{text}", Verdict.DEAD, [say("not-found", Severity.ERROR, message, text)], text=text),
        link("https://b.dev/", Verdict.MOVED, [safe], at=[f"a{text}:1:1"]),
        link("https://c.dev/", Verdict.ALIVE, [say("repository-stale", Severity.NOTE, message)]),
        link(text, Verdict.DEAD, [say("missing-file", Severity.ERROR, message)], state="ignored"),
    ]
    findings = [
        RunFindingInfo(rule="no-effect", severity=severity, message=message, path=path, span=None, host=host)
        for severity, path, host in (
            (Severity.ERROR, f"b{text}", None),
            (Severity.WARNING, None, text),
            (Severity.NOTE, None, None),
        )
    ]
    made = report(found, findings, status="untrusted", reason=text)
    rule = describe("repository-stale")
    assert rule is not None
    rules = [each for each in made.rules if each.id != rule.id]
    told = rule.model_copy(update={"summary": message, "advice": message})
    return made.model_copy(update={"rules": sorted([*rules, told], key=lambda each: each.id)})


def render(format_id: str, made: Report) -> str:
    text = REPORTERS[format_id].render(made, Style())
    assert [] == re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e\ud800]|##\[", text)
    return text


@cache
def validator(file: str) -> Any:
    schema = json.loads((SCHEMAS / file).read_text("utf-8"))
    return jsonschema.validators.validator_for(schema)(schema)


def text_only(markdown: str) -> None:
    """Make sure that GitHub makes paragraphs and code of Markdown, and nothing else."""
    html: str = cmarkgfm.github_flavored_markdown_to_html(f"x {markdown}")
    for harmless in ("<p>", "</p>", "<code>", "</code>"):
        html = html.replace(harmless, "")
    assert "<" not in html


# ---- workflow commands -------------------------------------------------------------------------

_UNESCAPED = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}


def unescaped(value: str, *escapes: str) -> str:
    for escape in escapes:
        value = value.replace(escape, _UNESCAPED[escape])
    return value.replace("%25", "%")


def command(line: str) -> tuple[str, dict[str, str], str]:
    """Read a workflow command by the rules of actions/runner, ActionCommand.cs."""
    info, separator, data = line.lstrip().removeprefix("::").partition("::")
    assert separator
    name, _, rest = info.partition(" ")
    pairs = (each.split("=", 1) for each in rest.split(",") if each)
    properties = {key: unescaped(value, "%0D", "%0A", "%3A", "%2C") for key, value in pairs}
    return name, properties, unescaped(data, "%0D", "%0A")


@fuzzed
@given(TEXTS)
def test_each_line_for_github_is_one_annotation(text: str) -> None:
    for line in render("github", hostile(text)).removesuffix("\n").split("\n"):
        assert line.startswith("::")
        name, properties, message = command(line)
        assert name in ("error", "warning", "notice")
        assert set(properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
        assert all(properties[key].isdecimal() for key in properties.keys() & {"line", "endLine", "col", "endColumn"})
        assert [message] == (message.splitlines() or [""])


@fuzzed
@given(TEXTS)
def test_github_shows_the_message_as_it_is(text: str) -> None:
    commands = [command(line) for line in render("github", hostile(text)).removesuffix("\n").split("\n")]

    assert plain(f"https://c.dev/: x {text}") in {message for _, _, message in commands}


# ---- JSON --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("format_id", "schema"),
    [("rdjson", "rdjson.schema.json"), ("codequality", "codequality.schema.json"), ("sarif", "sarif-2.1.0.json")],
)
@fuzzed
@given(text=TEXTS)
def test_json_keeps_to_its_schema(format_id: str, schema: str, text: str) -> None:
    document = json.loads(render(format_id, hostile(text)))

    assert [] == [error.message for error in validator(schema).iter_errors(document)]


@fuzzed
@given(TEXTS)
def test_a_message_for_reviewdog_is_markdown_that_shows_text(text: str) -> None:
    """Reviewdog posts it as a comment, and puts a suggestion into a fence of its own."""
    for each in json.loads(render("rdjson", hostile(text)))["diagnostics"]:
        assert "\n" not in each["message"]
        text_only(each["message"])
        for suggestion in each.get("suggestions", []):
            assert plain(suggestion["text"]) == suggestion["text"]
            assert " " not in suggestion["text"]


@fuzzed
@given(TEXTS)
def test_texts_of_sarif_hold_no_links_but_ours(text: str) -> None:
    """SARIF 2.1.0, section 3.11.6: a bracket without a backslash begins a link."""
    [run] = json.loads(render("sarif", hostile(text)))["runs"]
    results = [each["message"]["text"] for each in run["results"]]
    notifications = [each["message"]["text"] for each in run["invocations"][0]["toolExecutionNotifications"]]

    for message in (*results, *notifications):
        assert not re.search(r"(?<!\\)(?:\\\\)*[\[\]]", message)
        assert [message] == (message.splitlines() or [""])
    for rule in run["tool"]["driver"]["rules"]:
        text_only(rule["help"].get("markdown", "").replace(f"<{rule.get('helpUri')}>", ""))


@fuzzed
@given(TEXTS)
def test_paths_stay_what_they_are(text: str) -> None:
    made = hostile(text)
    paths = {one.path for each in made.links for one in each.occurrences} | {each.path for each in made.findings}
    [run] = json.loads(render("sarif", made))["runs"]
    locations = [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in run["results"]]

    assert {unquote(each, errors="surrogatepass") for each in locations} <= paths
    assert {each["location"]["path"] for each in json.loads(render("codequality", made))} <= paths
    assert {each["location"]["path"] for each in json.loads(render("rdjson", made))["diagnostics"]} <= paths


# ---- XML ---------------------------------------------------------------------------------------


@cache
def junit_schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")


@fuzzed
@given(TEXTS)
def test_junit_is_valid_and_shows_the_text(text: str) -> None:
    xml = render("junit", hostile(text))
    root = ET.fromstring(xml)  # noqa: S314  written a moment ago, by us

    assert [] == [error.reason for error in junit_schema().iter_errors(xml)]
    assert "[[ATTACHMENT|" not in "".join(root.itertext())
    failures = [each.get("message", "") for each in root.iter("failure")]
    assert any(each.startswith("line 3: not-found: x") for each in failures)
    assert all([each] == each.splitlines() for each in failures)
