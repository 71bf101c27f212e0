"""The report for people at a terminal, in brief: what fails, what to mend, then the counts."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from linkwarden.model.finding import Severity, Verdict
from linkwarden.report import REPORTERS, Style
from linkwarden.report.layout import INDENT, SEVERITY_COLORS, VERDICT_COLORS, Block, Page, page_for, text_of
from linkwarden.report.sanitize import plain
from linkwarden.report.selectors import (
    failing_links,
    is_accepted,
    links_with_warnings,
    max_severity,
    open_findings,
    origin_of,
    places_of,
    rule_descriptions,
    run_findings,
    run_place,
)
from linkwarden.report.v1 import FindingInfo, LinkInfo, Report, RuleDescription, RunFindingInfo, UncheckedInfo
from linkwarden.report.wording import (
    ACCEPTING,
    EVIDENCE,
    as_sentence,
    describe_changes,
    describe_cost,
    describe_counts,
    describe_history,
    describe_scope,
    headline,
    pluralize,
    status_warning,
)

_MAX_WARNINGS = 20
"""How many links with warnings are shown in full."""
_MAX_PLACES = 4
_MAX_ORIGINS = 4

_ARROW = " -> "

_NEXT = ("Fix or remove these links.", EVIDENCE, ACCEPTING)


class TextReporter:
    """Says what fails first, and sums up what needs no work."""

    id = "text"

    def render(self, report: Report, style: Style) -> str:
        """See `Reporter.render`."""
        page = page_for(style)
        blocks = [
            *_alarm(report, page),
            *_failures(report, page),
            *_warnings(report, page),
            _notes(report, page),
            _summary(report, page),
            *(_hint(unchecked, page) for unchecked in report.summary.unchecked),
        ]
        return text_of(blocks)


def _alarm(report: Report, page: Page) -> Iterator[Block]:
    text = status_warning(report)
    if text:
        yield [page.paint(line, "red") for line in page.flow(text)]


def _failures(report: Report, page: Page) -> Iterator[Block]:
    links = failing_links(report)
    others = run_findings(report, Severity.ERROR)
    if not links and not others:
        return
    yield [page.paint(headline(report), "bold")]
    yield from (_link_block(link, report, page) for link in links)
    yield from (_run_block(finding, page) for finding in others)
    if links:
        yield [page.paint(line, "dim") for text in _NEXT for line in page.flow(text, "    ", "  ")]


def _warnings(report: Report, page: Page) -> Iterator[Block]:
    links, others = links_with_warnings(report), run_findings(report, Severity.WARNING)
    total = len(links) + len(others)
    if not total:
        return
    yield [page.paint(f"{pluralize(total, 'warning')}.", "bold")]
    yield from (_run_block(finding, page) for finding in others)
    yield from (_link_block(link, report, page) for link in links[:_MAX_WARNINGS])
    if len(links) > _MAX_WARNINGS:
        yield page.flow(f"And {len(links) - _MAX_WARNINGS:,} more: the Markdown and JSON reports list them all.")


def _link_block(link: LinkInfo, report: Report, page: Page) -> Block:
    said = [one for one in open_findings(link) if one.rule == link.rule or one.severity in SEVERITY_COLORS]
    said.sort(key=lambda finding: finding.rule != link.rule)
    mark = ", new" if report.changes and link.url in report.changes.new else ""
    where = [str(place) for place in places_of(link)]
    return [
        *page.head(where[0], f"{link.verdict}: {said[0].rule}{mark}", VERDICT_COLORS[link.verdict]),
        page.address(link.url),
        *_finding_lines("", said[0], link, page),
        *(line for finding in said[1:] for line in _finding_lines(f"{finding.rule}: ", finding, link, page)),
        *_elsewhere(where[1:], page),
        *(page.flow(past, INDENT) if (past := describe_history(link)) else []),
    ]


def _finding_lines(label: str, finding: FindingInfo, link: LinkInfo, page: Page) -> Block:
    told = finding.suggestion is not None and finding.suggestion in finding.message
    return [
        *(page.flow(label + finding.message, INDENT) if not told or link.verdict is not Verdict.MOVED else []),
        *([page.paint(page.address(finding.suggestion, _ARROW), "green")] if finding.suggestion else []),
    ]


def _elsewhere(where: Sequence[str], page: Page) -> Block:
    if not where:
        return []
    shown = [f"{plain(place)}," for place in where[:_MAX_PLACES]]
    rest = len(where) - _MAX_PLACES
    if rest > 0:
        shown.append(f"and {pluralize(rest, 'place')} more,")
    shown[-1] = shown[-1].removesuffix(",")
    return page.fill(["also", "at", *shown], INDENT)


def _run_block(finding: RunFindingInfo, page: Page) -> Block:
    place = run_place(finding)
    where = str(place) if place else finding.host or "this run"
    return [
        *page.head(where, f"{finding.severity}: {finding.rule}", SEVERITY_COLORS[finding.severity]),
        *page.flow(finding.message, INDENT),
    ]


def _notes(report: Report, page: Page) -> Block:
    quiet = [link for link in report.links if not link.fails and max_severity(link) is Severity.NOTE]
    heard = [
        (link.verdict, finding.rule, link) for link in quiet if not is_accepted(link) for finding in open_findings(link)
    ]
    order = list(Verdict)
    heard.sort(key=lambda note: (order.index(note[0]), note[1]))
    rules = rule_descriptions(report)
    lines: Block = []
    for (verdict, rule), group in groupby(heard, key=lambda note: note[:2]):
        lines += _note_line(verdict, rule, [link for _, _, link in group], rules, page)
    for finding in run_findings(report, Severity.NOTE):
        place = run_place(finding)
        lines += page.flow(f"{place or finding.host or 'this run'}: {finding.message}", INDENT, "  ")
    return [page.paint("Notes", "bold"), *lines] if lines else []


def _note_line(
    verdict: Verdict, rule: str, links: Sequence[LinkInfo], rules: Mapping[str, RuleDescription], page: Page
) -> Block:
    origins = Counter(origin_of(link) for link in links)
    ranked = sorted(origins.items(), key=lambda item: (-item[1], item[0]))
    shown = [name if number == 1 else f"{name} {number:,}" for name, number in ranked]
    if len(shown) > _MAX_ORIGINS:
        shown[_MAX_ORIGINS:] = [f"and {len(shown) - _MAX_ORIGINS:,} more"]
    messages = {finding.message for link in links for finding in link.findings if finding.rule == rule}
    about = rules.get(rule)
    said = [messages.pop() if len(messages) == 1 else about.summary if about else ""]
    said += [about.advice[0].lower() + about.advice[1:-1]] if about and verdict is Verdict.BLOCKED else []
    meaning = "; ".join(each for each in said if each)
    text = f"{verdict} {pluralize(len(links), 'link')}, {rule} ({', '.join(shown)}){f': {meaning}' if meaning else ''}"
    return page.flow(text, INDENT, "  ")


def _summary(report: Report, page: Page) -> Block:
    outcome = headline(report)
    facts = (describe_counts(report), describe_changes(report), describe_scope(report), describe_cost(report))
    lines = page.flow(" ".join(filter(None, (outcome, *facts))))
    word, _, rest = lines[0].partition(" ")
    return [f"{page.paint(word, 'red' if report.summary.fails else 'green')} {rest}", *lines[1:]]


def _hint(unchecked: UncheckedInfo, page: Page) -> Block:
    what = f"Not checked: {pluralize(unchecked.links, 'link')} ({unchecked.source}): {as_sentence(unchecked.reason)}"
    return page.flow(f"{what} {as_sentence(unchecked.cure)}", "  ", "")


REPORTERS.register(TextReporter())
