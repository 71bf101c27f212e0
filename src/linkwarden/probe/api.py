"""Common code of the probes that query an API about a page, instead of requesting the page.

A source is a URL pattern (`key`) and one pure function (`step`), which reads the responses so far and
returns the next request or the result: sans I/O, as the ladder is for pages. The rest is here: one
conversation for links to the same entry, one request for conversations with the same query, a
budget, a pace, and soft failure. If an API is down, refuses or sends nonsense, its links are
*not checked* in the report and passed to the web probe; this is never evidence about a link.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import AsyncIterable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import ClassVar, Generic, NamedTuple, TypeVar

import anyio
import anyio.abc
from pydantic import BaseModel, ValidationError

from linkwarden.errors import INTERNAL_ERROR
from linkwarden.logs import get_logger
from linkwarden.model.catalogue import Absence
from linkwarden.model.exchange import Exchange
from linkwarden.model.finding import Unchecked
from linkwarden.model.link import Resource, TargetKind, Task
from linkwarden.model.observation import Facts, Observation
from linkwarden.net.body import Wanted
from linkwarden.net.headers import api_headers
from linkwarden.net.http.wire import Request
from linkwarden.probe.base import Declined, Emit, ProbeContext
from linkwarden.settings import HostSettings
from linkwarden.urls import WebUrl, parse_web_url

log = get_logger(__name__)

JSON = "application/json"
APART_S = 5.0
"""Between two fetches that are to prove an absence: enough for a deploy or a flaky backend to show itself."""
LINGER_S = 0.2
"""How long a source with bulk requests waits for more keys."""
MAX_REFUSALS = 3
"""Refusals in a row after which a host is left alone for the rest of the run; silence is enough once."""
MAX_HOPS = 3
MAX_BYTES = 8 * 1024 * 1024
"""Maximum size of a decoded response: a large package's list of files has a few million bytes."""

K = TypeVar("K", bound=Hashable)
M = TypeVar("M", bound=BaseModel)


class NextRequest(NamedTuple):
    """The request to send next."""

    url: str
    why: str
    accept: str = JSON
    later: bool = False
    """It is to prove an absence, so it is sent `APART_S` after the previous response at the earliest."""
    optional: bool = False
    """Its failure is passed to `step` like a response, instead of ending the conversation."""


class Resolved(NamedTuple):
    """The result."""

    facts: Facts | None = None
    """None if the API is not about this page after all."""
    settled: bool = False
    """The page itself need not be requested: the API confirms that it exists, or has proved that it does not."""


class Unresolved(NamedTuple):
    """There is no result; the reason in words."""

    reason: str


SourceResult = Resolved | Unresolved


class InvalidAnswerError(Exception):
    """A response is not in its API's format. The message has the reason."""


class _RefusedError(Exception):
    """There was no response. The message has the reason."""


class ResponseModel(BaseModel):
    """Base of the response models; unknown keys are ignored."""


def parsed(exchange: Exchange, shape: type[M]) -> M:
    """Return a response's JSON in the *shape* that its API documents.

    Raises:
        InvalidAnswerError: It is something else.
    """
    try:
        return shape.model_validate_json(exchange.body.data)
    except ValidationError as error:
        raise InvalidAnswerError(f"responds with {exchange.status} in an unexpected format") from error


def absences(exchanges: Sequence[Exchange]) -> tuple[Absence, ...]:
    """Return the absences in responses, each of which the source considers one."""
    return tuple(Absence(each.at, each.url) for each in exchanges)


