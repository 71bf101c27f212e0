"""Findings about the configuration and the inputs themselves. Pure."""

from collections.abc import Iterator, Sequence

from linkwarden.judge.rule import RULES, min_severity, nearest_rule, severity_of
from linkwarden.model.finding import JudgedLink, RunFinding, Severity
from linkwarden.model.place import Document, Span
from linkwarden.patterns import matches_glob
from linkwarden.settings import Settings
from linkwarden.urls import without_credentials

_ANY = "*"


def configuration_findings(
    settings: Settings, documents: Sequence[Document], judged: Sequence[JudgedLink], *, whole: bool
) -> list[RunFinding]:
    """Return findings about settings, variables, comments and ignores without effect, and about files without links.

    Args:
        settings: The settings, with the notes that were made when they were read.
        documents: The checked files.
        judged: Every link of the run.
        whole: All links of the documents were looked at, not only those of a change or those reached in time.
    """
    severity = severity_of(RULES["no-effect"], settings)
    findings = [
        RunFinding("no-effect", severity, note.message, note.path, Span(note.line, 1, note.line, 1))
        if note.path
        else RunFinding("no-effect", severity, note.message)
        for note in settings.notes
    ]
    for document in documents:
        findings += _unknown_rules(document, severity)
    if whole:
        findings += _ignores_without_links(settings, judged, severity)
        findings += _no_links(settings, documents)
    return [each for each in findings if each.severity is not Severity.OFF]


def _unknown_rules(document: Document, severity: Severity) -> Iterator[RunFinding]:
    """Yield each name in a comment that is not a rule's, once, at the first link after it."""
    seen = {_ANY}
    for occurrence in document.occurrences:
        for name in occurrence.ignores:
            if name not in seen and name not in RULES:
                near = nearest_rule(name)
                hint = f"; did you mean {near}?" if near else ""
                message = f"the linkwarden-ignore comment before this link names an unknown rule, {name}{hint}"
                yield RunFinding("no-effect", severity, message, document.path, occurrence.construct)
            seen.add(name)


def _ignores_without_links(
    settings: Settings, judged: Sequence[JudgedLink], severity: Severity
) -> Iterator[RunFinding]:
    """Yield the ignores that match no link; a note, since other runs may check other files."""
    urls = {without_credentials(each.link.url) for each in judged}
    for entry in settings.ignore:
        if entry.place is None or entry.url in urls:
            continue
        if _ANY in entry.url and any(matches_glob(entry.url, url) for url in urls):
            continue
        path, line = entry.place
        message = f"the ignore entry for {entry.url} matches no link in the checked files"
        yield RunFinding("no-effect", min_severity(severity, Severity.NOTE), message, path, Span(line, 1, line, 1))


def _no_links(settings: Settings, documents: Sequence[Document]) -> Iterator[RunFinding]:
    if any(document.occurrences or document.defect for document in documents):
        return
    severity = Severity.ERROR if settings.fail_if_empty else severity_of(RULES["no-links"], settings)
    where = documents[0].path if len(documents) == 1 else f"{len(documents):,} files"
    yield RunFinding("no-links", severity, f"no links in {where}")
