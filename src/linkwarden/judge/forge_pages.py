"""Relative links that name a page of the forge, not a file of the repository."""

import re

from linkwarden.model.link import Link

_TEMPLATE = re.compile(
    r"(^|/)((pull_request|issue|discussion)_template(/[^/]*)?|(merge_request|issue)_templates/[^/]*|discussion_template/[^/]*)$",
    re.IGNORECASE,
)
"""Templates of GitHub, Gitea, Forgejo and GitLab for issues, discussions and pull or merge requests."""


def is_forge_page(link: Link) -> bool:
    """Return whether *link*, which names no file, leads to a page of the forge wherever it is shown.

    A file's page is OWNER/NAME/blob/BRANCH/PATH (on GitLab GROUP/NAME/-/blob/BRANCH/PATH), so a path that leaves the
    repository by two levels or more names OWNER/NAME/issues, another repository or another owner. The text of a
    template is shown at OWNER/NAME/issues/NUMBER and the like, so there one level suffices.
    """
    if link.resource.url.split("/")[:2] == ["..", ".."]:
        return True
    return bool(link.occurrences) and all(
        each.href.startswith("../") and _is_template(each.path) for each in link.occurrences
    )


def _is_template(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return _TEMPLATE.search(f"{folder}/{name.partition('.')[0]}") is not None
