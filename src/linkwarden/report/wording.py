"""Sentences, numbers, dates and durations that several reporters share. Pure."""

import re
from datetime import datetime

from linkwarden.model.finding import Severity, Verdict
from linkwarden.report.selectors import failing_links, links_with_warnings, run_findings
from linkwarden.report.v1 import FindingInfo, LinkInfo, Report, RunFindingInfo

MEANING = {
    Verdict.ALIVE: "the link works",
    Verdict.MOVED: "it redirects permanently, and the new URL works",
    Verdict.DEAD: "it does not exist; for web pages, a second request confirmed this",
    Verdict.UNREACHABLE: "no usable response in this run; the cause may be temporary",
    Verdict.BLOCKED: "it blocks automated requests or requires a login",
    Verdict.SKIPPED: "it was not checked",
}

EVIDENCE = "Run linkwarden explain URL to see every request and rule for one link."
ACCEPTING = "Run linkwarden ignore URL --rule RULE --reason TEXT to accept a finding."


def pluralize(number: int, noun: str) -> str:
    """Return a number and its noun: ``1 link``, ``2,712 links``, ``2 repositories``."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun.removesuffix('y')}ies" if noun.endswith("ry") else f"{number:,} {noun}s"


def format_duration(seconds: float) -> str:
    """Return a duration: ``12.3 s``, ``3 min 20 s``."""
    if seconds < 60:  # noqa: PLR2004  a minute
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes:,} min {rest} s"


def format_date(time: datetime) -> str:
    """Return the date of a time, in UTC."""
    return f"{time:%Y-%m-%d}"


def as_sentence(text: str) -> str:
    """Return *text* with a full stop, unless it ends a sentence already."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def status_warning(report: Report) -> str | None:
    """Return the most important warning about the run; None if it is complete and can be trusted."""
    reason = as_sentence(report.run.reason or "no reason was given")
    match report.run.status:
        case "untrusted":
            return f"This run cannot be trusted: {reason} Its failures do not count as strikes."
        case "interrupted":
            return f"This run was interrupted: {reason} The report covers what was checked before that."
        case "complete":
            return None


def headline(report: Report) -> str:
    """Return the outcome in a few words."""
    if report.summary.fails:
        errors = len(failing_links(report)) + len(run_findings(report, Severity.ERROR))
        return f"Fails with {pluralize(errors, 'error')}."
    match report.run.status:
        case "untrusted":
            return "Undecided."
        case "interrupted":
            return "Not finished."
        case "complete":
            pass
    warnings = len(links_with_warnings(report)) + len(run_findings(report, Severity.WARNING))
    return f"Passes with {pluralize(warnings, 'warning')}." if warnings else "Passes."


def describe_counts(report: Report) -> str:
    """Return how many links there are, and how many of each verdict."""
    summary = report.summary
    if not summary.links:
        return "No links."
    files = len({occurrence.path for link in report.links for occurrence in link.occurrences})
    verdicts = ", ".join(
        f"{summary.verdicts[verdict]:,} {verdict}" for verdict in Verdict if summary.verdicts.get(verdict)
    )
    hosts = f" on {pluralize(summary.hosts, 'host')}" if summary.hosts else ""
    return f"{pluralize(summary.links, 'link')} in {pluralize(files, 'file')}{hosts}: {verdicts}."


def describe_scope(report: Report) -> str:
    """Return what the counts do not show: verdicts from history, accepted findings, what an offline run leaves out."""
    remembered = sum(link.from_history for link in report.links)
    baselined = sum(link.state == "baselined" for link in report.links)
    ignored = sum(link.state == "ignored" for link in report.links)
    kept = [
        f"{pluralize(remembered, 'verdict')} from history" if remembered else "",
        f"{baselined:,} accepted by the baseline" if baselined else "",
        f"{ignored:,} ignored" if ignored else "",
    ]
    said = [
        "Offline: only local files and anchors were checked" if report.run.offline else "",
        f"Only links added since {_short(report.run.base)} were checked" if report.run.base else "",
        ", ".join(filter(None, kept)),
    ]
    return " ".join(as_sentence(text) for text in said if text)


def _short(revision: str) -> str:
    """Return a revision; the id of a commit is cut to the length that forges show."""
    return revision[:10] if re.fullmatch(r"[0-9a-f]{40,64}", revision) else revision


def describe_changes(report: Report) -> str:
    """Return how many problems are new, fixed and still there since the earlier run; empty without one."""
    if report.changes is None:
        return ""
    new, fixed, still = len(report.changes.new), len(report.changes.fixed), len(report.changes.still)
    return f"Since {format_date(report.changes.since)}: {new:,} new, {fixed:,} fixed, {still:,} still there."


def describe_cost(report: Report) -> str:
    """Return the number of requests and the duration."""
    return f"{pluralize(report.summary.requests, 'request')} in {format_duration(report.run.duration_s)}."


def describe_history(link: LinkInfo, now: datetime) -> str:
    """Return the history of a link, as a sentence without a full stop; empty if there is none.

    Args:
        link: The link.
        now: When the run started; events on that date are not mentioned.
    """
    said = []
    today = now.date()
    if link.failing_since is not None and link.failing_since.date() < today:
        strikes = f", {pluralize(link.strikes, 'strike')}" if link.strikes else ""
        said.append(f"failing since {format_date(link.failing_since)}{strikes}")
    if link.failing_since is not None and link.answered_at is not None and link.answered_at.date() < today:
        said.append(f"last response on {format_date(link.answered_at)}")
    if link.from_history and link.checked_at is not None and link.checked_at.date() < today:
        said.append(f"last checked on {format_date(link.checked_at)}")
    return "; ".join(said)


def message_of(finding: FindingInfo | RunFindingInfo) -> str:
    """Return the message of a finding; empty if its rule's name or the suggested URL has the same information."""
    suggestion = finding.suggestion if isinstance(finding, FindingInfo) else None
    repeats = {finding.rule.replace("-", " "), f"moved to {suggestion}"}
    return "" if finding.message.casefold() in {each.casefold() for each in repeats} else finding.message
