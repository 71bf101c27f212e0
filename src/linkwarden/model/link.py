"""Links, and the resources that they share."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from linkwarden.model.place import Occurrence


class TargetKind(StrEnum):
    """The kind of a link's target; decides which probes apply."""

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
    """Whether a documentation site has the target of a link."""

    FOUND = "found"
    MISSING = "missing"
    UNKNOWN = "unknown"
    """It cannot be determined from the sources."""


@dataclass(frozen=True, slots=True)
class SiteTarget:
    """The target of a link on the documentation site that its page belongs to."""

    site: str
    """The configuration that defines the site, POSIX, relative to the repository root."""
    presence: Presence
    file: str | None = None
    """The source of the page, or the file that is served as it is; None if there is none."""
    reason: str = field(default="", compare=False)
    """Why it does not exist, in words."""


class Resource(NamedTuple):
    """The target of one request: a link's URL without its fragment."""

    url: str
    """A WHATWG serialization for web targets, a POSIX path relative to the root for files, otherwise the text."""
    kind: TargetKind
    on_site: SiteTarget | None = None
    """For a file that a page of a documentation site links to: its state on the site. None: read on GitHub."""


class Link(NamedTuple):
    """One distinct target, with all its occurrences."""

    url: str
    resource: Resource
    fragment: str | None
    """As written in the URL (still percent-encoded), without ``#``; None if there is none."""
    occurrences: tuple[Occurrence, ...]


class Task(NamedTuple):
    """One resource to check, the links to it, and the probes to use, in order."""

    resource: Resource
    links: tuple[Link, ...]
    probes: tuple[str, ...]


class Plan(NamedTuple):
    """All that a run is going to find out."""

    tasks: tuple[Task, ...]

    @property
    def links(self) -> tuple[Link, ...]:
        """Every link, in the order of the tasks."""
        return tuple(link for task in self.tasks for link in task.links)
