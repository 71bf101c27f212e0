"""What reporters ask of a report, and the words that they share."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.rule import Category
from linkwarden.report.v1 import FindingInfo, LinkInfo, OccurrenceInfo, Report, RuleDescription, RunFindingInfo
from linkwarden.urls import parse_web_url, scheme_of

MEANING = {
    Verdict.ALIVE: "the link works",
    Verdict.MOVED: "it permanently moved to another address, which works",
    Verdict.DEAD: "it no longer exists, confirmed by a second request",
    Verdict.UNREACHABLE: "no usable response in this run; the cause may be temporary",
    Verdict.BLOCKED: "it blocks automated requests or requires a login",
    Verdict.SKIPPED: "it was not checked",
}

EVIDENCE = "Run linkwarden explain URL to see every request and rule for one link."
ACCEPTING = "Run linkwarden ignore URL --rule RULE --reason TEXT to accept a finding."

BY_SEVERITY = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
"""Severities that are shown, the highest first."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the repository something is to be seen; lines and columns from 1, the end exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        """Return it as editors and terminals read it."""
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Annotation:
    """One finding at one place."""

    rule: str
    severity: Severity
    message: str
    suggestion: str | None
    subject: str | None
    """The link or host that it is about; None where it is about a file or the run."""
    verdict: Verdict | None
    """The verdict that the rule decided, if it did."""
    place: Place | None
    repeated: bool
    """The same was said of an earlier place."""
    fingerprint: str
    """Stays the same when lines move: rule, link, file, and the how-manieth of these in the file."""

    @property
    def text(self) -> str:
        """Return what to tell people, in one sentence."""
        subject = f"{self.subject}: " if self.subject else ""
        told = self.suggestion is None or self.suggestion in self.message
        return f"{subject}{self.message}" + ("" if told else f"; instead: {self.suggestion}")


def place_of(occurrence: OccurrenceInfo) -> Place:
    """Return where an occurrence is to be seen."""
    return Place(occurrence.path, occurrence.line, occurrence.column, occurrence.end_line, occurrence.end_column)


def run_place(finding: RunFindingInfo) -> Place | None:
    """Return where a run's finding is to be seen; the file's first character where only the file is known."""
    if finding.path is None:
        return None
    if finding.span is None:
        return Place(finding.path, 1, 1, 1, 1)
    span = finding.span
    return Place(finding.path, span.line, span.column, span.end_line, span.end_column)


def places(link: LinkInfo) -> list[Place]:
    """Return all places of a link, by file and line."""
    return sorted((place_of(occurrence) for occurrence in link.occurrences), key=_reading_order)


def in_reading_order(links: Iterable[LinkInfo]) -> list[LinkInfo]:
    """Return *links* as they stand in the files."""
    return sorted(links, key=lambda link: ([_reading_order(place) for place in places(link)[:1]], link.url))


def _reading_order(place: Place) -> tuple[str, int, int]:
    return (place.path, place.line, place.column)


def is_accepted(link: LinkInfo) -> bool:
    """Tell whether the user said that this link's findings are fine."""
    return link.state in ("baselined", "ignored")


def still_open(link: LinkInfo) -> list[FindingInfo]:
    """Return a link's findings that the user does not accept."""
    return [finding for finding in link.findings if not finding.ignored]


def max_severity(link: LinkInfo) -> Severity | None:
    """Return the highest severity of a link's findings that the user does not accept; None where there is none."""
    said = {finding.severity for finding in still_open(link)}
    return next((severity for severity in BY_SEVERITY if severity in said), None)


def suggestion_of(link: LinkInfo) -> str | None:
    """Return the new URL that a finding suggests, the deciding rule's first."""
    ranked = sorted(still_open(link), key=lambda finding: finding.rule != link.rule)
    return next((finding.suggestion for finding in ranked if finding.suggestion), None)


def origin(link: LinkInfo) -> str:
    """Return the host of a web link, the scheme of another URL, or the file in which a local link stands."""
    web = parse_web_url(link.url)
    if web is not None:
        return web.host
    scheme = scheme_of(link.url)
    return f"{scheme}:" if scheme else link.occurrences[0].path


def annotations(report: Report) -> list[Annotation]:
    """Return every finding that was not accepted, once for each place, the highest severity first."""
    found = [*_run_remarks(report), *_link_remarks(report)]
    return sorted(
        found,
        key=lambda annotation: (
            BY_SEVERITY.index(annotation.severity),
            _reading_order(annotation.place) if annotation.place else ("", 0, 0),
            annotation.rule,
        ),
    )


def _run_remarks(report: Report) -> Iterator[Annotation]:
    count: dict[tuple[str, ...], int] = {}
    for finding in report.findings:
        yield Annotation(
            rule=finding.rule,
            severity=finding.severity,
            message=finding.message,
            suggestion=None,
            subject=finding.host,
            verdict=None,
            place=run_place(finding),
            repeated=False,
            fingerprint=_fingerprint(count, finding.rule, finding.host or "", finding.path or "", finding.message),
        )


def _link_remarks(report: Report) -> Iterator[Annotation]:
    count: dict[tuple[str, ...], int] = {}
    for link in report.links:
        for number, place in enumerate([] if is_accepted(link) else places(link)):
            for finding in still_open(link):
                yield Annotation(
                    rule=finding.rule,
                    severity=finding.severity,
                    message=finding.message,
                    suggestion=finding.suggestion,
                    subject=link.url,
                    verdict=link.verdict if finding.rule == link.rule else None,
                    place=place,
                    repeated=number > 0,
                    fingerprint=_fingerprint(count, finding.rule, link.url, place.path),
                )


