"""The GitHub probe: fifty repositories in one question to the API, instead of a page for each link.

What the API cannot confirm or does not find is passed to the web probe: an absence may be a private repository, a
renamed branch, or a page outside of repositories. A few queries are in flight at once, within the published
secondary limits; from the first sign of one on, they follow each other one by one.
"""

import json
from collections import Counter
from collections.abc import AsyncIterable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

import anyio
import anyio.to_thread

from linkwarden.credentials import github_token
from linkwarden.errors import INTERNAL_ERROR
from linkwarden.logs import get_logger
from linkwarden.model.exchange import Body, Exchange
from linkwarden.model.finding import Unchecked
from linkwarden.model.link import Resource, TargetKind, Task
from linkwarden.model.observation import Observation
from linkwarden.net.body import Wanted
from linkwarden.net.headers import api_headers
from linkwarden.net.http.wire import Request
from linkwarden.probe.base import PROBES, Declined, Emit, ProbeContext
from linkwarden.probe.github.answer import Next, QueryResult, RetryLater, Stop, TargetResult, read_answer
from linkwarden.probe.github.batcher import Batcher
from linkwarden.probe.github.budget import MAX_IN_FLIGHT, Budget
from linkwarden.probe.github.places import GitHubTarget, Server, needs_page, read_target, server_of
from linkwarden.probe.github.query import Question, ask
from linkwarden.settings import HostSettings
from linkwarden.urls import WebUrl, parse_web_url

log = get_logger(__name__)

BODY_LIMIT = 8 * 1024 * 1024
"""More than enough for a response about fifty repositories."""
PAGES_A_SECOND = 5.0
"""The sustained rate of github.com's web pages for a client without a token: 300 per minute, according to reports."""

PACE = HostSettings(connections=MAX_IN_FLIGHT)
"""Of the API, where the settings name none."""

ADVICE = "Set GITHUB_TOKEN (in GitHub Actions: env: GITHUB_TOKEN: ${{ github.token }}), or log in with gh auth login"


class _Item(NamedTuple):
    url: WebUrl
    task: Task
    observation: Observation


class GitHubProbe:
    """Queries GitHub's GraphQL API."""

    id = "github"
    rank = 10

    def claims(self, resource: Resource, environment: Mapping[str, str]) -> bool:
        """Return whether it is a page of GitHub, or of the server that `GITHUB_SERVER_URL` names."""
        url, server = parse_web_url(resource.url), server_of(environment)
        if resource.kind is not TargetKind.WEB or url is None or server is None:
            return False
        return read_target(url, server) is not None

    async def run(self, batch: AsyncIterable[tuple[Task, Observation]], context: ProbeContext, emit: Emit) -> None:
        """Query all of *batch* once it has ended, so that the links of one repository share a query."""
        server = server_of(context.environment)
        asking = _Asking(context, emit, server) if server else None
        async for task, observation in batch:
            if asking is None or not await asking.take(task, observation):
                await emit(task, Declined(observation))
        if asking is not None and asking.waiting:
            await asking.go()


@dataclass(slots=True)
class _Talk:
    """The state of a conversation, which its questions share."""

    batcher: Batcher
    budget: Budget
    rest_until: float = 0.0
    changed: anyio.Event = field(default_factory=anyio.Event)
    """Set when a response has arrived."""


