"""Archived copies of dead pages, looked up in the Wayback Machine while the rest of the run goes on."""

import re
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import quote

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from pydantic import BaseModel, ValidationError

from linkwarden.logs import get_logger
from linkwarden.model.exchange import Exchange
from linkwarden.model.finding import Applicability, Finding, JudgedLink, Suggestion, Verdict
from linkwarden.model.link import Resource, TargetKind
from linkwarden.net.addresses import parse_address
from linkwarden.net.body import Wanted
from linkwarden.net.descriptors import OutOfDescriptorsError
from linkwarden.net.headers import api_headers
from linkwarden.net.hosts import Hosts
from linkwarden.net.http.wire import Request
from linkwarden.run.sinks import Sink
from linkwarden.settings import HostSettings, Settings
from linkwarden.urls import parse_web_url

log = get_logger(__name__)

MAX_LOOKUPS = 15
"""In one run. The Wayback Machine blocks clients that send more than about 24 requests a minute
(https://github.com/edgi-govdata-archiving/wayback, rate limits)."""

GRACE_S = 5.0
"""Time limit for lookups after all links are checked, in seconds."""

LOOKUP_S = 10.0
"""Time limit of one request, in seconds."""

MAX_BYTES = 64 * 1024
PACE = HostSettings(connections=2, gap=0.2)

_ANSWERS = {HTTPStatus.OK, HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND, HTTPStatus.NOT_FOUND}
"""Responses of the Wayback Machine, unless it is overloaded or refuses."""

_SNAPSHOT = re.compile(r"/web/([0-9]{14})/\S")


class Copy(NamedTuple):
    """A copy of a page."""

    url: str
    stamp: str
    """When it was made: YYYYMMDDhhmmss, UTC."""

    @property
    def date(self) -> str:
        """When it was made, as YYYY-MM-DD."""
        return f"{self.stamp[:4]}-{self.stamp[4:6]}-{self.stamp[6:8]}"


class _Closest(BaseModel):
    available: bool = False
    url: str = ""


class _Snapshots(BaseModel):
    closest: _Closest = _Closest()


class _Availability(BaseModel):
    archived_snapshots: _Snapshots = _Snapshots()


def next_lookup(url: str, answered_at: datetime | None, answers: Sequence[Exchange]) -> str | Copy | None:
    """Return the URL to request next to find a copy of *url*, the copy, or None if there is none.

    The address of a page in the Wayback Machine redirects to the copy nearest to the date in it, or to the last one.
    Only if that is inconclusive, the availability API is queried, which has stricter rate limits
    (https://archive.org/help/wayback_api.php).

    Args:
        url: The dead page's.
        answered_at: When it last responded, if that is known.
        answers: The responses so far.
    """
    stamp = answered_at.strftime("%Y%m%d%H%M%S") if answered_at else ""
    if not answers:
        return f"https://web.archive.org/web/{stamp}/{url}" if stamp else f"https://web.archive.org/web/{url}"
    last = answers[-1]
    if copy := _copy(last.location):
        return copy
    if len(answers) > 1:
        return _available(last)
    if last.status in {None, HTTPStatus.NOT_FOUND}:
        return None
    when = f"&timestamp={stamp}" if stamp else ""
    return f"https://archive.org/wayback/available?url={quote(url, safe='')}{when}"


def _available(answer: Exchange) -> Copy | None:
    try:
        closest = _Availability.model_validate_json(answer.body.data).archived_snapshots.closest
    except ValidationError:
        return None
    return _copy(closest.url) if closest.available else None


def _copy(location: str | None) -> Copy | None:
    """Return the copy at *location*, which may lack scheme and host."""
    url = parse_web_url(location, base="https://web.archive.org/") if location else None
    snapshot = _SNAPSHOT.match(url.target) if url and url.host == "web.archive.org" else None
    return Copy("https" + url.href.removeprefix(url.scheme), snapshot[1]) if url and snapshot else None


def wants_copy(link: JudgedLink, settings: Settings, environment: Mapping[str, str]) -> bool:
    """Return whether to look up a copy of *link*: a public page, found dead by requests of this run.

    Pages that the settings have headers for, and hosts without a domain name, may be internal: their URLs go nowhere
    else.
    """
    if link.verdict is not Verdict.DEAD or link.link.resource.kind is not TargetKind.WEB:
        return False
    if not link.observation.exchanges or any(each.suggestion for each in link.findings):
        return False
    url = parse_web_url(link.link.resource.url)
    if url is None or "." not in url.host or parse_address(url.host) is not None:
        return False
    return not settings.headers_for(url.scheme, url.host, url.port, environment)


