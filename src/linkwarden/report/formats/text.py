"""The report for people at a terminal, in brief: what fails, what to mend, then the counts."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from linkwarden.model.finding import Severity, Verdict
from linkwarden.report import REPORTERS, Style, view
from linkwarden.report.sanitize import plain
from linkwarden.report.v1 import FindingInfo, LinkInfo, Report, RunFindingInfo, Unchecked

_NARROWEST, _WIDEST = 40, 120
"""Narrower terminals wrap by themselves; longer lines are hard to read."""
_MOST_WARNINGS = 20
"""How many links with warnings are shown in full."""
_MOST_PLACES = 4
_MOST_ORIGINS = 4

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "magenta": "35", "cyan": "36"}
_COLORS = {
    Verdict.ALIVE: "green",
    Verdict.MOVED: "cyan",
    Verdict.DEAD: "red",
    Verdict.UNREACHABLE: "magenta",
    Verdict.BLOCKED: "yellow",
    Verdict.SKIPPED: "yellow",
}
_SEVERITY_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
_PIECE = re.compile(r"(?:\d(?:[\d.,]*\d)? )?\S+")
"""A word, and with it the number before it."""
_INDENT = "    "
_ARROW = " -> "

_NEXT = ("Mend or remove these links.", view.EVIDENCE, view.ACCEPTING)

Block = list[str]


@dataclass(frozen=True, slots=True)
class _Page:
    """Lays out words on lines of one width. All text that comes from outside passes through here."""

    width: int
    color: bool

    def paint(self, text: str, color: str) -> str:
        return f"\x1b[{_CODES[color]}m{text}\x1b[0m" if self.color else text

    def flow(self, text: str, indent: str = "", first: str | None = None) -> Block:
        """Return *text* on as many lines as it needs, broken between words only."""
        return self.fill(_PIECE.findall(plain(text)), indent, first)

    def fill(self, pieces: Iterable[str], indent: str = "", first: str | None = None) -> Block:
        """Return *pieces*, which are safe and never broken, on as many lines as they need."""
        lines: Block = []
        line = indent if first is None else first
        empty = True
        for piece in pieces:
            if not empty and _cells(line) + 1 + _cells(piece) > self.width:
                lines.append(line)
                line, empty = indent, True
            line += piece if empty else f" {piece}"
            empty = False
        return [*lines, line]

    def head(self, place: str, words: str, color: str) -> Block:
        """Return the first line of a block: where, then what; on two lines where one is too short."""
        place, words = plain(place), plain(words)
        if _cells(place) + 2 + _cells(words) > self.width:
            return [self.paint(place, "bold"), "  " + self.paint(words, color)]
        return [f"{self.paint(place, 'bold')}  {self.paint(words, color)}"]

    def address(self, url: str, indent: str = _INDENT) -> str:
        """Return the line that a URL has for itself, so that it can be copied whole."""
        return indent + plain(url)


class TextReporter:
    """Says what fails first, and sums up what needs no work."""

    id = "text"

    def render(self, report: Report, style: Style) -> str:
        """See `Reporter.render`."""
        page = _Page(max(_NARROWEST, min(style.width, _WIDEST)), style.color)
        blocks = [
            *_alarm(report, page),
            *_failures(report, page),
            *_warnings(report, page),
            _notes(report, page),
            _summary(report, page),
            *(_hint(unchecked, page) for unchecked in report.summary.unchecked),
        ]
        return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _cells(text: str) -> int:
    """Return how many columns of a terminal *text* takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _alarm(report: Report, page: _Page) -> Iterator[Block]:
    text = view.alarm(report)
    if text:
        yield [page.paint(line, "red") for line in page.flow(text)]


def _failures(report: Report, page: _Page) -> Iterator[Block]:
    links = view.failing(report)
    others = view.beside(report, Severity.ERROR)
    if not links and not others:
        return
    yield [page.paint(view.headline(report), "bold")]
    yield from (_link_block(link, report, page) for link in links)
    yield from (_run_block(finding, page) for finding in others)
    if links:
        yield [page.paint(line, "dim") for text in _NEXT for line in page.flow(text, "    ", "  ")]


def _warnings(report: Report, page: _Page) -> Iterator[Block]:
    links, others = view.warned(report), view.beside(report, Severity.WARNING)
    total = len(links) + len(others)
    if not total:
        return
    yield [page.paint(f"{view.many(total, 'warning')}.", "bold")]
    yield from (_run_block(finding, page) for finding in others)
    yield from (_link_block(link, report, page) for link in links[:_MOST_WARNINGS])
    if len(links) > _MOST_WARNINGS:
        yield page.flow(f"And {len(links) - _MOST_WARNINGS:,} more: the Markdown and JSON reports list them all.")


