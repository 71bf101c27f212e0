"""A host: one scheme, name and port. It owns its connections, addresses, pace and queue.

Thin I/O around pure parts: `Pace` decides who may send and when, `SharedFailures` which requests are unnecessary,
`retry` which failures are worth another attempt.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import NamedTuple

import anyio
import anyio.abc

from linkwarden.logs import get_logger
from linkwarden.model.exchange import Exchange
from linkwarden.net.addresses import known_addresses
from linkwarden.net.descriptors import OutOfDescriptorsError
from linkwarden.net.failures import ClientProfile, SharedFailures
from linkwarden.net.http.client import HttpClient
from linkwarden.net.http.errors import SendError
from linkwarden.net.http.wire import Request, Response
from linkwarden.net.network import Network, Origin
from linkwarden.net.pace import Pace, SendOutcome
from linkwarden.net.request_queue import RequestQueue
from linkwarden.net.resolver import Resolution
from linkwarden.net.retry import is_transient, retry_after_s, timed_out, total_elapsed_s, wait_s
from linkwarden.settings import HostSettings
from linkwarden.urls import WebUrl

log = get_logger(__name__)

MIN_TIMEOUT_S = 0.1
DESCRIPTOR_ATTEMPTS = 10
DESCRIPTOR_WAIT_S = 1.0
"""How many attempts follow, and how far apart, while this process has no file descriptor left."""


class Job(NamedTuple):
    """A request with all data for its attempts."""

    request: Request
    url: WebUrl
    why: str
    not_before: float
    budget_s: float
    max_attempts: int

    @property
    def profile(self) -> ClientProfile:
        """How the request shows itself."""
        agent = next((value for name, value in self.request.headers if name == "User-Agent"), "")
        return self.request.verify, agent

    def limited(self, attempts: Sequence[Exchange]) -> Request:
        """Return the request with the time that is left after *attempts*."""
        left = max(MIN_TIMEOUT_S, self.budget_s - total_elapsed_s(attempts))
        after_timeout = self.request.after_timeout or timed_out(attempts)
        return self.request._replace(timeout=min(left, self.request.timeout or left), after_timeout=after_timeout)


class Host:
    """Sends requests to one origin, in the order of its queue."""

    def __init__(self, origin: Origin, network: Network, policy: HostSettings) -> None:
        scheme, self.name, self._port = origin
        self._network = network
        self._gap = policy.gap
        self._pace = Pace(max_connections=policy.connections, min_gap=policy.gap)
        self._queue = RequestQueue(self._pace, network.clock, network.tasks)
        self._resolution = Resolution()
        self._failures = SharedFailures()
        self._reconnects: dict[ClientProfile, anyio.Event] = {}
        """Requests that are about to try a connection again that failed."""
        proxy = network.proxies.for_host(*origin)
        self._proxied = proxy is not None
        self._client = HttpClient(
            scheme,
            self.name,
            self._port,
            addresses=lambda: self._resolution.addresses,
            contexts=network.contexts,
            proxy=proxy,
            timeouts=network.settings.timeouts,
        )

    @property
    def delay_reason(self) -> str:
        """Why its requests wait, for people; empty if they need not wait for long."""
        return self._pace.delay_reason(self._network.clock.monotonic())

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
        """Send *request* when the queue allows it, again where its failure is transient, and return every attempt.

        A failure to connect applies to the whole host, and so does a timeout, or a persistent 429: requests of
        the same profile that are queued behind it, or come later, get the same exchanges, unless they have to be sent
        later than it.

        Args:
            request: The request.
            url: Its URL, for the record.
            why: The reason of the request, in words.
            not_before: The earliest moment to send it, in monotonic seconds; 0 for at once.
            budget_s: The time limit for all attempts together, without waiting, in seconds.
            max_attempts: How often to send it, where the settings' number does not fit.

        Raises:
            OutOfDescriptorsError: This process can open no socket, and nothing changes that.
        """
        most = max_attempts or self._network.settings.attempts
        job = Job(request, url, why, not_before, budget_s, most)
        try:
            while not (exchanges := await self._attempts(job)):
                # Another request is about to retry the connection: its result applies to this one too.
                if (reconnect := self._reconnects.get(job.profile)) is not None:
                    await reconnect.wait()
            return exchanges
        finally:
            if self._pace.idle:
                for host in self._network.idle.add(self):
                    await host.aclose()

    async def _attempts(self, job: Job) -> tuple[Exchange, ...]:
        """Return all attempts, or those of another request that apply here too; empty if one must be waited for."""
        profile = job.profile
        if shared := self._failures.holding(profile, job.not_before):
            return shared
        attempts: list[Exchange] = []
        reconnect = anyio.Event()
        earliest, sends = job.not_before, 0
        try:
            while True:
                async with self._queue.slot(earliest) as active:
                    if not self._may_send(job, attempts):
                        active.outcome = SendOutcome.UNSENT
                        break
                    attempts += await self._attempt(job, attempts)
                    active.outcome, active.retry_after = self._outcome(attempts[-1])
                sends += 1
                self._failures.note_attempt(profile, attempts, self._network.clock.monotonic())
                if not attempts[-1].connected:
                    self._reconnects.setdefault(profile, reconnect)
                if not self._worth_another(job, attempts, sends):
                    break
                earliest = self._network.clock.monotonic() + wait_s(sends)
            if attempts:
                now = self._network.clock.monotonic()
                self._failures.note_end(profile, attempts, now, given_up=self._pace.given_up)
            return tuple(attempts) or self._failures.holding(profile, job.not_before)
        finally:
            if self._reconnects.get(profile) is reconnect:
                del self._reconnects[profile]
            reconnect.set()

    def _may_send(self, job: Job, attempts: list[Exchange]) -> bool:
        """Return whether a request is still needed when its time has come."""
        if attempts:
            return not self._useless
        return not self._failures.holding(job.profile, job.not_before) and job.profile not in self._reconnects

    @property
    def _useless(self) -> bool:
        return self._pace.given_up or self._failures.silent

    def _worth_another(self, job: Job, attempts: list[Exchange], sends: int) -> bool:
        if sends >= job.max_attempts or total_elapsed_s(attempts) >= job.budget_s:
            return False
        return is_transient(attempts[-1], len(attempts)) and not self._useless

    async def _attempt(self, job: Job, before: list[Exchange]) -> list[Exchange]:
        """Send once, and once more where the server closed an idle connection as the request left."""
        why = f"retry after {_short(before[-1])}" if before else job.why
        fresh = job.not_before > 0 or bool(before)
        exchange, crossed = await self._exchange(job, job.limited(before), why, fresh=fresh)
        if not crossed:
            return [exchange]
        again = "retry, because the idle connection was closed"
        second, _ = await self._exchange(job, job.limited([*before, exchange]), again, fresh=fresh)
        return [exchange, second]

    async def _exchange(self, job: Job, request: Request, why: str, *, fresh: bool) -> tuple[Exchange, bool]:
        """Send once; also return whether the idle connection was closed while the request was sent."""
        clock = self._network.clock
        at, started = clock.now(), clock.monotonic()

        def start() -> None:
            nonlocal at, started
            at, started = clock.now(), clock.monotonic()

        try:
            result: Response | SendError = await self._respond(request, start, fresh=fresh)
        except SendError as error:
            result = error
        elapsed_ms = round((clock.monotonic() - started) * 1000)
        exchange = Exchange(next(self._network.ids), at, why, request.method, job.url.href, elapsed_ms=elapsed_ms)
        crossed = isinstance(result, SendError) and result.crossed_close
        return self._recorded(exchange, result), crossed

    async def _respond(self, request: Request, start: Callable[[], None], *, fresh: bool) -> Response:
        """Resolve the name, wait for the limits that other hosts share, and send.

        Args:
            request: The request.
            start: Called when waiting is over; the last call is the moment from which time counts.
            fresh: Resolve the name again, where that failed before.
        """
        self._network.idle.discard(self)
        for attempt in range(1, DESCRIPTOR_ATTEMPTS + 1):
            try:
                await self._resolve(start, fresh=fresh)
                await self._wait_for_shared_limits()
                async with self._network.slots:
                    start()
                    return await self._client.send(request)
            except OutOfDescriptorsError:
                if attempt == DESCRIPTOR_ATTEMPTS:
                    raise
                for host in self._network.idle.clear():
                    await host.aclose()
                await self._network.clock.sleep(DESCRIPTOR_WAIT_S)
        raise AssertionError("unreachable")

    async def _resolve(self, start: Callable[[], None], *, fresh: bool) -> None:
        """Resolve the name, unless a proxy does that; literal addresses and localhost are always checked.

        Raises:
            SendError: There is no address to which connections are allowed.
        """
        if self._proxied and known_addresses(self.name) is None:
            return
        self._resolution = await self._network.resolver.resolve(self.name, fresh=fresh, on_turn=start)
        if self._resolution.error is not None:
            raise SendError(self._resolution.error, self._resolution.detail, connected=False)

    async def _wait_for_shared_limits(self) -> None:
        clock = self._network.clock
        now = clock.monotonic()
        address = None if self._proxied else self._resolution.addresses[0]
        moment = self._network.limits.earliest(self.name, self._port, address, now, self._gap)
        if moment > now:
            await clock.sleep(moment - now)

    def _recorded(self, exchange: Exchange, result: Response | SendError) -> Exchange:
        match result:
            case Response(status, headers, body, ends_at):
                exchange = replace(exchange, status=status, headers=headers, body=body, certificate_ends_at=ends_at)
            case SendError():
                exchange = replace(exchange, error=result.kind, detail=result.detail, connected=result.connected)
        log.debug(
            "exchange",
            host=f"{self.name}:{self._port}",
            url=exchange.url,
            why=exchange.why,
            status=exchange.status,
            error=exchange.error,
            elapsed_ms=exchange.elapsed_ms,
        )
        return exchange

    def _outcome(self, exchange: Exchange) -> tuple[SendOutcome, float | None]:
        if exchange.error is not None:
            return SendOutcome.FAILED, None
        retry_after = retry_after_s(exchange.header("retry-after"), self._network.clock.now())
        too_many = exchange.status == HTTPStatus.TOO_MANY_REQUESTS
        busy = exchange.status == HTTPStatus.SERVICE_UNAVAILABLE and retry_after is not None
        return (SendOutcome.PUSHED_BACK if too_many or busy else SendOutcome.ANSWERED), retry_after

    async def aclose(self) -> None:
        """Close every connection; another request opens new ones."""
        await self._client.aclose()


def _short(exchange: Exchange) -> str:
    return str(exchange.status or exchange.error)