class ArchivedCopies(Sink):
    """Looks up dead links as they are judged, two at a time. The first request that fails ends the lookups."""

    def __init__(self, settings: Settings, environment: Mapping[str, str]) -> None:
        self._settings = settings
        self._environment = environment
        self._queue: MemoryObjectSendStream[JudgedLink] | None = None
        self._queued: set[Resource] = set()
        self._found: dict[Resource, tuple[Copy, tuple[Exchange, ...]]] = {}
        self._failed = False

    def judged(self, link: JudgedLink) -> None:
        """Queue a dead link."""
        resource = link.link.resource
        if self._queue is None or resource in self._queued or len(self._queued) == MAX_LOOKUPS:
            return
        if wants_copy(link, self._settings, self._environment):
            self._queued.add(resource)
            self._queue.send_nowait(link)

    @asynccontextmanager
    async def looked_up(self, hosts: Hosts) -> AsyncIterator[None]:
        """Look up links that are judged within the block, and for a moment after it."""
        self._queue, receive = anyio.create_memory_object_stream[JudgedLink](MAX_LOOKUPS)
        async with anyio.create_task_group() as group:
            with receive, self._queue:
                for _ in range(PACE.connections):
                    group.start_soon(self._look_up, receive.clone(), hosts)
                yield
            self._queue = None
            group.cancel_scope.deadline = anyio.current_time() + GRACE_S

    async def _look_up(self, links: MemoryObjectReceiveStream[JudgedLink], hosts: Hosts) -> None:
        with links:
            async for link in links:
                self._failed = self._failed or not await self._responds(link, hosts)
                if self._failed:
                    return

    async def _responds(self, link: JudgedLink, hosts: Hosts) -> bool:
        """Look up one link, and return whether the archive responded; an error costs the copies, not the run."""
        try:
            return await self._find(link, hosts)
        except OutOfDescriptorsError:
            return False
        except Exception:
            log.exception("archive.defect", link=link.link.url)
            return False

    async def _find(self, link: JudgedLink, hosts: Hosts) -> bool:
        """Look up one link, and return whether the archive responded."""
        resource = link.link.resource
        answered_at = link.past.resource.answered_at if link.past and link.past.resource else None
        answers: list[Exchange] = []
        while isinstance(found := next_lookup(resource.url, answered_at, answers), str):
            answers.append(await self._request(found, hosts))
        if found:
            self._found[resource] = found, tuple(answers)
        return answers[-1].status in _ANSWERS

    async def _request(self, address: str, hosts: Hosts) -> Exchange:
        url = parse_web_url(address)
        if url is None:
            raise ValueError(f"{address!r} is not an http or https URL")
        headers = api_headers(self._settings.user_agent, "*/*")
        request = Request("GET", url.target, headers, wanted=Wanted(MAX_BYTES), timeout=LOOKUP_S)
        exchanges = await hosts.of(url, PACE).send(request, url, "look up an archived copy", 0.0, max_attempts=1)
        return exchanges[-1]

    def added_to(self, links: Iterable[JudgedLink]) -> list[JudgedLink]:
        """Return *links*, dead ones with the copies that were found."""
        return [_with_copy(each, *self._found[each.link.resource]) if self._has(each) else each for each in links]

    def _has(self, link: JudgedLink) -> bool:
        return link.verdict is Verdict.DEAD and link.link.resource in self._found


def _with_copy(link: JudgedLink, copy: Copy, exchanges: tuple[Exchange, ...]) -> JudgedLink:
    """Return *link* with the copy as a suggestion of the rule that decided; a person has to review it."""
    findings = tuple(_suggesting(each, copy) if each.rule == link.rule else each for each in link.findings)
    seen = link.observation._replace(api_exchanges=(*link.observation.api_exchanges, *exchanges)).without_bodies()
    return link._replace(findings=findings, observation=seen)


def _suggesting(finding: Finding, copy: Copy) -> Finding:
    message = f"{finding.message}; archived copy of {copy.date}"
    return finding._replace(message=message, suggestion=Suggestion(copy.url, Applicability.REVIEW))
