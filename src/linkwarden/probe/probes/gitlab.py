"""GitLab: gitlab.com, other instances by their host name, and any host whose paths have GitLab's ``/-/``.

https://docs.gitlab.com/api/projects/#get-a-single-project documents the response; a project that was renamed or
moved responds with 301 and the URL of its id (https://docs.gitlab.com/api/rest/#redirects). Its last
activity may be that of an issue, so the last commit is queried too
(https://docs.gitlab.com/api/commits/#list-repository-commits). A host that turns out not to be GitLab is
left alone without a word.
"""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import quote, unquote

from pydantic import RootModel

from linkwarden.model.exchange import Exchange
from linkwarden.model.repository import GitLabFacts
from linkwarden.probe.api import (
    ApiProbe,
    InvalidAnswerError,
    NextRequest,
    Resolved,
    ResponseModel,
    SourceResult,
    parsed,
)
from linkwarden.probe.base import PROBES
from linkwarden.probe.forges import LinkedRepository, server_url
from linkwarden.settings import HostSettings
from linkwarden.urls import WebUrl

_INSTANCES = frozenset(
    {"gitlab.com", "0xacab.org", "code.videolan.org", "framagit.org", "invent.kde.org", "salsa.debian.org"}
)
_SEPARATOR = "/-/"
_OLD_PAGES = frozenset(
    [
        "activity",
        "archive",
        "blame",
        "blob",
        "branches",
        "builds",
        "commit",
        "commits",
        "compare",
        "environments",
        "graphs",
        "issues",
        "jobs",
        "labels",
        "merge_requests",
        "milestones",
        "network",
        "pipelines",
        "project_members",
        "raw",
        "refs",
        "releases",
        "snippets",
        "tags",
        "tree",
        "uploads",
        "wikis",
    ]
)
"""The part after a project's path before GitLab 12 put ``/-/`` between."""
_NOT_PROJECTS = frozenset(
    {
        "-",
        "admin",
        "api",
        "assets",
        "dashboard",
        "explore",
        "groups",
        "help",
        "jwt",
        "oauth",
        "projects",
        "search",
        "users",
    }
)
_MIN_SEGMENTS = 2
_ABSENT = b"Project Not Found"
"""Responses about what does not exist, or is visible to members only."""


class _Project(ResponseModel):
    id: int
    path_with_namespace: str
    web_url: str
    archived: bool = False
    description: str | None = None


class _Commit(ResponseModel):
    committed_date: datetime


class _Commits(RootModel[list[_Commit]]):
    pass


class GitLabProbe(ApiProbe[LinkedRepository]):
    """Queries an instance's own API, without a token."""

    id = "gitlab"
    title = "GitLab"
    pace: ClassVar[HostSettings] = HostSettings(connections=2, gap=0.2)

    def key(self, url: WebUrl) -> LinkedRepository | None:
        """Return the project that an address is in."""
        known = url.host in _INSTANCES
        named = known or "gitlab" in url.host.split(".")
        before, separator, after = unquote(url.path).partition(_SEPARATOR)
        if not named and not separator:
            return None
        parts = before.strip("/").split("/")
        rest = f"{_SEPARATOR}{after}" if separator else ""
        if not separator and len(parts) > _MIN_SEGMENTS and parts[2] in _OLD_PAGES:
            rest = "/" + "/".join(parts[2:])
            parts = parts[:2]
        if len(parts) < _MIN_SEGMENTS or parts[0] in _NOT_PROJECTS or not all(parts):
            return None
        return LinkedRepository(server_url(url), "/".join(parts).removesuffix(".git"), rest + url.query, known)

    def step(self, key: LinkedRepository, answers: Sequence[Exchange]) -> NextRequest | SourceResult:
        """Query the project, then the last commit on its default branch."""
        if not answers:
            api = f"{key.server}/api/v4/projects/{quote(key.path, safe='')}"
            return NextRequest(api, f"look up {key.path} on GitLab", optional=not key.known)
        if answers[0].status == HTTPStatus.NOT_FOUND and _ABSENT in answers[0].body.data:
            return Resolved(GitLabFacts(asked=key.path, found=False))
        if answers[0].status != HTTPStatus.OK:
            return Resolved()
        try:
            told = parsed(answers[0], _Project)
        except InvalidAnswerError:
            if key.known:
                raise
            return Resolved()
        if len(answers) == 1:
            commits = f"{key.server}/api/v4/projects/{told.id}/repository/commits?per_page=1"
            return NextRequest(commits, f"the last commit to {told.path_with_namespace}", optional=True)
        return _known(key, told, _last_commit(answers[1]))


def _known(key: LinkedRepository, told: _Project, committed_at: datetime | None) -> Resolved:
    facts = GitLabFacts(
        asked=key.path,
        name_with_owner=told.path_with_namespace,
        archived=told.archived,
        committed_at=committed_at,
        moved_to=key.moved_to(told.path_with_namespace, told.web_url),
        description=told.description or None,
    )
    return Resolved(facts, settled=not key.rest)


def _last_commit(answer: Exchange) -> datetime | None:
    try:
        commits = parsed(answer, _Commits).root if answer.status == HTTPStatus.OK else []
    except InvalidAnswerError:
        return None
    return commits[0].committed_date if commits else None


PROBES.register(GitLabProbe())
