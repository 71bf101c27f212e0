"""Findings, and the verdict that follows from them."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from linkwarden.model.link import Link
from linkwarden.model.observation import Observation
from linkwarden.model.past import LinkPast
from linkwarden.model.place import Span


class Verdict(StrEnum):
    """The state of a link; exactly one of six."""

    ALIVE = "alive"
    MOVED = "moved"
    DEAD = "dead"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    SKIPPED = "skipped"


class Severity(StrEnum):
    """The severity of a finding. Only an error fails a check; a rule that is off does not run."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    OFF = "off"


class Applicability(StrEnum):
    """Whether a suggestion can be applied without a person reading it."""

    SAFE = "safe"
    """The new URL is proven to lead to the same thing."""
    REVIEW = "review"
    """A person has to look at it first."""


class Suggestion(NamedTuple):
    """A URL to write instead of a link's."""

    url: str
    applicability: Applicability = Applicability.REVIEW


class Finding(NamedTuple):
    """One rule's finding on one link."""

    rule: str
    severity: Severity
    message: str
    suggestion: Suggestion | None = None
    since: date | None = None
    """Since when the finding holds, if that is known."""


class JudgedLink(NamedTuple):
    """A link with its verdict, and the evidence for it."""

    link: Link
    verdict: Verdict
    rule: str | None
    """The rule that decided; None if none did."""
    detail: str
    findings: tuple[Finding, ...]
    observation: Observation
    probes: tuple[str, ...]
    checked_at: datetime | None
    needs: tuple[str, ...] = ()
    """The requests that rules still needed when probing stopped, each by its reason."""
    past: LinkPast | None = None
    """None if no history is kept."""


class Unchecked(NamedTuple):
    """Links that could not be checked completely, and how to fix that."""

    source: str
    links: int
    reason: str
    cure: str


class RunFinding(NamedTuple):
    """A finding on a file, a host, the configuration or the run itself."""

    rule: str
    severity: Severity
    message: str
    path: str | None = None
    span: Span | None = None
    host: str | None = None
