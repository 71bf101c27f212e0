"""Compare two reports: which problems are new, which were fixed, and which remain. Pure.

A problem is a link with a finding of severity error or warning that the user does not accept. It counts as fixed
only if the later run shows that: the link works now, or is no longer in the file. A problem that the later
run did not check, or could not check reliably, is neither.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from linkwarden.model.finding import Severity, Verdict
from linkwarden.report.selectors import is_accepted, link_severity, run_findings
from linkwarden.report.v1 import Changes, LinkInfo, Report, RunFindingInfo
from linkwarden.urls import parse_web_url

PROBLEMS = (Severity.ERROR, Severity.WARNING)
_GONE = (Verdict.DEAD, Verdict.UNREACHABLE)
_ANSWERS = (Verdict.ALIVE, Verdict.MOVED)


def compare(older: Report, newer: Report) -> Report:
    """Return *newer*, with the changes since *older*."""
    before = problems(older)

    def is_in_its_files(url: str) -> bool:
        return any(each.path in newer.run.inputs for each in before[url].occurrences)

    return with_changes(newer, older.run.finished_at, before, is_in_its_files)


def with_changes(newer: Report, since: datetime, before: Iterable[str], covers: Callable[[str], bool]) -> Report:
    """Return *newer*, with the changes since an earlier run.

    Args:
        newer: The later run's report.
        since: When the earlier run ended.
        before: The URLs of its problems.
        covers: Returns whether the later run would have seen a link if it were still in the file.
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

    If such a finding on a host covers its links, they are included.
    """
    hosts = {each.host for each in report.findings if each.host and each.severity in PROBLEMS}
    return {
        link.url: link
        for link in report.links
        if not is_accepted(link) and (link_severity(link) in PROBLEMS or _fails_with_its_host(link, hosts))
    }


def _fails_with_its_host(link: LinkInfo, hosts: Collection[str]) -> bool:
    url = parse_web_url(link.url) if hosts and link.verdict in _GONE else None
    return url is not None and url.authority in hosts


def _is_fixed(now: LinkInfo | None, newer: Report, *, covered: bool) -> bool:
    sound = newer.run.status == "complete"
    if now is None:
        return sound and covered
    return now.verdict in _ANSWERS or is_accepted(now) or (sound and now.verdict is Verdict.BLOCKED)


def new_failures(older: Report, newer: Report) -> list[LinkInfo | RunFindingInfo]:
    """Return the links, and the findings on files, hosts and the run, that fail the check in *newer* only."""
    urls = {link.url for link in older.links if link.fails}
    errors = {_key(each) for each in run_findings(older, Severity.ERROR)}
    return [
        *(link for link in newer.links if link.fails and link.url not in urls),
        *(each for each in run_findings(newer, Severity.ERROR) if _key(each) not in errors),
    ]


def _key(finding: RunFindingInfo) -> tuple[str, str, str, str]:
    """Return the identity of a finding across runs; its line may change."""
    return (finding.rule, finding.path or "", finding.host or "", finding.message)
