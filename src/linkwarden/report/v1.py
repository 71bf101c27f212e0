"""The JSON report, version 1: the interface for other programs.

Within version 1 keys, rules, kinds and probes are only added. Paths are POSIX and relative to the
repository root, times RFC 3339 in UTC, links sorted by URL; no key is ever left out. Every reporter
reads this model, so a report that was saved can be rendered again in any format. Keys that it does not
know are ignored, so that the report of a newer version can be read; keys that were added after the first
release have defaults, so that an older one does.

Positions and exchanges are dataclasses with slots: a report may have hundreds of thousands, and pydantic models take
ten times the memory. They are not frozen, because creating frozen ones takes three times as long.
"""

from dataclasses import dataclass
from datetime import UTC, date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Applicability, Severity, Verdict
from linkwarden.model.place import Kind
from linkwarden.model.rule import Category

SCHEMA_VERSION: Literal[1] = 1

Time = Annotated[AwareDatetime, AfterValidator(lambda time: time.astimezone(UTC))]
"""A moment, in UTC, which makes JSON write it with a Z."""


class _Wire(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        defer_build=True,
        json_schema_serialization_defaults_required=True,
    )


class ToolInfo(_Wire):
    """Which program wrote the report."""

    name: Literal["linkwarden"] = "linkwarden"
    version: str


class RunInfo(_Wire):
    """Time, inputs and outcome of the run."""

    id: str
    started_at: Time
    finished_at: Time
    duration_s: float
    status: Literal["complete", "interrupted", "untrusted"]
    reason: str | None
    """Why the run is not complete, or cannot be trusted; null if it is fine."""
    inputs: list[str]
    base: str | None
    """The revision that a pull request was compared with; null without ``--diff``."""
    offline: bool


class UncheckedInfo(_Wire):
    """Links that could not be checked completely, and how to fix that."""

    source: str
    links: int
    reason: str
    cure: str


class Summary(_Wire):
    """The run in numbers."""

    links: int
    occurrences: int
    hosts: int
    requests: int
    fails: bool
    verdicts: dict[Verdict, int]
    findings: dict[Severity, int]
    unchecked: list[UncheckedInfo]


class Changes(_Wire):
    """Which problems are new, which were fixed and which stay since an earlier run."""

    since: Time
    new: list[str]
    fixed: list[str]
    still: list[str] = []


class SpanInfo(_Wire):
    """A stretch of a file: lines and columns from 1, in Unicode code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class RunFindingInfo(_Wire):
    """A finding on a file, a host, the configuration or the run itself."""

    rule: str
    severity: Severity
    message: str
    path: str | None
    span: SpanInfo | None
    host: str | None


@dataclass(slots=True)
class DestinationInfo:
    """The characters to rewrite."""

    line: int
    column: int
    end_line: int
    end_column: int
    path: str
    byte_column: int
    """The column in bytes of UTF-8, from 1, a byte order mark included; for tools that count bytes."""
    end_byte_column: int
    """The same for the end."""


@dataclass(slots=True)
class SourceInfo:
    """The link in a source file that a link in a built page was made from."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(slots=True)
class OccurrenceInfo:
    """One occurrence of a link; line and column are those of the whole construct."""

    path: str
    kind: Kind
    text: str
    raw: str
    line: int
    column: int
    end_line: int
    end_column: int
    destination: DestinationInfo | None
    source: SourceInfo | None = None
    """Where the link is written, if this is a built page and the link has findings; null where that is not known."""


class FindingInfo(_Wire):
    """One rule's finding on one link."""

    rule: str
    severity: Severity
    message: str
    suggestion: str | None
    """The URL to write instead."""
    applicability: Applicability | None = None
    """Whether the suggestion is proven (``safe``) or has to be looked at (``review``); null without one."""
    since: date | None = None
    """Since when the finding holds, if that is known."""
    ignored: str | None = None
    """The reason why the user accepts it; null if it is not accepted."""


class LinkInfo(_Wire):
    """A link, its verdict and the evidence for it."""

    url: str
    """As a browser writes it; ``path#fragment`` for a file."""
    verdict: Verdict
    rule: str | None
    """The rule that decided."""
    detail: str
    fails: bool
    state: Literal["new", "known", "baselined", "ignored"]
    status: int | None
    final_url: str | None
    probes: list[str]
    checked_at: Time | None
    from_history: bool
    strikes: int
    failing_since: Time | None
    answered_at: Time | None = None
    """When the link last had a usable response; null if history has none."""
    occurrences: list[OccurrenceInfo]
    findings: list[FindingInfo]
    facts: dict[str, dict[str, Any]]
    exchanges: list[str]
    """Ids of the requests that the verdict rests on, in order."""
    needs: list[str] = []
    """The requests that rules still needed when probing stopped, each by its reason."""


class RuleDescription(_Wire):
    """A rule that has findings in this report."""

    id: str
    verdict: Verdict | None
    """The verdict that it supports; null if it supports none."""
    severity: Severity
    """Its default severity."""
    category: Category
    summary: str
    """What the rule reports, in one line."""
    advice: str
    """What to do about a finding."""
    url: str
    """Its section in the documentation."""


@dataclass(slots=True)
class ExchangeInfo:
    """One request and its response or error."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(json_schema_serialization_defaults_required=True)

    id: str
    at: Time
    why: str
    method: str
    url: str
    status: int | None
    error: ErrorKind | None
    elapsed_ms: int
    headers: dict[str, str]
    detail: str = ""
    """The error in words."""


class Report(_Wire):
    """A whole run."""

    model_config = ConfigDict(title="linkwarden report, version 1")

    schema_version: Literal[1] = Field(default=SCHEMA_VERSION)
    tool: ToolInfo
    run: RunInfo
    summary: Summary
    changes: Changes | None
    findings: list[RunFindingInfo]
    links: list[LinkInfo]
    exchanges: list[ExchangeInfo]
    rules: list[RuleDescription] = []
    """The rules that have findings in this report, sorted by id."""
