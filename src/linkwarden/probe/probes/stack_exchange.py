"""Stack Overflow and its sister sites: questions and answers, a hundred at a time, through their API without a key.

https://api.stackexchange.com/docs/questions-by-ids and https://api.stackexchange.com/docs/throttle: 300
requests a day for one address, which a CI runner may share; so few are sent. A post that is not there
may have been merged into another, to which its page redirects, so the page is requested.
"""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import ClassVar, NamedTuple

from linkwarden.model.catalogue import QuestionFacts
from linkwarden.model.exchange import Exchange
from linkwarden.probe.api import ApiProbe, NextRequest, Resolved, ResponseModel, SourceResult, absences, parsed
from linkwarden.probe.base import PROBES
from linkwarden.settings import HostSettings
from linkwarden.urls import WebUrl

_SITES = {
    "stackoverflow.com": "stackoverflow",
    "superuser.com": "superuser",
    "serverfault.com": "serverfault",
    "askubuntu.com": "askubuntu",
    "mathoverflow.net": "mathoverflow.net",
    "stackapps.com": "stackapps",
}
_SISTER = re.compile(r"([a-z]+)\.stackexchange\.com")
_NOT_SITES = frozenset({"api", "area", "chat", "data", "www"})
_QUESTION = re.compile(r"/(?:questions|q)/(\d{1,12})(?:/.*)?")
_ANSWER = re.compile(r"/a/(\d{1,12})(?:/.*)?")


class Post(NamedTuple):
    """A question or an answer."""

    site: str
    kind: str
    """The API's method: questions or answers."""
    id: int


class _Item(ResponseModel):
    question_id: int = 0
    answer_id: int = 0


class _Items(ResponseModel):
    items: list[_Item]


class StackExchangeProbe(ApiProbe[Post]):
    """Queries api.stackexchange.com."""

    id = "stack-exchange"
    title = "The Stack Exchange API"
    page_tells: ClassVar[bool] = False
    pace: ClassVar[HostSettings] = HostSettings(connections=1, gap=1.0)
    max_requests: ClassVar[int] = 10
    answers: ClassVar[frozenset[int]] = frozenset({HTTPStatus.OK})
    together: ClassVar[int] = 100

    def key(self, url: WebUrl) -> Post | None:
        """Return the post of a question's or answer's URL."""
        sister = _SISTER.fullmatch(url.host)
        site = _SITES.get(url.host.removeprefix("www."), sister[1] if sister else None)
        if site is None or site in _NOT_SITES:
            return None
        for kind, pattern in (("questions", _QUESTION), ("answers", _ANSWER)):
            if match := pattern.fullmatch(url.path):
                return Post(site, kind, int(match[1]))
        return None

    def group(self, key: Post) -> tuple[str, str]:
        """Query each site for its questions, and for its answers."""
        return (key.site, key.kind)

    def step(self, key: Post, answers: Sequence[Exchange]) -> NextRequest | SourceResult:
        """Query one post."""
        move = self.steps([key], answers)
        return move if isinstance(move, NextRequest) else move[key]

    def steps(self, keys: Sequence[Post], answers: Sequence[Exchange]) -> NextRequest | Mapping[Post, SourceResult]:
        """Query the posts."""
        if not answers:
            ids = ";".join(str(key.id) for key in keys)
            api = f"https://api.stackexchange.com/2.3/{keys[0].kind}/{ids}?pagesize=100&site={keys[0].site}"
            return NextRequest(api, f"look up {keys[0].kind} on {keys[0].site}")
        items = parsed(answers[0], _Items).items
        there = {each.answer_id or each.question_id for each in items}
        return {
            key: Resolved(QuestionFacts(str(key.id)), settled=True)
            if key.id in there
            else Resolved(QuestionFacts(str(key.id), absences(answers)))
            for key in keys
        }


PROBES.register(StackExchangeProbe())
