"""RDJSON: requirements of reviewdog beyond the schema."""

import json
from pathlib import Path
from typing import Any

import cmarkgfm
import pytest

import linkwarden
from linkwarden.model.finding import Applicability, Severity, Verdict
from linkwarden.report import REPORTERS, Style
from linkwarden.report.v1 import Report
from tests.report.conftest import describe, link, report, say


def diagnostics(made: Report) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(REPORTERS["rdjson"].render(made, Style()))["diagnostics"]
    return found


def applied(file: Path, found: list[dict[str, Any]]) -> str:
    """Apply suggestions as reviewdog does: lines end with a line feed, columns count bytes."""
    lines = file.read_bytes().split(b"\n")
    for each in (each for one in found for each in one.get("suggestions", [])):
        start, end = each["range"]["start"], each["range"]["end"]
        assert start["line"] == end["line"]
        line = lines[start["line"] - 1]
        changed = line[: start["column"] - 1] + each["text"].encode() + line[end["column"] - 1 :]
        lines[start["line"] - 1] = changed
    return b"\n".join(lines).decode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("see [a](#instalation)", "see [a](#installation)"),
        ("é 中 💡 [a](#instalation) é", "é 中 💡 [a](#installation) é"),
        ("é [a](README.md#instalation)", "é [a](README.md#installation)"),
        ("[a][r] and [b][r]\n\n[r]: <#instalation>", "[a][r] and [b][r]\n\n[r]: <#installation>"),
        ('<a title="é" href="#instalation">a</a>', '<a title="é" href="#installation">a</a>'),
        ("a\r\né [a](#instalation)\r", "a\r\né [a](#installation)\r"),
    ],
)
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no-mark", "byte-order-mark"])
def test_suggestions_change_the_destination_and_nothing_else(mark: str, old: str, new: str, tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_bytes(f"{mark}{old}\n\n## Installation\n".encode())
    made = linkwarden.check([file], root=tmp_path, environment={}, offline=True)

    assert f"{mark}{new}\n\n## Installation\n" == applied(file, diagnostics(made))


def test_what_needs_a_review_is_no_suggestion_to_apply(variants: dict[str, Report]) -> None:
    moved = next(each for each in variants["full"].links if each.rule == "permanent-redirect")
    safe = [each.model_copy(update={"applicability": Applicability.SAFE}) for each in moved.findings]

    assert not any("suggestions" in each for each in diagnostics(report([moved])))
    assert all("suggestions" in each for each in diagnostics(report([moved.model_copy(update={"findings": safe})])))


def test_a_diagnostic_names_rule_severity_and_lines() -> None:
    made = report(
        [link("https://a.dev/", Verdict.DEAD, [say("gone", Severity.ERROR, "410 Gone")], at=["docs/a.md:7:3"])]
    )
    rule = describe("gone")
    assert rule is not None

    assert [
        {
            "message": "`https://a.dev/`: 410 Gone",
            "location": {"path": "docs/a.md", "range": {"start": {"line": 7}, "end": {"line": 7}}},
            "severity": "ERROR",
            "code": {"value": "gone", "url": rule.url},
        }
    ] == diagnostics(made)


def test_messages_are_markdown_that_shows_text(variants: dict[str, Report]) -> None:
    """Reviewdog posts them as comments."""
    for each in diagnostics(variants["full"]):
        html = cmarkgfm.github_flavored_markdown_to_html(f"x {each['message']}")
        for harmless in ("<p>", "</p>", "<code>", "</code>"):
            html = html.replace(harmless, "")
        assert "<" not in html
