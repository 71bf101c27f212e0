"""Hosts whose links all fail in the same way: one finding instead of one per link. Pure."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from linkwarden.judge.rule import RULES, max_severity, min_severity
from linkwarden.model.finding import Finding, JudgedLink, RunFinding, Severity, Verdict
from linkwarden.model.link import TargetKind
from linkwarden.settings import Settings
from linkwarden.urls import parse_web_url

MIN_LINKS = 3
RULE = "host-failing"

_GONE = (Verdict.DEAD, Verdict.UNREACHABLE)


def gather_hosts(
    links: Sequence[JudgedLink], settings: Settings, is_accepted: Callable[[JudgedLink], bool]
) -> tuple[list[JudgedLink], list[RunFinding]]:
    """Return *links*, and a finding for each host that none of its links got an HTTP response from.

    The findings of such links become notes: the host's finding has their severity.

    Args:
        links: Every link of the run, judged.
        settings: The settings, which may change the rule's severity.
        is_accepted: Returns whether the user accepts that a link fails; such links do not count.
    """
    severity = settings.rules.get(RULE, RULES[RULE].info.severity)
    if severity is Severity.OFF:
        return list(links), []
    by_host: dict[str, list[JudgedLink]] = defaultdict(list)
    for link in links:
        url = parse_web_url(link.link.resource.url) if link.link.resource.kind is TargetKind.WEB else None
        if url is not None and link.verdict is not Verdict.SKIPPED:
            by_host[url.authority].append(link)
    quieted: dict[str, JudgedLink] = {}
    findings: list[RunFinding] = []
    for host, own in sorted(by_host.items()):
        failing = [each for each in own if not is_accepted(each)]
        if len(failing) < MIN_LINKS or not _fail_alike(own):
            continue
        loudest = max_severity(finding.severity for each in failing for finding in _deciding(each))
        quieted |= {each.link.url: _quieted(each) for each in failing}
        message = f"all {len(own)} links fail without an HTTP response: {min(each.detail for each in failing)}"
        findings.append(RunFinding(RULE, min_severity(severity, loudest), message, host=host))
    return [quieted.get(each.link.url, each) for each in links], findings


def _fail_alike(links: Sequence[JudgedLink]) -> bool:
    return len({each.rule for each in links}) == 1 and all(map(_got_no_response, links))


def _got_no_response(judged: JudgedLink) -> bool:
    if judged.verdict not in _GONE:
        return False
    if judged.past and judged.past.remembered:
        return judged.past.remembered.status is None
    fetches = judged.observation.own_fetches
    return bool(fetches) and all(exchange.status is None for fetch in fetches for exchange in fetch.exchanges)


def _deciding(judged: JudgedLink) -> list[Finding]:
    return [each for each in judged.findings if each.rule == judged.rule]


def _quieted(judged: JudgedLink) -> JudgedLink:
    findings = (
        each._replace(severity=min_severity(each.severity, Severity.NOTE)) if each.rule == judged.rule else each
        for each in judged.findings
    )
    return judged._replace(findings=tuple(findings))
