"""All that the probes brought back about a resource: exchanges and facts, never a judgement."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, NamedTuple, TypeVar

from linkwarden.model.exchange import Body, Exchange
from linkwarden.model.link import Resource


class RequestMode(StrEnum):
    """How a web page is requested. Two fetches that agree count as proof only if their modes differ."""

    PLAIN = "plain"
    """A GET under linkwarden's own name."""
    BROWSER = "browser"
    """A GET with the headers that a browser sends."""
    RELOAD = "reload"
    """As a browser reloads: past every cache."""


class Verify(StrEnum):
    """How much of a certificate is verified."""

    FULL = "full"
    UNDATED = "undated"
    """All but the dates: shows whether an expired certificate is wrong in that alone, and since when."""
    NONE = "none"
    """Nothing, and no credentials are sent."""


class Step(NamedTuple):
    """The next request of the ladder."""

    mode: RequestMode
    why: str
    verify: Verify = Verify.FULL
    url: str | None = None
    """A page other than the resource itself, requested once for all tasks, such as a nonexistent sibling."""
    conditional: tuple[tuple[str, str], ...] = ()
    """Headers of a conditional request (RFC 9110 section 13.1)."""
    after_s: float = 0.0
    """How long after the end of the fetch before it, in seconds; the time is spent on other work."""


class Fetch(NamedTuple):
    """One attempt to see a resource: all requests and redirect hops up to the last response or error."""

    url: str
    """The URL that was requested: the resource's, or another page's."""
    mode: RequestMode
    verify: Verify
    exchanges: tuple[Exchange, ...]
    looped: bool = False
    """The redirects form a loop, or there were too many."""
    redirected_to: str | None = None
    """The last redirect target outside a loop; the last exchange may be of another page on a failing host."""

    @property
    def last(self) -> Exchange:
        """The exchange that the fetch ended with."""
        return self.exchanges[-1]

    @property
    def ended_at(self) -> datetime:
        """When the last exchange was sent, UTC."""
        return self.last.at


@dataclass(frozen=True, slots=True)
class Facts:
    """Base of the typed facts from a probe or a freshness source."""

    source: ClassVar[str]


F = TypeVar("F", bound=Facts)


TEST_DATA, TEMPLATES, OLD_VERSIONS = NOT_DOCUMENTS = ("test-data", "templates", "old-versions")
"""Values of `LocalFile.site` for a file that is not a document."""


@dataclass(frozen=True, slots=True)
class LocalFile(Facts):
    """What is at a path in this repository."""

    source: ClassVar[str] = "local"
    exists: bool = False
    reason: str = ""
    """Why it does not count as existing, in words."""
    anchors: frozenset[str] | None = None
    """The ids in the file; None if its format has none that we read."""
    generator: str | None = None
    """The configuration of the documentation site that the link is read on; None: GitHub."""
    unknown: str = ""
    """Why it cannot be determined from the sources of the site."""
    complete: bool = True
    """False if the page may have ids that its source does not show."""


class Observation(NamedTuple):
    """All fetches and facts about one resource so far."""

    resource: Resource
    fetches: tuple[Fetch, ...] = ()
    api_exchanges: tuple[Exchange, ...] = ()
    """The exchanges with an API instead of the resource's own host; several resources may share one."""
    facts: tuple[Facts, ...] = ()
    proven: bool = False
    """An API confirms that it exists; only the web page can show the rest, such as its ids."""
    unfinished: str | None = None
    """Why probing stopped before the ladder was done (time ran out, Ctrl-C); None if it was done."""
    defect: bool = False
    """Probing stopped because of an internal error."""

    def fact(self, kind: type[F]) -> F | None:
        """Return the fact of that *kind*, or None."""
        return next((fact for fact in self.facts if isinstance(fact, kind)), None)

    @property
    def own_fetches(self) -> tuple[Fetch, ...]:
        """The fetches of the resource itself, in order."""
        return tuple(fetch for fetch in self.fetches if fetch.url == self.resource.url)

    def fetch_of(self, url: str) -> Fetch | None:
        """Return the last fetch of another page, or None if there was none."""
        return next((fetch for fetch in reversed(self.fetches) if fetch.url == url), None)

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """All exchanges for this resource, in order."""
        return (*self.api_exchanges, *(exchange for fetch in self.fetches for exchange in fetch.exchanges))

    def without_bodies(self) -> "Observation":
        """Return the same observation with every body dropped."""
        if not self.fetches and not self.api_exchanges:
            return self
        fetches = tuple(fetch._replace(exchanges=_bare(fetch.exchanges)) for fetch in self.fetches)
        return self._replace(fetches=fetches, api_exchanges=_bare(self.api_exchanges))


def _bare(exchanges: Iterable[Exchange]) -> tuple[Exchange, ...]:
    return tuple(replace(exchange, body=Body()) for exchange in exchanges)
