"""The GitHub probe: fifty repositories in one question to the API, instead of a page for each link.

What the API cannot tell, or does not find, goes on to the web probe: an absence may be a private repository, a
renamed branch, or a page that is no repository at all. Queries follow each other one by one, as GitHub asks for
("Best practices for using the REST API", avoid concurrent requests).
"""

import json
import os
from collections.abc import AsyncIterable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial

import anyio.to_thread
import structlog

from linkwarden import identity
from linkwarden.credentials import github_token
from linkwarden.github.answer import LONGEST_WAIT_S, SECONDARY_WAIT_S, Answer, Later, Next, Reading, Smaller, Stop
from linkwarden.github.answer import read_answer as read
from linkwarden.github.batches import MOST_FAILURES, Batches
from linkwarden.github.places import Server, Target, needs_page, read_target, server_of
from linkwarden.github.query import Question, ask
from linkwarden.model.exchange import Body, Exchange
from linkwarden.model.finding import Unchecked
from linkwarden.model.link import Resource, TargetKind, Task
from linkwarden.model.observation import Observation
from linkwarden.net.body import ACCEPT_ENCODING, Wanted
from linkwarden.net.http import Request
from linkwarden.probe.base import PROBES, Declined, Emit, Tools
from linkwarden.urls import WebUrl, parse_web_url

log = structlog.get_logger()

BODY_LIMIT = 8 * 1024 * 1024
"""Far more than an answer about fifty repositories needs."""
MOST_WAITS = 3
"""In a row, for a secondary limit."""
PAGES_A_SECOND = 1.0
"""What github.com's web pages give a client without a token in the long run; the figure is not published."""

CURE = "Set GITHUB_TOKEN (in GitHub Actions: env: GITHUB_TOKEN: ${{ github.token }}), or log in with gh auth login"

Item = tuple[Task, Observation]


class GitHubProbe:
    """Asks GitHub's GraphQL API."""

    id = "github"
    rank = 10

    def claims(self, resource: Resource) -> bool:
        """Tell whether it is a page of GitHub, or of the server that `GITHUB_SERVER_URL` names."""
        url, server = parse_web_url(resource.url), server_of(os.environ)
        if resource.kind is not TargetKind.WEB or url is None or server is None:
            return False
        return read_target(url, server) is not None

    async def run(self, batch: AsyncIterable[Item], tools: Tools, emit: Emit) -> None:
        """Ask about all of *batch* once it has ended, so that the links of one repository meet in one question."""
        asking = _Asking(tools, emit, server_of(tools.environment))
        async for task, observation in batch:
            await asking.take(task, observation)
        try:
            await asking.go()
        except Exception:
            log.exception("probe.defect")
            asking.stop = Stop("an error inside linkwarden", "Report it")
        await asking.pass_on()