@dataclass(slots=True)
class _Asking:
    """One run's conversation with the API."""

    context: ProbeContext
    emit: Emit
    server: Server
    waiting: dict[GitHubTarget, list[_Item]] = field(default_factory=dict)
    exchanges: dict[GitHubTarget, tuple[Exchange, ...]] = field(default_factory=dict)
    locked_out: Counter[str] = field(default_factory=Counter)
    """How many targets of each owner this token may not see."""

    async def take(self, task: Task, observation: Observation) -> bool:
        """Return whether to query a task: the API may have it, and a rule needs it."""
        url = parse_web_url(task.resource.url)
        target = read_target(url, self.server) if url else None
        if url is None or target is None or self.context.judge.next_step(task, observation) is None:
            return False
        self.waiting.setdefault(target, []).append(_Item(url, task, observation))
        return True

    async def go(self) -> None:
        """Send queries until all targets have results or the API refuses, and leave the rest to the web probe."""
        token = await anyio.to_thread.run_sync(partial(github_token, self.context.environment, self.server.web.host))
        if token is None:
            self._say_that_there_is_no_token()
        else:
            try:
                stop = await self._converse(token)
            except Exception:
                log.exception("probe.defect")
                stop = Stop(INTERNAL_ERROR, "Report it")
            self._say_what_is_left(stop)
        for target in list(self.waiting):
            await self._hand_out(target, TargetResult(there=False))

    async def _converse(self, token: str) -> Stop | None:
        talk = _Talk(Batcher(self.waiting), Budget())
        async with anyio.create_task_group() as group:
            while True:
                if talk.budget.has_room and (targets := talk.batcher.next()):
                    now = self.context.clock.monotonic()
                    earliest = max(talk.budget.send(now), talk.rest_until)
                    group.start_soon(self._ask, targets, token, earliest if earliest > now else 0.0, talk)
                elif talk.budget.in_flight:
                    await talk.changed.wait()
                    talk.changed = anyio.Event()
                else:
                    break
        return talk.batcher.stop

    async def _ask(self, targets: Sequence[GitHubTarget], token: str, not_before: float, talk: "_Talk") -> None:
        question, epoch = ask(targets), talk.batcher.epoch
        exchange = await self._send(question, token, not_before)
        now = self.context.clock.monotonic()
        answer = read_answer(exchange, question, self.context.clock.now())
        unanswered = await self._settle(targets, answer, exchange)
        if isinstance(answer.then, RetryLater):
            talk.budget.slow_down()
        talk.budget.answered(now, exchange.elapsed_ms / 1000, well=isinstance(answer.then, Next))
        if rest := talk.batcher.record(answer.then, unanswered, epoch):
            talk.rest_until = max(talk.rest_until, now + rest)
        talk.changed.set()

    async def _send(self, question: Question, token: str, not_before: float) -> Exchange:
        endpoint = self.server.endpoint
        request = Request(
            "POST",
            endpoint.target,
            (
                *api_headers(self.context.settings.user_agent, "application/json"),
                ("Authorization", f"Bearer {token}"),
                ("Content-Type", "application/json"),
            ),
            wanted=Wanted(BODY_LIMIT),
            content=json.dumps({"query": question.text}).encode(),
        )
        count = question.repositories
        why = f"GitHub: {count} repositories in one query" if count > 1 else "GitHub: one repository"
        *_, last = await self.context.hosts.of(endpoint, PACE).send(request, endpoint, why, not_before, max_attempts=1)
        return last

    async def _settle(
        self, targets: Iterable[GitHubTarget], answer: QueryResult, exchange: Exchange
    ) -> list[GitHubTarget]:
        """Emit the results, and return the targets without one."""
        bare = replace(exchange, body=Body())
        unanswered = []
        for target in targets:
            self.exchanges[target] = (*self.exchanges.get(target, ()), bare)
            reading = answer.readings.get(target)
            if reading is None:
                unanswered.append(target)
                continue
            if reading.locked_out:
                self.locked_out[target.owner] += _links(self.waiting[target])
            await self._hand_out(target, reading)
        return unanswered

    async def _hand_out(self, target: GitHubTarget, reading: TargetResult) -> None:
        for item in self.waiting.pop(target):
            seen = item.observation._replace(
                api_exchanges=(*item.observation.api_exchanges, *self.exchanges.get(target, ())),
                facts=(*item.observation.facts, *((reading.facts,) if reading.facts else ())),
                proven=reading.there,
            )
            fragments = [link.fragment for link in item.task.links]
            enough = reading.there and not needs_page(item.url, fragments, target, self.server)
            await self.emit(item.task, seen if enough else Declined(seen))

    def _say_that_there_is_no_token(self) -> None:
        left, pages = _links(self._left()), sum(map(len, self.waiting.values()))
        seconds = pages / PAGES_A_SECOND
        time = f"{seconds / 60:.0f} min" if seconds >= 60 else f"{seconds:.0f} s"  # noqa: PLR2004 - a minute
        slow = f"{_many(left)} go to {self.server.web.host}, and without a token each is a page request: about {time}"
        self.context.notice(f"{slow}. {ADVICE}.")
        reason = "without a token, archived, abandoned and renamed repositories are not detected"
        self.context.unchecked(Unchecked("github", left, reason, ADVICE))

    def _say_what_is_left(self, stop: Stop | None) -> None:
        left = _links(self._left())
        if left:
            stop = stop or Stop("the API gave no response for them", "Run again later")
            self.context.notice(f"GitHub: {stop.reason}. {_many(left)} go to the web instead. {stop.cure}.")
            self.context.unchecked(Unchecked("github", left, stop.reason, stop.cure))
        if self.locked_out:
            # A token that lacks single sign-on sees less than none: not even public repositories of that owner.
            reason = f"the token has no access to {', '.join(sorted(self.locked_out))}"
            cure = "Authorize it for the organisation (GitHub's token settings, Configure SSO), or set another one"
            self.context.notice(f"GitHub: {reason}. {cure}.")
            self.context.unchecked(Unchecked("github", self.locked_out.total(), reason, cure))

    def _left(self) -> list[_Item]:
        return [item for items in self.waiting.values() for item in items]


def _links(items: Iterable[_Item]) -> int:
    return sum(len(item.task.links) for item in items)


def _many(count: int) -> str:
    return "1 link" if count == 1 else f"{count:,} links"


PROBES.register(GitHubProbe())