class ApiProbe(ABC, Generic[K]):
    """Base of the sources. A subclass sets the class variables, and implements `key` and `step`."""

    id: ClassVar[str]
    title: ClassVar[str]
    """The display name."""
    rank: ClassVar[int] = 50
    pace: ClassVar[HostSettings] = HostSettings(connections=2, gap=0.1)
    """Of its host, where the settings name none."""
    max_requests: ClassVar[int] = 1000
    """In one run."""
    answers: ClassVar[frozenset[int]] = frozenset({HTTPStatus.OK, HTTPStatus.NOT_FOUND})
    """The statuses that `step` reads; any other is a failure."""
    together: ClassVar[int] = 1
    """Maximum number of keys in one request."""
    page_tells: ClassVar[bool] = True
    """False if the page blocks automated requests, or is the same whether or not the entry exists."""
    ids_on_page: ClassVar[bool] = False
    """Links with a fragment are passed to the page, because the API does not have its ids."""
    cure: ClassVar[str] = "Run again later; the pages themselves were requested instead"

    @abstractmethod
    def key(self, url: WebUrl) -> K | None:
        """Return the entry that *url* refers to in this source, or None."""

    @abstractmethod
    def step(self, key: K, answers: Sequence[Exchange]) -> NextRequest | SourceResult:
        """Return the next request for *key*, or the result.

        Args:
            key: The return value of `key`.
            answers: The responses so far, one for each request, in order.

        Raises:
            InvalidAnswerError: A response is not in the API's format.
        """

    def pace_of(self, host: str) -> HostSettings:  # noqa: ARG002 - for sources with more than one host
        """Return the pace of one of the source's hosts."""
        return self.pace

    def group(self, key: K) -> Hashable:
        """Return the common property of keys that can share a request."""
        return key

    def steps(self, keys: Sequence[K], answers: Sequence[Exchange]) -> NextRequest | Mapping[K, SourceResult]:
        """Like `step`, for keys of one group; a source with bulk requests overrides it."""
        move = self.step(keys[0], answers)
        return move if isinstance(move, NextRequest) else dict.fromkeys(keys, move)

    def settles(self, url: WebUrl) -> bool:
        """Return whether an existing entry settles the link; otherwise its page is requested too, for redirects."""
        return not self.page_tells or url.scheme == "https"

    def claims(self, resource: Resource, environment: Mapping[str, str]) -> bool:  # noqa: ARG002 - the protocol's
        """Return whether the source has an entry for it, by its URL alone."""
        url = parse_web_url(resource.url) if resource.kind is TargetKind.WEB else None
        return url is not None and self.key(url) is not None

    async def run(self, batch: AsyncIterable[tuple[Task, Observation]], context: ProbeContext, emit: Emit) -> None:
        """Query all tasks of *batch* concurrently, each in its host's queue."""
        run = _Run(self, context, emit)
        try:
            async with anyio.create_task_group() as group:
                async for task, observation in batch:
                    await run.take(task, observation, group)
        finally:
            run.close()


