"""DOIs, by the handle API of doi.org, and never by the publisher's page, which often blocks automated requests.

https://www.doi.org/doi-handbook/HTML/rest-api-response-format.html has the response codes. What the API
lacks is passed to doi.org itself, which responds with 404.
"""

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated, ClassVar
from urllib.parse import quote, unquote

from pydantic import Field

from linkwarden.model.catalogue import DoiFacts
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
from linkwarden.urls import WebUrl

_HOSTS = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")

FOUND = 1
NOT_FOUND = 100
NO_URL = 200


class _Handle(ResponseModel):
    code: Annotated[int, Field(alias="responseCode")]


class DoiProbe(ApiProbe[str]):
    """Queries doi.org/api/handles."""

    id = "doi"
    title = "doi.org"
    page_tells: ClassVar[bool] = False

    def key(self, url: WebUrl) -> str | None:
        """Return the DOI; they are case-insensitive (DOI Handbook, "Case sensitivity")."""
        doi = unquote(url.path.removeprefix("/"))
        return doi.lower() if url.host in _HOSTS and _DOI.fullmatch(doi) else None

    def step(self, key: str, answers: Sequence[Exchange]) -> NextRequest | SourceResult:
        """Query the handle's URL record."""
        if not answers:
            return NextRequest(f"https://doi.org/api/handles/{quote(key, safe='/')}?type=URL", f"look up the DOI {key}")
        handle = parsed(answers[0], _Handle)
        if handle.code == FOUND:
            return Resolved(DoiFacts(key), settled=True)
        if handle.code == NO_URL:
            return Resolved(DoiFacts(key))
        if handle.code == NOT_FOUND and answers[0].status == HTTPStatus.NOT_FOUND:
            return Resolved(DoiFacts(key, absences(answers)))
        raise InvalidAnswerError(f"responds with code {handle.code}")


PROBES.register(DoiProbe())
