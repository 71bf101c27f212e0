"""Findings about the entries of ``ignore`` themselves. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from linkwarden.judge.rule import RULES, min_severity, severity_of
from linkwarden.model.finding import JudgedLink, RunFinding, Severity, Verdict
from linkwarden.model.place import Span
from linkwarden.settings import Ignore, Settings
from linkwarden.urls import without_credentials

_FINE = (Verdict.ALIVE, Verdict.MOVED)
_PASSING = (Verdict.UNREACHABLE, Verdict.BLOCKED)
"""Intermittent problems: one good day does not show that an ignore is no longer needed."""


def ignores_in_force(settings: Settings, today: date) -> tuple[Ignore, ...]:
    """Return the ignores that have not ended."""
    return tuple(each for each in settings.ignore if not each.has_ended(today))


def ignore_findings(
    settings: Settings, judged: Sequence[JudgedLink], today: date, *, complete: bool
) -> list[RunFinding]:
    """Return findings about ignores: those that have expired, and those with nothing left to accept.

    A run may cover only some of the links, so an ignore counts as unused only if its link was requested and
    responded; a pattern never does.

    Args:
        settings: The settings, with the ignores.
        judged: Every link of the run.
        today: The date of the run, UTC.
        complete: The run was neither cut short nor untrusted.
    """
    by_url = {without_credentials(each.link.url): each for each in judged} if complete else {}
    findings = [*_expired(settings, today), *_unused(settings, by_url, today)]
    return [each for each in findings if each.severity is not Severity.OFF]


def _expired(settings: Settings, today: date) -> Iterator[RunFinding]:
    severity = severity_of(RULES["ignore-expired"], settings)
    for entry in settings.ignore:
        if entry.has_ended(today):
            message = f"the ignore entry for {_named(entry)} expired on {entry.until}; renew or remove it"
            yield _finding("ignore-expired", severity, message, entry)


def _unused(settings: Settings, by_url: Mapping[str, JudgedLink], today: date) -> Iterator[RunFinding]:
    severity = severity_of(RULES["ignore-unused"], settings)
    for entry in ignores_in_force(settings, today):
        link = by_url.get(entry.url)
        if link is None or link.verdict not in _FINE or not _is_idle(entry, link, settings):
            continue
        passing = entry.rule is None or RULES[entry.rule].verdict in _PASSING
        advice = "keep it if the problem is intermittent" if passing else "remove it"
        message = f"the ignore entry for {_named(entry)} matched no finding in this run; {advice}"
        yield _finding("ignore-unused", min_severity(severity, Severity.NOTE) if passing else severity, message, entry)


def _is_idle(entry: Ignore, link: JudgedLink, settings: Settings) -> bool:
    """Return whether the rule ran and found nothing, or any rule where the entry names none."""
    if entry.rule is not None and severity_of(RULES[entry.rule], settings) is Severity.OFF:
        return False
    return not any(entry.covers(entry.url, finding.rule) for finding in link.findings)


def _named(entry: Ignore) -> str:
    return f"{f'{entry.rule} at ' if entry.rule else ''}{entry.url} ({entry.reason})"


def _finding(rule: str, severity: Severity, message: str, entry: Ignore) -> RunFinding:
    if entry.place is None:
        return RunFinding(rule, severity, message)
    path, line = entry.place
    return RunFinding(rule, severity, message, path, Span(line, 1, line, 1))
