"""Queries on a report: links by outcome, their positions, findings and suggestions. Pure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from linkwarden.model.finding import Severity
from linkwarden.model.rule import Category
from linkwarden.report.v1 import FindingInfo, LinkInfo, OccurrenceInfo, Report, RuleDescription, RunFindingInfo
from linkwarden.urls import parse_web_url, scheme_of

BY_SEVERITY = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
"""Severities that are shown, the highest first."""


class Place(NamedTuple):
    """A range in a file of the repository; lines and columns from 1, the end exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        """Return it as editors and terminals read it."""
        return f"{self.path}:{self.line}:{self.column}"


def place_of(occurrence: OccurrenceInfo) -> Place:
    """Return the place of an occurrence."""
    return Place(occurrence.path, occurrence.line, occurrence.column, occurrence.end_line, occurrence.end_column)


def source_of(occurrence: OccurrenceInfo) -> Place | None:
    """Return the place in a source file that an occurrence in a built page was made from, if it is known."""
    source = occurrence.source
    return Place(source.path, source.line, source.column, source.end_line, source.end_column) if source else None


def sources_of(link: LinkInfo) -> list[Place]:
    """Return the places in source files that a link in built pages was made from, by file and line."""
    return sorted({place for each in link.occurrences if (place := source_of(each))}, key=reading_order)


def run_place(finding: RunFindingInfo) -> Place | None:
    """Return the position of a finding: the file's first character if only the file is known, None without a file."""
    if finding.path is None:
        return None
    if finding.span is None:
        return Place(finding.path, 1, 1, 1, 1)
    span = finding.span
    return Place(finding.path, span.line, span.column, span.end_line, span.end_column)


def places_of(link: LinkInfo) -> list[Place]:
    """Return all places of a link, by file and line."""
    return sorted((place_of(occurrence) for occurrence in link.occurrences), key=reading_order)


def in_reading_order(links: Iterable[LinkInfo]) -> list[LinkInfo]:
    """Return *links* in the order of their positions in the files."""
    return sorted(links, key=lambda link: ([reading_order(place) for place in places_of(link)[:1]], link.url))


def reading_order(place: Place) -> tuple[str, int, int]:
    """Return the key that sorts places by file, line and column."""
    return (place.path, place.line, place.column)


def item_order(item: LinkInfo | RunFindingInfo) -> tuple[str, int, int]:
    """Return the key that sorts links and findings on files by file and line; those without a position come first."""
    place = places_of(item)[0] if isinstance(item, LinkInfo) else run_place(item)
    return reading_order(place) if place else ("", 0, 0)


def is_accepted(link: LinkInfo) -> bool:
    """Return whether the user accepts the findings on this link."""
    return link.state in ("baselined", "ignored")


def open_findings(link: LinkInfo) -> list[FindingInfo]:
    """Return a link's findings that the user does not accept."""
    return [finding for finding in link.findings if not finding.ignored]


def link_severity(link: LinkInfo) -> Severity | None:
    """Return the highest severity of a link's findings that the user does not accept; None if there is none."""
    severities = {finding.severity for finding in open_findings(link)}
    return next((severity for severity in BY_SEVERITY if severity in severities), None)


def ranked_findings(link: LinkInfo) -> list[FindingInfo]:
    """Return a link's findings that the user does not accept: the one that decided, then the most severe first."""
    return sorted(open_findings(link), key=lambda each: (each.rule != link.rule, BY_SEVERITY.index(each.severity)))


def suggestion_of(link: LinkInfo) -> str | None:
    """Return the new URL that a finding suggests, the deciding rule's first."""
    return next((finding.suggestion for finding in ranked_findings(link) if finding.suggestion), None)


def origin_of(link: LinkInfo) -> str:
    """Return the host of a web link, the scheme of another URL, or the file that contains a local link."""
    web = parse_web_url(link.url)
    if web is not None:
        return web.host
    scheme = scheme_of(link.url)
    return f"{scheme}:" if scheme else link.occurrences[0].path


def rule_descriptions(report: Report) -> dict[str, RuleDescription]:
    """Return the descriptions of the rules with findings, by id; those of a report of an older version are missing."""
    return {rule.id: rule for rule in report.rules}


def in_category(category: Category, rule: str, rules: Mapping[str, RuleDescription]) -> bool:
    """Return whether the rule of that id is of the *category*."""
    return rule in rules and rules[rule].category is category


def failing_links(report: Report) -> list[LinkInfo]:
    """Return the links that fail the check, in reading order."""
    return in_reading_order(link for link in report.links if link.fails)


def links_with_warnings(report: Report) -> list[LinkInfo]:
    """Return the links that pass with a warning, in reading order."""
    passing = (link for link in report.links if not link.fails and not is_accepted(link))
    return in_reading_order(link for link in passing if link_severity(link) in BY_SEVERITY[:2])


def run_findings(report: Report, severity: Severity) -> list[RunFindingInfo]:
    """Return the findings of that severity on files, hosts and the run itself."""
    return [finding for finding in report.findings if finding.severity is severity]
