"""Entries of the reports for a terminal: a link or a file with its place, reason, URL and replacement. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from linkwarden.model.finding import Severity, Verdict
from linkwarden.report import Style
from linkwarden.report.layout import INDENT, SEVERITY_COLORS, Block, Page, cells
from linkwarden.report.sanitize import plain
from linkwarden.report.selectors import Place, places_of, ranked_findings, run_place, sources_of
from linkwarden.report.v1 import FindingInfo, LinkInfo, Report, RunFindingInfo, UncheckedInfo
from linkwarden.report.wording import as_sentence, describe_history, message_of, pluralize, status_warning

_MAX_PLACES = 4
_ARROW = " -> "


_MIN_TO_COUNT = 10
"""From so many entries on, the heading of a section counts its rules."""

Item = LinkInfo | RunFindingInfo


class Heading(NamedTuple):
    """The heading of entries, and what it implies about them."""

    noun: str
    """The singular noun for an entry."""
    color: str
    implied: Verdict
    """The verdict that is not repeated in the entries."""
    most: int = 20
    """How many entries are shown."""


def section(heading: Heading, items: Sequence[Item], report: Report, style: Style, page: Page) -> Block:
    """Return a heading and an entry for each item; nothing if there are none.

    Args:
        heading: The heading.
        items: Links with findings that the user does not accept, and findings on files, hosts and the run.
        report: The report that they are from.
        style: Names the file that lists all entries.
        page: Lays out the lines.
    """
    if not items:
        return []
    lines = page.flow(_count_rules(items, heading.noun))
    return [
        *(page.paint(page.paint(line, heading.color), "bold") for line in lines),
        *(line for item in items[: heading.most] for line in _entry(item, heading, report, page)),
        *_rest(len(items) - heading.most, heading.noun, style, page),
    ]


def _count_rules(items: Sequence[Item], noun: str) -> str:
    """Return how many items there are; of many, also how many for each rule."""
    rules = Counter(ranked_findings(item)[0].rule if isinstance(item, LinkInfo) else item.rule for item in items)
    total = pluralize(len(items), noun)
    if len(rules) == 1 or len(items) < _MIN_TO_COUNT:
        return total
    return f"{total}: {', '.join(f'{number:,} {rule}' for rule, number in rules.most_common())}"


def _entry(item: Item, heading: Heading, report: Report, page: Page) -> Block:
    if isinstance(item, RunFindingInfo):
        return run_entry(item, page)
    new = report.changes is not None and item.url in report.changes.new
    return link_entry(item, page, heading.implied, report.run.started_at, new=new)


def _rest(number: int, noun: str, style: Style, page: Page) -> Block:
    """Return how many entries are not shown, and how to see them."""
    if number <= 0:
        return []
    where = f"see {style.full_report}" if style.full_report else "add --format markdown to list all"
    return page.flow(f"{pluralize(number, f'more {noun}')}: {where}", INDENT, "")


def link_entry(link: LinkInfo, page: Page, implied: Verdict, now: datetime, *, new: bool = False) -> Block:
    """Return the lines of one link: where and why, its URL, replacement, other findings and places, sources, history.

    Args:
        link: A link with findings that the user does not accept.
        page: Lays out the lines.
        implied: The verdict that the heading above implies, and that is not repeated.
        now: When the run started.
        new: An earlier run did not report it.
    """
    first, *others = ranked_findings(link)
    others = [each for each in others if each.severity in SEVERITY_COLORS]
    verdict = "" if link.verdict is implied else f"{link.verdict}, "
    label = f"{verdict}{first.rule}{' (new)' if new else ''}"
    places = places_of(link)
    history = describe_history(link, now)
    return [
        *_head(str(places[0]), label, message_of(first), first.severity, page),
        page.address(link.url),
        *_replacement(first, page),
        *(line for each in others for line in _further(each, page)),
        *_places(("also", "at"), places[1:], page),
        *_places(("source:",), sources_of(link), page),
        *(page.flow(history, INDENT) if history else []),
    ]


def run_entry(finding: RunFindingInfo, page: Page) -> Block:
    """Return the lines of a finding on a file, a host or the run."""
    where = str(run_place(finding) or finding.host or "this run")
    return _head(where, finding.rule, finding.message, finding.severity, page)


def status_entry(report: Report, page: Page) -> Block:
    """Return lines about why the run is not complete or cannot be trusted; empty if neither is the case."""
    warning = status_warning(report)
    return [page.paint(line, "red") for line in page.flow(warning)] if warning else []


def unchecked_entry(unchecked: UncheckedInfo, page: Page) -> Block:
    """Return lines about what could not be checked, why, and how to fix that."""
    what = f"Not checked: {pluralize(unchecked.links, 'link')} ({unchecked.source}): {as_sentence(unchecked.reason)}"
    return page.flow(f"{what} {as_sentence(unchecked.cure)}", "  ", "")


def _head(place: str, label: str, message: str, severity: Severity, page: Page) -> Block:
    """Return the place, the rule and its message: on one line where they fit, else the message below."""
    place, label, message = plain(place), plain(label), plain(message)
    color = SEVERITY_COLORS.get(severity, "dim")
    start = f"{page.paint(place, 'bold')}  {page.paint(label, color)}"
    width = cells(f"{place}  {label}")
    if not message:
        return [start]
    if width + 2 + cells(message) <= page.width:
        return [f"{start}: {message}"]
    head = [start] if width <= page.width else [page.paint(place, "bold"), INDENT + page.paint(label, color)]
    return [*head, *page.flow(message, INDENT)]


def _replacement(finding: FindingInfo, page: Page) -> Block:
    return [page.paint(page.address(finding.suggestion, _ARROW), "cyan")] if finding.suggestion else []


def _further(finding: FindingInfo, page: Page) -> Block:
    return [
        *page.flow(": ".join(filter(None, (finding.rule, message_of(finding)))), INDENT),
        *_replacement(finding, page),
    ]


def _places(start: Sequence[str], places: Sequence[Place], page: Page) -> Block:
    if not places:
        return []
    shown = [f"{plain(str(place))}," for place in places[:_MAX_PLACES]]
    rest = len(places) - _MAX_PLACES
    if rest > 0:
        shown.append(f"and {pluralize(rest, 'more place')},")
    shown[-1] = shown[-1].removesuffix(",")
    return page.fill([*start, *shown], INDENT)
