"""What a report shows of a link's past. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from linkwarden.model.finding import JudgedLink, Severity
from linkwarden.model.link import TargetKind
from linkwarden.model.outcome import outcome_of
from linkwarden.model.past import Outcome
from linkwarden.report.v1 import FindingInfo
from linkwarden.settings import Acceptance
from linkwarden.urls import without_credentials

State = Literal["new", "known", "baselined", "ignored"]

_LOUD = frozenset({Severity.ERROR, Severity.WARNING})


def failures_of(judged: JudgedLink, *, trusted: bool) -> tuple[datetime, ...]:
    """Return the first failure on each UTC date since the last usable response, including this run's if it counts."""
    if judged.link.resource.kind is not TargetKind.WEB:
        return ()
    past = judged.past.resource if judged.past else None
    known = past.failures if past else ()
    outcome = outcome_of(judged.verdict)
    asked = judged.checked_at is not None and not (judged.past and judged.past.remembered)
    if not asked or not trusted or judged.checked_at is None:
        return known
    if outcome is Outcome.ANSWERED:
        return ()
    if outcome is not Outcome.FAILED:
        return known
    return past.failures_with(judged.checked_at) if past else (judged.checked_at,)


def answered_at(judged: JudgedLink) -> datetime | None:
    """Return the time of the last usable response, according to the history and this run."""
    past = judged.past.resource if judged.past else None
    if judged.link.resource.kind is not TargetKind.WEB:
        return None
    if outcome_of(judged.verdict) is Outcome.ANSWERED and judged.checked_at is not None:
        return judged.checked_at
    return past.answered_at if past else None


def state_of(judged: JudgedLink, findings: Sequence[FindingInfo], acceptance: Acceptance) -> State:
    """Return whether a link's problems are accepted, were reported by an earlier run, or are new.

    A link without problems is new where no earlier run had a result for it.
    """
    still_open = {each.rule for each in findings if not each.ignored and _is_problem(each, judged)}
    accepted = [each for each in findings if each.ignored]
    if accepted and not still_open:
        url = without_credentials(judged.link.url)
        return "baselined" if any(acceptance.baselined(url, each.rule) for each in accepted) else "ignored"
    reported = judged.past.reported if judged.past else None
    return "known" if reported is not None and still_open <= reported else "new"


def _is_problem(finding: FindingInfo, judged: JudgedLink) -> bool:
    """Return whether a finding is a problem; a failed link is one even if the host's finding covers it."""
    failed = outcome_of(judged.verdict) is Outcome.FAILED and finding.rule == judged.rule
    return failed or finding.severity in _LOUD
