"""Two reports, compared: which problems are new, which were fixed, which stay. Pure.

A problem is a link with a finding of severity error or warning that the user does not accept. It counts as
fixed only where the later run shows it: the link is fine now, or the file no longer holds it. What that run
did not look at, or could not trust, is neither.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime

from linkwarden.model.finding import Severity, Verdict
from linkwarden.report import Style
from linkwarden.report.layout import VERDICT_COLORS, Block, Page, page_for, text_of
from linkwarden.report.selectors import (
    BY_SEVERITY,
    in_reading_order,
    is_accepted,
    max_severity,
    open_findings,
    places_of,
)
from linkwarden.report.v1 import Changes, LinkInfo, Report
from linkwarden.report.wording import describe_counts, status_warning
from linkwarden.urls import parse_web_url

PROBLEMS = (Severity.ERROR, Severity.WARNING)
_GONE = (Verdict.DEAD, Verdict.UNREACHABLE)
_ANSWERS = (Verdict.ALIVE, Verdict.MOVED)


def compare(older: Report, newer: Report) -> Report:
    """Return *newer*, with what changed since *older*."""
    before = problems(older)

    def is_in_its_files(url: str) -> bool:
        return any(each.path in newer.run.inputs for each in before[url].occurrences)

    return with_changes(newer, older.run.finished_at, before, is_in_its_files)


def with_changes(newer: Report, since: datetime, before: Iterable[str], covers: Callable[[str], bool]) -> Report:
    """Return *newer*, with what changed since an earlier run.

    Args:
        newer: The later run's report.
        since: When the earlier run ended.
        before: The URLs of its problems.
        covers: Tells whether the later run would have seen a link if it still stood where it was.
    """
    was, after = dict.fromkeys(before), problems(newer)
    now = {link.url: link for link in newer.links}
    changes = Changes(
        since=since,
        new=[url for url in after if url not in was],
        fixed=[url for url in was if url not in after and _is_fixed(now.get(url), newer, covered=covers(url))],
        still=[url for url in after if url in was],
    )
    return newer.model_copy(update={"changes": changes})


def problems(report: Report) -> dict[str, LinkInfo]:
    """Return the links with a finding of severity error or warning that the user does not accept, by URL.

    Where such a finding on a host speaks for its links, they are among them.
    """
    hosts = {each.host for each in report.findings if each.host and each.severity in PROBLEMS}
    return {
        link.url: link
        for link in report.links
        if not is_accepted(link) and (max_severity(link) in PROBLEMS or _fails_with_its_host(link, hosts))
    }


def _fails_with_its_host(link: LinkInfo, hosts: Collection[str]) -> bool:
    url = parse_web_url(link.url) if hosts and link.verdict in _GONE else None
    return url is not None and url.authority in hosts


def _is_fixed(now: LinkInfo | None, newer: Report, *, covered: bool) -> bool:
    sound = newer.run.status == "complete"
    if now is None:
        return sound and covered
    return now.verdict in _ANSWERS or is_accepted(now) or (sound and now.verdict is Verdict.BLOCKED)


def render_changes(older: Report, newer: Report, style: Style) -> str:
    """Return what changed from *older* to *newer*, for people."""
    page = page_for(style)
    compared = compare(older, newer)
    changes = compared.changes or Changes(since=older.run.finished_at, new=[], fixed=[])
    shown = in_reading_order(problems(newer).values())
    fresh = set(changes.new)
    new = [link for link in shown if link.url in fresh]
    stay = [link for link in shown if link.url not in fresh]
    was = {link.url: link for link in older.links}
    alarm = status_warning(newer)
    blocks = [
        [page.paint(line, "red") for line in page.flow(alarm)] if alarm else [],
        *_section("New", new, page),
        *_section("Still there", stay, page),
        *_fixed([was[url] for url in changes.fixed], newer, page),
        page.flow(
            f"Since {changes.since:%Y-%m-%d %H:%M} UTC: {len(new):,} new, {len(stay):,} still there, "
            f"{len(changes.fixed):,} fixed. {describe_counts(newer)}"
        ),
    ]
    return text_of(blocks)


def _section(title: str, links: Sequence[LinkInfo], page: Page) -> Iterator[Block]:
    if links:
        yield [page.paint(title, "bold")]
    for link in links:
        said = sorted(
            open_findings(link),
            key=lambda each: (each.rule != link.rule, BY_SEVERITY.index(each.severity)),
        )
        place = next(iter(places_of(link)), None)
        yield [
            *page.head(str(place or "nowhere"), f"{link.verdict}: {said[0].rule}", VERDICT_COLORS[link.verdict]),
            page.address(link.url),
            *page.flow(said[0].message, "    ", "    "),
        ]


def _fixed(links: Sequence[LinkInfo], newer: Report, page: Page) -> Iterator[Block]:
    if not links:
        return
    lines = [page.paint("Fixed", "bold")]
    by_url = {link.url: link for link in newer.links}
    for link in links:
        now = by_url.get(link.url)
        state = "no longer in the files" if now is None else now.state if is_accepted(now) else now.verdict
        lines += [page.address(link.url, "  "), *page.flow(f"was {link.verdict}, now {state}", "    ", "    ")]
    yield lines
