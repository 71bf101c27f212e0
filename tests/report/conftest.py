"""One report with every verdict, for all reporters."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal

import pytest

from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Applicability, Severity, Verdict
from linkwarden.model.place import Kind
from linkwarden.model.rule import Category
from linkwarden.report.v1 import (
    Changes,
    DestinationInfo,
    ExchangeInfo,
    FindingInfo,
    LinkInfo,
    OccurrenceInfo,
    Report,
    RuleDescription,
    RunFindingInfo,
    RunInfo,
    SpanInfo,
    Summary,
    ToolInfo,
    UncheckedInfo,
)

NOON = datetime(2026, 8, 3, 12, 0, tzinfo=UTC)
JULY = datetime(2026, 7, 28, 6, 30, 15, 250000, tzinfo=UTC)

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
State = Literal["new", "known", "baselined", "ignored"]

EVIL = "\x1b]0;pwned\x07\x1b[31m\u202e|`<img src=x onerror=alert(1)>` @octocat acme/widget#1\r\n::error::https://evil.example"
"""Text of a page or a pull request that is dangerous to print."""


def say(rule: str, severity: Severity, message: str, suggestion: str | None = None) -> FindingInfo:
    applicability = Applicability.REVIEW if suggestion else None
    return FindingInfo(
        rule=rule, severity=severity, message=message, suggestion=suggestion, applicability=applicability
    )


def describe(rule: str) -> RuleDescription | None:
    """The description of a rule of this sample, which differs from those of real rules."""
    if rule not in RULES:
        return None
    category, verdict, severity, summary, advice = RULES[rule]
    url = f"https://docs.example/rules/#{rule}"
    return RuleDescription(
        id=rule, verdict=verdict, severity=severity, category=category, summary=summary, advice=advice, url=url
    )


HEALTH, FRESHNESS, SCOPE = Category.HEALTH, Category.FRESHNESS, Category.SCOPE
FIX = "Fix or remove the link."
RULES = {
    "gone": (HEALTH, Verdict.DEAD, ERROR, "The server responds with 410 Gone", FIX),
    "not-found": (HEALTH, Verdict.DEAD, ERROR, "The server responds with 404 Not Found", FIX),
    "missing-anchor": (HEALTH, Verdict.DEAD, ERROR, "The file has no such heading", "Fix or remove the fragment."),
    "soft-404": (HEALTH, Verdict.DEAD, ERROR, "The server returns an error page with status 200", FIX),
    "permanent-redirect": (HEALTH, Verdict.MOVED, WARNING, "The page moved", "Replace the link with the new URL."),
    "repository-renamed": (FRESHNESS, Verdict.MOVED, WARNING, "The repository was renamed", "Replace the link."),
    "timeout": (HEALTH, Verdict.UNREACHABLE, WARNING, "No response in time", "Check again later."),
    "server-error": (HEALTH, Verdict.UNREACHABLE, WARNING, "The server responds with an error", "Check again later."),
    "missing-fragment": (HEALTH, None, WARNING, "The page has no such id", "Fix or remove the fragment."),
    "repository-archived": (FRESHNESS, None, WARNING, "The repository is archived", "Replace it."),
    "repository-stale": (FRESHNESS, None, NOTE, "The repository has had no commit for long", "Check it."),
    "insecure-http": (HEALTH, None, NOTE, "The link uses http although https works", "Replace http with https."),
    "bot-wall": (HEALTH, Verdict.BLOCKED, NOTE, "A service blocks automated requests", "No action needed."),
    "login-required": (HEALTH, Verdict.BLOCKED, NOTE, "The page requires a login", "No action needed."),
    "private-address": (SCOPE, Verdict.SKIPPED, NOTE, "The address is private", "Allow private addresses."),
    "unsupported-scheme": (SCOPE, Verdict.SKIPPED, NOTE, "The scheme is not checked", "No action needed."),
    "offline": (SCOPE, Verdict.SKIPPED, NOTE, "The run does not use the network", "Run without --offline to check it."),
}
"""The descriptions of this sample's rules. The others have none, as in reports of older versions."""


