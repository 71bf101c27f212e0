"""Groups links by what a maintainer does about them. Pure."""

from collections.abc import Mapping
from datetime import date
from enum import Enum

from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.rule import Category
from linkwarden.report.selectors import (
    in_category,
    in_reading_order,
    is_accepted,
    link_severity,
    open_findings,
    rule_descriptions,
)
from linkwarden.report.v1 import LinkInfo, Report, RuleDescription


class Group(Enum):
    """What to do about a link."""

    FAILING = "failing"
    """It fails the check."""
    MOVED = "moved"
    """A warning: the link has a new URL."""
    OTHER = "other"
    """Any other warning."""
    FRESHNESS = "freshness"
    """A warning: the link works, but its target is archived, deprecated or similar."""
    UNREACHABLE = "unreachable"
    """A warning: no usable response; the cause may be temporary."""
    NOTED = "noted"
    """It has notes only."""
    ACCEPTED = "accepted"
    """The user accepts its findings."""
    CLEAN = "clean"
    """It has no findings."""


def grouped(report: Report) -> dict[Group, list[LinkInfo]]:
    """Return the links with findings by group, in reading order; those about freshness begin with the oldest one."""
    rules = rule_descriptions(report)
    groups: dict[Group, list[LinkInfo]] = {group: [] for group in Group}
    for link in in_reading_order(link for link in report.links if link.findings):
        groups[group_of(link, rules)].append(link)
    groups[Group.FRESHNESS].sort(key=since)
    return groups


def group_of(link: LinkInfo, rules: Mapping[str, RuleDescription]) -> Group:
    """Return the one group of a link.

    Args:
        link: The link.
        rules: The descriptions of the rules, by id.
    """
    if is_accepted(link):
        return Group.ACCEPTED
    if link.fails:
        return Group.FAILING
    match link_severity(link):
        case None:
            return Group.CLEAN
        case Severity.NOTE:
            return Group.NOTED
        case _:
            return _warning_group(link, rules)


def _warning_group(link: LinkInfo, rules: Mapping[str, RuleDescription]) -> Group:
    match link.verdict:
        case Verdict.MOVED:
            return Group.MOVED
        case Verdict.UNREACHABLE:
            return Group.UNREACHABLE
        case _:
            warnings = [each.rule for each in open_findings(link) if each.severity is Severity.WARNING]
            fresh = all(in_category(Category.FRESHNESS, rule, rules) for rule in warnings)
            return Group.FRESHNESS if fresh else Group.OTHER


def since(link: LinkInfo) -> date:
    """Return the earliest date since when a finding on the link holds, or the latest possible date if none is known."""
    return min((each.since for each in open_findings(link) if each.since), default=date.max)
