"""npm: packages, by the registry; npmjs.com blocks automated requests.

https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md has the registry's API, and its
docs/responses/package-metadata.md the shape of a version's metadata; dist-tags are the second opinion.
"""

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import ClassVar, NamedTuple
from urllib.parse import quote, unquote

from pydantic import RootModel

from linkwarden.model.catalogue import NpmFacts
from linkwarden.model.exchange import Exchange
from linkwarden.probe.api import ApiProbe, NextRequest, Resolved, ResponseModel, SourceResult, absences, parsed
from linkwarden.probe.base import PROBES
from linkwarden.urls import WebUrl

_HOST = re.compile(r"(?:www\.)?npmjs\.(?:com|org)")
_PATH = re.compile(r"/package/(@[^/@]+/[^/@]+|[^/@]+)(?:/v/([^/]+))?/?")

HOLDING = "-security"
"""How the versions end of the placeholders that npm puts where it has removed malware."""


class Package(NamedTuple):
    """A package, and the version that the link names."""

    name: str
    version: str | None


class _Version(ResponseModel):
    version: str
    deprecated: str | bool | None = None


class _Tags(RootModel[dict[str, str]]):
    pass


class NpmProbe(ApiProbe[Package]):
    """Queries registry.npmjs.org."""

    id = "npm"
    title = "The npm registry"
    page_tells: ClassVar[bool] = False

    def key(self, url: WebUrl) -> Package | None:
        """Return the package of an npmjs.com address."""
        match = _PATH.fullmatch(unquote(url.path))
        return Package(match[1], match[2]) if match and _HOST.fullmatch(url.host) else None

    def step(self, key: Package, answers: Sequence[Exchange]) -> NextRequest | SourceResult:
        """Query the version's metadata, and if there are none, the package's tags."""
        name = quote(key.name, safe="@")
        version = quote(key.version or "latest", safe="")
        match answers:
            case []:
                return NextRequest(f"https://registry.npmjs.org/{name}/{version}", f"look up {key.name} on npm")
            case [there] if there.status == HTTPStatus.OK:
                return Resolved(_facts(key, parsed(there, _Version)), settled=True)
            case [_]:
                tags = f"https://registry.npmjs.org/-/package/{name}/dist-tags"
                return NextRequest(tags, f"confirm that {key.name} is not on npm", later=True)
            case [_, tags] if tags.status == HTTPStatus.NOT_FOUND or not parsed(tags, _Tags).root:
                return Resolved(NpmFacts(key.name, absences(answers), version=key.version), settled=True)
        return Resolved(NpmFacts(key.name, version=key.version))


def _facts(key: Package, told: _Version) -> NpmFacts:
    removed = (
        "npm removed the package for security reasons and holds its name" if told.version.endswith(HOLDING) else None
    )
    said = told.deprecated if isinstance(told.deprecated, str) else ""
    return NpmFacts(
        key.name,
        version=key.version,
        latest=None if key.version else told.version,
        deprecated=said if told.deprecated else None,
        quarantined=removed,
    )


PROBES.register(NpmProbe())
