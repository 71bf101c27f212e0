"""The report for maintainers: tables to work through, as a file, a job's summary or an issue."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from linkwarden.model.finding import Verdict
from linkwarden.model.rule import Category
from linkwarden.report import REPORTERS, Style
from linkwarden.report.sanitize import code, markdown, markdown_url
from linkwarden.report.selectors import (
    BY_SEVERITY,
    failing_links,
    in_category,
    in_reading_order,
    is_accepted,
    open_findings,
    places_of,
    rule_descriptions,
    run_findings,
    run_place,
    suggestion_of,
)
from linkwarden.report.v1 import FindingInfo, LinkInfo, Report
from linkwarden.report.wording import (
    describe_changes,
    describe_cost,
    describe_counts,
    describe_history,
    describe_scope,
    headline,
    status_warning,
)

_MAX_BYTES = 900_000
"""GitHub takes 1 MiB for the summary of a step, and drops what is longer."""
_CUT = "\n**The report was cut here; the JSON report holds the rest.**\n"
_END_OF_DETAILS = "\n</details>\n"

_MAX_PLACES = 3

_UNUSABLE = (Verdict.UNREACHABLE, Verdict.DEAD)
"""Of the dead these are the ones that the user does not let fail."""
_QUIET = {
    Verdict.BLOCKED: "Blocked: these pages block automated requests; no action needed",
    Verdict.SKIPPED: "Skipped: not checked",
}

Lines = Iterable[str]
Row = Sequence[str]


class MarkdownReporter:
    """Writes one table for each kind of work, in the order of the files, so that two reports differ little."""

    id = "markdown"

    def render(self, report: Report, _style: Style) -> str:
        """See `Reporter.render`."""
        sections = (_top, _fails, _beside, _moved, _unreachable, _freshness, _other, _unchecked, _quiet, _end)
        lines = chain.from_iterable(section(report) for section in sections)
        return _cut(lines, _MAX_BYTES)


def _cut(lines: Lines, most: int) -> str:
    """Join *lines* as far as they fit into that many bytes, and say so where some do not."""
    room = most - len((_END_OF_DETAILS + _CUT).encode())
    kept: list[str] = []
    folded = False
    for line in lines:
        room -= len(line.encode()) + 1
        if room < 0:
            return "\n".join(kept) + "\n" + _END_OF_DETAILS * folded + _CUT
        folded = line == "<details>" or (folded and line != "</details>")
        kept.append(line)
    return "\n".join(kept).rstrip("\n") + "\n"


def _top(report: Report) -> Lines:
    verdicts = report.summary.verdicts
    alarm = status_warning(report)
    yield "# Link report"
    yield ""
    if alarm:
        yield f"> **{markdown(alarm)}**"
        yield ""
    extras = " ".join(filter(None, (describe_changes(report), describe_scope(report))))
    yield f"**{headline(report)}** {markdown(extras)}".rstrip()
    yield ""
    yield f"| {' | '.join(Verdict)} |"
    yield "|" + " --: |" * len(Verdict)
    yield f"| {' | '.join(f'{verdicts.get(verdict, 0):,}' for verdict in Verdict)} |"
    yield ""


def _section(title: str, columns: Row, rows: Sequence[Row], *, folded: bool = False) -> Iterator[str]:
    """Yield a heading and a table; nothing where there are no rows."""
    if not rows:
        return
    name = f"{title} ({len(rows):,})"
    yield from ("<details>", f"<summary><b>{name}</b></summary>") if folded else (f"## {name}",)
    yield ""
    yield f"| {' | '.join(columns)} |"
    yield "|" + " --- |" * len(columns)
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""
    if folded:
        yield from ("</details>", "")


def _where(link: LinkInfo) -> str:
    shown = [code(f"{place.path}:{place.line}") for place in places_of(link)]
    rest = len(shown) - _MAX_PLACES
    return "<br>".join(shown[:_MAX_PLACES]) + (f"<br>and {rest:,} more" if rest > 0 else "")


def _why(findings: Iterable[FindingInfo]) -> str:
    return "<br>".join(f"{code(finding.rule)} {markdown(finding.message + _accepted(finding))}" for finding in findings)


def _accepted(finding: FindingInfo) -> str:
    return f" (ignored: {finding.ignored})" if finding.ignored else ""


def _what(link: LinkInfo, report: Report) -> str:
    new = "<br>**new**" if report.changes and link.url in report.changes.new else ""
    return markdown_url(link.url) + new


def _rest(report: Report) -> list[LinkInfo]:
    """Return the links that neither fail nor were accepted."""
    return in_reading_order(link for link in report.links if not link.fails and not is_accepted(link))


def _instead(link: LinkInfo) -> str:
    return markdown_url(suggestion_of(link) or "")


def _fails(report: Report) -> Lines:
    rows = [
        (
            _where(link),
            _what(link, report),
            str(link.verdict),
            "<br>".join(filter(None, (_why(link.findings), markdown(describe_history(link, report.run.started_at))))),
            _instead(link),
        )
        for link in failing_links(report)
    ]
    return _section("Fails", ("Where", "Link", "Verdict", "Why", "Instead"), rows)


def _moved(report: Report) -> Lines:
    links = [link for link in _rest(report) if link.verdict is Verdict.MOVED]
    rows = [(_where(link), _what(link, report), _instead(link), _why(link.findings)) for link in links]
    return _section("Moved", ("Where", "Old", "New", "Why"), rows)


def _unreachable(report: Report) -> Lines:
    links = [link for link in _rest(report) if link.verdict in _UNUSABLE]
    rows = [
        (
            _where(link),
            _what(link, report),
            str(link.verdict),
            _why(link.findings),
            markdown(describe_history(link, report.run.started_at)),
        )
        for link in links
    ]
    return _section("Unreachable", ("Where", "Link", "Verdict", "Why", "History"), rows)


def _freshness(report: Report) -> Lines:
    """Yield what is archived, deprecated, stale: the worst first, whatever the link's verdict."""
    rules = rule_descriptions(report)
    ranked = [
        (BY_SEVERITY.index(finding.severity), finding.rule, position, link, finding)
        for position, link in enumerate(in_reading_order(report.links))
        for finding in open_findings(link)
        if in_category(Category.FRESHNESS, finding.rule, rules) and finding.rule != link.rule
        if not is_accepted(link)
    ]
    rows = [
        (_where(link), markdown_url(link.url), _why([finding]), markdown_url(finding.suggestion or ""))
        for *_, link, finding in sorted(ranked, key=lambda item: item[:3])
    ]
    return _section("Freshness", ("Where", "Link", "What", "Instead"), rows)


