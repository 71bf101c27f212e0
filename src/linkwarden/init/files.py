"""The files that ``linkwarden init`` writes. Pure except for reading its templates."""

import re
import shlex
from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple

from linkwarden import __version__, identity
from linkwarden.init.forges import CODEBERG, Forge
from linkwarden.plain import plain

_ACTIONS = {
    "CHECKOUT": "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "SETUP_UV": "astral-sh/setup-uv@c771a70e6277c0a99b617c7a806ffedaca235ff9 # v9.0.0",
    "CACHE_RESTORE": "actions/cache/restore@55cc8345863c7cc4c66a329aec7e433d2d1c52a9 # v6.1.0",
    "CACHE_SAVE": "actions/cache/save@55cc8345863c7cc4c66a329aec7e433d2d1c52a9 # v6.1.0",
    "UPLOAD": "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1",
}
"""The actions that workflows use, as this repository's own workflows pin them, which Dependabot updates."""

_PLAIN_PATH = re.compile(r"[\w.][\w./ +,=-]*")

_GITLAB_TEMPLATE = ".gitlab/linkwarden.gitlab-ci.yml"


class FoundSite(NamedTuple):
    """A documentation site that was found in the repository."""

    generator: str
    configuration: str
    folders: tuple[str, ...]


class Repository(NamedTuple):
    """Facts about the repository."""

    name: str
    """Identifies it, so that schedules of different repositories start at different times."""
    hosts: tuple[str, ...]
    """The hosts of its git remotes."""
    forges: tuple[Forge, ...]
    paths: tuple[str, ...] = ("README.md",)
    """The paths to check; each `is_writable`."""
    sites: tuple[FoundSite, ...] = ()
    is_configured: bool = False
    """It has a configuration of linkwarden already."""


class NewFile(NamedTuple):
    """A file to write, unless there is one."""

    path: str
    """POSIX, relative to the repository root."""
    text: str
    purpose: str
    """Its purpose, in a few words."""
    if_present: str = ""
    """The advice if such a file already exists; empty for none."""


def is_writable(path: str) -> bool:
    """Return whether *path* is safe in a workflow: it has nothing that YAML, a shell or an expression interprets."""
    return _PLAIN_PATH.fullmatch(path) is not None


def planned_files(repository: Repository) -> list[NewFile]:
    """Return the files for *repository*, the configuration first."""
    configuration = [] if repository.is_configured else [_configuration(repository)]
    return configuration + [file for forge in repository.forges for file in _PLANS[forge](repository)]


def _configuration(repository: Repository) -> NewFile:
    sites = "".join(f"# {plain(_about(each))}\n" for each in repository.sites)
    text = _filled(
        "linkwarden.toml",
        repository,
        SCHEMA=identity.schema_url("settings.schema.json"),
        DOCUMENTATION=f"{identity.project_url('Documentation')}configuration/",
        SITES=sites,
    )
    return NewFile("linkwarden.toml", text, "the configuration")


def _about(site: FoundSite) -> str:
    folders = " and ".join(filter(None, site.folders)) or "this repository"
    return f"Links in {folders} are resolved as on the {site.generator} site ({site.configuration})."


def _github(repository: Repository) -> Iterator[NewFile]:
    folder = ".github/workflows"
    yield NewFile(
        f"{folder}/links-pull-requests.yml", _filled("github-pull-requests.yml", repository), "checks pull requests"
    )
    yield NewFile(f"{folder}/links.yml", _filled("github-schedule.yml", repository), "checks all links each day")


def _gitlab(repository: Repository) -> Iterator[NewFile]:
    yield NewFile(
        _GITLAB_TEMPLATE, _filled("gitlab.yml", repository), "checks merge requests, and all links on a schedule"
    )
    include = _filled("gitlab-include.yml", repository, TEMPLATE=_GITLAB_TEMPLATE)
    yield NewFile(".gitlab-ci.yml", include, "includes that file", f"add to its include: - local: {_GITLAB_TEMPLATE}")


def _forgejo(repository: Repository) -> Iterator[NewFile]:
    folder = ".forgejo/workflows"
    yield NewFile(
        f"{folder}/links-pull-requests.yml", _filled("forgejo-pull-requests.yml", repository), "checks pull requests"
    )
    yield NewFile(f"{folder}/links.yml", _filled("forgejo-schedule.yml", repository), "checks all links each week")


_PLANS: dict[Forge, Callable[[Repository], Iterator[NewFile]]] = {
    Forge.GITHUB: _github,
    Forge.GITLAB: _gitlab,
    Forge.FORGEJO: _forgejo,
}


def _filled(template: str, repository: Repository, **values: str) -> str:
    """Return a template with its ``@NAMES@`` replaced."""
    text = files("linkwarden.init").joinpath("templates", template).read_text(encoding="utf-8")
    everything = {
        **_ACTIONS,
        "VERSION": __version__,
        "PATHS": shlex.join(repository.paths),
        "CRON": _cron(repository.name, "*" if template.startswith("github") else "1"),
        "RUNNER": "codeberg-small" if CODEBERG in repository.hosts else "docker",
        **values,
    }
    for name, value in everything.items():
        text = text.replace(f"@{name}@", value)
    return text


def _cron(name: str, weekday: str) -> str:
    """Return a time of day that only *name* decides; not at the full hour, when schedules start late."""
    number = int.from_bytes(sha256(name.encode()).digest()[:4])
    return f"{5 + number % 50} {number // 50 % 24} * * {weekday}"
