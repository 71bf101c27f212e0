"""Entries of catalogs with APIs of their own: packages, videos, articles, identifiers."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from linkwarden.model.observation import Facts


@dataclass(frozen=True, slots=True)
class Absence:
    """One response that means that there is no such entry."""

    at: datetime
    asked: str
    """The URL that was requested; two absences are proof only if these differ."""


@dataclass(frozen=True, slots=True)
class EntryFacts(Facts):
    """Base of the facts about an entry."""

    name: str = ""
    absences: tuple[Absence, ...] = ()
    """Empty for an entry that is there."""


@dataclass(frozen=True, slots=True)
class PackageFacts(EntryFacts):
    """A package in a registry. Each registry's source subclasses it and names itself."""

    registry: ClassVar[str]
    """The registry's display name."""
    version: str | None = None
    """The release that the link names; None for the package as a whole."""
    latest: str | None = None
    released_at: datetime | None = None
    """The date of its newest file or release."""
    deprecated: str | None = None
    """The owners' reason for its deprecation, or empty if they give none; None if it is not deprecated."""
    inactive: str | None = None
    """How the registry marks it as no longer maintained; None if it does not."""
    quarantined: str | None = None
    """Why the registry quarantined it as unsafe; None if it did not."""
    yanked: str | None = None
    """Why the release was withdrawn, or empty if no reason is given; None if it was not."""


@dataclass(frozen=True, slots=True)
class PyPiFacts(PackageFacts):
    """A project on PyPI."""

    source: ClassVar[str] = "pypi"
    registry: ClassVar[str] = "PyPI"


@dataclass(frozen=True, slots=True)
class NpmFacts(PackageFacts):
    """A package on npm."""

    source: ClassVar[str] = "npm"
    registry: ClassVar[str] = "npm"


@dataclass(frozen=True, slots=True)
class CrateFacts(PackageFacts):
    """A crate on crates.io."""

    source: ClassVar[str] = "crates-io"
    registry: ClassVar[str] = "crates.io"


@dataclass(frozen=True, slots=True)
class VideoFacts(EntryFacts):
    """A video on YouTube."""

    source: ClassVar[str] = "youtube"
    private: bool = False
    """It exists, but is visible to invited people only."""


@dataclass(frozen=True, slots=True)
class DoiFacts(EntryFacts):
    """A digital object identifier."""

    source: ClassVar[str] = "doi"


@dataclass(frozen=True, slots=True)
class ArticleFacts(EntryFacts):
    """An article of a Wikipedia."""

    source: ClassVar[str] = "wikipedia"
    redirects_to: str | None = None
    """The URL of the article that is there now, including the section if it is a section of another article."""


@dataclass(frozen=True, slots=True)
class PaperFacts(EntryFacts):
    """A paper on arXiv."""

    source: ClassVar[str] = "arxiv"
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class QuestionFacts(EntryFacts):
    """A question or an answer on a site of the Stack Exchange network."""

    source: ClassVar[str] = "stack-exchange"


@dataclass(frozen=True, slots=True)
class RfcFacts(EntryFacts):
    """An RFC, as the RFC Editor lists it."""

    source: ClassVar[str] = "rfc"
    status: str = ""
    obsoleted_by: tuple[str, ...] = ()
