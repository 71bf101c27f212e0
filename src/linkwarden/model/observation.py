"""All that the probes brought back about a resource: exchanges and facts, never a judgement."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, TypeVar

from linkwarden.model.exchange import Body, Exchange
from linkwarden.model.link import Resource


class Shape(StrEnum):
    """How a look at a web page is made. Two looks that agree count as proof only if their shapes differ."""

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


@dataclass(frozen=True, slots=True)
class Step:
    """What the ladder wants sent next."""

    shape: Shape
    why: str
    verify: Verify = Verify.FULL
    url: str | None = None
    """Another page than the resource itself, asked once for all who need it, such as a sibling that can't exist."""
    conditional: tuple[tuple[str, str], ...] = ()
    """Headers that ask for the page only where it has changed (RFC 9110 section 13.1)."""
    after_s: float = 0.0
    """How long after the end of the look before it, in seconds; the time is spent on other work."""


@dataclass(frozen=True, slots=True)
class Look:
    """One try to reach a resource: every attempt and redirect hop, up to the last answer or error."""

    url: str
    """What was asked for: the resource's URL, or another page's."""
    shape: Shape
    verify: Verify
    exchanges: tuple[Exchange, ...]
    looped: bool = False
    """The redirects came back to where they had been, or were too many."""
    redirected_to: str | None = None
    """Where the redirects led, loops aside. The last exchange can be another page's: hosts that fail are asked once."""

    @property
    def last(self) -> Exchange:
        """The exchange that the look ended with."""
        return self.exchanges[-1]

    @property
    def ended_at(self) -> datetime:
        """When the last exchange was sent, UTC."""
        return self.last.at


@dataclass(frozen=True, slots=True)
class Facts:
    """Base of the typed facts that a probe or a freshness source brings."""

    source: ClassVar[str]


F = TypeVar("F", bound=Facts)


TEST_DATA, TEMPLATES = NOT_DOCUMENTS = ("test-data", "templates")
"""What stands for the site of a file that isn't meant to be read."""


@dataclass(frozen=True, slots=True)
class LocalFile(Facts):
    """What is at a path in this repository."""

    source: ClassVar[str] = "local"
    exists: bool = False
    reason: str = ""
    """Why it does not count as there, for people."""
    anchors: frozenset[str] | None = None
    """The ids in the file; None where its format has none that we read."""
    generator: str | None = None
    """The configuration of the documentation site that the link is read on; None: GitHub."""
    unknown: str = ""
    """Why the sources of that site don't tell whether it is there."""
    complete: bool = True
    """False where the page may have ids that its source doesn't show."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What is known about one resource so far."""

    resource: Resource
    looks: tuple[Look, ...] = ()
    api_exchanges: tuple[Exchange, ...] = ()
    """What was asked of an API instead of the resource's own host; one exchange may serve many resources."""
    facts: tuple[Facts, ...] = ()
    proven: bool = False
    """An API says that it is there; only what else its page shows, such as its ids, is for the web to tell."""
    unfinished: str | None = None
    """Why probing stopped before the ladder was done (time ran out, Ctrl-C); None where it was done."""
    defect: bool = False
    """Probing stopped because of an internal error."""

    def fact(self, kind: type[F]) -> F | None:
        """Return the fact of that *kind*, or None."""
        return next((fact for fact in self.facts if isinstance(fact, kind)), None)

    @property
    def own_looks(self) -> tuple[Look, ...]:
        """The looks at the resource itself, in order."""
        return tuple(look for look in self.looks if look.url == self.resource.url)

    def look_at(self, url: str) -> Look | None:
        """Return the last look at another page, or None where none was taken."""
        return next((look for look in reversed(self.looks) if look.url == url), None)

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """Everything that was asked for this resource, in order."""
        return (*self.api_exchanges, *(exchange for look in self.looks for exchange in look.exchanges))

    def without_bodies(self) -> "Observation":
        """Return the same observation with every body dropped."""
        looks = tuple(replace(look, exchanges=_bare(look.exchanges)) for look in self.looks)
        return replace(self, looks=looks, api_exchanges=_bare(self.api_exchanges))


def _bare(exchanges: Iterable[Exchange]) -> tuple[Exchange, ...]:
    return tuple(replace(exchange, body=Body()) for exchange in exchanges)
