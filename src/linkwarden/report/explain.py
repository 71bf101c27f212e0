"""The report of `linkwarden explain`: every request and finding for one link, and what to do about it. Pure.

It needs a report only, so a finished run and a saved report are explained in the same way.
"""

import json
import re
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from http import HTTPStatus

from linkwarden.model.exchange import ABSENT
from linkwarden.model.finding import Severity, Verdict
from linkwarden.report import Style
from linkwarden.report.entries import status_entry
from linkwarden.report.layout import INDENT, SEVERITY_COLORS, VERDICT_COLORS, Block, Page, page_for, text_of
from linkwarden.report.sanitize import plain
from linkwarden.report.selectors import (
    BY_SEVERITY,
    is_accepted,
    link_severity,
    open_findings,
    places_of,
    rule_descriptions,
    suggestion_of,
)
from linkwarden.report.v1 import ExchangeInfo, FindingInfo, LinkInfo, Report
from linkwarden.report.wording import MEANING, as_sentence, describe_history, format_duration
from linkwarden.urls import parse_web_url

_DULL_HEADERS = frozenset({"content-encoding", "content-length", "content-type", "via"})
_WALL_HEADERS = frozenset({"cf-mitigated", "sg-captcha", "x-amzn-waf-action", "x-vercel-mitigated"})
"""Headers that decide whatever the status is; x-datadome and x-iinfo are on every page of a site."""
_DEEP = " " * 11
_PROBLEMS = (Severity.ERROR, Severity.WARNING)

_ONLY_HEADERS = {2: ("content-type",), 3: ("location",)}
"""By the hundreds of the status: of a page and of a redirect these are all that count."""

_DATE = re.compile(r"(\d{4}-\d\d-\d\d)T[\d:.]+(?:Z|\+00:00)")


def only(report: Report, link: LinkInfo) -> Report:
    """Return *report* as if it had been about that one link."""
    asked = set(link.exchanges)
    loud = Counter(finding.severity for finding in link.findings)
    summary = report.summary.model_copy(
        update={
            "links": 1,
            "occurrences": len(link.occurrences),
            "hosts": int(parse_web_url(link.url) is not None),
            "requests": len(asked),
            "fails": link.fails,
            "verdicts": {verdict: int(verdict is link.verdict) for verdict in Verdict},
            "findings": {severity: loud[severity] for severity in BY_SEVERITY},
        }
    )
    exchanges = [each for each in report.exchanges if each.id in asked]
    return report.model_copy(
        update={"summary": summary, "changes": None, "findings": [], "links": [link], "exchanges": exchanges}
    )


def render(report: Report, link: LinkInfo, style: Style) -> str:
    """Return the explanation of *link*.

    Args:
        report: The run that saw it.
        link: One of its links.
        style: How the text is going to be shown.
    """
    page = page_for(style)
    by_id = {each.id: each for each in report.exchanges}
    exchanges = [by_id[each] for each in link.exchanges if each in by_id]
    blocks = [
        status_entry(report, page),
        _title(link, report, page),
        *_requests(exchanges, link, page),
        _stopped(link, report, exchanges, page),
        _known(link, page),
        _findings(link, report, page),
        _next_steps(link, report, page),
        *(_unchecked(report, page) if len(report.links) == 1 else []),
    ]
    return text_of(blocks)


def _title(link: LinkInfo, report: Report, page: Page) -> Block:
    because = f": {plain(link.rule)}" if link.rule else ""
    effect = f", {link.state}" if is_accepted(link) else ", fails the check" if link.fails else ""
    where = [str(place) for place in places_of(link)]
    past = describe_history(link, report.run.started_at)
    return [
        page.paint(plain(link.url), "bold"),
        page.paint(f"{link.verdict}{because}{effect}", _title_color(link)),
        *page.flow(f"{link.verdict.capitalize()} means: {MEANING[link.verdict]}.", "  ", "  "),
        *(page.flow(f"Used at {', '.join(where)}.", "  ", "  ") if where else []),
        *(page.flow(as_sentence(past.capitalize()), "  ", "  ") if past else []),
    ]


