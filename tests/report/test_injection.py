"""Whatever links, pages and configurations contain, people get text, and every report can be written."""

import io
import json
import re
import sys
from collections.abc import Callable
from html import unescape
from urllib.parse import unquote

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given, settings
from markdown_it import MarkdownIt

from linkwarden.cli.files import print_report
from linkwarden.plain import plain
from linkwarden.report import REPORTERS, Style
from linkwarden.report.changes import render_changes
from linkwarden.report.explain import render as explain
from linkwarden.report.freshness import FreshnessReporter
from linkwarden.report.source import SourceLinks
from linkwarden.report.v1 import Report
from tests.report.conftest import report
from tests.report.test_injection_ci import TEXTS, hostile

SOURCE = SourceLinks("https://forge.example/acme/widget/blob/" + "0123456789" * 4 + "/", "plain=1")
TAGS = {"h1", "h2", "p", "strong", "b", "ul", "li", "code", "br", "a", "blockquote", "details", "summary"}
fuzzed = settings(max_examples=60, deadline=None)

RENDERERS: dict[str, Callable[[Report, Style], str]] = {
    **{format_id: REPORTERS[format_id].render for format_id in REPORTERS.ids},
    "freshness": FreshnessReporter().render,
    "explain": lambda made, style: explain(made, made.links[0], style),
    "changes": lambda made, style: render_changes(report([]), made, style),
}


@pytest.mark.parametrize("renderer", RENDERERS.values(), ids=RENDERERS)
@fuzzed
@given(text=TEXTS)
def test_every_report_is_unicode_and_ends_its_last_line(renderer: Callable[[Report, Style], str], text: str) -> None:
    rendered = renderer(hostile(text), Style())

    assert rendered == rendered.encode().decode()
    assert rendered == "" or rendered.endswith("\n")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
@pytest.mark.parametrize("renderer", RENDERERS.values(), ids=RENDERERS)
def test_every_report_can_be_printed(
    renderer: Callable[[Report, Style], str], encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = renderer(hostile("中 \ud800 é 💡 \u2028"), Style())
    buffer = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(buffer, encoding, newline="\n"))
    print_report(text)

    assert text.encode(encoding, "backslashreplace") == buffer.getvalue()


@fuzzed
@given(TEXTS)
def test_json_holds_the_report_as_it_is(text: str) -> None:
    made = hostile(text)
    rendered = REPORTERS["json"].render(made, Style())

    assert made.model_dump(mode="json") == json.loads(rendered)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e\ud800]|##\[", rendered)


def github(markdown: str) -> str:
    html: str = cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE)
    return html


PARSERS = {"cmark-gfm": github, "markdown-it": MarkdownIt("gfm-like", {"html": True, "linkify": False}).render}


@pytest.mark.parametrize("parser", PARSERS.values(), ids=PARSERS)
@fuzzed
@given(text=TEXTS)
def test_markdown_shows_text_and_nothing_else(parser: Callable[[str], str], text: str) -> None:
    made = hostile(text)
    markdown = REPORTERS["markdown"].render(made, Style(source=SOURCE))
    html = parser(markdown)

    assert set(re.findall(r"<\s*(\w+)", html)) <= TAGS
    assert set(re.findall(r'<\w+ ([^>"]*)="', html)) <= {"href"}
    assert (7, 3) == (html.count("<li>"), html.count("<h2>"))
    urls = {each.url for each in made.links} | {each.suggestion or "" for link in made.links for each in link.findings}
    own = {unquote(plain(each)) for each in urls | {rule.url for rule in made.rules}}
    addresses = {unescape(each) for each in re.findall(r'href="([^"]*)"', html)}
    assert {unquote(each) for each in addresses if not each.startswith(SOURCE.prefix)} <= own


@fuzzed
@given(TEXTS)
def test_markdown_has_no_mentions_and_no_references(text: str) -> None:
    html = github(REPORTERS["markdown"].render(hostile(text), Style(source=SOURCE)))
    shown = re.sub(r"<code>.*?</code>|<a href=[^>]*>.*?</a>", "", html)

    assert "@" not in shown
    assert not re.search(r"#\d|\bgh-\d|!\d", re.sub(r"&#?\w+;", "", shown), re.IGNORECASE)
    assert not re.search(r"://|www\.", shown)
