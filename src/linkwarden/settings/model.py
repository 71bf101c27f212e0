"""All settings in one model: it gives the keys, their checks, the JSON Schema and the documentation."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr

from linkwarden.model.finding import Severity, Verdict
from linkwarden.patterns import compile_pattern, matches_glob
from linkwarden.settings.headers import HeaderValue, checked, headers_for, lower, variables_in
from linkwarden.settings.history import Recheck, Retention, Strikes
from linkwarden.settings.values import DAYS, Age, Duration, Group, seconds
from linkwarden.urls import parse_web_url

_URL_ENTRY = re.compile(r"""\burl\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def _pattern(value: str) -> str:
    try:
        compile_pattern(value)
    except ValueError as error:
        raise ValueError(f"invalid regular expression: {error}") from None
    return value


def _listed(value: object) -> object:
    """Accept ``a,b`` where a list is meant: so environment variables and flags can give one."""
    if isinstance(value, str):
        return [part for item in value.split(",") if (part := item.strip())]
    return value


def _web_url(value: str) -> str:
    if parse_web_url(value) is None:
        raise ValueError(f"{value!r} is not an http or https URL")
    return value


Pattern = Annotated[str, AfterValidator(_pattern)]
Status = Annotated[int, Field(ge=100, le=599)]
Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Timeouts(Group):
    """How long to wait; waiting in a queue never counts."""

    connect: Duration = 10.0
    """For a connection, TLS included."""
    read: Duration = 20.0
    """For the next bytes of an answer."""
    request: Duration = 30.0
    """For one request, from its start to the last byte that is read."""
    link: Duration = 120.0
    """For all requests that one link may need, together."""


class HostSettings(Group):
    """How to treat the hosts that match a pattern."""

    connections: int = Field(default=4, ge=1, le=32)
    """Requests in flight at once, at most."""
    gap: Annotated[
        float,
        BeforeValidator(seconds, json_schema_input_type=float | str),
        Field(ge=0, le=3600, allow_inf_nan=False),
    ] = 0.05
    """The least time between the starts of two requests."""


class FreshnessException(Group):
    """Something old that is fine as it is."""

    url: str
    """The links' address; ``*`` stands for any characters, and what lies below the address is meant too."""
    reason: Annotated[str, Field(min_length=1)]
    """Why, for people: feature-complete, say."""
    until: date | None = None
    """When to look at it again."""


class Freshness(Group):
    """When the thing behind a link is no longer fresh."""

    stale_after: Age = timedelta(days=24 * DAYS["month"])
    """How long a repository's default branch may be without a commit."""
    exceptions: tuple[FreshnessException, ...] = ()
    """What is old and fine: its findings become notes, until the exception ends."""


@lru_cache(maxsize=2)
def _lines_of_urls(text: str) -> dict[str, int]:
    """Return the first line on which each ``url`` of a configuration stands."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        for match in _URL_ENTRY.finditer(line):
            lines.setdefault(match[1] or match[2], number)
    return lines


class Ignore(Group):
    """A finding that is accepted: its link is asked and listed, and the finding fails nothing."""

    url: Annotated[str, Field(min_length=1)]
    """The link as reports name it; ``*`` stands for any characters."""
    rule: str | None = None
    """The rule whose finding is accepted; default: every rule's."""
    reason: Annotated[str, Field(min_length=1)]
    """Why, for people."""
    until: date | None = None
    """The last day on which it holds."""
    _place: tuple[str, int] = PrivateAttr(("", 0))

    def model_post_init(self, context: Any) -> None:
        """Note where the entry stands, when it comes from a file."""
        if context:
            self._place = (context["file"], _lines_of_urls(context["text"]).get(self.url, 1))

    @property
    def place(self) -> tuple[str, int] | None:
        """File and line of the entry; None where no file gave it."""
        return self._place if self._place[0] else None

    def covers(self, url: str, rule: str) -> bool:
        """Tell whether it accepts what *rule* finds at *url*."""
        return self.rule in (None, rule) and matches_glob(self.url, url)

    def has_ended(self, today: date) -> bool:
        """Tell whether its last day is over."""
        return self.until is not None and self.until < today


@dataclass(frozen=True, slots=True)
class Note:
    """Something in a configuration or the environment that has no effect."""

    message: str
    path: str | None = None
    """The configuration file, POSIX, relative to the repository root."""
    line: int = 1


