"""What a forge's API says about a repository: the same words for every forge, so that one set of rules serves all."""

from dataclasses import dataclass
from datetime import datetime

from linkwarden.model.observation import Facts


@dataclass(frozen=True, slots=True)
class RepositoryFacts(Facts):
    """A repository as a forge describes it. Each forge's source subclasses it and names itself."""

    asked: str = ""
    """Owner and name as the link has them; on GitLab with every group above."""
    found: bool = True
    """False where the API knows no such repository, or this run may not see it."""
    name_with_owner: str = ""
    """Owner and name today: forges follow renames and transfers."""
    archived: bool = False
    archived_at: datetime | None = None
    committed_at: datetime | None = None
    """The date of the last commit on the default branch; None where there is none, or the forge does not tell."""
    description: str | None = None
    homepage: str | None = None
    moved_to: str | None = None
    """The whole link under the repository's new name, where the forge says; else the rules make it of the name."""

    @property
    def renamed(self) -> bool:
        """Tell whether it goes by another name now; forges take any case for the same name."""
        return self.found and self.asked.casefold() != self.name_with_owner.casefold()

    @property
    def is_record(self) -> bool:
        """Tell whether the link names something that stays as it was: an issue, a commit, a release."""
        return False
