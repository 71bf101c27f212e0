"""Detects which forges host a repository, from its git remotes and its folders. Pure."""

from collections.abc import Container, Iterable
from enum import StrEnum


class Forge(StrEnum):
    """A kind of forge, by its CI system."""

    GITHUB = "github"
    GITLAB = "gitlab"
    FORGEJO = "forgejo"


CODEBERG = "codeberg.org"

_HOSTS = {
    "github.com": Forge.GITHUB,
    "gitlab.com": Forge.GITLAB,
    CODEBERG: Forge.FORGEJO,
    "code.forgejo.org": Forge.FORGEJO,
    "gitea.com": Forge.FORGEJO,
}
_NAMES = {
    "github": Forge.GITHUB,
    "ghe": Forge.GITHUB,
    "gitlab": Forge.GITLAB,
    "forgejo": Forge.FORGEJO,
    "gitea": Forge.FORGEJO,
}
"""A label of the host name that identifies the forge."""
_PLACES = {
    ".github": Forge.GITHUB,
    ".gitlab-ci.yml": Forge.GITLAB,
    ".gitlab": Forge.GITLAB,
    ".forgejo": Forge.FORGEJO,
    ".gitea": Forge.FORGEJO,
}
"""Files and folders in the repository root that only one kind of forge reads."""


def forge_of_host(host: str) -> Forge | None:
    """Return the forge at *host*, or None if its name does not show it."""
    labels = host.lower().split(".")
    return _HOSTS.get(host.lower()) or next((_NAMES[each] for each in labels if each in _NAMES), None)


def forges_of(hosts: Iterable[str], root: Container[str]) -> list[Forge]:
    """Return the forges of a repository, in the order of `Forge`.

    Args:
        hosts: The hosts of its git remotes.
        root: The names of the files and folders in its root.
    """
    found = {forge_of_host(host) for host in hosts} | {forge for name, forge in _PLACES.items() if name in root}
    return [forge for forge in Forge if forge in found]
