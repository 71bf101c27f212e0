"""Documents, a plan, and findings on the files themselves, for checks and listings."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from linkwarden import extract
from linkwarden.diff import ADDED_EXCEPTION
from linkwarden.judge import RULES, severity_of
from linkwarden.model.finding import RunFinding, Severity
from linkwarden.model.link import Plan
from linkwarden.model.place import Document, FileFinding
from linkwarden.plan import OwnFile, make_plan
from linkwarden.probe import route
from linkwarden.run.sites import RepositorySites
from linkwarden.settings import Settings


def new_run_id(started_at: datetime) -> str:
    """Return an id that no other run has: the start, UTC, and 32 random bits."""
    return f"{started_at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"


def read_documents(
    files: Sequence[extract.InputFile], settings: Settings, sites: RepositorySites, total: int = 0, cores: int = 1
) -> list[Document]:
    """Return the documents of *files*; a file that belongs to a documentation site is read as the site does.

    Args:
        files: The files to read.
        settings: The settings in effect.
        sites: The documentation sites of the repository.
        total: How many files the run has, where *files* are not all of them.
        cores: How many cores to use.
    """
    documents = extract.read_documents(files, settings.anchors, sites.dialect_of, total, cores)
    sites.remember(documents)
    return documents


def document_reader(root: Path, settings: Settings) -> Callable[[str, str], Document]:
    """Return a function that reads a file's path and text as a check of the repository at *root* does."""
    sites = RepositorySites(root, settings.site)

    def read(path: str, text: str) -> Document:
        return extract.extract(path, text, anchors=settings.anchors, dialect=sites.dialect_of(path))

    return read


def plan_for(
    documents: Sequence[Document],
    settings: Settings,
    environment: Mapping[str, str],
    sites: RepositorySites,
    own_file: OwnFile | None = None,
) -> Plan:
    """Return the tasks for the links of *documents*, with their probes.

    Where *own_file* is given, links to this repository's own files on its default branch are looked up on disk.
    """
    ask = partial(route, environment=environment, offline=settings.offline)
    return make_plan(documents, ask, settings.root_dir or "", own_file, sites)


def exception_findings(found: Sequence[FileFinding], settings: Settings) -> list[RunFinding]:
    """Return the exceptions that a change adds; it cannot switch off this rule."""
    severity = severity_of(RULES[ADDED_EXCEPTION], settings)
    if severity is Severity.OFF and any(f"rules.{ADDED_EXCEPTION} = off" in each.message for each in found):
        severity = Severity.NOTE
    if severity is Severity.OFF:
        return []
    return [RunFinding(each.rule, severity, each.message, each.path, each.span) for each in found]


def file_findings(documents: Sequence[Document], settings: Settings) -> list[RunFinding]:
    """Return the findings of the extractors, each with the severity in effect."""
    found = [each for document in documents for each in document.findings]
    findings = [
        RunFinding(each.rule, severity_of(RULES[each.rule], settings), each.message, each.path, each.span)
        for each in found
    ]
    return [each for each in findings if each.severity is not Severity.OFF]
