"""The story of one link, as a person wants to read it: what was asked, what the rules said, what would change it. Pure.

It needs a report and nothing else, so a run of today and a report that was saved tell their stories alike.
"""

import json
import re
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus

from linkwarden.model.exchange import ABSENT
from linkwarden.model.finding import Severity, Verdict
from linkwarden.report import Style, view
from linkwarden.report.layout import INDENT, SEVERITY_COLORS, VERDICT_COLORS, Block, Page, page_for
from linkwarden.report.sanitize import plain
from linkwarden.report.v1 import ExchangeInfo, FindingInfo, LinkInfo, Report
from linkwarden.urls import parse_web_url

_DULL_HEADERS = frozenset({"content-encoding", "content-length", "content-type", "via"})
_WALL_HEADERS = frozenset({"cf-mitigated", "sg-captcha", "x-amzn-waf-action", "x-vercel-mitigated"})
"""They decide whatever the status is; x-datadome and x-iinfo come with every page of a site."""
_DEEP = " " * 11
_PROBLEMS = (Severity.ERROR, Severity.WARNING)

_ONLY_HEADERS = {2: ("content-type",), 3: ("location",)}
"""By the hundreds of the status: of a page and of a redirect these are all that count."""

_DATE = re.compile(r"(\d{4}-\d\d-\d\d)T[\d:.]+(?:Z|\+00:00)")

_WAYS_OUT = {
    Verdict.DEAD: "Mend the link, or remove it.",
    Verdict.UNREACHABLE: "A usable answer in a later run: it may be a bad day.",
}

_CURES = {
    "excluded": "Take the pattern out of exclude, and it is asked.",
    "not-reached": "Give the run more time (--max-time), and it is asked.",
    "offline": "Without --offline it is asked.",
    "private-address": "With --allow-private-addresses it is asked.",
    "redirect-to-private-address": "With --allow-private-addresses the redirect is followed.",
    "resolver-failure": "Try again where the name can be looked up.",
    "timeout": 'Give it more time: under [timeouts], read = "60s" and request = "90s".',
}
"""What changes the outcome of a rule, besides its severity and an ignore."""

_NAME_THE_AUTHORITY = "Name the authority's certificate in ca-file, if you trust it."
"""To accept these at a host would be to accept every page that it lacks."""


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
            "findings": {severity: loud[severity] for severity in view.BY_SEVERITY},
        }
    )
    exchanges = [each for each in report.exchanges if each.id in asked]
    return report.model_copy(
        update={"summary": summary, "changes": None, "findings": [], "links": [link], "exchanges": exchanges}
    )


