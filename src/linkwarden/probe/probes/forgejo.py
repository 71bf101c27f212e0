"""Forgejo and Gitea: Codeberg, gitea.com, and hosts that are named for them.

https://codeberg.org/api/swagger has the API of both (repoGet, repoGetBranch). A repository that was
renamed or moved redirects to the URL of its new name.
"""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import quote, unquote

from linkwarden.model.exchange import Exchange
from linkwarden.model.repository import ForgejoFacts
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

_INSTANCES = frozenset({"codeberg.org", "gitea.com", "code.forgejo.org", "git.disroot.org", "next.forgejo.org"})
_NAMES = frozenset({"forgejo", "gitea"})
_NOT_OWNERS = frozenset(
    {
        "-",
        "admin",
        "api",
        "assets",
        "attachments",
        "avatars",
        "explore",
        "issues",
        "login",
        "org",
        "pulls",
        "repo",
        "user",
    }
)
_ABSENT = b"target couldn't be found"
"""Responses about what does not exist, or is visible to members only."""


class _Repository(ResponseModel):
    full_name: str
    html_url: str
    archived: bool = False
    archived_at: datetime | None = None
    default_branch: str = ""
    description: str = ""
    website: str = ""


class _Commit(ResponseModel):
    timestamp: datetime


class _Branch(ResponseModel):
    commit: _Commit


class ForgejoProbe(ApiProbe[LinkedRepository]):
    """Queries an instance's own API, without a token."""

    id = "forgejo"
    title = "Forgejo"
    pace: ClassVar[HostSettings] = HostSettings(connections=2, gap=0.2)

    def key(self, url: WebUrl) -> LinkedRepository | None:
        """Return the repository that an address is in."""
        known = url.host in _INSTANCES
        owner, *others = [part for part in unquote(url.path).split("/") if part] or [""]
        if not others or owner in _NOT_OWNERS or not (known or _NAMES & set(url.host.split("."))):
            return None
        rest = "/" + "/".join(others[1:]) if others[1:] else ""
        return LinkedRepository(server_url(url), f"{owner}/{others[0].removesuffix('.git')}", rest + url.query, known)

    def step(self, key: LinkedRepository, answers: Sequence[Exchange]) -> NextRequest | SourceResult:
        """Query the repository, then the last commit on its default branch."""
        if not answers:
            api = f"{key.server}/api/v1/repos/{quote(key.path)}"
            return NextRequest(api, f"look up {key.path} on its forge", optional=not key.known)
        if answers[0].status == HTTPStatus.NOT_FOUND and _ABSENT in answers[0].body.data:
            return Resolved(ForgejoFacts(asked=key.path, found=False))
        if answers[0].status != HTTPStatus.OK:
            return Resolved()
        try:
            told = parsed(answers[0], _Repository)
        except InvalidAnswerError:
            if key.known:
                raise
            return Resolved()
        if len(answers) == 1 and told.default_branch:
            branch = f"{key.server}/api/v1/repos/{quote(told.full_name)}/branches/{quote(told.default_branch)}"
            return NextRequest(branch, f"the last commit to {told.full_name}", optional=True)
        return _known(key, told, answers[1:])


def _known(key: LinkedRepository, told: _Repository, branch: Sequence[Exchange]) -> Resolved:
    facts = ForgejoFacts(
        asked=key.path,
        name_with_owner=told.full_name,
        archived=told.archived,
        archived_at=told.archived_at if told.archived else None,
        committed_at=_last_commit(branch),
        moved_to=key.moved_to(told.full_name, told.html_url),
        description=told.description or None,
        homepage=told.website or None,
    )
    return Resolved(facts, settled=not key.rest)


def _last_commit(branch: Sequence[Exchange]) -> datetime | None:
    try:
        return next((parsed(each, _Branch).commit.timestamp for each in branch if each.status == HTTPStatus.OK), None)
    except InvalidAnswerError:
        return None


PROBES.register(ForgejoProbe())
