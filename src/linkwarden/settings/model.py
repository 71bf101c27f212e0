"""All settings in one model, the source of the keys, their validation, the JSON Schema and the documentation."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr

from linkwarden.model.finding import Severity, Verdict
from linkwarden.patterns import compile_pattern, matches_glob
from linkwarden.settings.headers import HeaderValue, checked, headers_for, lower, variables_in
from linkwarden.settings.history import Recheck, Retention, Strikes
from linkwarden.settings.values import DAYS, Age, Duration, SettingsTable, seconds
from linkwarden.urls import parse_web_url

_URL_ENTRY = re.compile(r"""\burl\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def _pattern(value: str) -> str:
    try:
        compile_pattern(value)
    except ValueError as error:
        raise ValueError(f"invalid regular expression: {error}") from None
    return value


def _listed(value: object) -> object:
    """Accept ``a,b`` in place of a list, for environment variables and flags."""
    if isinstance(value, str):
        return [part for item in value.split(",") if (part := item.strip())]
    return value


def _web_url(value: str) -> str:
    if parse_web_url(value) is None:
        raise ValueError(f"{value!r} is not an http or https URL")
    return value


def _inner(value: str) -> str:
    if value.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", value):
        raise ValueError(f"{value!r} is not in this repository")
    return value


Pattern = Annotated[str, AfterValidator(_pattern)]
StatusCode = Annotated[int, Field(ge=100, le=599)]
Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Timeouts(SettingsTable):
    """How long to wait for a response, without time in a queue; half as long after a timeout for the same link."""

    connect: Duration = 10.0
    """To establish a connection, including TLS."""
    read: Duration = 20.0
    """For the next bytes of a response."""
    request: Duration = 30.0
    """For one request, from its start to the last byte read."""
    link: Duration = 120.0
    """For all requests for one link together."""


class HostSettings(SettingsTable):
    """Limits for the hosts that match a pattern."""

    connections: int = Field(default=4, ge=1, le=32)
    """Maximum number of concurrent requests."""
    gap: Annotated[
        float,
        BeforeValidator(seconds, json_schema_input_type=float | str),
        Field(ge=0, le=3600, allow_inf_nan=False),
    ] = 0.05
    """Minimum time between the starts of two requests."""


class FreshnessException(SettingsTable):
    """Accepted freshness findings of some links."""

    url: str
    """The URL of the links; ``*`` matches any characters. URLs below it match too."""
    reason: Annotated[str, Field(min_length=1)]
    """Why the findings are accepted, such as "feature-complete"."""
    until: date | None = None
    """The last day of the exception."""


class Freshness(SettingsTable):
    """When the target of a link is considered out of date."""

    stale_after: Age = timedelta(days=24 * DAYS["month"])
    """How long the default branch of a repository may go without a commit."""
    exceptions: tuple[FreshnessException, ...] = ()
    """Links whose freshness findings are accepted: they become notes until the exception expires."""


SiteGenerator = Literal[
    "antora", "astro", "built", "docusaurus", "eleventy", "gitbook", "hugo", "jekyll", "mdbook", "mintlify", "mkdocs",
    "nextra", "none", "public", "quarto", "sphinx", "starlight", "vitepress", "vuepress", "zola",
]  # fmt: skip
SiteAnchors = Literal[
    "docusaurus", "github", "hugo", "hugo-blackfriday", "hugo-github-ascii", "kramdown", "kramdown-basic", "mdbook",
    "pymdown-fold", "pymdown-fold_", "pymdown-lower", "pymdown-lower-ascii", "pymdown-lower-ascii_", "pymdown-lower_",
    "pymdown-none", "pymdown-none_", "python-markdown", "python-markdown-unicode", "python-markdown-unicode_",
    "python-markdown_", "unknown", "vitepress", "vitepress-cased",
]  # fmt: skip


class SiteSettings(SettingsTable):
    """A documentation site."""

    folder: Annotated[str, Field(min_length=1), AfterValidator(_inner)]
    """The folder of its sources or of the built site, relative to the root of the repository."""
    url: Annotated[str, AfterValidator(_web_url)] | None = None
    """The URL of its front page: links to it are looked up in the repository."""
    generator: SiteGenerator | None = None
    """The generator of its pages, if it is not found or another one is; ``none``: links are read as on GitHub."""
    anchors: SiteAnchors | None = None
    """The style of its heading ids, in place of what was found; ``unknown``: ids are not checked."""


