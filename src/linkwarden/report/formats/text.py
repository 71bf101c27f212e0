"""The report for a terminal: errors, then warnings by what to do about them, then notes and the outcome."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from linkwarden.model.finding import Applicability, Severity, Verdict
from linkwarden.model.rule import Category
from linkwarden.report import REPORTERS, Style
from linkwarden.report.entries import Heading, Item, section, status_entry, unchecked_entry
from linkwarden.report.groups import Group, grouped
from linkwarden.report.layout import INDENT, Block, Page, page_for, text_of
from linkwarden.report.selectors import (
    item_order,
    open_findings,
    origin_of,
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
)

_MAX_ORIGINS = 4
_OUTCOME_COLORS = {"Fails": "red", "Passes.": "green"}
"""By the first word of the outcome; yellow for all others, among them a pass with warnings."""
_TO_DO = (Severity.ERROR, Severity.WARNING)


_SECTIONS = (
    (Group.FAILING, Severity.ERROR, Heading("error", "red", Verdict.DEAD, 200)),
    (Group.MOVED, None, Heading("moved link", "yellow", Verdict.MOVED)),
    (Group.OTHER, Severity.WARNING, Heading("warning", "yellow", Verdict.ALIVE)),
    (Group.FRESHNESS, None, Heading("freshness warning", "yellow", Verdict.ALIVE)),
    (Group.UNREACHABLE, None, Heading("unreachable link", "yellow", Verdict.UNREACHABLE)),
)
"""Groups of links, each with the severity of the findings on files, hosts and the run that are listed with it."""


class TextReporter:
    """Lists errors and warnings by what to do about them, and summarizes the rest."""

    id = "text"

    def render(self, report: Report, style: Style) -> str:
        """See `Reporter.render`."""
        page = page_for(style)
        links = grouped(report)
        blocks = [
            status_entry(report, page),
            *(
                section(heading, _items(links[group], severity, report), report, style, page)
                for group, severity, heading in _SECTIONS
            ),
            _notes(links[Group.NOTED], report, page),
            *(unchecked_entry(unchecked, page) for unchecked in report.summary.unchecked),
            _next_steps(report, style, page),
            _summary(report, page),
        ]
        return text_of(blocks)


def _items(links: Sequence[LinkInfo], severity: Severity | None, report: Report) -> Sequence[Item]:
    """Return links, and the findings of that severity on files, hosts and the run, by file and line."""
    findings = run_findings(report, severity) if severity else []
    return sorted([*findings, *links], key=item_order) if findings else links


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
    shown = [name if number in (1, len(links)) else f"{name} {number:,}" for name, number in ranked]
    if len(shown) > _MAX_ORIGINS:
        shown[_MAX_ORIGINS:] = [f"and {len(shown) - _MAX_ORIGINS:,} more"]
    meaning = _meaning(verdict, rule, links, rules.get(rule))
    kind = "link" if verdict is Verdict.ALIVE else f"{verdict} link"
    text = f"{pluralize(len(links), kind)}, {rule} ({', '.join(shown)}){f': {meaning}' if meaning else ''}"
    return page.flow(text, INDENT, "  ")


def _meaning(verdict: Verdict, rule: str, links: Sequence[LinkInfo], about: RuleDescription | None) -> str:
    """Return the message that all links share, or the rule's summary; and advice where it is not obvious."""
    messages = {finding.message for link in links for finding in link.findings if finding.rule == rule}
    parts = [messages.pop() if len(messages) == 1 else about.summary if about else ""]
    if about and verdict is Verdict.BLOCKED:
        parts.append(about.advice[0].lower() + about.advice[1:].removesuffix("."))
    if about and about.category is Category.FRESHNESS:
        parts.append("linkwarden freshness lists them" if len(links) > 1 else "")
    return "; ".join(filter(None, parts))


def _next_steps(report: Report, style: Style, page: Page) -> Block:
    """Return the commands to run next; empty if no link needs work."""
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
