"""Links to lines of the checked files on the forge that hosts them. Pure."""

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote

_SAFE = re.compile(r"https?://[\w.:/%~@+-]+", re.ASCII)
"""Matches a valid prefix; nothing in it ends a Markdown link or is markup."""


class SourceLinks(NamedTuple):
    """Makes the URL of a line of a file, at the commit that was checked."""

    prefix: str
    """The part before the path, with a slash at the end."""
    query: str
    """Requests the source of a file that the forge would render, because only there do lines have anchors."""

    def url(self, path: str, line: int) -> str:
        """Return the URL of a line.

        Args:
            path: The file, POSIX, relative to the repository root.
            line: The line, from 1.
        """
        return f"{self.prefix}{quote(path, errors='replace')}?{self.query}#L{line}"


def source_links(environ: Mapping[str, str]) -> SourceLinks | None:
    """Return how to link to lines in the CI job with the variables *environ*; None outside a known CI system.

    The variables are those of GitHub Actions, of Forgejo and Gitea, which use the same names, and of GitLab
    (https://docs.github.com/actions/reference/workflows-and-actions/variables,
    https://docs.gitlab.com/ci/variables/predefined_variables/).
    """
    if environ.get("GITHUB_ACTIONS") == "true":
        repository = f"{environ.get('GITHUB_SERVER_URL', '')}/{environ.get('GITHUB_REPOSITORY', '')}"
        sha = environ.get("GITHUB_SHA", "")
        if environ.get("GITEA_ACTIONS") == "true" or environ.get("FORGEJO_ACTIONS") == "true":
            return _checked(repository, "src/commit", sha, "display=source")
        return _checked(repository, "blob", sha, "plain=1")
    if environ.get("GITLAB_CI") == "true":
        return _checked(environ.get("CI_PROJECT_URL", ""), "-/blob", environ.get("CI_COMMIT_SHA", ""), "plain=1")
    return None


def _checked(repository: str, view: str, sha: str, query: str) -> SourceLinks | None:
    """Return the links, or None if a variable is missing or invalid."""
    if not re.fullmatch(r"[0-9a-f]{40,64}", sha) or repository.endswith("/") or not _SAFE.fullmatch(repository):
        return None
    return SourceLinks(f"{repository}/{view}/{sha}/", query)