class Settings(Group):
    """What users can set, in pyproject.toml under ``[tool.linkwarden]`` or in linkwarden.toml."""

    exclude: Annotated[tuple[Pattern, ...], BeforeValidator(_listed)] = ()
    """Regular expressions; a link whose URL one of them matches anywhere is never asked."""
    rules: dict[str, Severity] = Field(default_factory=dict)
    """The severity of a rule: error, warning, note or off."""
    ignore: tuple[Ignore, ...] = ()
    """Findings that are accepted, each at a link, with a reason and, if you like, a last day."""
    fail_on: Annotated[tuple[Verdict, ...] | None, BeforeValidator(_listed)] = None
    """Verdicts that fail the check; all others are at most a warning. Default: the severities of the rules."""
    exit_zero: bool = False
    """Report, and never fail."""
    fail_if_empty: bool = False
    """Fail when the checked files have no links at all, instead of a warning."""
    offline: bool = False
    """Check local files and anchors only."""
    max_time: Duration | None = None
    """Stop after this time and say what was not reached."""
    timeouts: Timeouts = Timeouts()
    concurrency: int = Field(default=100, ge=1, le=1000)
    """Requests in flight at once, over all hosts."""
    attempts: int = Field(default=3, ge=1, le=10)
    """How often one request is sent, at most, when it fails for a passing reason."""
    hosts: Annotated[dict[str, HostSettings], AfterValidator(lower)] = Field(default_factory=dict)
    """Pace and connections by host name; ``*`` stands for any characters."""
    accept: Annotated[dict[str, tuple[Status, ...]], AfterValidator(lower)] = Field(default_factory=dict)
    """Status codes that count as alive, by host name; ``*`` stands for any characters."""
    headers: Annotated[dict[str, dict[str, HeaderValue]], AfterValidator(lower), AfterValidator(checked)] = Field(
        default_factory=dict
    )
    """Headers to send, by host name, or by ``HOST:PORT`` for that port only; a value may hold ``${LINKWARDEN_…}``,
    which the environment fills in, where the name is a host or ``*.NAME.TLD``."""
    user_agent: HeaderValue | None = None
    """Instead of linkwarden's own, which names the project."""
    browser_look: bool = True
    """After a refusal, ask once more with the headers that a browser sends."""
    ca_file: str | None = None
    """A file of certificate authorities to trust, beside the system's."""
    canary: Annotated[str, AfterValidator(_web_url)] = "https://pypi.org/"
    """Asked once when no host answered, to tell a dead network from dead links."""
    anchors: Literal["github", "python-markdown"] = "github"
    """Whose rules make ids of headings: github or python-markdown."""
    root_dir: str | None = None
    """The folder that a path such as ``/guide`` starts from; default: the repository's root."""
    index_files: Names = ()
    """Files that stand for their folder, such as index.md."""
    fallback_extensions: Names = ()
    """Suffixes to try where a path is not there as written, such as md or html."""
    private_owners: Names = ()
    """Beside this repository's own: whose pages may be private, so that a 404 proves nothing. OWNER on a known forge,
    HOST/OWNER, or a whole HOST."""
    freshness: Freshness = Freshness()
    history: str | None = ".linkwarden/history.db"
    """The file that remembers earlier runs, in this repository; a flag or the environment may name one elsewhere. Empty
    for none."""
    vantage: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")] | None = None
    """A name for where this run looks from; each has its own history in the file. Default: github-actions, gitlab-ci or
    ci where the environment says so, else local."""
    strikes: Strikes = Strikes()
    recheck: Recheck = Recheck()
    max_age: Annotated[float, BeforeValidator(seconds, json_schema_input_type=float | str), Field(ge=0)] | None = None
    """Ask what was not asked for this long, instead of following `recheck`; 0 asks everything."""
    budget: Annotated[int, Field(ge=0)] | None = None
    """About how many requests a run may send: what would fail comes first, then what has been due for longest."""
    per_host_budget: Annotated[int, Field(ge=0)] | None = None
    """About how many requests a run may send to one host."""
    retention: Retention = Retention()
    baseline: str = "linkwarden-baseline.txt"
    """The file of accepted findings that `linkwarden baseline` writes, relative to the repository's root."""
    reports: str | None = "reports"
    """The folder for links.json and links.md."""
    allow_private_addresses: bool = False
    """Also request loopback, private and link-local addresses. By flag or environment only."""

    _notes: tuple[Note, ...] = PrivateAttr(())
    _places: dict[str, str] = PrivateAttr(default_factory=dict)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was noticed when the settings were read: what has no effect."""
        return self._notes

    def place_of(self, key: str, table: str) -> str:
        """Return where the configuration file has *key*, and the table that it is in, for messages."""
        where = self._places.get(key)
        return f"{where}: {table}" if where else table

    def with_places(self, places: Mapping[str, str]) -> Self:
        """Return the same settings, with ``file:line`` of some keys."""
        copy = self.model_copy()
        copy._places = dict(places)  # noqa: SLF001 - its own class
        return copy

    def with_notes(self, notes: Iterable[Note]) -> Self:
        """Return the same settings with *notes*."""
        copy = self.model_copy()
        copy._notes = tuple(notes)  # noqa: SLF001 - its own class
        return copy

    @property
    def variables(self) -> frozenset[str]:
        """The environment variables that headers name."""
        return variables_in(self.headers)

    def headers_for(
        self, scheme: str, host: str, port: int, environment: Mapping[str, str]
    ) -> tuple[tuple[str, str], ...]:
        """Return the headers that the user gave for a host; see `linkwarden.settings.headers.headers_for`."""
        return headers_for(self.headers, scheme, host, port, environment)