def _fingerprint(count: dict[tuple[str, ...], int], *parts: str) -> str:
    count[parts] = count.get(parts, 0) + 1
    return f"{sha256(chr(0).join(parts).encode()).hexdigest()[:32]}:{count[parts]}"


def described(report: Report) -> dict[str, RuleDescription]:
    """Return the descriptions of the rules with findings, by id; those of a report of an older version are missing."""
    return {rule.id: rule for rule in report.rules}


def is_about(category: Category, rule: str, rules: Mapping[str, RuleDescription]) -> bool:
    """Tell whether the rule of that id is of the *category*."""
    return rule in rules and rules[rule].category is category


def many(number: int, noun: str) -> str:
    """Return a number and its noun: ``1 link``, ``2,712 links``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def spell_duration(seconds: float) -> str:
    """Return how long something took: ``12.3 s``, ``3 min 20 s``."""
    if seconds < 60:  # noqa: PLR2004  a minute
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes:,} min {rest} s"


def spell_date(time: datetime) -> str:
    """Return the date of a time, in UTC."""
    return f"{time:%Y-%m-%d}"


def sentence(text: str) -> str:
    """Return *text* with a full stop, unless it ends a sentence already."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def alarm(report: Report) -> str | None:
    """Return what readers have to know before anything else; None for a run that is whole and sound."""
    reason = sentence(report.run.reason or "no reason was given")
    match report.run.status:
        case "untrusted":
            return f"This run can't be trusted: {reason} Nothing in it counts as a strike."
        case "interrupted":
            return f"This run was interrupted: {reason} What follows is what was known by then."
        case "complete":
            return None


def failing(report: Report) -> list[LinkInfo]:
    """Return the links that fail the check, in reading order."""
    return in_reading_order(link for link in report.links if link.fails)


def warned(report: Report) -> list[LinkInfo]:
    """Return the links that pass with a warning, in reading order."""
    still_open = (link for link in report.links if not link.fails and not is_accepted(link))
    return in_reading_order(link for link in still_open if max_severity(link) in BY_SEVERITY[:2])


def beside(report: Report, severity: Severity) -> list[RunFindingInfo]:
    """Return the findings of that severity on files, hosts and the run itself."""
    return [finding for finding in report.findings if finding.severity is severity]


def headline(report: Report) -> str:
    """Return the outcome in a few words."""
    if report.summary.fails:
        links, others = len(failing(report)), len(beside(report, Severity.ERROR))
        causes = [many(links, "link")] * bool(links) + [many(others, "other problem")] * bool(others)
        return f"Fails: {' and '.join(causes)}."
    if report.run.status != "complete":
        return "Undecided." if report.run.status == "untrusted" else "Unfinished."
    warnings = len(warned(report)) + len(beside(report, Severity.WARNING))
    return f"Passes, with {many(warnings, 'warning')}." if warnings else "Passes."


def counts(report: Report) -> str:
    """Return how many links there are, and how many of each verdict."""
    summary = report.summary
    if not summary.links:
        return "There are no links."
    files = len({occurrence.path for link in report.links for occurrence in link.occurrences})
    verdicts = ", ".join(
        f"{summary.verdicts[verdict]:,} {verdict}" for verdict in Verdict if summary.verdicts.get(verdict)
    )
    hosts = f" on {many(summary.hosts, 'host')}" if summary.hosts else ""
    return f"{many(summary.links, 'link')} in {many(files, 'file')}{hosts}: {verdicts}."


def asides(report: Report) -> str:
    """Return what the counts do not show: remembered and accepted verdicts, what an offline run leaves out."""
    remembered = sum(link.from_history for link in report.links)
    baselined = sum(link.state == "baselined" for link in report.links)
    ignored = sum(link.state == "ignored" for link in report.links)
    kept = [
        f"{many(remembered, 'verdict')} from history" if remembered else "",
        f"{baselined:,} accepted by the baseline" if baselined else "",
        f"{ignored:,} ignored" if ignored else "",
    ]
    said = [
        "Offline: only files and anchors were looked at" if report.run.offline else "",
        f"Only links that came in since {report.run.base}" if report.run.base else "",
        ", ".join(filter(None, kept)),
    ]
    return " ".join(sentence(text) for text in said if text)


def changes(report: Report) -> str:
    """Return how many problems came, went and stayed since the earlier run; nothing without one."""
    if report.changes is None:
        return ""
    new, fixed, still = len(report.changes.new), len(report.changes.fixed), len(report.changes.still)
    return f"Since {spell_date(report.changes.since)}: {new:,} new, {fixed:,} fixed, {still:,} still there."


def cost(report: Report) -> str:
    """Return what the run took."""
    return f"{many(report.summary.requests, 'request')} in {spell_duration(report.run.duration_s)}."


def past(link: LinkInfo) -> str:
    """Return what history says of a link, as a sentence; nothing where it says nothing."""
    said = []
    if link.failing_since is not None and (link.strikes > 1 or link.answered_at is not None):
        strikes = f", {many(link.strikes, 'strike')}" if link.strikes else ""
        said.append(f"failing since {spell_date(link.failing_since)}{strikes}")
        if link.answered_at is not None:
            said.append(f"last answered on {spell_date(link.answered_at)}")
    if link.from_history and link.checked_at is not None:
        said.append(f"last asked on {spell_date(link.checked_at)}")
    return "; ".join(said)
