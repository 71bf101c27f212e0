"""crates.io: crates, by the sparse index, which costs the site nothing; its pages are one script for every path.

The index's paths and lines: https://doc.rust-lang.org/cargo/reference/registry-index.html. The web API
is only queried for a second opinion, at no more than one request per second
(https://crates.io/data-access, "API": that, and a user agent that identifies the client).
"""

import json
import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import ClassVar, NamedTuple

from pydantic import TypeAdapter, ValidationError

from linkwarden.model.catalogue import CrateFacts
from linkwarden.model.exchange import Exchange
from linkwarden.probe.api import (
    ApiProbe,
    InvalidAnswerError,
    NextRequest,
    Resolved,
    ResponseModel,
    SourceResult,
    absences,
)
from linkwarden.probe.base import PROBES
from linkwarden.settings import HostSettings
from linkwarden.urls import WebUrl

_PATH = re.compile(r"/crates/([A-Za-z][A-Za-z0-9_-]*)(?:/(\d[^/]*))?/?")


class Crate(NamedTuple):
    """A crate, and the version that the link names."""

    name: str
    version: str | None


class _Line(ResponseModel):
    vers: str
    yanked: bool = False


_LINES = TypeAdapter(list[_Line])


class CratesIoProbe(ApiProbe[Crate]):
    """Queries index.crates.io."""

    id = "crates-io"
    title = "crates.io"
    page_tells: ClassVar[bool] = False
    slow: ClassVar[HostSettings] = HostSettings(connections=1, gap=1.0)

    def pace_of(self, host: str) -> HostSettings:
        """Query the index at the usual pace, and crates.io itself once per second."""
        return self.slow if host == "crates.io" else self.pace

    def key(self, url: WebUrl) -> Crate | None:
        """Return the crate of a crates.io address."""
        match = _PATH.fullmatch(url.path)
        return Crate(match[1], match[2]) if match and url.host in ("crates.io", "www.crates.io") else None

    def step(self, key: Crate, answers: Sequence[Exchange]) -> NextRequest | SourceResult:
        """Query the index, and if it lacks the crate, the web API."""
        match answers:
            case []:
                return NextRequest(
                    f"https://index.crates.io/{index_path(key.name)}", f"look up {key.name} on crates.io"
                )
            case [index] if index.status == HTTPStatus.OK:
                lines = _lines(index)
                there = key.version is None or any(line.vers == key.version for line in lines)
                return Resolved(_facts(key, lines), settled=there)
            case [_]:
                api = f"https://crates.io/api/v1/crates/{key.name}"
                return NextRequest(api, f"confirm that {key.name} is not on crates.io", later=True)
            case [_, again] if again.status == HTTPStatus.NOT_FOUND:
                return Resolved(CrateFacts(key.name, absences(answers), version=key.version), settled=True)
        return Resolved(CrateFacts(key.name, version=key.version))


def index_path(name: str) -> str:
    """Return the path of a crate's file in the index (Cargo book, "Index files")."""
    name = name.lower()
    match len(name):
        case 1 | 2:
            return f"{len(name)}/{name}"
        case 3:
            return f"3/{name[0]}/{name}"
    return f"{name[:2]}/{name[2:4]}/{name}"


def _lines(index: Exchange) -> list[_Line]:
    """Return the versions that the index lists, one JSON object a line, oldest first."""
    try:
        return _LINES.validate_python([json.loads(line) for line in index.body.data.splitlines() if line.strip()])
    except (ValueError, ValidationError) as error:
        raise InvalidAnswerError(f"responds with {index.status} in an unexpected format") from error


def _facts(key: Crate, lines: Sequence[_Line]) -> CrateFacts:
    named = [line for line in lines if key.version in (None, line.vers)]
    usable = [line.vers for line in lines if not line.yanked]
    yanked = bool(named) and all(line.yanked for line in named)
    return CrateFacts(
        key.name, version=key.version, latest=usable[-1] if usable else None, yanked="" if yanked else None
    )


PROBES.register(CratesIoProbe())