@dataclass(slots=True)
class _Asking:
    """One run's conversation with the API."""

    tools: Tools
    emit: Emit
    server: Server | None
    waiting: dict[Target, list[Item]] = field(default_factory=dict)
    exchanges: dict[Target, tuple[Exchange, ...]] = field(default_factory=dict)
    stop: Stop | None = None
    locked_out: set[str] = field(default_factory=set)

    async def take(self, task: Task, observation: Observation) -> None:
        """Queue a task, unless nothing needs to be asked for it, or not here."""
        if self.tools.ladder(task, observation) is None:
            await self.emit(task, observation)
            return
        url = parse_web_url(task.resource.url)
        target = read_target(url, self.server) if url and self.server else None
        if target is None:
            await self.emit(task, Declined(observation))
        else:
            self.waiting.setdefault(target, []).append((task, observation))

    async def go(self) -> None:
        """Ask until everything is answered, or the API gives no more."""
        if not self.waiting or self.server is None:
            return
        token = await anyio.to_thread.run_sync(partial(github_token, self.tools.environment, self.server.host))
        if token is None:
            self._say_that_there_is_no_token(self.server)
            return
        batches = Batches(list(self.waiting))
        not_before, waits = 0.0, 0
        while self.stop is None and (targets := batches.next()):
            question = ask(targets)
            exchange = await self._send(question, token, self.server.endpoint, not_before)
            answer = read(exchange, question, self.tools.clock.now())
            unanswered = await self._settle(targets, answer, exchange)
            pause, waits = 0.0, waits + 1 if isinstance(answer.then, Later) else 0
            match answer.then:
                case Next():
                    batches.went_well()
                case Smaller():
                    batches.was_too_much(unanswered)
                    pause = float(2**batches.failures)
                    if batches.failures >= MOST_FAILURES:
                        self.stop = Stop("the API fails again and again", "Run again later")
                case Later(seconds):
                    batches.again(unanswered)
                    pause = seconds if seconds is not None else SECONDARY_WAIT_S * 2 ** (waits - 1)
                    if waits > MOST_WAITS or pause > LONGEST_WAIT_S:
                        self.stop = Stop("the API asks to be left alone for a while", "Run again later")
                case Stop():
                    self.stop = answer.then
            not_before = self.tools.clock.monotonic() + pause if pause else 0.0

    async def _send(self, question: Question, token: str, endpoint: WebUrl, not_before: float) -> Exchange:
        request = Request(
            "POST",
            endpoint.target,
            (
                ("User-Agent", self.tools.settings.user_agent or identity.user_agent()),
                ("Accept", "application/json"),
                ("Accept-Encoding", ACCEPT_ENCODING),
                ("Authorization", f"Bearer {token}"),
                ("Content-Type", "application/json"),
            ),
            wanted=Wanted(BODY_LIMIT),
            content=json.dumps({"query": question.text}).encode(),
        )
        count = question.repositories
        why = f"GitHub: {count} repositories in one question" if count > 1 else "GitHub: one repository"
        *_, last = await self.tools.hosts.of(endpoint).send(request, endpoint, why, not_before, attempts_at_most=1)
        return last

    async def _settle(self, targets: Iterable[Target], answer: Answer, exchange: Exchange) -> list[Target]:
        """Hand out what was answered, and return what was not."""
        self.locked_out |= answer.locked_out
        bare = replace(exchange, body=Body())
        unanswered = []
        for target in targets:
            self.exchanges[target] = (*self.exchanges.get(target, ()), bare)
            reading = answer.readings.get(target)
            if reading is None:
                unanswered.append(target)
            else:
                await self._hand_out(target, reading)
        return unanswered

    async def _hand_out(self, target: Target, reading: Reading) -> None:
        for task, observation in self.waiting.pop(target):
            known = replace(
                observation,
                api_exchanges=(*observation.api_exchanges, *self.exchanges.get(target, ())),
                facts=(*observation.facts, *((reading.facts,) if reading.facts else ())),
            )
            url = parse_web_url(task.resource.url)
            fragments = [link.fragment for link in task.links]
            proven = reading.there and url is not None and not needs_page(url, fragments, target)
            await self.emit(task, known if proven else Declined(known))

    async def pass_on(self) -> None:
        """Leave to the web probe what the API did not answer, and say so."""
        left = _links(item for items in self.waiting.values() for item in items)
        if left and self.stop:
            self.tools.notice(f"GitHub: {self.stop.reason}. {_many(left)} go to the web instead. {self.stop.cure}.")
            self.tools.unchecked.append(Unchecked("github", left, self.stop.reason, self.stop.cure))
        elif left and self.exchanges:
            self.tools.unchecked.append(Unchecked("github", left, "the API gave no answer about them", "Run again"))
        if self.locked_out:
            self._say_who_is_locked_out()
        for target in list(self.waiting):
            await self._hand_out(target, Reading(there=False))

    def _say_that_there_is_no_token(self, server: Server) -> None:
        items = [item for items in self.waiting.values() for item in items]
        left = _links(items)
        seconds = len(items) / PAGES_A_SECOND
        time = f"{seconds / 60:.0f} min" if seconds >= 60 else f"{seconds:.0f} s"  # noqa: PLR2004 - a minute
        slow = f"{_many(left)} go to {server.host}, and without a token each is a page to load: about {time}"
        self.tools.notice(f"{slow}. {CURE}.")
        reason = "without a token nobody can tell which repositories are archived, abandoned or renamed"
        self.tools.unchecked.append(Unchecked("github", left, reason, CURE))

    def _say_who_is_locked_out(self) -> None:
        """A token without single sign-on sees less than no token: even public repositories of that owner."""
        owners = ", ".join(sorted(self.locked_out))
        reason = f"the token is not allowed to ask about {owners}"
        cure = "Authorise it for the organisation (Configure SSO in GitHub's token settings), or give another"
        self.tools.notice(f"GitHub: {reason}. {cure}.")
        self.tools.unchecked.append(Unchecked("github", len(self.locked_out), reason, cure))


def _links(items: Iterable[Item]) -> int:
    return sum(len(task.links) for task, _ in items)


def _many(count: int) -> str:
    return "1 link" if count == 1 else f"{count:,} links"


PROBES.register(GitHubProbe())