def _other(report: Report) -> Lines:
    rules = rule_descriptions(report)

    def stale_apart(link: LinkInfo) -> list[FindingInfo]:
        return [each for each in link.findings if not in_category(Category.FRESHNESS, each.rule, rules)]

    links = [link for link in _rest(report) if link.verdict is Verdict.ALIVE and stale_apart(link)]
    rows = [(_where(link), _what(link, report), _why(stale_apart(link)), _instead(link)) for link in links]
    return _section("Alive, with a remark", ("Where", "Link", "What", "Instead"), rows)


def _beside(report: Report) -> Lines:
    rows = []
    for severity in BY_SEVERITY:
        for finding in run_findings(report, severity):
            place = run_place(finding)
            where = f"{place.path}:{place.line}" if place else finding.host or "this run"
            rows.append((code(where), str(severity), f"{code(finding.rule)} {markdown(finding.message)}"))
    return _section("Files, hosts and the run", ("Where", "Severity", "What"), rows)


def _unchecked(report: Report) -> Lines:
    rows = [
        (markdown(item.source), f"{item.links:,}", markdown(item.reason), markdown(item.cure))
        for item in report.summary.unchecked
    ]
    return _section("Not checked", ("Source", "Links", "Why", "Cure"), rows)


def _quiet(report: Report) -> Lines:
    """Yield, folded, the links that need no work."""
    columns = ("Where", "Link", "Why")
    for verdict, title in _QUIET.items():
        links = [link for link in _rest(report) if link.verdict is verdict]
        rows = [(_where(link), _what(link, report), _why(link.findings)) for link in links]
        yield from _section(title, columns, rows, folded=True)
    accepted = in_reading_order(link for link in report.links if is_accepted(link))
    rows = [
        (_where(link), _what(link, report), f"{link.state}, {link.verdict}: {_why(link.findings)}") for link in accepted
    ]
    yield from _section("Accepted by the baseline or ignored", columns, rows, folded=True)


def _end(report: Report) -> Lines:
    fixed = report.changes.fixed if report.changes else []
    yield from _section("Fixed since the earlier run", ("Link",), [(markdown_url(url),) for url in fixed], folded=True)
    yield f"{describe_counts(report)} {describe_cost(report)}"
    yield ""
    yield f"linkwarden {markdown(report.tool.version)}, {report.run.finished_at:%Y-%m-%d %H:%M} UTC."


REPORTERS.register(MarkdownReporter())
