"""Judged links as records of the history, and records as judged links again. Pure."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache

from pydantic import TypeAdapter, ValidationError

from linkwarden.history import LinkRecord, ResourceRecord
from linkwarden.history.records import ETAG, LAST_MODIFIED, MAX_TEXT, MAX_VALIDATOR, FindingRecord
from linkwarden.judge import RULES, min_severity, severity_of
from linkwarden.model.exchange import Exchange
from linkwarden.model.finding import Applicability, Finding, JudgedLink, Severity, Suggestion, Verdict
from linkwarden.model.link import Link, TargetKind
from linkwarden.model.observation import Facts, Observation
from linkwarden.model.past import LinkPast, Past, Remembered
from linkwarden.report.build import facts_of
from linkwarden.settings import Settings
from linkwarden.urls import without_credentials


def link_record(judged: JudgedLink, settings: Settings) -> LinkRecord | None:
    """Return the record of a link's result; None if it was not requested, or could not be read again."""
    if judged.verdict is Verdict.SKIPPED or judged.checked_at is None:
        return None
    try:
        return _link_record(judged, judged.checked_at, settings)
    except ValidationError:  # a URL that is too long, for example: it is requested in each run
        return None


def _link_record(judged: JudgedLink, checked_at: datetime, settings: Settings) -> LinkRecord:
    resource = judged.link.resource
    answer = _last_answer(judged.observation)
    return LinkRecord(
        url=without_credentials(resource.url),
        fragment=judged.link.fragment,
        checked_at=checked_at,
        verdict=judged.verdict,
        rule=judged.rule,
        detail=_cut(judged.detail),
        findings=tuple(_finding_record(each, settings) for each in judged.findings),
        probes=judged.probes,
        status=answer.status if answer else None,
        final_url=without_credentials(answer.url) if answer else None,
        etag=_validator(answer, "etag", ETAG),
        last_modified=_validator(answer, "last-modified", LAST_MODIFIED),
        facts=facts_of(judged.observation) if resource.kind is TargetKind.WEB else {},
    )


def resource_record(links: Sequence[JudgedLink]) -> ResourceRecord | None:
    """Return the observation of the resource that *links* share; None if nothing was requested.

    If they differ, a usable result decides: the resource exists.
    """
    asked = [each for each in links if each.verdict is not Verdict.SKIPPED and each.observation.exchanges]
    if not asked or asked[0].link.resource.kind is not TargetKind.WEB:
        return None
    judged = min(asked, key=lambda each: _ORDER.index(each.verdict))
    exchanges = judged.observation.exchanges
    answer = _last_answer(judged.observation)
    return ResourceRecord(
        url=without_credentials(judged.link.resource.url),
        at=judged.checked_at or exchanges[-1].at,
        verdict=judged.verdict,
        rule=judged.rule,
        status=answer.status if answer else None,
        elapsed_ms=sum(each.elapsed_ms for each in exchanges),
        requests=len(exchanges),
    )


_ORDER = (Verdict.ALIVE, Verdict.MOVED, Verdict.DEAD, Verdict.UNREACHABLE, Verdict.BLOCKED, Verdict.SKIPPED)


def recall(
    record: LinkRecord, link: Link, probes: tuple[str, ...], past: Past | None, settings: Settings, *, resumed: bool
) -> JudgedLink | None:
    """Return a link with its recorded result; None if a rule of it is unknown here, or decided and is off now.

    Severities are those of today's settings.

    Args:
        record: The result.
        link: The link as it is in the files today.
        probes: The probes of the link.
        past: The history of the resource.
        settings: The settings of this run.
        resumed: The result is of this very run, before it was killed.
    """
    rules = {each.rule for each in record.findings} | ({record.rule} if record.rule else set())
    if not all(each in RULES for each in rules):
        return None
    if record.rule is not None and severity_of(RULES[record.rule], settings) is Severity.OFF:
        return None
    remembered = Remembered(record.status, record.final_url, resumed)
    return JudgedLink(
        link=link,
        verdict=record.verdict,
        rule=record.rule,
        detail=record.detail,
        findings=tuple(_findings(record.findings, settings)),
        observation=Observation(link.resource, facts=tuple(_facts(record))),
        probes=probes,
        checked_at=record.checked_at,
        past=LinkPast(past, reported_rules(record), remembered),
    )


def reported_rules(record: LinkRecord | None) -> frozenset[str] | None:
    """Return the rules of a result's findings; None without a result."""
    return None if record is None else frozenset(each.rule for each in record.findings)


def conditional_headers(record: LinkRecord) -> tuple[tuple[str, str], ...]:
    """Return the headers of a conditional request for a page whose last result has no findings.

    Nothing for a page that redirects: the validators are its target's.
    """
    if record.verdict is not Verdict.ALIVE or record.findings or record.final_url != record.url:
        return ()
    etag, date = record.etag, record.last_modified
    return tuple(
        (name, value) for name, value in (("If-None-Match", etag), ("If-Modified-Since", date)) if value is not None
    )


def revalidated(judged: JudgedLink, observation: Observation) -> JudgedLink:
    """Return a recalled link whose page is unchanged: it counts as checked now."""
    answer = observation.exchanges[-1]
    return judged._replace(
        observation=observation.without_bodies()._replace(facts=judged.observation.facts),
        checked_at=answer.at,
        past=judged.past._replace(remembered=None) if judged.past else None,
    )


def _finding_record(finding: Finding, settings: Settings) -> FindingRecord:
    return FindingRecord(
        rule=finding.rule,
        severity=finding.severity,
        rule_severity=severity_of(RULES[finding.rule], settings),
        message=_cut(finding.message),
        suggestion=without_credentials(finding.suggestion.url) if finding.suggestion else None,
        since=finding.since,
    )


def _findings(records: Sequence[FindingRecord], settings: Settings) -> Iterator[Finding]:
    for each in records:
        severity = severity_of(RULES[each.rule], settings)
        if each.severity is not each.rule_severity:
            severity = min_severity(severity, each.severity)
        if severity is not Severity.OFF:
            # a file that anyone may have written proves no suggestion: a person has to look at it
            suggestion = Suggestion(each.suggestion, Applicability.REVIEW) if each.suggestion else None
            yield Finding(each.rule, severity, each.message, suggestion, each.since)


def _facts(record: LinkRecord) -> Iterator[Facts]:
    """Yield the facts of a record; those with an invalid shape are left out."""
    for source, values in record.facts.items():
        adapter = _adapters().get(source)
        if adapter is None:
            continue
        try:
            yield adapter.validate_python(values)
        except ValidationError:
            continue


@cache
def _adapters() -> dict[str, TypeAdapter[Facts]]:
    """Return the reader for each kind of facts, by source."""
    return {kind.source: TypeAdapter(kind) for kind in _kinds(Facts) if "source" in vars(kind)}


def _kinds(base: type[Facts]) -> Iterator[type[Facts]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds(kind)


def _last_answer(observation: Observation) -> Exchange | None:
    own = (each for fetch in observation.own_fetches for each in fetch.exchanges)
    return next((each for each in reversed(list(own)) if each.status is not None), None)


def _validator(answer: Exchange | None, name: str, pattern: str) -> str | None:
    value = answer.header(name) if answer else None
    return value if value and len(value) <= MAX_VALIDATOR and re.fullmatch(pattern, value) else None


def _cut(text: str) -> str:
    return text[:MAX_TEXT]