def _link_block(link: LinkInfo, report: Report, page: _Page) -> Block:
    said = [one for one in link.findings if one.rule == link.rule or one.severity in _SEVERITY_COLORS]
    said.sort(key=lambda finding: finding.rule != link.rule)
    mark = ", new" if report.changes and link.url in report.changes.new else ""
    where = [str(place) for place in view.places(link)]
    return [
        *page.head(where[0], f"{link.verdict}: {said[0].rule}{mark}", _COLORS[link.verdict]),
        page.address(link.url),
        *_finding_lines("", said[0], link, page),
        *(line for finding in said[1:] for line in _finding_lines(f"{finding.rule}: ", finding, link, page)),
        *_elsewhere(where[1:], page),
        *(page.flow(past, _INDENT) if (past := view.past(link)) else []),
    ]


def _finding_lines(label: str, finding: FindingInfo, link: LinkInfo, page: _Page) -> Block:
    told = finding.suggestion is not None and finding.suggestion in finding.message
    return [
        *(page.flow(label + finding.message, _INDENT) if not told or link.verdict is not Verdict.MOVED else []),
        *([page.paint(page.address(finding.suggestion, _ARROW), "green")] if finding.suggestion else []),
    ]


def _elsewhere(where: Sequence[str], page: _Page) -> Block:
    if not where:
        return []
    shown = [f"{plain(place)}," for place in where[:_MOST_PLACES]]
    rest = len(where) - _MOST_PLACES
    if rest > 0:
        shown.append(f"and {view.many(rest, 'place')} more,")
    shown[-1] = shown[-1].removesuffix(",")
    return page.fill(["also", "at", *shown], _INDENT)


def _run_block(finding: RunFindingInfo, page: _Page) -> Block:
    place = view.run_place(finding)
    where = str(place) if place else finding.host or "this run"
    return [
        *page.head(where, f"{finding.severity}: {finding.rule}", _SEVERITY_COLORS[finding.severity]),
        *page.flow(finding.message, _INDENT),
    ]


def _notes(report: Report, page: _Page) -> Block:
    quiet = [link for link in report.links if not link.fails and view.loudest(link) is Severity.NOTE]
    heard = [
        (link.verdict, finding.rule, link) for link in quiet if not view.is_accepted(link) for finding in link.findings
    ]
    order = list(Verdict)
    heard.sort(key=lambda note: (order.index(note[0]), note[1]))
    lines: Block = []
    for (verdict, rule), group in groupby(heard, key=lambda note: note[:2]):
        lines += _note_line(verdict, rule, [link for _, _, link in group], page)
    for finding in view.beside(report, Severity.NOTE):
        place = view.run_place(finding)
        lines += page.flow(f"{place or finding.host or 'this run'}: {finding.message}", _INDENT, "  ")
    return [page.paint("Notes", "bold"), *lines] if lines else []


def _note_line(verdict: Verdict, rule: str, links: Sequence[LinkInfo], page: _Page) -> Block:
    origins = Counter(view.origin(link) for link in links)
    ranked = sorted(origins.items(), key=lambda item: (-item[1], item[0]))
    shown = [name if number == 1 else f"{name} {number:,}" for name, number in ranked]
    if len(shown) > _MOST_ORIGINS:
        shown[_MOST_ORIGINS:] = [f"and {len(shown) - _MOST_ORIGINS:,} more"]
    messages = {finding.message for link in links for finding in link.findings if finding.rule == rule}
    if verdict is Verdict.BLOCKED:
        messages = {f"{'it answers' if len(links) == 1 else 'they answer'} people; nothing to do"}
    meaning = f": {messages.pop()}" if len(messages) == 1 else ""
    text = f"{verdict} {view.many(len(links), 'link')}, {rule} ({', '.join(shown)}){meaning}"
    return page.flow(text, _INDENT, "  ")


def _summary(report: Report, page: _Page) -> Block:
    outcome = view.headline(report)
    facts = (view.counts(report), view.changes(report), view.asides(report), view.cost(report))
    lines = page.flow(" ".join(filter(None, (outcome, *facts))))
    word, _, rest = lines[0].partition(" ")
    return [f"{page.paint(word, 'red' if report.summary.fails else 'green')} {rest}", *lines[1:]]


def _hint(unchecked: Unchecked, page: _Page) -> Block:
    what = f"Not checked: {view.many(unchecked.links, 'link')} ({unchecked.source}): {view.sentence(unchecked.reason)}"
    return page.flow(f"{what} {view.sentence(unchecked.cure)}", "  ", "")


REPORTERS.register(TextReporter())