def tell(report: Report, link: LinkInfo, style: Style, meanings: Mapping[str, str]) -> str:
    """Return the story of *link*.

    Args:
        report: The run that saw it.
        link: One of its links.
        style: How the text is going to be shown.
        meanings: What each rule says, in one line, by its id.
    """
    page = page_for(style)
    by_id = {each.id: each for each in report.exchanges}
    exchanges = [by_id[each] for each in link.exchanges if each in by_id]
    blocks = [
        _alarm(report, page),
        _title(link, page),
        *_asked(exchanges, link, page),
        _stopped(link, report, exchanges, page),
        _known(link, page),
        _said(link, meanings, page),
        _change(link, page),
        *(_unchecked(report, page) if len(report.links) == 1 else []),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _alarm(report: Report, page: Page) -> Block:
    text = view.alarm(report)
    return [page.paint(line, "red") for line in page.flow(text)] if text else []


def _title(link: LinkInfo, page: Page) -> Block:
    because = f": {plain(link.rule)}" if link.rule else ""
    effect = f", {link.state}" if view.is_accepted(link) else ", fails the check" if link.fails else ""
    where = [str(place) for place in view.places(link)]
    past = view.past(link)
    return [
        page.paint(plain(link.url), "bold"),
        page.paint(f"{link.verdict}{because}{effect}", VERDICT_COLORS[link.verdict]),
        *page.flow(f"{link.verdict.capitalize()} means: {view.MEANING[link.verdict]}.", "  ", "  "),
        *(page.flow(f"It stands at {', '.join(where)}.", "  ", "  ") if where else []),
        *(page.flow(view.sentence(past.capitalize()), "  ", "  ") if past else []),
    ]


def _asked(exchanges: Sequence[ExchangeInfo], link: LinkInfo, page: Page) -> Iterator[Block]:
    if not exchanges:
        yield page.flow(_unasked(link))
        return
    start = min(each.at for each in exchanges)
    yield [page.paint(line, "bold") for line in page.flow(f"What was asked, from {start:%Y-%m-%d %H:%M:%S} UTC")]
    for each in exchanges:
        yield list(_exchange(each, start, page))


def _unasked(link: LinkInfo) -> str:
    if link.from_history:
        return "It was not due in this run: what was asked is in the report of the run that asked."
    return "It was looked up on disk; nothing was asked." if link.probes == ["local"] else "Nothing was asked."


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
        return f"no answer {took}: {each.error}{f' ({each.detail})' if each.detail else ''}"
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
    return f"{elapsed_ms} ms" if elapsed_ms < 1000 else view.spell_duration(elapsed_ms / 1000)  # noqa: PLR2004


def _headers(each: ExchangeInfo) -> Iterator[tuple[str, str]]:
    """Yield the headers of an answer that can have decided something."""
    only_these = _ONLY_HEADERS.get((each.status or 0) // 100)
    for name, value in each.headers.items():
        if name in _WALL_HEADERS or (name in only_these if only_these else name not in _DULL_HEADERS):
            yield name, value


def _known(link: LinkInfo, page: Page) -> Block:
    lines: Block = []
    for source, facts in link.facts.items():
        if source == "local":  # the rules say it all
            continue
        told = [_fact(name.replace("_", " "), value) for name, value in facts.items() if value or value == 0]
        lines += page.flow(f"{source}: {', '.join(filter(None, told)) or 'nothing of note'}", INDENT, "  ")
    return [page.paint("What is known about it", "bold"), *lines] if lines else []


def _fact(name: str, value: object) -> str:
    if isinstance(value, bool):
        return name if value else ""
    if isinstance(value, str):
        return name + " " + _DATE.sub(r"\1", value)
    return f"{name} {json.dumps(value, ensure_ascii=False)}"


def _said(link: LinkInfo, meanings: Mapping[str, str], page: Page) -> Block:
    if not link.findings:
        return page.flow("No rule had anything to say.")
    lines = [page.paint("What the rules said", "bold")]
    for finding in sorted(link.findings, key=lambda each: each.rule != link.rule):
        decides = f", decides: {link.verdict}" if finding.rule == link.rule else ""
        head = page.flow(f"{finding.rule} ({finding.severity}{decides})", INDENT, "  ")
        lines += [page.paint(line, SEVERITY_COLORS.get(finding.severity, "bold")) for line in head]
        lines += page.flow(finding.message, INDENT, INDENT)
        if finding.ignored:
            lines += page.flow(f"Ignored: {finding.ignored}", INDENT, INDENT)
        meaning = meanings.get(finding.rule)
        if meaning and meaning.casefold() != finding.message.casefold():
            lines += [page.paint(line, "dim") for line in page.flow(f"This rule: {meaning}", INDENT, INDENT)]
    return lines


def _stopped(link: LinkInfo, report: Report, exchanges: Sequence[ExchangeInfo], page: Page) -> Block:
    """Return why no more was asked."""
    if link.needs:
        why = report.run.reason or "one link may take only so long (timeouts.link)"
        return page.flow(f"A rule still needed: {'; '.join(link.needs)}. It was not asked: {view.sentence(why)}")
    return page.flow("No rule needed another look.") if exchanges and report.run.status != "interrupted" else []


def _change(link: LinkInfo, page: Page) -> Block:
    lines = list(_changes(link, page))
    return [page.paint("What would change it", "bold"), *lines] if lines else []


def _changes(link: LinkInfo, page: Page) -> Iterator[str]:
    suggestion = view.suggestion_of(link)
    if suggestion:
        yield from page.flow("Write this where the link stands:", INDENT, "  ")
        yield page.paint(page.address(suggestion), "green")
    elif link.verdict in _WAYS_OUT:
        yield from page.flow(_WAYS_OUT[link.verdict], INDENT, "  ")
    for finding in link.findings:
        cure = _cure(finding)
        if cure:
            yield from page.flow(cure, INDENT, "  ")
    if link.verdict is Verdict.BLOCKED and link.status is not None and _is_acceptable(link.status):
        yield from _accepting(link, link.status, page)
    for finding in view.still_open(link):
        if finding.severity in _PROBLEMS:
            yield from _quieting(link, finding, page)


def _cure(finding: FindingInfo) -> str | None:
    if finding.rule == "untrusted-issuer" and "not trusted" in finding.message:
        return _NAME_THE_AUTHORITY
    return _CURES.get(finding.rule)


def _is_acceptable(status: int) -> bool:
    """Tell whether to accept a status helps, and accepts no more than refusals (202: SiteGround's)."""
    return status == HTTPStatus.ACCEPTED or (status >= HTTPStatus.BAD_REQUEST and status not in ABSENT)


def _accepting(link: LinkInfo, status: int, page: Page) -> Iterator[str]:
    final = parse_web_url(link.final_url or link.url)
    if final is not None:
        yield from page.flow(f"Where {status} is fine, count it as alive, in linkwarden.toml:", INDENT, "  ")
        yield f"{INDENT}[accept]"
        yield f"{INDENT}{json.dumps(plain(final.host))} = [{status}]"


def _quieting(link: LinkInfo, finding: FindingInfo, page: Page) -> Iterator[str]:
    rule = plain(finding.rule)
    yield from page.flow(f"To accept {rule} at this link, with a reason:", INDENT, "  ")
    yield f"{INDENT}{ignore_command(link.url, rule)}"
    milder = "warning" if finding.severity is Severity.ERROR else "note"
    yield from page.flow(f"To be told less loudly of {rule} everywhere, in linkwarden.toml:", INDENT, "  ")
    yield f"{INDENT}[rules]"
    yield f'{INDENT}{rule} = "{milder}"'


def ignore_command(url: str, rule: str) -> str:
    """Return the command that accepts what *rule* finds at *url*, quoted for a shell."""
    return f"linkwarden ignore {shlex.quote(plain(url))} --rule {rule} --reason '…'"


def _unchecked(report: Report, page: Page) -> Iterator[Block]:
    for each in report.summary.unchecked:
        yield page.flow(f"{each.source}: {view.sentence(each.reason)} {view.sentence(each.cure)}", "  ", "")
