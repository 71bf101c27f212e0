"""RFCs: whether one was obsoleted, and by which, by the RFC Editor's JSON.

https://www.rfc-editor.org/rfc/rfc9110.json is an example. The request is made instead of the page's, so
it costs nothing more; if one RFC superseded it, that one is queried for its own status.
"""

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import ClassVar

from linkwarden.model.catalogue import RfcFacts
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

_PATHS = {
    "www.rfc-editor.org": re.compile(r"/(?:rfc|info)/rfc0*(\d{1,5})(?:\.html|\.txt)?/?"),
    "rfc-editor.org": re.compile(r"/(?:rfc|info)/rfc0*(\d{1,5})(?:\.html|\.txt)?/?"),
    "datatracker.ietf.org": re.compile(r"/doc/(?:html/)?rfc0*(\d{1,5})(?:\.html|\.txt)?/?"),
    "tools.ietf.org": re.compile(r"/(?:html|rfc)/rfc0*(\d{1,5})(?:\.html|\.txt)?/?"),
}
_SETTLED_HOSTS = frozenset({"www.rfc-editor.org", "datatracker.ietf.org"})
"""The others redirect to these."""
_NUMBER = re.compile(r"RFC0*([1-9]\d{0,8})")
_MAX_CHAIN = 5


class _Rfc(ResponseModel):
    status: str = ""
    obsoleted_by: tuple[str, ...] = ()


class RfcProbe(ApiProbe[str]):
    """Queries www.rfc-editor.org."""

    id = "rfc"
    title = "The RFC Editor"
    pace: ClassVar[HostSettings] = HostSettings(connections=2, gap=0.2)
    ids_on_page: ClassVar[bool] = True

    def settles(self, url: WebUrl) -> bool:
        """Request the page of an old URL, which redirects."""
        return url.scheme == "https" and url.host in _SETTLED_HOSTS

    def key(self, url: WebUrl) -> str | None:
        """Return the RFC's number."""
        pattern = _PATHS.get(url.host)
        match = pattern.fullmatch(url.path) if pattern else None
        return match[1] if match else None

    def step(self, key: str, answers: Sequence[Exchange]) -> NextRequest | SourceResult:
        """Query the RFC, and the one that superseded it."""
        name = f"RFC {key}"
        if not answers:
            return NextRequest(_url(key), f"look up {name}")
        if answers[0].status == HTTPStatus.NOT_FOUND:
            return Resolved(RfcFacts(name, absences(answers)))
        known = [parsed(answers[0], _Rfc), *map(_successor, answers[1:])]
        chain = [_numbers(each) for each in known if each.obsoleted_by]
        if len(answers) == len(chain) < _MAX_CHAIN and len(chain[-1]) == 1:
            return NextRequest(_url(chain[-1][0]), f"look up the successor of {name}", optional=True)
        successors = tuple(f"RFC {each}" for each in chain[-1]) if chain else ()
        return Resolved(RfcFacts(name, status=known[0].status, obsoleted_by=successors), settled=True)


def _url(number: str) -> str:
    return f"https://www.rfc-editor.org/rfc/rfc{number}.json"


def _successor(answer: Exchange) -> _Rfc:
    """Return the facts about a successor; only its number if the query failed."""
    try:
        return parsed(answer, _Rfc) if answer.status == HTTPStatus.OK else _Rfc()
    except InvalidAnswerError:
        return _Rfc()


def _numbers(rfc: _Rfc) -> list[str]:
    return [match[1] for each in rfc.obsoleted_by if (match := _NUMBER.fullmatch(each.replace(" ", "")))]


PROBES.register(RfcProbe())
