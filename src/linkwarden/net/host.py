"""A host: one scheme, name and port. It alone owns its connections, addresses, pace and queue.

Thin I/O around two pure parts: Pace says who may send and when, retry says what is worth sending again.
"""

import itertools
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from fnmatch import fnmatchcase
from http import HTTPStatus

import anyio
import anyio.abc
import structlog
from tenacity import AsyncRetrying, retry_if_result

from linkwarden.clock import Clock
from linkwarden.model.exchange import ErrorKind, Exchange
from linkwarden.model.observation import Verify
from linkwarden.net.addresses import known_addresses
from linkwarden.net.http import Answer, HttpClient, Request, SendError, Timeouts
from linkwarden.net.pace import Done, Outcome, Pace, Send, Ticket, Wait
from linkwarden.net.proxy import Proxies
from linkwarden.net.resolver import Resolution, Resolver
from linkwarden.net.retry import passes, retry_after_s, wait_s
from linkwarden.net.tls import TlsContexts
from linkwarden.settings import HostSettings, Settings
from linkwarden.urls import WebUrl

log = structlog.get_logger()

Origin = tuple[str, str, int]

ClientProfile = tuple[Verify, str]
"""How a request shows itself: how much it verifies, and the name it goes by. Another profile may fare better."""

PATIENCE = 4
"""Requests in a row that a host which never answered may keep waiting in vain, before it is left alone."""


@dataclass(slots=True)
class _Turn:
    """A request under way, and how it ended."""

    ticket: Ticket
    outcome: Outcome = Outcome.FAILED
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """What all hosts of a run share."""

    clock: Clock
    settings: Settings
    resolver: Resolver
    contexts: TlsContexts
    proxies: Proxies
    slots: anyio.CapacityLimiter
    tasks: anyio.abc.TaskGroup
    ids: Iterator[str]
    """Of exchanges; no two runs share one."""