def _title_color(link: LinkInfo) -> str:
    """Return the color of the most severe finding, else of the verdict."""
    severity = link_severity(link)
    color = VERDICT_COLORS[link.verdict]
    return SEVERITY_COLORS.get(severity, color) if severity and not is_accepted(link) else color


def _requests(exchanges: Sequence[ExchangeInfo], link: LinkInfo, page: Page) -> Iterator[Block]:
    if not exchanges:
        yield page.flow(_no_requests(link))
        return
    start = min(each.at for each in exchanges)
    yield [page.paint(line, "bold") for line in page.flow(f"Requests, from {start:%Y-%m-%d %H:%M:%S} UTC")]
    for each in exchanges:
        yield list(_exchange(each, start, page))


def _no_requests(link: LinkInfo) -> str:
    if link.from_history:
        return "Not due in this run; the requests are in the report of the run that sent them."
    return "Looked up on disk; no requests were sent." if link.probes == ["local"] else "No requests were sent."


def _exchange(each: ExchangeInfo, start: datetime, page: Page) -> Iterator[str]:
    at = f"+{(each.at - start).total_seconds():.1f} s".rjust(9)
    yield f"{at}  {plain(each.method)} {plain(each.url)}"
    yield from (page.paint(line, "dim") for line in page.flow(each.why, _DEEP, _DEEP))
    yield from (page.paint(line, _answer_color(each)) for line in page.flow(_answer(each), _DEEP, _DEEP))
    for name, value in _headers(each):
        yield from page.flow(f"{name}: {value}", f"{_DEEP}  ", _DEEP)


def _answer(each: ExchangeInfo) -> str:
    took = f"after {_took(each.elapsed_ms)}"
    if each.status is None:
        return f"no response {took}: {each.error}{f' ({each.detail})' if each.detail else ''}"
    return f"{each.status}{_phrase(each.status)} {took}"


