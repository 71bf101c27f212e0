"""The report for a terminal: what fails, then warnings by what to do about them, then notes and the outcome."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from linkwarden.model.finding import Applicability, Severity, Verdict
from linkwarden.model.rule import Category
from linkwarden.report import REPORTERS, Style
from linkwarden.report.entries import link_entry, run_entry, unchecked_entry
from linkwarden.report.groups import Group, grouped
from linkwarden.report.layout import INDENT, Block, Page, page_for, text_of
from linkwarden.report.selectors import (
    item_order,
    open_findings,
    origin_of,
    ranked_findings,
    rule_descriptions,
    run_findings,
    run_place,
)
from linkwarden.report.v1 import LinkInfo, Report, RuleDescription, RunFindingInfo
from linkwarden.report.wording import (
    ACCEPTING,
    EVIDENCE,
    describe_changes,
    describe_cost,
    describe_counts,
    describe_scope,
    headline,
    pluralize,
    status_warning,
)

_MIN_TO_COUNT = 10
"""From so many entries on, the heading of a section counts its rules."""
_MAX_ORIGINS = 4
_OUTCOME_COLORS = {"Fails": "red", "Passes.": "green"}
"""By the first word of the outcome; yellow for all others, among them a pass with warnings."""
_TO_DO = (Severity.ERROR, Severity.WARNING)


@dataclass(frozen=True, slots=True)
class _Section:
    """How a group of links is shown."""

    group: Group
    severity: Severity | None
    """The severity of the findings on files, hosts and the run that are shown with it; None for none."""
    implied: Verdict
    """The verdict that the heading implies."""
    noun: str
    most: int = 20
    """How many entries are shown."""


_Item = LinkInfo | RunFindingInfo

_SECTIONS = (
    _Section(Group.FAILING, Severity.ERROR, Verdict.DEAD, "error", 200),
    _Section(Group.MOVED, None, Verdict.MOVED, "moved link"),
    _Section(Group.OTHER, Severity.WARNING, Verdict.ALIVE, "warning"),
    _Section(Group.FRESHNESS, None, Verdict.ALIVE, "freshness warning"),
    _Section(Group.UNREACHABLE, None, Verdict.UNREACHABLE, "unreachable link"),
)


class TextReporter:
    """Lists errors and warnings by what to do about them, and sums up the rest."""

    id = "text"

    def render(self, report: Report, style: Style) -> str:
        """See `Reporter.render`."""
        page = page_for(style)
        warning = status_warning(report)
        links = grouped(report)
        blocks = [
            [page.paint(line, "red") for line in page.flow(warning)] if warning else [],
            *(_section(section, links[section.group], report, style, page) for section in _SECTIONS),
            _notes(links[Group.NOTED], report, page),
            *(unchecked_entry(unchecked, page) for unchecked in report.summary.unchecked),
            _next_steps(report, style, page),
            _summary(report, page),
        ]
        return text_of(blocks)


def _section(section: _Section, links: Sequence[LinkInfo], report: Report, style: Style, page: Page) -> Block:
    """Return a heading, and an entry for each link and each finding on files, hosts and the run."""
    items: list[_Item] = [*links]
    if section.severity and (findings := run_findings(report, section.severity)):
        items = sorted([*findings, *links], key=item_order)
    if not items:
        return []
    color = "red" if section.group is Group.FAILING else "yellow"
    heading = page.flow(_heading(items, section.noun))
    return [
        *(page.paint(page.paint(line, color), "bold") for line in heading),
        *(line for item in items[: section.most] for line in _entry(item, section, report, page)),
        *_rest(len(items) - section.most, section.noun, style, page),
    ]


def _entry(item: _Item, section: _Section, report: Report, page: Page) -> Block:
    if isinstance(item, RunFindingInfo):
        return run_entry(item, page)
    new = report.changes is not None and item.url in report.changes.new
    return link_entry(item, page, section.implied, report.run.started_at, new=new)


def _heading(items: Sequence[_Item], noun: str) -> str:
    """Return how many entries there are; of many, also how many for each rule."""
    rules = Counter(ranked_findings(item)[0].rule if isinstance(item, LinkInfo) else item.rule for item in items)
    total = pluralize(len(items), noun)
    if len(rules) == 1 or len(items) < _MIN_TO_COUNT:
        return total
    return f"{total}: {', '.join(f'{number:,} {rule}' for rule, number in rules.most_common())}"


def _rest(number: int, noun: str, style: Style, page: Page) -> Block:
    """Return how many entries are not shown, and how to see them."""
    if number <= 0:
        return []
    where = f"see {style.full_report}" if style.full_report else "add --format markdown to list all"
    return page.flow(f"{pluralize(number, f'more {noun}')}: {where}", INDENT, "")


def _notes(links: Sequence[LinkInfo], report: Report, page: Page) -> Block:
    """Return notes: on links a line for each rule, on files, hosts and the run a line each."""
    order = list(Verdict)
    notes = [(link.verdict, finding.rule, link) for link in links for finding in open_findings(link)]
    notes.sort(key=lambda note: (order.index(note[0]), note[1]))
    rules = rule_descriptions(report)
    lines: Block = []
    for (verdict, rule), group in groupby(notes, key=lambda note: note[:2]):
        lines += _note(verdict, rule, [link for _, _, link in group], rules, page)
    for finding in run_findings(report, Severity.NOTE):
        lines += page.flow(_run_note(finding), INDENT, "  ")
    return [page.paint("Notes", "bold"), *lines] if lines else []


def _run_note(finding: RunFindingInfo) -> str:
    where = run_place(finding) or finding.host
    return f"{where}: {finding.message}" if where else finding.message


def _note(
    verdict: Verdict, rule: str, links: Sequence[LinkInfo], rules: Mapping[str, RuleDescription], page: Page
) -> Block:
    origins = Counter(origin_of(link) for link in links)
    ranked = sorted(origins.items(), key=lambda item: (-item[1], item[0]))
    shown = [name if number == 1 else f"{name} {number:,}" for name, number in ranked]
    if len(shown) > _MAX_ORIGINS:
        shown[_MAX_ORIGINS:] = [f"and {len(shown) - _MAX_ORIGINS:,} more"]
    meaning = _meaning(verdict, rule, links, rules.get(rule))
    kind = "link" if verdict is Verdict.ALIVE else f"{verdict} link"
    text = f"{pluralize(len(links), kind)}, {rule} ({', '.join(shown)}){f': {meaning}' if meaning else ''}"
    return page.flow(text, INDENT, "  ")


def _meaning(verdict: Verdict, rule: str, links: Sequence[LinkInfo], about: RuleDescription | None) -> str:
    """Return the message that all links share, else what the rule reports; and what to do where that is not obvious."""
    messages = {finding.message for link in links for finding in link.findings if finding.rule == rule}
    parts = [messages.pop() if len(messages) == 1 else about.summary if about else ""]
    if about and verdict is Verdict.BLOCKED:
        parts.append(about.advice[0].lower() + about.advice[1:].removesuffix("."))
    if about and about.category is Category.FRESHNESS:
        parts.append("linkwarden freshness lists them" if len(links) > 1 else "")
    return "; ".join(filter(None, parts))


def _next_steps(report: Report, style: Style, page: Page) -> Block:
    """Return what to run next; nothing where no link needs work."""
    lines = list(_steps(report, style))
    return [page.paint(line, "dim") for text in lines for line in page.flow(text, INDENT, "  ")]


def _steps(report: Report, style: Style) -> Iterator[str]:
    to_do = [link for link in report.links if any(each.severity in _TO_DO for each in open_findings(link))]
    if not to_do:
        return
    fixable = sum(any(each.applicability is Applicability.SAFE for each in open_findings(link)) for link in to_do)
    if fixable:
        yield f"Run linkwarden fix to replace {pluralize(fixable, 'link')} whose new URL is proven."
    yield EVIDENCE
    yield ACCEPTING
    if style.full_report:
        yield f"See {style.full_report} for all findings."


def _summary(report: Report, page: Page) -> Block:
    outcome = headline(report)
    facts = (describe_counts(report), describe_changes(report), describe_scope(report), describe_cost(report))
    lines = page.flow(" ".join(filter(None, (outcome, *facts))))
    word = lines[0].partition(" ")[0]
    return [page.paint(word, _OUTCOME_COLORS.get(word, "yellow")) + lines[0].removeprefix(word), *lines[1:]]


REPORTERS.register(TextReporter())
