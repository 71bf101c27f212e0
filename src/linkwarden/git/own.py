"""The owner of this repository, and which URLs show the files of its default branch."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from linkwarden.errors import LinkwardenError
from linkwarden.git.events import default_branch
from linkwarden.git.process import Git, GitError
from linkwarden.urls import parse_web_url

_REMOTE = re.compile(
    r"(?:[a-z+]+://(?:[^@/]*@)?(?P<host>[^/:@]+)(?::\d+)?/|(?:[^@/:]+@)?(?P<scp>[^/:@]+):/?)(?P<path>[^/].*?)(?:\.git)?/?"
)
"""git-clone(1), "GIT URLS": ``https://HOST/PATH``, ``ssh://git@HOST:PORT/PATH`` and ``git@HOST:PATH``."""

_VIEWS = (
    r"(?:-/)?(?:blob|tree|raw|src/branch|raw/branch|media/branch)/(?:refs/heads/)?(?:{branch}|HEAD)(?P<path>/[^?]*)?"
)
"""How forges show files: GitHub ``/blob/BRANCH/PATH``, GitLab ``/-/blob/…``, Forgejo and Gitea ``/src/branch/…``."""


class OwnRepository(NamedTuple):
    """Where this repository is published."""

    host: str
    path: str
    """Owner and name; on GitLab with every group above."""
    branch: str
    """The default branch."""

    def file_of(self, url: str) -> str | None:
        """Return the path on the default branch that *url* shows, or None if it shows no such file.

        *url* has no fragment. The path is still percent-encoded; it is empty for the root.
        """
        if self.path.casefold() not in url.casefold():  # nearly all URLs, which need not be parsed for that
            return None
        web = parse_web_url(url)
        if web is None:
            return None
        prefix = f"/{self.path}/".casefold()
        if web.host == self.host and web.path.casefold().startswith(prefix):
            pattern = _VIEWS.format(branch=re.escape(self.branch))
            rest = web.path[len(prefix) :]
        elif web.host == "raw.githubusercontent.com" and self.host == "github.com":
            pattern = rf"(?i:{re.escape(self.path)})/(?:refs/heads/)?(?:{re.escape(self.branch)}|HEAD)(?P<path>/.*)"
            rest = web.path[1:]
        else:
            return None
        match = re.fullmatch(pattern, rest)
        return (match["path"] or "").strip("/") if match else None


def own_repository(root: Path, environment: Mapping[str, str], event: Mapping[str, Any]) -> OwnRepository | None:
    """Return where the repository at *root* is published, or None if that is unknown.

    CI's own variables come first, then the remote ``origin``.
    """
    branch = default_branch(environment, event)
    address = _address_in_ci(environment)
    try:
        git = Git(root, environment)
    except LinkwardenError:
        return _own(address, branch)
    head = branch or (git.line("symbolic-ref", "--short", "refs/remotes/origin/HEAD") or "").partition("/")[2]
    return _own(address or git.line("remote", "get-url", "origin"), head)


def remote_hosts(root: Path, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the hosts of the git remotes of the repository at *root*, each once; none without git or a repository."""
    try:
        git = Git(root, environment)
        names = os.fsdecode(git.run("remote")).split()
    except (LinkwardenError, GitError):
        return ()
    addresses = (git.line("remote", "get-url", name) for name in names)
    matches = (_REMOTE.fullmatch(address) for address in addresses if address)
    return tuple(dict.fromkeys((match["host"] or match["scp"]).lower() for match in matches if match))


def _address_in_ci(environment: Mapping[str, str]) -> str | None:
    repository = environment.get("GITHUB_REPOSITORY")
    if repository:
        return f"{environment.get('GITHUB_SERVER_URL') or 'https://github.com'}/{repository}"
    return environment.get("CI_PROJECT_URL")


def _own(address: str | None, branch: str | None) -> OwnRepository | None:
    match = _REMOTE.fullmatch(address.strip()) if address else None
    if match is None or not branch:
        return None
    return OwnRepository((match["host"] or match["scp"]).lower(), match["path"], branch)
