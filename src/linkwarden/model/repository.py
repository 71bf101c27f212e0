"""What a forge's API says about a repository: the same words for every forge, so that one set of rules serves all."""

from dataclasses import dataclass
from datetime import datetime

from linkwarden.model.observation import Facts


@dataclass(frozen=True, slots=True)
class RepositoryFacts(Facts):
    """A repository that exists. Each forge's source subclasses it and names itself.

    A field that the forge does not tell is None: it means "not known", never "no".
    """

    name_with_owner: str = ""
    """Its full path as the forge writes it now; on GitLab with every group above it."""
    url: str = ""
    """Its page on the forge as it is named now."""
    asked_url: str = ""
    """Its page under the name that the link uses: the part of the link that a rename replaces."""
    archived: bool = False
    archived_at: datetime | None = None
    last_commit_at: datetime | None = None
    """The last commit on the default branch, or the nearest sign of work that the forge tells."""
    moved_to: str | None = None
    """The whole link as it would be under the new name, sub-path kept; None where the name is still right."""
    description: str = ""
    homepage: str = ""
