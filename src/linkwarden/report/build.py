"""A finished run becomes a report. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeVar

from pydantic import BaseModel

from linkwarden.identity import rule_url
from linkwarden.model.exchange import Exchange
from linkwarden.model.finding import JudgedLink, RunFinding, Severity, Unchecked, Verdict
from linkwarden.model.link import TargetKind
from linkwarden.model.observation import Facts, LocalFile, Observation
from linkwarden.model.place import Occurrence, Span
from linkwarden.model.rule import RuleInfo
from linkwarden.report import v1
from linkwarden.report.past import answered_at, failures_of, state_of
from linkwarden.report.v1 import (
    DestinationInfo,
    ExchangeInfo,
    FindingInfo,
    LinkInfo,
    OccurrenceInfo,
    Report,
    RuleDescription,
    RunFindingInfo,
    RunInfo,
    SourceInfo,
    SpanInfo,
    Summary,
    ToolInfo,
)
from linkwarden.settings import Acceptance
from linkwarden.urls import parse_web_url, without_credentials

RunStatus = Literal["complete", "interrupted", "untrusted"]

EVIDENT_HEADERS = frozenset(
    {
        "cf-mitigated",
        "content-encoding",
        "content-length",
        "content-type",
        "deprecation",
        "link",
        "location",
        "retry-after",
        "server",
        "sg-captcha",
        "sunset",
        "via",
        "www-authenticate",
        "x-amzn-waf-action",
        "x-datadome",
        "x-iinfo",
        "x-vercel-mitigated",
    }
)
"""The headers that can decide a verdict. Cookies are never among them: they may be secrets."""

M = TypeVar("M", bound=BaseModel)

_LINK_FIELDS = set(LinkInfo.model_fields)
_FINDING_FIELDS = set(FindingInfo.model_fields)

EVERY_RULE = "*"


class RunFacts(NamedTuple):
    """Facts about a run as a whole."""

    id: str
    version: str
    started_at: datetime
    finished_at: datetime
    status: RunStatus
    reason: str | None
    inputs: tuple[str, ...]
    offline: bool
    base: str | None = None
    """The revision that a change is compared with."""


def build(
    run: RunFacts,
    judged: list[JudgedLink],
    findings: Sequence[RunFinding],
    unchecked: Sequence[Unchecked] = (),
    acceptance: Acceptance = Acceptance(),  # noqa: B008 - frozen
    rules: Iterable[RuleInfo] = (),
    sources: Mapping[Occurrence, Occurrence] = MappingProxyType({}),
) -> Report:
    """Return the report of a run, in its stable order.

    Args:
        run: Facts about the run as a whole.
        judged: Every link. The list is emptied: each link is dropped when it is in the report, because a report needs
            as much memory as its links.
        findings: Those on files, hosts, the configuration or the run itself.
        unchecked: What could not be checked.
        acceptance: The findings that the user accepts.
        rules: Descriptions of all rules; those with findings go into the report.
        sources: Links in built pages, with the links in source files that they were made from.
    """
    trusted = run.status != "untrusted"
    exchanges = {each.id: each for link in judged for each in link.observation.exchanges}
    hosts = len(_hosts(judged))
    links = sorted(
        (link_info(each, acceptance, sources, trusted=trusted) for each in _drained(judged)), key=lambda link: link.url
    )
    infos = sorted(
        (_run_finding(each) for each in findings), key=lambda info: (info.path or "", info.rule, info.message)
    )
    loud = Counter(finding.severity for link in links for finding in link.findings if not finding.ignored) + Counter(
        info.severity for info in infos
    )
    verdicts = Counter(link.verdict for link in links)
    found = {finding.rule for link in links for finding in link.findings} | {info.rule for info in infos}
    return Report(
        tool=ToolInfo(version=run.version),
        run=RunInfo(
            id=run.id,
            started_at=run.started_at,
            finished_at=run.finished_at,
            duration_s=round((run.finished_at - run.started_at).total_seconds(), 3),
            status=run.status,
            reason=run.reason,
            inputs=list(run.inputs),
            base=run.base,
            offline=run.offline,
        ),
        summary=Summary(
            links=len(links),
            occurrences=sum(len(link.occurrences) for link in links),
            hosts=hosts,
            requests=len(exchanges),
            fails=any(link.fails for link in links) or any(info.severity is Severity.ERROR for info in infos),
            verdicts={verdict: verdicts[verdict] for verdict in Verdict},
            findings={severity: loud[severity] for severity in Severity if severity is not Severity.OFF},
            unchecked=[v1.UncheckedInfo(**each._asdict()) for each in unchecked],
        ),
        changes=None,
        findings=infos,
        links=links,
        exchanges=[_exchange(each) for each in sorted(exchanges.values(), key=_by_time)],
        rules=[describe(each) for each in sorted(rules, key=lambda each: each.id) if each.id in found],
    )


def _drained(judged: list[JudgedLink]) -> Iterator[JudgedLink]:
    """Yield the links in their order, and remove each from the list."""
    judged.reverse()
    while judged:
        yield judged.pop()


def describe(rule: RuleInfo) -> RuleDescription:
    """Return a rule as reports describe it."""
    values = rule._asdict()
    url = values.pop("documentation") or rule_url(rule.id)
    return RuleDescription(**values, url=url)


def _by_time(exchange: Exchange) -> tuple[datetime, int, str]:
    """Order exchanges by when they were sent; of two with the same prefix, the longer id has the higher number."""
    return exchange.at, len(exchange.id), exchange.id


def _hosts(judged: Iterable[JudgedLink]) -> set[tuple[str, str, int]]:
    web = (each.link.resource.url for each in judged if each.link.resource.kind is TargetKind.WEB)
    return {url.origin for url in map(parse_web_url, web) if url is not None}


def link_info(
    judged: JudgedLink,
    acceptance: Acceptance,
    sources: Mapping[Occurrence, Occurrence] = MappingProxyType({}),
    *,
    trusted: bool = True,
) -> LinkInfo:
    """Return a link as the report shows it; *trusted* is whether the network of the run is."""
    link, observation = judged.link, judged.observation
    findings = _findings(judged, acceptance)
    remembered = judged.past.remembered if judged.past else None
    failures = failures_of(judged, trusted=trusted)
    own = [each for fetch in observation.own_fetches for each in fetch.exchanges]
    answer = next((each for each in reversed(own) if each.status is not None), None)
    info = LinkInfo(
        url=without_credentials(link.url),
        verdict=judged.verdict,
        rule=judged.rule,
        detail=judged.detail,
        fails=_any_error(findings),
        state=state_of(judged, findings, acceptance),
        status=remembered.status if remembered else answer.status if answer else None,
        final_url=remembered.final_url if remembered else without_credentials(answer.url) if answer else None,
        probes=list(judged.probes),
        checked_at=judged.checked_at,
        from_history=remembered is not None,
        strikes=len(failures),
        failing_since=failures[0] if failures else None,
        answered_at=answered_at(judged),
        occurrences=[_occurrence(each, sources.get(each) if sources else None) for each in link.occurrences],
        findings=findings,
        facts=facts_of(observation),
        exchanges=[each.id for each in observation.exchanges],
        needs=list(judged.needs),
    )
    return _lean(info, _LINK_FIELDS)


def _lean(model: M, fields: set[str]) -> M:
    """Return *model*, which has all *fields*, with that set in place of its own, which takes most of its memory."""
    object.__setattr__(model, "__pydantic_fields_set__", fields)
    return model


def fails(judged: JudgedLink, acceptance: Acceptance) -> bool:
    """Return whether a link fails the check."""
    return any(each.severity is Severity.ERROR for each in judged.findings) and _any_error(
        _findings(judged, acceptance)
    )


def accepts(acceptance: Acceptance, judged: JudgedLink) -> bool:
    """Return whether the user accepts the finding that decided a link's verdict."""
    return any(each.ignored for each in _findings(judged, acceptance) if each.rule == judged.rule)