class Host:
    """Sends requests to one origin, each in its turn."""

    def __init__(self, origin: Origin, network: Network, policy: HostSettings) -> None:
        scheme, self.name, port = origin
        self._network = network
        self._pace = Pace(max_connections=policy.connections, min_gap=policy.gap)
        self._granted: dict[Ticket, anyio.Event] = {}
        self._changed = anyio.Event()
        self._pumping = False
        self._resolution = Resolution()
        self._failures: dict[ClientProfile, tuple[float, tuple[Exchange, ...]]] = {}
        self._pending_reconnects: dict[ClientProfile, anyio.Event] = {}
        self._silences = 0
        self.answered = False
        proxy = network.proxies.for_host(*origin)
        self._proxied = proxy is not None
        limits = network.settings.timeouts
        self._client = HttpClient(
            scheme,
            self.name,
            port,
            addresses=lambda: self._resolution.addresses,
            contexts=network.contexts,
            proxy=proxy,
            timeouts=Timeouts(limits.connect, limits.read, limits.request),
        )

    async def send(
        self,
        request: Request,
        url: WebUrl,
        why: str,
        not_before: float,
        *,
        budget_s: float = float("inf"),
        max_attempts: int | None = None,
    ) -> tuple[Exchange, ...]:
        """Send *request* in its turn, again where its failure may pass, and return every attempt.

        A failure to connect holds for the whole host, and so does silence, or a push-back that never ends:
        requests of the same profile that queue behind it, or come later, get the same exchanges, unless they
        ask for a look that is later than it.

        Args:
            request: What to send.
            url: Its URL, for the record.
            why: Why it is sent, for people.
            not_before: The earliest moment to send it, in monotonic seconds.
            budget_s: How long all attempts together may take, waiting aside, in seconds.
            max_attempts: How often to send it, where the settings' number does not fit.
        """
        most = max_attempts or self._network.settings.attempts
        while not (exchanges := await self._attempts(request, url, why, not_before, budget_s, most)):
            # Another request is about to try the connection again: what comes of it holds for this one too.
            if (reconnect := self._pending_reconnects.get(_profile(request))) is not None:
                await reconnect.wait()
        return exchanges

    async def _attempts(
        self, request: Request, url: WebUrl, why: str, not_before: float, budget_s: float, most: int
    ) -> tuple[Exchange, ...]:
        """Return every attempt, or those of another request that hold here too; none where one must be waited for."""
        attempts: list[Exchange] = []
        profile = _profile(request)
        shared = self._failed(profile, not_before)
        reconnect = anyio.Event()
        earliest = not_before

        async def rest(seconds: float) -> None:
            nonlocal earliest
            earliest = self._network.clock.monotonic() + seconds

        async def once() -> Exchange | None:
            nonlocal shared
            async with self._turn(earliest) as turn:
                shared = () if attempts else self._failed(profile, not_before)
                if shared or (self._left_alone if attempts else profile in self._pending_reconnects):
                    turn.outcome = Outcome.UNSENT
                    return None
                reason = f"again, after {_short(attempts[-1])}" if attempts else why
                limited = replace(request, timeout=max(0.1, budget_s - spent_s(attempts)))
                fresh = not_before > 0 or bool(attempts)
                exchange, idled = await self._exchange(limited, url, reason, fresh=fresh)
                if idled:
                    attempts.append(exchange)
                    exchange, _ = await self._exchange(
                        limited, url, "again, since the connection had idled", fresh=fresh
                    )
                turn.outcome, turn.retry_after = self._outcome(exchange)
            attempts.append(exchange)
            self._notice_silence(profile, attempts)
            if not exchange.connected:
                self._pending_reconnects.setdefault(profile, reconnect)
            return exchange

        if shared:
            return shared
        try:
            await AsyncRetrying(
                sleep=rest,
                wait=lambda state: wait_s(state.attempt_number),
                stop=lambda state: state.attempt_number >= most or spent_s(attempts) >= budget_s,
                retry=retry_if_result(
                    lambda exchange: exchange is not None and self._worth_another(exchange, attempts)
                ),
                retry_error_callback=lambda _: None,
            )(once)
            self._remember(profile, attempts)
            return shared or tuple(attempts)
        finally:
            if self._pending_reconnects.get(profile) is reconnect:
                del self._pending_reconnects[profile]
            reconnect.set()
            attempts.clear()  # tenacity's object and these functions hold each other, and would hold the bodies too

    async def _exchange(self, request: Request, url: WebUrl, why: str, *, fresh: bool) -> tuple[Exchange, bool]:
        """Send once, and tell too whether a connection that had idled was closed meanwhile: no word on the request."""
        clock = self._network.clock
        at, started = clock.now(), clock.monotonic()

        def start() -> None:
            nonlocal at, started
            at, started = clock.now(), clock.monotonic()

        try:
            await self._resolve(start, fresh=fresh)
            async with self._network.slots:
                start()
                result: Answer | SendError = await self._client.send(request)
        except SendError as error:
            result = error
        elapsed = round((clock.monotonic() - started) * 1000)
        idled = isinstance(result, SendError) and result.idled
        return self._record(request, url, why, at, elapsed, result), idled

    async def _resolve(self, on_turn: Callable[[], None], *, fresh: bool) -> None:
        """Look the name up, unless a proxy does that; literal addresses and localhost are always checked.

        Raises:
            SendError: There is no address that may be connected to.
        """
        if self._proxied and known_addresses(self.name) is None:
            return
        self._resolution = await self._network.resolver.resolve(self.name, fresh=fresh, on_turn=on_turn)
        if self._resolution.error is not None:
            raise SendError(self._resolution.error, self._resolution.detail, connected=False)

    def _record(
        self, request: Request, url: WebUrl, why: str, at: datetime, elapsed: int, result: Answer | SendError
    ) -> Exchange:
        exchange = Exchange(next(self._network.ids), at, why, request.method, url.href, elapsed_ms=elapsed)
        match result:
            case Answer(status, headers, body, ends_at):
                self.answered = True
                exchange = replace(exchange, status=status, headers=headers, body=body, certificate_ends_at=ends_at)
            case SendError():
                exchange = replace(exchange, error=result.kind, detail=result.detail, connected=result.connected)
        log.debug(
            "exchange",
            host=f"{self.name}:{url.port}",
            url=url.href,
            why=why,
            status=exchange.status,
            error=exchange.error,
            elapsed_ms=elapsed,
        )
        return exchange

    def _outcome(self, exchange: Exchange) -> tuple[Outcome, float | None]:
        if exchange.error is not None:
            return Outcome.FAILED, None
        retry_after = retry_after_s(exchange.header("retry-after"), self._network.clock.now())
        too_many = exchange.status == HTTPStatus.TOO_MANY_REQUESTS
        busy = exchange.status == HTTPStatus.SERVICE_UNAVAILABLE and retry_after is not None
        return (Outcome.PUSHED_BACK if too_many or busy else Outcome.ANSWERED), retry_after

    # ---- a failure to connect, shared by all links of the host ----

    def _failed(self, profile: ClientProfile, not_before: float) -> tuple[Exchange, ...]:
        at, exchanges = self._failures.get(profile, (0.0, ()))
        return exchanges if at >= not_before else ()

    @property
    def _left_alone(self) -> bool:
        return self._pace.given_up or self._silences >= PATIENCE

    def _worth_another(self, exchange: Exchange, attempts: list[Exchange]) -> bool:
        return passes(exchange, len(attempts)) and not self._left_alone

    def _notice_silence(self, profile: ClientProfile, attempts: list[Exchange]) -> None:
        """Count the requests in a row that got no answer from a host which never gave one."""
        silent = attempts[-1].error is ErrorKind.TIMEOUT and not self.answered
        self._silences = self._silences + 1 if silent else 0
        if self._silences >= PATIENCE:
            self._fail(profile, attempts)

    def _remember(self, profile: ClientProfile, attempts: list[Exchange]) -> None:
        if not attempts:
            return
        last = attempts[-1]
        pushed_back = last.status == HTTPStatus.TOO_MANY_REQUESTS and self._pace.given_up
        if not last.connected or pushed_back:
            self._fail(profile, attempts)
        elif last.status is not None:
            self._failures.pop(profile, None)

    def _fail(self, profile: ClientProfile, attempts: list[Exchange]) -> None:
        self._failures[profile] = (self._network.clock.monotonic(), tuple(attempts))

    # ---- the queue ----

    @asynccontextmanager
    async def _turn(self, not_before: float) -> AsyncIterator[_Turn]:
        """Wait for a turn, and give it back when the request has ended."""
        ticket = self._pace.submit(not_before)
        granted = self._granted[ticket] = anyio.Event()
        self._wake()
        turn = _Turn(ticket)
        try:
            await granted.wait()
            yield turn
        finally:
            del self._granted[ticket]
            if ticket.sent_at is None:
                self._pace.withdraw(ticket)
            else:
                self._pace.finished(ticket, turn.outcome, self._network.clock.monotonic(), turn.retry_after)
            self._wake()

    def _wake(self) -> None:
        self._changed.set()
        if not self._pumping:
            self._pumping = True
            self._network.tasks.start_soon(self._pump)

    async def _pump(self) -> None:
        """Grant turns while anybody waits."""
        while True:
            now = self._network.clock.monotonic()
            match self._pace.next(now):
                case Send(ticket):
                    self._granted[ticket].set()
                case Wait(until):
                    self._changed = anyio.Event()
                    with anyio.move_on_after(until - now):
                        await self._changed.wait()
                case Done():
                    self._pumping = False
                    return

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.aclose()