def stand(place: str, text: str = "a link", *, raw: str = "", kind: Kind = Kind.LINK) -> OccurrenceInfo:
    path, line, column = place.rsplit(":", 2)
    at = int(column)
    return OccurrenceInfo(
        path=path,
        kind=kind,
        text=text,
        raw=raw,
        line=int(line),
        column=at,
        end_line=int(line),
        end_column=at + 24,
        destination=DestinationInfo(
            path=path,
            line=int(line),
            column=at + 9,
            byte_column=at + 9,
            end_line=int(line),
            end_column=at + 23,
            end_byte_column=at + 23,
        ),
    )


def link(
    url: str,
    verdict: Verdict,
    findings: Iterable[FindingInfo] = (),
    *,
    at: Iterable[str] = ("README.md:3:1",),
    rule: str | None = None,
    state: State = "known",
    status: int | None = None,
    text: str = "a link",
    kind: Kind = Kind.LINK,
    from_history: bool = False,
    strikes: int = 0,
    failing_since: datetime | None = None,
    exchanges: Iterable[str] = (),
) -> LinkInfo:
    findings = list(findings)
    if rule is None and verdict is not Verdict.ALIVE:
        rule = findings[0].rule
    return LinkInfo(
        url=url,
        verdict=verdict,
        rule=rule,
        detail=findings[0].message if findings else "",
        fails=state not in ("baselined", "ignored") and any(finding.severity is ERROR for finding in findings),
        state=state,
        status=status,
        final_url=url if verdict is Verdict.ALIVE else None,
        probes=["web" if url.startswith("http") else "local"],
        checked_at=None if verdict is Verdict.SKIPPED else JULY if from_history else NOON,
        from_history=from_history,
        strikes=strikes,
        failing_since=failing_since,
        occurrences=[stand(place, text, raw=url, kind=kind) for place in at],
        findings=findings,
        facts={"github": {"archived_at": "2024-03-01T00:00:00Z"}} if verdict is Verdict.ALIVE and findings else {},
        exchanges=list(exchanges),
    )


def alive(url: str, place: str = "README.md:3:1") -> LinkInfo:
    return link(url, Verdict.ALIVE, at=[place], status=200)


LONG = "https://docs.example.net/en/v1/reference/configuration/settings/of-the-writer/and-of-the-reader.html?highlight=timeout#retry"

