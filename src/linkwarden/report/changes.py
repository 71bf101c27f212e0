"""The report of `linkwarden report OLD NEW` for a terminal: new problems first, then known ones, then fixed ones."""

from linkwarden.model.finding import Verdict
from linkwarden.report import Style
from linkwarden.report.compare import compare, new_failures, problems
from linkwarden.report.entries import Heading, section, status_entry
from linkwarden.report.layout import INDENT, Block, Page, page_for, text_of
from linkwarden.report.selectors import in_reading_order, is_accepted, item_order
from linkwarden.report.v1 import LinkInfo, Report
from linkwarden.report.wording import describe_counts, pluralize

_ERROR = Heading("new error", "red", Verdict.DEAD, 200)
_WARNING = Heading("new warning", "yellow", Verdict.ALIVE)
_KNOWN = Heading("known problem", "dim", Verdict.DEAD)


def render_changes(older: Report, newer: Report, style: Style) -> str:
    """Return the differences between *older* and *newer*, as text."""
    page = page_for(style)
    changes = compare(older, newer).changes
    assert changes is not None  # noqa: S101 - compare sets it
    failures = sorted(new_failures(older, newer), key=item_order)
    urls = {item.url for item in failures if isinstance(item, LinkInfo)}
    others = [link for link in in_reading_order(problems(newer).values()) if link.url not in urls]
    warnings = [link for link in others if link.url in changes.new]
    known = [link for link in others if link.url not in changes.new]
    before = {link.url: link for link in older.links}
    fixed = [before[url] for url in changes.fixed]
    shown = newer.model_copy(update={"changes": None})  # the headings show what is new
    counts = (
        f"{pluralize(len(failures), 'new error')}, {pluralize(len(warnings), 'new warning')}, "
        f"{len(known):,} still there, {len(fixed):,} fixed."
    )
    blocks = [
        status_entry(newer, page),
        section(_ERROR, failures, shown, style, page),
        section(_WARNING, warnings, shown, style, page),
        section(_KNOWN, known, shown, style, page),
        _fixed(fixed, newer, page),
        page.flow(f"Since {changes.since:%Y-%m-%d %H:%M} UTC: {counts} {describe_counts(newer)}"),
    ]
    return text_of(blocks)


def _fixed(links: list[LinkInfo], newer: Report, page: Page) -> Block:
    if not links:
        return []
    lines = [page.paint(line, "bold") for line in page.flow(f"{len(links):,} fixed")]
    now = {link.url: link for link in newer.links}
    for link in links:
        state = _state(now.get(link.url))
        lines += [page.address(link.url, "  "), *page.flow(f"was {link.verdict}, now {state}", INDENT, INDENT)]
    return lines


def _state(now: LinkInfo | None) -> str:
    if now is None:
        return "no longer in the files"
    return now.state if is_accepted(now) else now.verdict
