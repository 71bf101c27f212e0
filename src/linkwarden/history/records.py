"""The records of the history: small, and validated when read, because a cached file may come from anyone."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator

from linkwarden.model.finding import Severity, Verdict
from linkwarden.urls import scheme_of

MAX_TEXT = 2_000
"""Characters of a message or header; longer ones are cut when written and refused when read."""
MAX_URL = 16_384
MAX_JSON = 256_000
"""Characters of one record."""

Name = Annotated[str, Field(max_length=100, pattern=r"^[a-z0-9][a-z0-9-]*$")]
"""The id of a rule or probe."""
Text = Annotated[str, Field(max_length=MAX_TEXT)]
Url = Annotated[str, Field(max_length=MAX_URL)]
MAX_VALIDATOR = 200
ETAG = r'^(?:W/)?"[\x21\x23-\x7e]*"$'
"""RFC 9110 section 8.8.3, ASCII only: the value is sent as a header later."""
LAST_MODIFIED = r"^[A-Za-z0-9 ,:+-]+$"
"""RFC 9110 section 8.8.2: the characters of a date."""
VANTAGE = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
RUN_ID = r"^[A-Za-z0-9][A-Za-z0-9-]{0,79}$"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class FindingRecord(_Record):
    """A finding, with the severity that its rule had in general when it was made."""

    rule: Name
    severity: Severity
    rule_severity: Severity
    """Where it differs from `severity`, the finding was a milder case of its rule."""
    message: Text
    suggestion: Url | None = None
    since: date | None = None

    @field_validator("suggestion")
    @classmethod
    def _is_web_url_or_path(cls, value: str | None) -> str | None:
        if value is not None and scheme_of(value) not in (None, "http", "https"):
            raise ValueError("a suggestion is an http or https URL, or a path")
        return value


class LinkRecord(_Record):
    """The result for one link, as the report of a later run repeats it."""

    url: Url
    """The resource's."""
    fragment: Url | None = None
    checked_at: AwareDatetime
    verdict: Verdict
    rule: Name | None
    detail: Text
    findings: tuple[FindingRecord, ...] = ()
    probes: tuple[Name, ...] = ()
    status: Annotated[int, Field(ge=100, le=999)] | None = None
    final_url: Url | None = None
    etag: Annotated[str, Field(max_length=MAX_VALIDATOR, pattern=ETAG)] | None = None
    last_modified: Annotated[str, Field(max_length=MAX_VALIDATOR, pattern=LAST_MODIFIED)] | None = None
    facts: dict[Name, dict[str, Any]] = Field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str | None]:
        """Resource and fragment, which together name the link."""
        return (self.url, self.fragment)


def json_of(record: LinkRecord) -> str:
    """Return a record as history keeps it."""
    return record.model_dump_json(exclude_defaults=True)


class ResourceRecord(NamedTuple):
    """One observation of one resource, in short."""

    url: str
    at: datetime
    verdict: Verdict
    rule: str | None = None
    status: int | None = None
    elapsed_ms: int = 0
    """All requests together."""
    requests: int = 1


class DatedObservation(NamedTuple):
    """An observation and where it was made."""

    record: ResourceRecord
    vantage: str
    run_id: str
    trusted: bool


class StartedRun(NamedTuple):
    """A run that history keeps."""

    id: str
    started_at: datetime
    resumed: bool
    """It resumes a run that was killed."""


class SealedRun(NamedTuple):
    """The end of an earlier run over the same inputs."""

    id: str
    finished_at: datetime
    problems: dict[str, str]
    """The links that had a finding of severity error or warning, with the verdict."""


def to_ms(time: datetime) -> int:
    """Return a time as milliseconds since 1970."""
    return round(time.timestamp() * 1000)


def from_ms(value: int) -> datetime:
    """Return the time of so many milliseconds since 1970, in UTC."""
    return datetime.fromtimestamp(value / 1000, UTC)