@dataclass(slots=True)
class _Run(Generic[K]):
    """One run of one source."""

    probe: ApiProbe[K]
    context: ProbeContext
    emit: Emit
    waiting: dict[Hashable, list[tuple[K, Task, Observation]]] = field(default_factory=dict)
    answers: dict[str, tuple[Exchange, ...]] = field(default_factory=dict)
    """By the requested URL, including its redirects."""
    locks: dict[str, anyio.Lock] = field(default_factory=dict)
    requests: int = 0
    refusals: Counter[str] = field(default_factory=Counter)
    """In a row, by host."""
    left_alone: dict[str, str] = field(default_factory=dict)
    """Hosts that are not requested any more, and why."""
    unchecked: Counter[str] = field(default_factory=Counter)
    """Links, by reason."""
    slots: anyio.CapacityLimiter = field(init=False)

    def __post_init__(self) -> None:
        """Limits requests in flight, so that a source that is down does not get all of them."""
        self.slots = anyio.CapacityLimiter(self.probe.pace.connections)

    async def take(self, task: Task, observation: Observation, group: anyio.abc.TaskGroup) -> None:
        """Start a task; one for which no rule needs a request is passed on."""
        url = parse_web_url(task.resource.url)
        key = self.probe.key(url) if url else None
        if key is None or self.context.judge.next_step(task, observation) is None:
            await self.emit(task, Declined(observation))
            return
        common = self.probe.group(key)
        self.waiting.setdefault(common, []).append((key, task, observation))
        if len(self.waiting[common]) == 1:
            group.start_soon(self._converse, common)

    async def _converse(self, common: Hashable) -> None:
        if self.probe.together > 1:
            await self.context.clock.sleep(LINGER_S)
        items = self.waiting.pop(common)
        keys = list(dict.fromkeys(key for key, _, _ in items))
        for start in range(0, len(keys), self.probe.together):
            some = keys[start : start + self.probe.together]
            outcomes, exchanges = await self._settle(some)
            for key, task, observation in items:
                if key in some:
                    await self._finish(task, observation, outcomes[key], exchanges)

    async def _settle(self, keys: Sequence[K]) -> tuple[Mapping[K, SourceResult], list[Exchange]]:
        """Send requests until there is a result."""
        exchanges: list[Exchange] = []
        answers: list[Exchange] = []
        try:
            while isinstance(move := self.probe.steps(keys, answers), NextRequest):
                got = await self._answer(move)
                exchanges += got
                answers.append(got[-1])
                if not move.optional:
                    self._check(got[-1])
        except (InvalidAnswerError, _RefusedError) as error:
            if exchanges:
                self._note_failure(exchanges[-1], str(error))
            return dict.fromkeys(keys, Unresolved(str(error))), exchanges
        except Exception:
            log.exception("probe.defect", source=self.probe.id)
            return dict.fromkeys(keys, Unresolved(INTERNAL_ERROR)), exchanges
        self.refusals.pop(_host(exchanges[-1].url) if exchanges else "", None)
        return move, exchanges

    def _note_failure(self, last: Exchange, reason: str) -> None:
        host = _host(last.url)
        self.refusals[host] += 1
        if last.status is None or self.refusals[host] >= MAX_REFUSALS:
            self.left_alone[host] = reason

    def _check(self, exchange: Exchange) -> None:
        if exchange.status is None:
            raise _RefusedError(exchange.detail or str(exchange.error))
        if exchange.status not in self.probe.answers:
            raise _RefusedError(f"responds with {exchange.status}")

    async def _answer(self, ask: NextRequest) -> tuple[Exchange, ...]:
        async with self.locks.setdefault(ask.url, anyio.Lock()):
            if ask.url not in self.answers:
                self.answers[ask.url] = await self._send(ask)
        return self.answers[ask.url]

    async def _send(self, ask: NextRequest) -> tuple[Exchange, ...]:
        """Send a request, and follow redirects on the API's own host."""
        if ask.later:  # waits in the host's queue without occupying a slot
            return await self._follow(ask, self.context.clock.monotonic() + APART_S)
        async with self.slots:
            if reason := self.left_alone.get(_host(ask.url)):
                raise _RefusedError(reason)
            return await self._follow(ask, 0.0)

    async def _follow(self, ask: NextRequest, not_before: float) -> tuple[Exchange, ...]:
        exchanges: list[Exchange] = []
        first = parse_web_url(ask.url)
        url, why = first, ask.why
        while url is not None and first is not None and url.origin == first.origin and len(exchanges) <= MAX_HOPS:
            if self.requests >= self.probe.max_requests:
                raise _RefusedError(f"the budget of {self.probe.max_requests} requests was spent")
            self.requests += 1
            host = self.context.hosts.of(url, self.probe.pace_of(url.host))
            headers = api_headers(self.context.settings.user_agent, ask.accept)
            request = Request("GET", url.target, headers, wanted=Wanted(MAX_BYTES))
            exchanges += await host.send(request, url, why, not_before)
            last = exchanges[-1]
            location = last.location
            url, why = parse_web_url(location, base=url.href) if location else None, "redirect"
        return tuple(exchanges)

    async def _finish(
        self, task: Task, observation: Observation, outcome: SourceResult, exchanges: list[Exchange]
    ) -> None:
        seen = observation._replace(api_exchanges=(*observation.api_exchanges, *exchanges))
        if isinstance(outcome, Unresolved):
            self.unchecked[outcome.reason] += len(task.links)
            await self.emit(task, Declined(seen))
            return
        if outcome.facts is not None:
            seen = seen._replace(facts=(*seen.facts, outcome.facts))
        await self.emit(task, seen if outcome.settled and not self._wants_page(task) else Declined(seen))

    def _wants_page(self, task: Task) -> bool:
        url = parse_web_url(task.resource.url)
        looks_for_id = self.probe.ids_on_page and any(link.fragment for link in task.links)
        return looks_for_id or url is None or not self.probe.settles(url)

    def close(self) -> None:
        """Record how many links could not be looked up, once per source."""
        if self.unchecked:
            reason, _ = self.unchecked.most_common(1)[0]
            told = f"{self.probe.title}: {reason}"
            self.context.unchecked(Unchecked(self.probe.id, self.unchecked.total(), told, self.probe.cure))


def _host(url: str) -> str:
    parsed_url = parse_web_url(url)
    return parsed_url.host if parsed_url else ""
