"""The report as Markdown: a file, the summary of a CI job, or a comment.

Lists, not tables: a long URL in a table's cell makes the table wider than a comment or a phone, and pushes the
other columns out of sight, while a list item wraps. Every item is one line of Markdown, since a forge shows line ends
in a comment as line breaks.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from linkwarden.model.finding import Applicability, Severity, Verdict
from linkwarden.report import REPORTERS, Style
from linkwarden.report.groups import Group, grouped
from linkwarden.report.sanitize import code, markdown, markdown_link, markdown_url, shorten
from linkwarden.report.selectors import (
    Place,
    item_order,
    places_of,
    ranked_findings,
    rule_descriptions,
    run_findings,
    run_place,
    sources_of,
)
from linkwarden.report.source import SourceLinks
from linkwarden.report.v1 import FindingInfo, LinkInfo, Report, RuleDescription, RunFindingInfo
from linkwarden.report.wording import (
    as_sentence,
    describe_changes,
    describe_cost,
    describe_counts,
    describe_history,
    describe_scope,
    headline,
    message_of,
    pluralize,
    status_warning,
)

_MAX_BYTES = 900_000
"""GitHub accepts 1 MiB for the summary of a step, and drops a longer one."""
_CUT = "\n**The report was cut here. The JSON report lists everything.**\n\n"
_END_OF_DETAILS = "\n</details>\n"
_MAX_PLACES = 3
_MAX_MESSAGE = 400
"""Maximum length of a message, so that one link does not crowd out the others."""
_MAX_URL = 200
"""Characters of a URL or a path that are shown."""
_MAX_OPEN = 20
"""A section of warnings with more entries is folded."""

Lines = Iterable[str]
Item = LinkInfo | RunFindingInfo


class _Section(NamedTuple):
    """A group of links with one heading."""

    title: str
    group: Group
    severity: Severity | None
    """The severity of the findings on files, hosts and the run that are listed with it; None for none."""
    implied: Verdict
    """The verdict that the title implies."""


_SECTIONS = (
    _Section("Errors", Group.FAILING, Severity.ERROR, Verdict.DEAD),
    _Section("Moved", Group.MOVED, None, Verdict.MOVED),
    _Section("Warnings", Group.OTHER, Severity.WARNING, Verdict.ALIVE),
    _Section("Unreachable", Group.UNREACHABLE, None, Verdict.UNREACHABLE),
    _Section("Freshness", Group.FRESHNESS, None, Verdict.ALIVE),
)

_QUIET = {
    Verdict.BLOCKED: "Blocked: these sites block automated requests; no action needed",
    Verdict.SKIPPED: "Skipped: not checked",
}


class _Context(NamedTuple):
    """Data for the entries of one report."""

    report: Report
    source: SourceLinks | None
    rules: Mapping[str, RuleDescription]
    new: frozenset[str]
    """The URLs with problems that an earlier run did not report."""


class MarkdownReporter:
    """Lists links that need work, the most urgent first; other links are folded."""

    id = "markdown"

    def render(self, report: Report, style: Style) -> str:
        """See `Reporter.render`."""
        new = frozenset(report.changes.new) if report.changes else frozenset[str]()
        context = _Context(report, style.source, rule_descriptions(report), new)
        links = grouped(report)
        sections = [
            _top(report),
            *(_section(section, links[section.group], context) for section in _SECTIONS),
            _unchecked(report),
            *_notes(links[Group.NOTED], context),
            _accepted(links[Group.ACCEPTED], context),
            _fixed(report),
        ]
        end = f"{describe_counts(report)} {describe_cost(report)}\n\n{_signature(report)}\n"
        return _cut(chain.from_iterable(sections), _MAX_BYTES - len(end.encode())) + end


def _cut(lines: Lines, most: int) -> str:
    """Join as many *lines* as fit into that many bytes, and note if some do not."""
    room = most - len((_END_OF_DETAILS + _CUT).encode())
    kept: list[str] = []
    folded = False
    for line in lines:
        room -= len(line.encode()) + 1
        if room < 0:
            return "\n".join(kept) + "\n" + _END_OF_DETAILS * folded + _CUT
        folded = line == "<details>" or (folded and line != "</details>")
        kept.append(line)
    return "\n".join(kept) + "\n"


def _top(report: Report) -> Lines:
    warning = status_warning(report)
    yield from ("# Link report", "")
    if warning:
        yield from (f"> **{markdown(shorten(warning, _MAX_MESSAGE))}**", "")
    facts = " ".join(filter(None, (describe_changes(report), describe_scope(report))))
    yield from (f"**{headline(report)}** {markdown(facts)}".rstrip(), "")


def _signature(report: Report) -> str:
    return f"linkwarden {markdown(report.tool.version)}, {report.run.finished_at:%Y-%m-%d %H:%M} UTC."


def _list(title: str, entries: Sequence[str], *, intro: str = "", folded: bool = False) -> Lines:
    """Yield a heading with the number of entries, and the entries; nothing if there are none."""
    if not entries:
        return
    name = f"{title} ({len(entries):,})"
    yield from ("<details>", f"<summary><b>{name}</b></summary>", "") if folded else (f"## {name}", "")
    yield from (intro, "") if intro else ()
    yield from (f"- {entry}" for entry in entries)
    yield ""
    yield from ("</details>", "") if folded else ()


def _section(section: _Section, links: Sequence[LinkInfo], context: _Context) -> Lines:
    items: list[Item] = [*links]
    if section.severity and (findings := run_findings(context.report, section.severity)):
        items = sorted([*findings, *links], key=item_order)
    entries = [_entry(item, section.implied, context) for item in items]
    folded = section.group is not Group.FAILING and len(items) > _MAX_OPEN
    return _list(section.title, entries, intro=_advice(items, context), folded=folded)


def _advice(items: Sequence[Item], context: _Context) -> str:
    """Return the advice about *items*: replacements first, then that of each rule once."""
    firsts = [ranked_findings(item)[0] if isinstance(item, LinkInfo) else item for item in items]
    replaced = [each for each in firsts if isinstance(each, FindingInfo) and each.suggestion]
    safe = sum(each.applicability is Applicability.SAFE for each in replaced)
    lines = ["→ is the URL to use instead."] if replaced else []
    if safe:
        lines[-1] += f" `linkwarden fix` replaces {pluralize(safe, 'link')}."
    rules: dict[str, set[str]] = {}
    for finding in firsts:
        if finding not in replaced and finding.rule in context.rules:
            rules.setdefault(context.rules[finding.rule].advice, set()).add(finding.rule)
    several = len(rules) + len(lines) > 1
    for advice, ids in rules.items():
        lines.append(f"{', '.join(map(code, sorted(ids)))}: {markdown(advice)}" if several else markdown(advice))
    return "<br>".join(lines)


def _entry(item: Item, implied: Verdict, context: _Context) -> str:
    """Return an entry: where and why, the URL, the replacement, other findings, other places, history."""
    if isinstance(item, RunFindingInfo):
        place = run_place(item)
        where = _place(place, context) if place else code(shorten(item.host, _MAX_URL)) if item.host else "this run"
        return f"{where} {_reason(item, context)}"
    first, *others = ranked_findings(item) or item.findings
    place, *more = places_of(item)
    verdict = "" if item.verdict is implied else f"{item.verdict}, "
    new = ", **new**" if item.url in context.new else ""
    history = describe_history(item, context.report.run.started_at)
    lines = [
        f"{_place(place, context)} {verdict}{_reason(first, context)}{new}",
        markdown_url(item.url, _MAX_URL),
        _replacement(first),
        *(f"{_reason(each, context)} {_replacement(each)}".rstrip() for each in others),
        _places("also at", more, context),
        _places("source:", sources_of(item), context),
        markdown(history),
    ]
    return "<br>".join(filter(None, lines))


def _place(place: Place, context: _Context) -> str:
    text = code(shorten(f"{place.path}:{place.line}", _MAX_URL))
    return markdown_link(text, context.source.url(place.path, place.line)) if context.source else text


def _places(start: str, places: Sequence[Place], context: _Context) -> str:
    if not places:
        return ""
    rest = len(places) - _MAX_PLACES
    shown = ", ".join(_place(place, context) for place in places[:_MAX_PLACES])
    return f"{start} {shown}" + (f" and {pluralize(rest, 'more place')}" if rest > 0 else "")


def _reason(finding: FindingInfo | RunFindingInfo, context: _Context) -> str:
    """Return the rule, with a link to its documentation, and the message."""
    rule = markdown(shorten(finding.rule, _MAX_URL))
    if finding.rule in context.rules:
        rule = markdown_link(rule, context.rules[finding.rule].url)
    message = markdown(shorten(message_of(finding), _MAX_MESSAGE))
    ignored = markdown(shorten(finding.ignored or "", _MAX_MESSAGE)) if isinstance(finding, FindingInfo) else ""
    return rule + (f": {message}" if message else "") + (f" (ignored: {ignored})" if ignored else "")


def _replacement(finding: FindingInfo) -> str:
    return f"→ {markdown_url(finding.suggestion, _MAX_URL)}" if finding.suggestion else ""


def _unchecked(report: Report) -> Lines:
    entries = [
        f"{markdown(each.source)}, {pluralize(each.links, 'link')}: "
        f"{markdown(as_sentence(each.reason))} {markdown(as_sentence(each.cure))}"
        for each in report.summary.unchecked
    ]
    return _list("Not checked", entries)


def _notes(links: Sequence[LinkInfo], context: _Context) -> Iterator[Lines]:
    """Yield links that need no work, folded."""
    for verdict, title in _QUIET.items():
        yield _list(title, [_entry(link, verdict, context) for link in links if link.verdict is verdict], folded=True)
    others: list[Item] = [link for link in links if link.verdict not in _QUIET]
    findings = run_findings(context.report, Severity.NOTE)
    items = sorted([*findings, *others], key=item_order) if findings else others
    yield _list("Notes", [_entry(item, Verdict.ALIVE, context) for item in items], folded=True)


def _accepted(links: Sequence[LinkInfo], context: _Context) -> Lines:
    entries = [f"{link.state}: {_entry(link, Verdict.DEAD, context)}" for link in links]
    return _list("Accepted by the baseline or ignored", entries, folded=True)


def _fixed(report: Report) -> Lines:
    urls = report.changes.fixed if report.changes else []
    return _list("Fixed since the earlier run", [markdown_url(url, _MAX_URL) for url in urls], folded=True)


REPORTERS.register(MarkdownReporter())