def spent_s(exchanges: Iterable[Exchange]) -> float:
    """Return how long those exchanges took, in seconds; waiting in queues is not counted."""
    return sum(each.elapsed_ms for each in exchanges) / 1000


def _profile(request: Request) -> ClientProfile:
    return request.verify, next((value for name, value in request.headers if name == "User-Agent"), "")


def _short(exchange: Exchange) -> str:
    return str(exchange.status or exchange.error)


class Hosts:
    """All hosts of a run, made when they are first needed."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._hosts: dict[Origin, Host] = {}

    def of(self, url: WebUrl, default: HostSettings | None = None) -> Host:
        """Return the host that *url* is on; where it is new and the settings are silent, *default* is its pace."""
        host = self._hosts.get(url.origin)
        if host is None:
            policy = self._policy(url.host, default or HostSettings())
            host = self._hosts[url.origin] = Host(url.origin, self._network, policy)
        return host

    def _policy(self, name: str, default: HostSettings) -> HostSettings:
        patterns = self._network.settings.hosts
        return next((policy for pattern, policy in patterns.items() if fnmatchcase(name, pattern)), default)

    @property
    def any_answered(self) -> bool:
        """Tell whether any host has sent an HTTP answer."""
        return any(host.answered for host in self._hosts.values())

    async def aclose(self) -> None:
        """Close every connection."""
        for host in self._hosts.values():
            await host.aclose()


@asynccontextmanager
async def open_hosts(settings: Settings, clock: Clock, id_prefix: str = "e") -> AsyncIterator[Hosts]:
    """Give the hosts of one run, and close them at its end; exchange ids are *id_prefix* and a number."""
    contexts, proxies = TlsContexts(settings.ca_file), Proxies.of_environment()
    async with anyio.create_task_group() as tasks:
        network = Network(
            clock=clock,
            settings=settings,
            resolver=Resolver(allow_private=settings.allow_private_addresses),
            contexts=contexts,
            proxies=proxies,
            slots=anyio.CapacityLimiter(settings.concurrency),
            tasks=tasks,
            ids=(f"{id_prefix}{number}" for number in itertools.count(1)),
        )
        hosts = Hosts(network)
        try:
            yield hosts
        finally:
            with anyio.move_on_after(1, shield=True):
                await hosts.aclose()
            tasks.cancel_scope.cancel()