def _answer_color(each: ExchangeInfo) -> str:
    if each.status is None:
        return "magenta"
    return {2: "green", 3: "cyan"}.get(each.status // 100, "red")


def _phrase(status: int) -> str:
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""


def _took(elapsed_ms: int) -> str:
    return f"{elapsed_ms} ms" if elapsed_ms < 1000 else format_duration(elapsed_ms / 1000)  # noqa: PLR2004


def _headers(each: ExchangeInfo) -> Iterator[tuple[str, str]]:
    """Yield the headers of a response that can have affected the verdict."""
    only_these = _ONLY_HEADERS.get((each.status or 0) // 100)
    for name, value in each.headers.items():
        if name in _WALL_HEADERS or (name in only_these if only_these else name not in _DULL_HEADERS):
            yield name, value


def _known(link: LinkInfo, page: Page) -> Block:
    lines: Block = []
    for source, facts in link.facts.items():
        if source == "local":  # the findings have all of it
            continue
        told = [_fact(name.replace("_", " "), value) for name, value in facts.items() if value or value == 0]
        lines += page.flow(f"{source}: {', '.join(filter(None, told)) or 'nothing noteworthy'}", INDENT, "  ")
    return [page.paint("Facts", "bold"), *lines] if lines else []


def _fact(name: str, value: object) -> str:
    if isinstance(value, bool):
        return name if value else ""
    if isinstance(value, str):
        return name + " " + _DATE.sub(r"\1", value)
    return f"{name} {json.dumps(value, ensure_ascii=False)}"


def _findings(link: LinkInfo, report: Report, page: Page) -> Block:
    if not link.findings:
        return page.flow("No findings.")
    rules = rule_descriptions(report)
    lines = [page.paint("Findings", "bold")]
    for finding in sorted(link.findings, key=lambda each: each.rule != link.rule):
        decides = f", decides: {link.verdict}" if finding.rule == link.rule else ""
        head = page.flow(f"{finding.rule} ({finding.severity}{decides})", INDENT, "  ")
        lines += [page.paint(line, SEVERITY_COLORS.get(finding.severity, "bold")) for line in head]
        lines += page.flow(finding.message, INDENT, INDENT)
        if finding.ignored:
            lines += page.flow(f"Ignored: {finding.ignored}", INDENT, INDENT)
        if finding.rule in rules:
            about = (f"Rule: {as_sentence(rules[finding.rule].summary)}", rules[finding.rule].url)
            lines += [page.paint(line, "dim") for text in about for line in page.flow(text, INDENT, INDENT)]
    return lines


def _stopped(link: LinkInfo, report: Report, exchanges: Sequence[ExchangeInfo], page: Page) -> Block:
    """Return why no further requests were sent."""
    if link.needs:
        why = report.run.reason or "the time limit for one link (timeouts.link)"
        return page.flow(f"Not sent: {'; '.join(link.needs)}. Reason: {as_sentence(why)}")
    return page.flow("No further requests were needed.") if exchanges and report.run.status != "interrupted" else []


def _next_steps(link: LinkInfo, report: Report, page: Page) -> Block:
    lines = list(_steps(link, report, page))
    return [page.paint("What to do", "bold"), *lines] if lines else []


def _steps(link: LinkInfo, report: Report, page: Page) -> Iterator[str]:
    suggestion = suggestion_of(link)
    if suggestion:
        yield from page.flow("Replace the link with:", INDENT, "  ")
        yield page.paint(page.address(suggestion), "cyan")
    rules = rule_descriptions(report)
    open_rules = [finding.rule for finding in open_findings(link) if finding.suggestion is None]
    for advice in dict.fromkeys(rules[each].advice for each in open_rules if each in rules):
        yield from page.flow(advice, INDENT, "  ")
    if link.verdict is Verdict.BLOCKED and link.status is not None and _is_acceptable(link.status):
        yield from _accept_status(link, link.status, page)
    for finding in open_findings(link):
        if finding.severity in _PROBLEMS:
            yield from _accept_finding(link, finding, page)


def _is_acceptable(status: int) -> bool:
    """Return whether to accept a status helps, and accepts no more than refusals (202: SiteGround's)."""
    return status == HTTPStatus.ACCEPTED or (status >= HTTPStatus.BAD_REQUEST and status not in ABSENT)


def _accept_status(link: LinkInfo, status: int, page: Page) -> Iterator[str]:
    final = parse_web_url(link.final_url or link.url)
    if final is not None:
        yield from page.flow(f"To count {status} as alive for this host, in linkwarden.toml:", INDENT, "  ")
        yield f"{INDENT}[accept]"
        yield f"{INDENT}{json.dumps(plain(final.host))} = [{status}]"


def _accept_finding(link: LinkInfo, finding: FindingInfo, page: Page) -> Iterator[str]:
    rule = plain(finding.rule)
    yield from page.flow(f"To accept {rule} for this link:", INDENT, "  ")
    yield f"{INDENT}{ignore_command(link.url, rule)}"
    milder = "warning" if finding.severity is Severity.ERROR else "note"
    yield from page.flow(f"To lower the severity of {rule} everywhere, in linkwarden.toml:", INDENT, "  ")
    yield f"{INDENT}[rules]"
    yield f'{INDENT}{rule} = "{milder}"'


def ignore_command(url: str, rule: str) -> str:
    """Return the command that accepts the finding of *rule* on *url*, quoted for a shell."""
    return f"linkwarden ignore {shlex.quote(plain(url))} --rule {rule} --reason '…'"


def _unchecked(report: Report, page: Page) -> Iterator[Block]:
    for each in report.summary.unchecked:
        yield page.flow(f"{each.source}: {as_sentence(each.reason)} {as_sentence(each.cure)}", "  ", "")