@lru_cache(maxsize=2)
def _lines_of_urls(text: str) -> dict[str, int]:
    """Return the first line of each ``url`` value in a configuration."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        for match in _URL_ENTRY.finditer(line):
            lines.setdefault(match[1] or match[2], number)
    return lines


class Ignore(SettingsTable):
    """An accepted finding: its link is checked and listed, but the finding does not fail the check."""

    url: Annotated[str, Field(min_length=1)]
    """The link as shown in reports; ``*`` matches any characters."""
    rule: str | None = None
    """The rule whose finding is accepted; by default, the findings of all rules are."""
    reason: Annotated[str, Field(min_length=1)]
    """Why the finding is accepted."""
    until: date | None = None
    """The last day on which the entry applies."""
    _place: tuple[str, int] = PrivateAttr(("", 0))

    def model_post_init(self, context: Any) -> None:
        """Record the position of the entry, if it comes from a file."""
        if context:
            self._place = (context["file"], _lines_of_urls(context["text"]).get(self.url, 1))

    @property
    def place(self) -> tuple[str, int] | None:
        """File and line of the entry; None if it does not come from a file."""
        return self._place if self._place[0] else None

    def covers(self, url: str, rule: str) -> bool:
        """Return whether it accepts the finding of *rule* on *url*."""
        return self.rule in (None, rule) and matches_glob(self.url, url)

    def has_ended(self, today: date) -> bool:
        """Return whether its last day has passed."""
        return self.until is not None and self.until < today


class Note(NamedTuple):
    """Something in a configuration or the environment that has no effect."""

    message: str
    path: str | None = None
    """The configuration file, POSIX, relative to the repository root."""
    line: int = 1


class Settings(SettingsTable):
    """All settings, from ``[tool.linkwarden]`` in pyproject.toml or from linkwarden.toml."""

    exclude: Annotated[tuple[Pattern, ...], BeforeValidator(_listed)] = ()
    """Regular expressions. Links whose URL contains a match are not requested."""
    rules: dict[str, Severity] = Field(default_factory=dict)
    """The severity of each rule, by its id."""
    ignore: tuple[Ignore, ...] = ()
    """Accepted findings. The links are still checked and listed, but the findings do not fail the check."""
    fail_on: Annotated[tuple[Verdict, ...] | None, BeforeValidator(_listed)] = None
    """Verdicts that fail the check; all others are at most a warning. By default, the severity of each rule decides."""
    exit_zero: bool = False
    """Exit with 0 even if there are findings that fail."""
    fail_if_empty: bool = False
    """Fail, instead of warning, if the checked files have no links."""
    offline: bool = False
    """Check local files and anchors only."""
    max_time: Duration | None = None
    """Stop after this time, and list the links that were not checked."""
    timeouts: Timeouts = Timeouts()
    concurrency: int = Field(default=100, ge=1, le=1000)
    """Maximum number of concurrent requests to all hosts together."""
    attempts: int = Field(default=3, ge=1, le=10)
    """Maximum number of times that a request is sent if it fails for a temporary reason."""
    hosts: Annotated[dict[str, HostSettings], AfterValidator(lower)] = Field(default_factory=dict)
    """Limits on requests, by host name; ``*`` matches any characters."""
    accept: Annotated[dict[str, tuple[StatusCode, ...]], AfterValidator(lower)] = Field(default_factory=dict)
    """Status codes that count as alive, by host name; ``*`` matches any characters."""
    headers: Annotated[dict[str, dict[str, HeaderValue]], AfterValidator(lower), AfterValidator(checked)] = Field(
        default_factory=dict
    )
    """Headers to send, by host name, or by ``HOST:PORT`` for one port. For a host name or ``*.NAME.TLD``, values may
    contain environment variables as ``${LINKWARDEN_…}``."""
    user_agent: HeaderValue | None = None
    """The User-Agent header. By default, it names linkwarden and its home page."""
    browser_look: bool = True
    """After a refusal, send another request with the headers of a browser."""
    ca_file: str | None = None
    """A PEM file of certificate authorities to trust in addition to the system's."""
    canary: Annotated[str, AfterValidator(_web_url)] = "https://pypi.org/"
    """A URL that is requested if no host responds, to distinguish a network failure from broken links."""
    anchors: Literal["github", "python-markdown"] = "github"
    """The style of heading ids."""
    root_dir: str | None = None
    """The folder that paths with a leading slash, such as ``/guide``, start from; by default, the repository root."""
    site: tuple[SiteSettings, ...] = ()
    """Documentation sites: what overrides or completes their configurations."""
    index_files: Names = ()
    """Names of files that a link to a folder resolves to, such as index.md."""
    fallback_extensions: Names = ()
    """Suffixes to try if a path does not exist as written, such as md or html."""
    private_owners: Names = ()
    """Owners whose pages may be private, so that a 404 does not mean dead: OWNER on a known forge, HOST/OWNER, or HOST.
    The owner of this repository is always included."""
    freshness: Freshness = Freshness()
    archived_copies: bool | None = None
    """Look up a copy of each dead page in the Wayback Machine (web.archive.org), for up to 15 pages in one run.
    Default: in CI only."""
    history: str | None = ".linkwarden/history.db"
    """The history file, in this repository; a flag or an environment variable may name a file elsewhere. Empty: no
    history."""
    vantage: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")] | None = None
    """A name for the network of this run; the history of each network is separate. Default: github-actions, gitlab-ci
    or ci, according to the environment, and otherwise local."""
    strikes: Strikes = Strikes()
    recheck: Recheck = Recheck()
    max_age: Annotated[float, BeforeValidator(seconds, json_schema_input_type=float | str), Field(ge=0)] | None = None
    """Check links whose last check is older than this, instead of applying `recheck`; 0 checks all links."""
    budget: Annotated[int, Field(ge=0)] | None = None
    """Approximate maximum number of requests per run. Links that fail come first, then the longest overdue ones."""
    per_host_budget: Annotated[int, Field(ge=0)] | None = None
    """Approximate maximum number of requests per run and host."""
    retention: Retention = Retention()
    baseline: str = "linkwarden-baseline.txt"
    """The file of accepted findings that `linkwarden baseline` writes, relative to the repository root."""
    reports: str | None = "reports"
    """The folder for links.json and links.md. Empty: no reports are written."""
    allow_private_addresses: bool = False
    """Also request loopback, private and link-local addresses. Can be set by a flag or environment variable only."""

    _notes: tuple[Note, ...] = PrivateAttr(())
    _places: dict[str, str] = PrivateAttr(default_factory=dict)

    @property
    def notes(self) -> tuple[Note, ...]:
        """Parts of the configuration that have no effect, found when it was read."""
        return self._notes

    def place_of(self, key: str, table: str) -> str:
        """Return *table*, with the file and line of *key* before it if they are known, for messages."""
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
        """Return the headers that the user set for a host; see `linkwarden.settings.headers.headers_for`."""
        return headers_for(self.headers, scheme, host, port, environment)
