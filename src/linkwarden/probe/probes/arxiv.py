"""arXiv: papers, fifty at a time, by its query API.

https://info.arxiv.org/help/api/user-manual.html has the Atom feed; section 3.4: a malformed id is
200 with one entry titled Error. The terms of use allow one request in three seconds. Papers that
the feed lacks are passed to the paper's page, which responds with 404.
"""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import ClassVar, NamedTuple
from urllib.parse import quote

from linkwarden.entities import unescape
from linkwarden.model.catalogue import PaperFacts
from linkwarden.model.exchange import Exchange
from linkwarden.probe.api import ApiProbe, InvalidAnswerError, NextRequest, Resolved, SourceResult, absences
from linkwarden.probe.base import PROBES
from linkwarden.settings import HostSettings
from linkwarden.urls import WebUrl

_ID = r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(\d+))?"
_PATH = re.compile(rf"/(?:abs|pdf)/{_ID}(?:\.pdf)?/?")
_ENTRY = re.compile(r"<entry>((?:(?!<entry>).)*?)</entry>", re.DOTALL)
_ENTRY_ID = re.compile(rf"<id>\s*https?://arxiv\.org/abs/{_ID}\s*</id>")
_WITHDRAWN = re.compile(
    r"<(?:arxiv:comment|summary)\b[^>]*>\s*(?:this (?:paper|article|manuscript|submission) (?:has been|is|was) "
    r"withdrawn|withdrawn\b)",
    re.IGNORECASE,
)


class Paper(NamedTuple):
    """A paper, and the version that the link names."""

    id: str
    version: int | None


class ArxivProbe(ApiProbe[Paper]):
    """Queries export.arxiv.org."""

    id = "arxiv"
    title = "arXiv's API"
    pace: ClassVar[HostSettings] = HostSettings(connections=1, gap=3.0)
    max_requests: ClassVar[int] = 20
    answers: ClassVar[frozenset[int]] = frozenset({HTTPStatus.OK})
    together: ClassVar[int] = 50

    def key(self, url: WebUrl) -> Paper | None:
        """Return the paper of an abstract's or PDF's address."""
        match = _PATH.fullmatch(url.path)
        if match is None or url.host not in ("arxiv.org", "www.arxiv.org"):
            return None
        return Paper(match[1], int(match[2]) if match[2] else None)

    def settles(self, url: WebUrl) -> bool:
        """Request the page of an old URL, which redirects."""
        return url.scheme == "https" and url.host == "arxiv.org"

    def group(self, key: Paper) -> str:  # noqa: ARG002 - all papers are in one place
        """Query all of them together."""
        return "all"

    def step(self, key: Paper, answers: Sequence[Exchange]) -> NextRequest | SourceResult:
        """Query one paper."""
        move = self.steps([key], answers)
        return move if isinstance(move, NextRequest) else move[key]

    def steps(self, keys: Sequence[Paper], answers: Sequence[Exchange]) -> NextRequest | Mapping[Paper, SourceResult]:
        """Query the latest versions."""
        if not answers:
            ids = list(dict.fromkeys(key.id for key in keys))
            listed = quote(",".join(ids), safe=",/")
            query = f"https://export.arxiv.org/api/query?max_results={len(ids)}&id_list={listed}"
            return NextRequest(query, "look up papers on arXiv", accept="application/atom+xml")
        papers = _papers(answers[0])
        return {key: _outcome(key, papers, answers) for key in keys}


def _papers(answer: Exchange) -> dict[str, tuple[int, bool]]:
    """Return version and whether it is withdrawn, by id."""
    feed = answer.body.data.decode("utf-8", "replace")
    if "<feed" not in feed or not answer.body.complete:
        raise InvalidAnswerError(f"responds with {answer.status} in an unexpected format")
    papers: dict[str, tuple[int, bool]] = {}
    for entry in _ENTRY.findall(feed):
        found = _ENTRY_ID.search(entry)
        if found is None:
            raise InvalidAnswerError("responds with an error instead of a paper")
        papers[found[1]] = (int(found[2] or 1), bool(_WITHDRAWN.search(unescape(entry))))
    return papers


def _outcome(key: Paper, papers: Mapping[str, tuple[int, bool]], answers: Sequence[Exchange]) -> SourceResult:
    if key.id not in papers:
        return Resolved(PaperFacts(key.id, absences(answers)))
    latest, withdrawn = papers[key.id]
    there = key.version is None or key.version <= latest
    return Resolved(PaperFacts(key.id, withdrawn=withdrawn), settled=there)


PROBES.register(ArxivProbe())
