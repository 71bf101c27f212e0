"""Findings about the configuration: settings and comments without effect, files without links."""

import pytest

from linkwarden.judge import configuration_findings, judge
from linkwarden.model.finding import JudgedLink, RunFinding, Severity
from linkwarden.model.place import Document
from linkwarden.settings import Ignore, Settings
from linkwarden.settings.model import Note
from tests.judge.builders import case, fetch

LINK: JudgedLink = judge(case(fetch(200)))


def document(*ignores: str) -> Document:
    (place,) = LINK.link.occurrences
    return Document("README.md", (place._replace(ignores=ignores),))


def found(
    settings: Settings, *documents: Document, whole: bool = True
) -> list[tuple[str, str, str, str | None, int | None]]:
    findings: list[RunFinding] = configuration_findings(settings, documents, [LINK], whole=whole)
    return [
        (each.rule, each.severity, each.message, each.path, each.span.line if each.span else None) for each in findings
    ]


def test_an_ordinary_run_has_no_warning() -> None:
    assert [] == found(Settings(), document("not-found", "*"))


def test_notes_of_the_settings_become_findings_at_their_place() -> None:
    settings = Settings().with_notes([Note("a"), Note("b", "linkwarden.toml", 3)])

    assert [
        ("no-effect", "warning", "a", None, None),
        ("no-effect", "warning", "b", "linkwarden.toml", 3),
    ] == found(settings, document())


def test_a_comment_s_unknown_rule_is_named_once_with_the_nearest() -> None:
    (finding,) = found(Settings(), document("not-fuond"), Document("other.md"))
    message = "the linkwarden-ignore comment before this link names an unknown rule, not-fuond"

    assert ("no-effect", "warning", f"{message}; did you mean not-found?", "README.md", 1) == finding
    assert 1 == len(found(Settings(), Document("README.md", document("not-fuond").occurrences * 3)))


@pytest.mark.parametrize(
    ("url", "matches"), [("https://site.dev/page", True), ("https://*.dev/*", True), ("x*", False)]
)
def test_an_ignore_that_matches_no_link_is_a_note(url: str, matches: bool) -> None:
    text = f"[[ignore]]\nurl = '{url}'\n"
    entry = Ignore.model_validate({"url": url, "reason": "x"}, context={"file": "linkwarden.toml", "text": text})
    settings = Settings(ignore=(entry,))
    message = f"the ignore entry for {url} matches no link in the checked files"
    expected = [] if matches else [("no-effect", "note", message, "linkwarden.toml", 2)]

    assert expected == found(settings, document())
    assert [] == found(settings, document(), whole=False)


@pytest.mark.parametrize(("fails", "severity"), [(False, "warning"), (True, "error")])
def test_files_without_links_are_a_warning_or_an_error(fails: bool, severity: str) -> None:
    settings = Settings(fail_if_empty=fails)

    assert [("no-links", severity, "no links in a.md", None, None)] == found(settings, Document("a.md"))
    assert "no links in 2 files" == found(settings, Document("a.md"), Document("b.md"))[0][2]
    assert [] == found(settings, Document("a.md"), whole=False)
    assert [] == found(settings, Document("a.md"), document())


def test_a_rule_that_is_off_yields_nothing() -> None:
    settings = Settings(rules={"no-links": Severity.OFF, "no-effect": Severity.OFF}).with_notes([Note("a")])

    assert [] == found(settings, Document("a.md"))
