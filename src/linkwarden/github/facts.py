"""What GitHub says about a repository."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from linkwarden.model.observation import Facts


class Page(StrEnum):
    """What a URL names at GitHub."""

    REPOSITORY = "repository"
    """The repository itself, or a page that every repository has."""
    FILE = "file"
    """A file or folder at a ref."""
    RECORD = "record"
    """Something that stays as it was: an issue, a pull request, a discussion, a commit, a release."""
    OTHER = "other"
    """A page of a repository that the API knows nothing about: wiki, actions, graphs."""
    OWNER = "owner"
    """A user or an organisation."""


@dataclass(frozen=True, slots=True)
class GitHubRepository(Facts):
    """A repository as the API describes it."""

    source: ClassVar[str] = "github"
    asked: str
    """Owner and name as the link has them."""
    page: Page = Page.REPOSITORY
    """What the link names in it."""
    found: bool = True
    """False where the API knows no such repository, or this run's token may not see it."""
    name_with_owner: str = ""
    """Owner and name today; the API follows renames and transfers (the argument `followRenames`)."""
    archived: bool = False
    archived_at: datetime | None = None
    pushed_at: datetime | None = None
    """The last push to any branch or tag; bots keep it young."""
    committed_at: datetime | None = None
    """The date of the last commit on the default branch; None for an empty repository."""
    disabled: bool = False
    lock_reason: str | None = None
    """Why the repository is locked: MOVING, RENAME, BILLING…; None where it is not."""
    description: str | None = None
    homepage: str | None = None

    @property
    def renamed(self) -> bool:
        """Tell whether it goes by another name now; GitHub takes any case for the same name."""
        return self.found and self.asked.casefold() != self.name_with_owner.casefold()
