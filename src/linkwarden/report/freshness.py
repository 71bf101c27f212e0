"""The report of `linkwarden freshness`: a table for each rule about freshness, and a histogram of last commits.

A table has one row for each repository or page, however many links lead to it. The most severe findings come first,
then the oldest: what no longer exists, what is archived, deprecated or past its end of life, what was renamed, what
has had no commit for long.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.rule import Category
from linkwarden.report import Style
from linkwarden.report.entries import status_entry, unchecked_entry
from linkwarden.report.layout import INDENT, SEVERITY_COLORS, Block, Page, cells, page_for, text_of
from linkwarden.report.sanitize import plain
from linkwarden.report.selectors import (
    BY_SEVERITY,
    in_category,
    in_reading_order,
    is_accepted,
    open_findings,
    places_of,
    rule_descriptions,
)
from linkwarden.report.v1 import FindingInfo, LinkInfo, Report, RuleDescription
from linkwarden.report.wording import describe_cost, pluralize

_MAX_PLACES = 2
_DATE = 10
"""Columns of a date."""


class _Row(NamedTuple):
    name: str
    finding: FindingInfo
    detail: str
    places: tuple[str, ...]


_AGES = (
    ("under 1 month", 1),
    ("1 to 6 months", 6),
    ("6 to 12 months", 12),
    ("1 to 2 years", 24),
    ("2 to 5 years", 60),
    ("over 5 years", None),
)
_MONTH = timedelta(days=365.25 / 12)


class FreshnessReporter:
    """Lists archived, renamed, deprecated and stale targets; the others are only counted."""

    id = "text"

    def render(self, report: Report, style: Style) -> str:
        """See `Reporter.render`."""
        page = page_for(style)
        blocks = [
            status_entry(report, page),
            *_tables(report, page),
            _histogram(report, page),
            *(unchecked_entry(each, page) for each in report.summary.unchecked),
            _summary(report, page),
        ]
        return text_of(blocks)


def _tables(report: Report, page: Page) -> Iterator[Block]:
    """Yield a table for each rule about freshness, the most severe first."""
    tables = [(rule, _rows(report, rule.id)) for rule in report.rules if rule.category is Category.FRESHNESS]
    for rule, rows in sorted(((rule, rows) for rule, rows in tables if rows), key=_urgency):
        color = SEVERITY_COLORS.get(rows[0].finding.severity, "bold")
        title = page.flow(f"{rule.summary} ({len(rows):,})")
        advice = [page.paint(line, "dim") for line in page.flow(rule.advice, "  ", "  ")]
        yield [
            *(page.paint(page.paint(line, color), "bold") for line in title),
            *advice,
            *_table(rows, page),
        ]


def _urgency(table: tuple[RuleDescription, list[_Row]]) -> tuple[int, int, date, str]:
    """Order tables by severity, then by whether the target no longer exists, exists, or has a new URL, then by date."""
    rule, rows = table
    rank = {Verdict.DEAD: 0, Verdict.MOVED: 2}.get(rule.verdict, 1) if rule.verdict else 1
    oldest = min(row.finding.since or date.max for row in rows)
    return (BY_SEVERITY.index(rows[0].finding.severity), rank, oldest, rule.id)


def _rows(report: Report, rule: str) -> list[_Row]:
    found: dict[str, list[tuple[LinkInfo, FindingInfo]]] = {}
    for link in in_reading_order(report.links):
        for finding in () if is_accepted(link) else open_findings(link):
            if finding.rule == rule:
                found.setdefault(_name(link), []).append((link, finding))
    rows = []
    for name, pairs in found.items():
        places = tuple(str(place) for link, _ in pairs for place in places_of(link))
        finding = min((each for _, each in pairs), key=lambda each: BY_SEVERITY.index(each.severity))
        rows.append(_Row(name, finding, _detail(name, finding, pairs[0][0]), places))
    return sorted(rows, key=lambda row: (BY_SEVERITY.index(row.finding.severity), row.finding.since or date.max))


def _detail(name: str, finding: FindingInfo, link: LinkInfo) -> str:
    """Return the part of a message that the table's title, the name and the date do not have.

    They cover the first clause of a message about a repository, and of one that begins with the name.
    """
    first, _, rest = finding.message.partition("; ")
    return rest if _facts(link) or name.casefold() in first.casefold() else finding.message


def _facts(link: LinkInfo) -> dict[str, object]:
    """Return the facts from a forge about the link's repository."""
    return next((facts for facts in link.facts.values() if "asked" in facts), {})


