"""Links, and the resources that they share."""

from dataclasses import dataclass, field
from enum import StrEnum

from linkwarden.model.place import Occurrence


class TargetKind(StrEnum):
    """What sort of thing a link names; decides which probes can find out about it."""

    WEB = "web"
    """An http or https URL."""
    FILE = "file"
    """A path in this repository."""
    OTHER = "other"
    """A URL of another scheme."""
    INVALID = "invalid"
    """Text that no browser makes a URL of."""
    TEMPLATE = "template"
    """A placeholder that a template engine fills in."""


class Presence(StrEnum):
    """Whether a documentation site has what a link names."""

    FOUND = "found"
    MISSING = "missing"
    UNKNOWN = "unknown"
    """The sources don't tell."""


@dataclass(frozen=True, slots=True)
class SiteTarget:
    """What a link leads to on the documentation site that its page belongs to."""

    site: str
    """The configuration that defines the site, POSIX, relative to the repository root."""
    presence: Presence
    file: str | None = None
    """The source of the page, or the file that is served as it is; None where there is none."""
    reason: str = field(default="", compare=False)
    """Why it isn't found, for people."""


@dataclass(frozen=True, slots=True)
class Resource:
    """What one request fetches: a link's URL without its fragment."""

    url: str
    """A WHATWG serialisation for web targets, a POSIX path relative to the root for files, else what was written."""
    kind: TargetKind
    on_site: SiteTarget | None = None
    """For a file that a page of a documentation site links to: what the site has there. None: read on GitHub."""


@dataclass(frozen=True, slots=True)
class Link:
    """One distinct target, with all places where it stands."""

    url: str
    resource: Resource
    fragment: str | None
    """As written in the URL (still percent-encoded), without ``#``; None where there is none."""
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One resource to find out about, the links that wait for it, and the probes to ask, in order."""

    resource: Resource
    links: tuple[Link, ...]
    probes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a run is going to find out."""

    tasks: tuple[Task, ...]

    @property
    def links(self) -> tuple[Link, ...]:
        """Every link, in the order of the tasks."""
        return tuple(link for task in self.tasks for link in task.links)
