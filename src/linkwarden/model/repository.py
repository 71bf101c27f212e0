"""Facts about a repository from a forge's API, in the same form for every forge, for one set of rules."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from linkwarden.model.observation import Facts


@dataclass(frozen=True, slots=True)
class RepositoryFacts(Facts):
    """A repository as a forge describes it. Each forge's source subclasses it and names itself."""

    asked: str = ""
    """Owner and name as the link has them; on GitLab with every group above."""
    found: bool = True
    """False if the API has no such repository, or does not show it to this run."""
    name_with_owner: str = ""
    """Owner and name today: forges follow renames and transfers."""
    archived: bool = False
    archived_at: datetime | None = None
    committed_at: datetime | None = None
    """The date of the last commit on the default branch; None if there is none, or the API does not have it."""
    description: str | None = None
    homepage: str | None = None
    moved_to: str | None = None
    """The link under the repository's new name, if the forge returns it; otherwise rules derive it from the name."""

    @property
    def renamed(self) -> bool:
        """Return whether it has a different name now; names are case-insensitive."""
        return self.found and self.asked.casefold() != self.name_with_owner.casefold()

    @property
    def is_record(self) -> bool:
        """Return whether the link names something that stays as it was: an issue, a commit, a release."""
        return False


@dataclass(frozen=True, slots=True)
class GitLabFacts(RepositoryFacts):
    """A project on a GitLab instance."""

    source: ClassVar[str] = "gitlab"


@dataclass(frozen=True, slots=True)
class ForgejoFacts(RepositoryFacts):
    """A repository on a Forgejo or Gitea instance."""

    source: ClassVar[str] = "forgejo"