LINKS = [
    alive("https://example.net/"),
    alive("https://example.net/guide", "docs/guide.md:1:1"),
    link(
        "https://old.example.net/2019/post",
        Verdict.DEAD,
        [say("gone", ERROR, "410 Gone, twice, 31 s apart")],
        at=["README.md:12:5", "docs/guide.md:77:3", "docs/guide.md:40:1"],
        status=410,
        exchanges=["x1", "x2"],
    ),
    link(
        LONG,
        Verdict.DEAD,
        [
            say(
                "not-found",
                ERROR,
                "404 Not Found, twice, 6 s apart",
                "https://docs.example.net/en/v2/settings.html#retry",
            )
        ],
        at=["docs/guide.md:9:1"],
        state="new",
        status=404,
        exchanges=["x3"],
    ),
    link(
        "https://shut.example.org/",
        Verdict.DEAD,
        [say("out-of-strikes", ERROR, "timeout on 3 dates over 4 days, and it used to answer")],
        at=[f"docs/hosts.md:{line}:3" for line in range(10, 17)],
        strikes=3,
        failing_since=JULY,
        from_history=True,
    ),
    link(
        "docs/settings.md#retries",
        Verdict.DEAD,
        [say("missing-anchor", ERROR, "docs/settings.md has no heading or id 'retries'", "docs/settings.md#retry")],
        at=["README.md:14:8"],
    ),
    link(
        "http://moved.example.com/docs/",
        Verdict.MOVED,
        [
            say(
                "permanent-redirect",
                WARNING,
                "moved to https://moved.example.org/docs/",
                "https://moved.example.org/docs/",
            )
        ],
        at=["README.md:20:3"],
        status=301,
    ),
    link(
        "https://github.com/acme/old-widget",
        Verdict.MOVED,
        [
            say(
                "repository-renamed",
                WARNING,
                "renamed, and the old name may be taken",
                "https://github.com/acme/widget",
            ),
            say("repository-archived", WARNING, "archived since 2024-03-01"),
        ],
        at=["README.md:21:3"],
        status=200,
    ),
    link(
        "https://slash.example.net",
        Verdict.MOVED,
        [say("permanent-redirect", NOTE, "only the case differs", "https://slash.example.net/")],
        at=["README.md:22:3"],
    ),
    link(
        "https://slow.example.org/",
        Verdict.UNREACHABLE,
        [say("timeout", WARNING, "no response within 20 s, three times")],
        at=["docs/hosts.md:3:3"],
        strikes=2,
        failing_since=JULY,
    ),
    link(
        "https://example.net/spec#sec-9",
        Verdict.ALIVE,
        [say("missing-fragment", WARNING, "the page has no element with the id 'sec-9'")],
        at=["docs/guide.md:33:1"],
        status=200,
    ),
    link(
        "https://github.com/acme/frozen",
        Verdict.ALIVE,
        [say("repository-archived", WARNING, "archived since 2023-11-05", "https://github.com/acme/thawed")],
        at=["README.md:25:3"],
        status=200,
    ),
    link(
        "https://github.com/acme/quiet",
        Verdict.ALIVE,
        [say("repository-stale", NOTE, "no commit on the default branch since 2021-05-17")],
        at=["README.md:26:3"],
        status=200,
    ),
    link(
        "http://plain.example.net/",
        Verdict.ALIVE,
        [say("insecure-http", NOTE, "https works too", "https://plain.example.net/")],
        at=["README.md:27:3"],
    ),
    *(
        link(
            f"https://{host}/{number}",
            Verdict.BLOCKED,
            [say("bot-wall", NOTE, "a challenge page answered")],
            at=[f"README.md:{40 + number}:3"],
            status=403,
        )
        for host, times in (
            ("medium.example", 5),
            ("x.example", 3),
            ("news.example", 2),
            ("a.example", 1),
            ("b.example", 1),
        )
        for number in range(times)
    ),
    link(
        "https://private.example.net/",
        Verdict.BLOCKED,
        [say("login-required", NOTE, "redirects to a login page")],
        at=["README.md:50:3"],
    ),
    link(
        "http://localhost:8000/",
        Verdict.SKIPPED,
        [say("private-address", NOTE, "only this machine knows it")],
        at=["README.md:60:3"],
    ),
    link(
        "mailto:team@example.net",
        Verdict.SKIPPED,
        [say("unsupported-scheme", NOTE, "mailto: is not checked")],
        at=["README.md:61:3"],
    ),
    link(
        "https://accepted.example.net/",
        Verdict.DEAD,
        [say("not-found", ERROR, "404 Not Found")],
        at=["README.md:70:3"],
        state="baselined",
    ),
    link(
        "https://ignored.example.net/",
        Verdict.UNREACHABLE,
        [say("server-error", WARNING, "503 Service Unavailable")],
        at=["README.md:71:3"],
        state="ignored",
    ),
    link(
        "https://evil.example/?q=`|@octocat",
        Verdict.DEAD,
        [say("soft-404", ERROR, f"its title is {EVIL!s}", f"https://evil.example/{EVIL}")],
        at=["docs/e|vil`name.md:5:1"],
        text=EVIL,
    ),
]

EXCHANGES = [
    ExchangeInfo(
        id="x1",
        at=NOON,
        why="first request",
        method="GET",
        url="https://old.example.net/2019/post",
        status=410,
        error=None,
        elapsed_ms=120,
        headers={"server": "nginx", "x-powered-by": "caf\u00e9 \x9b31m"},
    ),
    ExchangeInfo(
        id="x2",
        at=NOON,
        why="second request, as a browser",
        method="GET",
        url="https://old.example.net/2019/post",
        status=410,
        error=None,
        elapsed_ms=99,
        headers={},
    ),
    ExchangeInfo(
        id="x3",
        at=NOON,
        why="first request",
        method="GET",
        url=LONG.partition("#")[0],
        status=None,
        error=ErrorKind.TIMEOUT,
        elapsed_ms=20000,
        headers={},
    ),
]

