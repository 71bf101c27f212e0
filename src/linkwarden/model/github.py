"""Facts from GitHub about a repository."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from linkwarden.model.repository import RepositoryFacts


class Page(StrEnum):
    """What a URL on GitHub refers to."""

    REPOSITORY = "repository"
    """The repository itself, or a page that every repository has."""
    FILE = "file"
    """A file or folder at a ref."""
    RECORD = "record"
    """Something that stays as it was: an issue, a pull request, a discussion, a commit, a release."""
    OTHER = "other"
    """A page of a repository that is not in the API: wiki, actions, graphs."""
    OWNER = "owner"
    """A user or an organization."""


@dataclass(frozen=True, slots=True)
class GitHubRepository(RepositoryFacts):
    """A repository as the API describes it; it follows renames and transfers (the argument `followRenames`)."""

    source: ClassVar[str] = "github"
    page: Page = Page.REPOSITORY
    """What the link refers to in it."""
    pushed_at: datetime | None = None
    """The last push to any branch or tag; bots keep it young."""
    disabled: bool = False
    lock_reason: str | None = None
    """Why the repository is locked: MOVING, RENAME, BILLING…; None if it is not."""

    @property
    def is_record(self) -> bool:
        """See `RepositoryFacts.is_record`."""
        return self.page is Page.RECORD