def _name(link: LinkInfo) -> str:
    """Return the name that links of one repository share; the URL where there is none."""
    asked = str(_facts(link).get("asked") or "")
    return asked or link.url


def _time(value: object) -> datetime | None:
    """A report has times; one that was read from a file has them as text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value if isinstance(value, datetime) else None


def _table(rows: Sequence[_Row], page: Page) -> Block:
    dated = any(row.finding.since for row in rows)
    start = _DATE + 4 if dated else 2
    widest = max(cells(plain(row.name)) for row in rows)
    lines: Block = []
    for row in rows:
        start_of_row = f"  {row.finding.since:%Y-%m-%d}  " if row.finding.since else " " * start
        name, where = plain(row.name), _where(row)
        gap = " " * (widest - cells(name) + 2)
        beside = start + widest + 2 + cells(where) <= page.width
        lines.append(start_of_row + page.paint(name, "bold") + (gap + page.paint(where, "dim") if beside else ""))
        below = " " * max(start, len(INDENT))
        lines += [] if beside else [page.paint(line, "dim") for line in page.flow(where, below)]
        lines += page.flow(row.detail, below) if row.detail else []
        if row.finding.suggestion:
            lines.append(page.paint(page.address(row.finding.suggestion, f"{below}-> "), "cyan"))
    return lines


def _where(row: _Row) -> str:
    shown = [plain(place) for place in row.places[:_MAX_PLACES]]
    rest = len(row.places) - _MAX_PLACES
    return ", ".join(shown) + (f" and {rest:,} more" if rest > 0 else "")


def _repositories(report: Report) -> list[dict[str, object]]:
    """Return the facts of every repository that was found, once each."""
    found = [_facts(link) for link in report.links]
    return list({facts["name_with_owner"]: facts for facts in found if facts.get("found")}.values())


def _histogram(report: Report, page: Page) -> Block:
    """Return a bar for each range of ages of last commits; the share of archived repositories is drawn differently."""
    dated = [(facts, _time(facts.get("committed_at"))) for facts in _repositories(report)]
    ages = [(facts, report.run.started_at - moment) for facts, moment in dated if moment]
    if not ages:
        return []
    counts = [[0, 0] for _ in _AGES]
    for facts, age in ages:
        place = next(number for number, (_, months) in enumerate(_AGES) if months is None or age < months * _MONTH)
        counts[place][bool(facts.get("archived"))] += 1
    most = max(map(sum, counts))
    label, figure = max(len(text) for text, _ in _AGES), len(f"{most:,}")
    room = page.width - label - figure - 6
    lines = page.flow(f"Last commit of {pluralize(len(ages), 'repository')}")
    lines = [page.paint(line, "bold") for line in lines]
    for (text, _), (alive, archived) in zip(_AGES, counts, strict=True):
        whole = round(room * (alive + archived) / most)
        hollow = round(room * archived / most)
        bar = page.paint("#" * (whole - hollow), "green") + page.paint("-" * hollow, "yellow")
        lines.append(f"  {text:<{label}}  {alive + archived:>{figure},}  {bar}".rstrip())
    return [*lines, *([f"  {'':<{label}}  - archived"] if any(archived for _, archived in counts) else [])]


def _summary(report: Report, page: Page) -> Block:
    repositories = len(_repositories(report))
    rules = rule_descriptions(report)
    old = sum(
        any(in_category(Category.FRESHNESS, finding.rule, rules) for finding in link.findings) for link in report.links
    )
    dead = report.summary.verdicts.get(Verdict.DEAD, 0)
    links, known = pluralize(report.summary.links, "link"), pluralize(repositories, "repository")
    said = [f"{links}, {known} known; {old:,} with freshness findings."]
    if dead:
        said.append(
            f"{pluralize(dead, 'link')} {'is' if dead == 1 else 'are'} dead: run linkwarden check to see which."
        )
    if report.summary.fails:
        errors = report.summary.findings.get(Severity.ERROR, 0)
        said.append(f"Fails with {pluralize(errors, 'error')}.")
    return page.flow(" ".join((*said, describe_cost(report))))