FINDINGS = [
    RunFindingInfo(
        rule="undefined-reference",
        severity=WARNING,
        message="[install] is used here and defined nowhere",
        path="docs/guide.md",
        span=SpanInfo(line=52, column=4, end_line=52, end_column=13),
        host=None,
    ),
    RunFindingInfo(
        rule="unreadable-file",
        severity=ERROR,
        message="not UTF-8: byte 0xff at offset 17",
        path="docs/latin.md",
        span=None,
        host=None,
    ),
    RunFindingInfo(
        rule="rate-limited",
        severity=NOTE,
        message="asked for a pause of 120 s",
        path=None,
        span=None,
        host="news.example",
    ),
]


def report(
    links: Iterable[LinkInfo],
    findings: Iterable[RunFindingInfo] = (),
    *,
    status: Literal["complete", "interrupted", "untrusted"] = "complete",
    reason: str | None = None,
    changes: Changes | None = None,
    unchecked: Iterable[UncheckedInfo] = (),
    offline: bool = False,
    base: str | None = None,
) -> Report:
    """Create a report whose summary agrees with its links."""
    links = sorted(links, key=lambda one: one.url)
    findings = list(findings)
    said = [one.severity for one in findings] + [finding.severity for one in links for finding in one.findings]
    ids = {one.rule for one in findings} | {finding.rule for one in links for finding in one.findings}
    hosts = {one.url.split("/")[2] for one in links if "://" in one.url}
    return Report(
        tool=ToolInfo(version="1.2.3"),
        run=RunInfo(
            id="20260803T120000Z-1",
            started_at=NOON,
            finished_at=NOON,
            duration_s=12.34,
            status=status,
            reason=reason,
            inputs=["README.md", "docs"],
            base=base,
            offline=offline,
        ),
        summary=Summary(
            links=len(links),
            occurrences=sum(len(one.occurrences) for one in links),
            hosts=len(hosts),
            requests=len(links) and len(links) + 6,
            fails=any(one.fails for one in links) or any(one.severity is ERROR for one in findings),
            verdicts={verdict: sum(one.verdict is verdict for one in links) for verdict in Verdict},
            findings={severity: said.count(severity) for severity in (ERROR, WARNING, NOTE)},
            unchecked=list(unchecked),
        ),
        changes=changes,
        findings=findings,
        links=links,
        exchanges=EXCHANGES,
        rules=[each for rule in sorted(ids) if (each := describe(rule))],
    )


UNCHECKED = [
    UncheckedInfo(
        source="github",
        links=3,
        reason="without a token, each takes a request of its own",
        cure="Set GITHUB_TOKEN",
    ),
]

VARIANTS = {
    "full": report(
        LINKS,
        FINDINGS,
        unchecked=UNCHECKED,
        changes=Changes(since=JULY, new=[LONG], fixed=["https://back.example.net/"]),
    ),
    "clean": report([alive("https://example.net/"), alive("https://example.net/guide", "docs/guide.md:1:1")]),
    "empty": report([]),
    "warnings": report([one for one in LINKS if not one.fails], base="origin/main"),
    "offline": report([alive("docs/guide.md")], offline=True),
    "interrupted": report(LINKS[:3], status="interrupted", reason="Ctrl-C, with 240 links not reached"),
    "untrusted": report(
        [LINKS[0], next(one for one in LINKS if one.verdict is Verdict.UNREACHABLE)],
        status="untrusted",
        reason="no host answered, nor did https://pypi.org/; is there a network?",
    ),
}


@pytest.fixture
def variants() -> dict[str, Report]:
    """The sample in its variants, by name."""
    return VARIANTS
