"""PyPI: projects and releases, by the simple index and the JSON API.

The simple index in JSON (PEP 691, PEP 700) has the project's status (PEP 792) and which files are yanked
(PEP 592); the JSON API (https://docs.pypi.org/api/json/) has the classifiers, and its guidelines require
serial requests. The pages of pypi.org sometimes respond with a challenge, so the API proves absences too.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, ClassVar, NamedTuple
from urllib.parse import quote, unquote

from pydantic import Field

from linkwarden.model.catalogue import PyPiFacts
from linkwarden.model.exchange import Exchange
from linkwarden.probe.api import (
    ApiProbe,
    InvalidAnswerError,
    NextRequest,
    Resolved,
    ResponseModel,
    SourceResult,
    absences,
    parsed,
)
from linkwarden.probe.base import PROBES
from linkwarden.settings import HostSettings
from linkwarden.urls import WebUrl

_PATH = re.compile(r"/(?:project|pypi)/([A-Za-z0-9][A-Za-z0-9._-]*)(?:/([^/]+))?/?")
_NOT_A_VERSION = frozenset({"json"})

INACTIVE = "Development Status :: 7 - Inactive"
SIMPLE = "application/vnd.pypi.simple.v1+json"


class Project(NamedTuple):
    """A project, by its normalized name (PEP 503), and the release that the link names."""

    name: str
    version: str | None


class _File(ResponseModel):
    yanked: bool | str = False
    upload_time: Annotated[datetime | None, Field(alias="upload-time")] = None


class _Status(ResponseModel):
    status: str | None = None
    state: str | None = None
    """PEP 792's prose has this name, its example and the indexes the other."""
    reason: str | None = None


class _Simple(ResponseModel):
    name: str
    files: list[_File]
    project_status: Annotated[_Status, Field(alias="project-status")] = _Status()


class _Info(ResponseModel):
    version: str | None = None
    yanked: bool = False
    yanked_reason: str | None = None
    classifiers: tuple[str, ...] = ()


class _Release(ResponseModel):
    info: _Info


class PyPiProbe(ApiProbe[Project]):
    """Queries PyPI's own APIs."""

    id = "pypi"
    title = "PyPI"
    pace: ClassVar[HostSettings] = HostSettings(connections=1, gap=0.1)

    def key(self, url: WebUrl) -> Project | None:
        """Return the project of a pypi.org address, old forms included."""
        match = _PATH.fullmatch(url.path)
        if url.host not in ("pypi.org", "pypi.python.org", "www.pypi.org") or match is None:
            return None
        version = unquote(match[2]) if match[2] else None
        if version in _NOT_A_VERSION:
            return None
        return Project(re.sub(r"[-_.]+", "-", match[1]).lower(), version)

    def settles(self, url: WebUrl) -> bool:
        """Request the page of an old URL, which redirects."""
        return url.scheme == "https" and url.host == "pypi.org"

    def step(self, key: Project, answers: Sequence[Exchange]) -> NextRequest | SourceResult:
        """Query the simple index for the project, then the JSON API for the release, or again for the project."""
        release = f"/{quote(key.version, safe='')}" if key.version else ""
        match answers:
            case []:
                return NextRequest(f"https://pypi.org/simple/{key.name}/", f"look up {key.name} on PyPI", accept=SIMPLE)
            case [simple] if simple.status == HTTPStatus.NOT_FOUND:
                return NextRequest(
                    f"https://pypi.org/pypi/{key.name}/json", f"confirm that {key.name} is not on PyPI", later=True
                )
            case [_]:
                why = f"the metadata on PyPI of {key.name} {key.version or ''}".rstrip() + "?"
                return NextRequest(f"https://pypi.org/pypi/{key.name}{release}/json", why, optional=True)
            case [simple, again] if simple.status == HTTPStatus.NOT_FOUND:
                if again.status == HTTPStatus.NOT_FOUND:
                    return Resolved(PyPiFacts(key.name, absences(answers), version=key.version), settled=True)
                return Resolved(PyPiFacts(key.name, version=key.version))
            case [simple, told, *_]:
                there = key.version is None or told.status == HTTPStatus.OK
                return Resolved(_facts(key, parsed(simple, _Simple), _info(told)), settled=there)
        raise AssertionError(answers)


def _info(answer: Exchange) -> _Info:
    """Return the data of the JSON API; empty if it failed: the simple index has the most important data."""
    try:
        return parsed(answer, _Release).info if answer.status == HTTPStatus.OK else _Info()
    except InvalidAnswerError:
        return _Info()


def _facts(key: Project, simple: _Simple, info: _Info) -> PyPiFacts:
    status = simple.project_status.status or simple.project_status.state or "active"
    reason = simple.project_status.reason or ""
    dates = [each.upload_time for each in simple.files if each.upload_time]
    all_yanked = bool(simple.files) and all(each.yanked for each in simple.files)
    inactive = "the project is archived" if status == "archived" else None
    if inactive is None and INACTIVE in info.classifiers:
        inactive = "it is classified as inactive"
    return PyPiFacts(
        key.name,
        version=key.version,
        latest=info.version if key.version is None else None,
        released_at=max(dates, default=None),
        deprecated=reason if status == "deprecated" else None,
        inactive=inactive and f"{inactive}: {reason}" if reason and status == "archived" else inactive,
        quarantined=reason if status == "quarantined" else None,
        yanked=(info.yanked_reason or "") if info.yanked or all_yanked else None,
    )


PROBES.register(PyPiProbe())
