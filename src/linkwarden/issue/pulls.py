"""Puts changed files on a branch and opens a pull request, through the API alone: no credentials for git are needed.

docs.github.com/rest/git and docs.github.com/rest/pulls; the token needs ``contents: write`` and
``pull-requests: write``, and the repository has to allow GitHub Actions to create pull requests.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import urlencode

from linkwarden.issue.rest import ForgeError, RestClient


class ChangedFile(NamedTuple):
    """A file with its new content."""

    path: str
    """POSIX, relative to the repository root."""
    content: str
    executable: bool = False


class Proposal(NamedTuple):
    """A change for review."""

    branch: str
    """The branch to write; its previous content is replaced."""
    title: str
    body: str
    files: Sequence[ChangedFile]


def propose(rest: RestClient, proposal: Proposal, base: str, commit: str) -> int:
    """Write the branch, open a pull request unless one is open, and return its number.

    Args:
        rest: Sends the requests.
        proposal: The change.
        base: The branch to merge into.
        commit: The id of the commit that the change is made on.

    Raises:
        ForgeError: GitHub refuses, or does not respond.
    """
    tree = rest.request("GET", f"/git/commits/{commit}")["tree"]["sha"]
    entries = [_entry(each) for each in proposal.files]
    new_tree = rest.request("POST", "/git/trees", {"base_tree": tree, "tree": entries})["sha"]
    new_commit = {"message": proposal.title, "tree": new_tree, "parents": [commit]}
    _point(rest, proposal.branch, rest.request("POST", "/git/commits", new_commit)["sha"])
    owner = rest.repository.partition("/")[0]
    query = urlencode({"state": "open", "head": f"{owner}:{proposal.branch}", "base": base})
    found: Sequence[Mapping[str, Any]] = rest.request("GET", f"/pulls?{query}")
    if found:
        return int(found[0]["number"])
    opened = {"title": proposal.title, "body": proposal.body, "head": proposal.branch, "base": base}
    return int(rest.request("POST", "/pulls", opened)["number"])


def _entry(file: ChangedFile) -> dict[str, str]:
    mode = "100755" if file.executable else "100644"
    return {"path": file.path, "mode": mode, "type": "blob", "content": file.content}


def _point(rest: RestClient, branch: str, commit: str) -> None:
    """Make *branch* point to *commit*, whether it exists or not."""
    try:
        rest.request("PATCH", f"/git/refs/heads/{branch}", {"sha": commit, "force": True})
    except ForgeError as error:
        if error.status not in (HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY):
            raise
        rest.request("POST", "/git/refs", {"ref": f"refs/heads/{branch}", "sha": commit})
