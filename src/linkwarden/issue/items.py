"""The work items of a report for a maintainer, one for each link, grouped. Pure."""

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from linkwarden.model.finding import Applicability, Severity
from linkwarden.report.groups import Group, grouped
from linkwarden.report.sanitize import code, markdown, markdown_url, shorten
from linkwarden.report.selectors import places_of, ranked_findings
from linkwarden.report.v1 import FindingInfo, LinkInfo, Report, RunFindingInfo
from linkwarden.report.wording import format_date, message_of

TITLES = {
    Group.FAILING: "Fix or remove",
    Group.MOVED: "Update the URL",
    Group.OTHER: "Review",
    Group.UNREACHABLE: "Unreachable",
    Group.FRESHNESS: "Archived, deprecated or outdated",
}
"""The groups that are listed, in their order, and their headings."""

_REPORTED = (Severity.ERROR, Severity.WARNING)
_MAX_PLACES = 3
_MAX_TEXT = 400
"""Characters of a URL, a path or a message."""


class Item(NamedTuple):
    """One thing to do."""

    key: str
    """Identifies the item in every run: a digest of the group and the link, not of its place or message."""
    group: Group
    text: str
    """One line of Markdown, safe whatever the link or its page contains."""
    url: str | None = None
    """The link; None for a finding on a file, a host or the run."""
    rules: tuple[str, ...] = ()
    """The rules of its findings."""
    safe_fix: bool = False
    """`linkwarden fix` replaces the link without a review."""


def items_of(report: Report) -> list[Item]:
    """Return the items in the order of the groups, then of the files."""
    links = grouped(report)
    order = list(TITLES)
    items = [_link_item(link, group) for group in order for link in links[group]]
    return sorted([*_run_items(report), *items], key=lambda item: order.index(item.group))


def _link_item(link: LinkInfo, group: Group) -> Item:
    findings = [each for each in ranked_findings(link) if each.severity in _REPORTED]
    since = f" Failing since {format_date(link.failing_since)}." if link.failing_since else ""
    reasons = "; ".join(map(_reason, findings))
    text = f"{markdown_url(link.url, _MAX_TEXT)}: {reasons}.{since} In {_files(link)}."
    return Item(
        key=_digest(group.value, link.url),
        group=group,
        text=_without_comments(text),
        url=link.url,
        rules=tuple(dict.fromkeys(each.rule for each in findings)),
        safe_fix=any(each.suggestion and each.applicability is Applicability.SAFE for each in findings),
    )


def _reason(finding: FindingInfo) -> str:
    message = markdown(shorten(message_of(finding), _MAX_TEXT))
    said = f"{code(finding.rule)} {message}".rstrip()
    return f"{said} → {markdown_url(finding.suggestion, _MAX_TEXT)}" if finding.suggestion else said


def _files(link: LinkInfo) -> str:
    """Return the files of a link without lines: a line that moves must not change the issue."""
    paths = list(dict.fromkeys(shorten(place.path, _MAX_TEXT) for place in places_of(link)))
    rest = len(paths) - _MAX_PLACES
    return ", ".join(map(code, paths[:_MAX_PLACES])) + (f" and {rest:,} more" if rest > 0 else "")


def _run_items(report: Report) -> Iterator[Item]:
    for finding in report.findings:
        if finding.severity in _REPORTED:
            subject = finding.path or finding.host or ""
            group = Group.FAILING if finding.severity is Severity.ERROR else Group.OTHER
            key = _digest(finding.rule, subject, finding.message)
            yield Item(key, group, _without_comments(_run_text(finding, subject)), rules=(finding.rule,))


def _run_text(finding: RunFindingInfo, subject: str) -> str:
    where = f"{code(shorten(subject, _MAX_TEXT))}: " if subject else ""
    return f"{where}{code(finding.rule)} {markdown(shorten(finding.message, _MAX_TEXT))}"


def _without_comments(text: str) -> str:
    """Return *text* with nothing that begins an HTML comment: the markers of the body are comments."""
    return text.replace("<!--", "<! --")


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:16]