def _any_error(findings: Iterable[FindingInfo]) -> bool:
    return any(finding.severity is Severity.ERROR and not finding.ignored for finding in findings)


def _findings(judged: JudgedLink, acceptance: Acceptance) -> list[FindingInfo]:
    accepted = _accepted_rules(judged.link.occurrences)
    url = without_credentials(judged.link.url)

    def ignored(rule: str) -> str | None:
        if accepted & {rule, EVERY_RULE}:
            return "a comment in the file"
        if (reason := acceptance.ignored(url, rule)) is not None:
            return reason
        accepted_on = acceptance.baselined(url, rule)
        return f"in the baseline since {accepted_on}" if accepted_on else None

    return [
        _lean(
            FindingInfo(
                rule=each.rule,
                severity=each.severity,
                message=each.message,
                suggestion=each.suggestion.url if each.suggestion else None,
                applicability=each.suggestion.applicability if each.suggestion else None,
                since=each.since,
                ignored=ignored(each.rule),
            ),
            _FINDING_FIELDS,
        )
        for each in judged.findings
    ]


def _accepted_rules(occurrences: Sequence[Occurrence]) -> set[str]:
    """Return the rules that a comment accepts at every place of a link."""
    first, *others = (set(each.ignores) for each in occurrences)
    return first.intersection(*others)


def facts_of(observation: Observation) -> dict[str, dict[str, object]]:
    """Return the facts of an observation by their source, as the report shows them."""
    return {fact.source: _facts(fact) for fact in observation.facts}


def _facts(fact: Facts) -> dict[str, object]:
    if isinstance(fact, LocalFile):  # the file's anchors, which can be a whole table of contents, are not evidence
        return {each.name: getattr(fact, each.name) for each in fields(fact) if each.name != "anchors"}
    return asdict(fact)


def _occurrence(each: Occurrence, source: Occurrence | None) -> OccurrenceInfo:
    construct = each.construct
    return OccurrenceInfo(
        path=each.path,
        kind=each.kind,
        text=without_credentials(each.text),
        raw=without_credentials(each.raw),
        line=construct.line,
        column=construct.column,
        end_line=construct.end_line,
        end_column=construct.end_column,
        destination=_destination(each.path, each.destination),
        source=_source(source) if source else None,
    )


def _source(link: Occurrence) -> SourceInfo:
    construct = link.construct
    return SourceInfo(link.path, construct.line, construct.column, construct.end_line, construct.end_column)


def _destination(path: str, span: Span) -> DestinationInfo:
    return DestinationInfo(
        line=span.line,
        column=span.column,
        end_line=span.end_line,
        end_column=span.end_column,
        path=path,
        byte_column=span.column + span.extra_bytes,
        end_byte_column=span.end_column + span.end_extra_bytes,
    )


def _exchange(each: Exchange) -> ExchangeInfo:
    return ExchangeInfo(
        id=each.id,
        at=each.at,
        why=each.why,
        method=each.method,
        url=without_credentials(each.url),
        status=each.status,
        error=each.error,
        elapsed_ms=each.elapsed_ms,
        headers={name: without_credentials(value) for name, value in each.headers if name in EVIDENT_HEADERS},
        detail=each.detail,
    )


def _run_finding(each: RunFinding) -> RunFindingInfo:
    span = SpanInfo(**each.span._asdict()) if each.span else None
    return RunFindingInfo(
        rule=each.rule, severity=each.severity, message=each.message, path=each.path, span=span, host=each.host
    )
