"""Measure what to send first, HEAD or GET, and how much of a page to read; over TLS, with linkwarden's own client.

Run it from the repository: ``uv run python benchmarks/first_request.py [LINKS [HOSTS]]``. It serves the web
that it asks itself. Figures compare within one run only.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import anyio
import httpcore
from local_web import ABSENT, READ_FROM_THE_BODY, Behaviour, Local, behaviour_of, local_web, paths

from linkwarden.model.observation import RequestMode
from linkwarden.net.body import ACCEPT_ENCODING, NOTHING, Wanted
from linkwarden.net.headers import headers_for
from linkwarden.net.http.client import HttpClient
from linkwarden.net.http.errors import SendError
from linkwarden.net.http.wire import Request, Response
from linkwarden.net.tls import TlsContexts
from linkwarden.settings import Timeouts

HEADERS = headers_for(
    RequestMode.PLAIN, user_agent="linkwarden (benchmark)", accept_encoding=ACCEPT_ENCODING, browser=False
)
TIMEOUTS = Timeouts(connect=5, read=2, request=2)
CONNECTIONS = 4
"""To one host, as linkwarden's settings have it."""
AT_ONCE = 32
REDIRECTS = frozenset({301, 302, 303, 307, 308})
ROUNDS = 3


@dataclass(slots=True)
class Tally:
    """The cost of a strategy, and its errors."""

    requests: int = 0
    connections: int = 0
    received: int = 0
    cpu_s: float = 0.0
    wrong: int = 0
    """Links whose status differs from that in a browser."""
    unseen: int = 0
    """Links that only their body can classify, and whose body was not read."""
    statuses: dict[str, int | None] = field(default_factory=dict)

    @property
    def round_trips(self) -> int:
        """The cost over a distance: one for TCP, one for TLS 1.3, one for each request."""
        return 2 * self.connections + self.requests


class _Counted(httpcore.AsyncNetworkBackend):
    """Counts connections, and the bytes of HTTP inside TLS."""

    def __init__(self, inner: httpcore.AsyncNetworkBackend, tally: Tally) -> None:
        self._inner = inner
        self._tally = tally

    async def connect_tcp(self, *args: object, **kwargs: object) -> httpcore.AsyncNetworkStream:
        self._tally.connections += 1
        stream = await self._inner.connect_tcp(*args, **kwargs)  # type: ignore[arg-type]
        return _CountedStream(stream, self._tally)

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


class _CountedStream(httpcore.AsyncNetworkStream):
    def __init__(self, inner: httpcore.AsyncNetworkStream, tally: Tally) -> None:
        self._inner = inner
        self._tally = tally
        self.write, self.aclose, self.get_extra_info = (  # type: ignore[method-assign]
            inner.write,
            inner.aclose,
            inner.get_extra_info,
        )

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's API
        data = await self._inner.read(max_bytes, timeout)
        self._tally.received += len(data)
        return data

    async def start_tls(self, *args: object, **kwargs: object) -> httpcore.AsyncNetworkStream:
        return _CountedStream(await self._inner.start_tls(*args, **kwargs), self._tally)  # type: ignore[arg-type]


class Client:
    """One host's client, and the requests that may be under way there."""

    def __init__(self, port: int, contexts: TlsContexts, tally: Tally) -> None:
        self._client = HttpClient(
            "https",
            "127.0.0.1",
            port,
            addresses=lambda: ("127.0.0.1",),
            contexts=contexts,
            proxy=None,
            timeouts=TIMEOUTS,
        )
        self._client._backend = _Counted(self._client._backend, tally)  # type: ignore[assignment]  # noqa: SLF001
        self._tally = tally
        self.slots = anyio.Semaphore(CONNECTIONS)

    async def ask(self, method: str, target: str, wanted: Wanted = NOTHING) -> Response | None:
        """Return the response; None if there is none."""
        self._tally.requests += 1
        try:
            return await self._client.send(Request(method, target, HEADERS, wanted=wanted))
        except SendError:
            return None

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.aclose()


@dataclass(frozen=True, slots=True)
class Strategy:
    """How to find out about a link."""

    name: str
    head_first: bool
    limit: int
    """Decoded bytes of a page to read; 0 to close after the headers."""

    async def fetch(self, client: Client, target: str) -> tuple[int | None, bool]:
        """Return the status that the link ends with, and whether a body was read."""
        while True:
            answer = await self._ask(client, target)
            location = dict(answer.headers).get("location") if answer else None
            if answer is None or location is None or answer.status not in REDIRECTS:
                return (answer.status if answer else None), answer is not None and bool(answer.body.data)
            target = location

    async def _ask(self, client: Client, target: str) -> Response | None:
        if self.head_first:
            answer = await client.ask("HEAD", target, Wanted(1))  # no response, but the connection stays open
            if answer is not None and answer.status < 400 and not self._needs_body(answer):
                return answer
        return await client.ask("GET", target, Wanted(self.limit))

    def _needs_body(self, answer: Response) -> bool:
        kind = dict(answer.headers).get("content-type", "")
        return self.limit > 0 and answer.status not in REDIRECTS and kind.startswith("text/html")


STRATEGIES = (
    Strategy("HEAD, then GET for pages", head_first=True, limit=128 * 1024),
    Strategy("HEAD, GET only where refused", head_first=True, limit=0),
    Strategy("GET, 16 KiB", head_first=False, limit=16 * 1024),
    Strategy("GET, 64 KiB", head_first=False, limit=64 * 1024),
    Strategy("GET, 128 KiB", head_first=False, limit=128 * 1024),
    Strategy("GET, 256 KiB", head_first=False, limit=256 * 1024),
    Strategy("GET, close after the headers", head_first=False, limit=0),
)


async def measure(strategy: Strategy, links: Sequence[tuple[int, str]], web: Local) -> Tally:
    """Request all *links*, pairs of a port and a path."""
    tally = Tally()
    contexts = TlsContexts(web.ca_file)
    clients = {port: Client(port, contexts, tally) for port in web.ports}
    limiter = anyio.CapacityLimiter(AT_ONCE)

    async def one(port: int, target: str) -> None:
        client = clients[port]
        async with client.slots, limiter:
            status, read = await strategy.fetch(client, target)
        behaviour = behaviour_of(target)
        tally.wrong += status != (404 if behaviour in ABSENT else 200)
        tally.unseen += behaviour in READ_FROM_THE_BODY and not read

    started = time.process_time()
    async with anyio.create_task_group() as group:
        for port, target in links:
            group.start_soon(one, port, target)
    tally.cpu_s = time.process_time() - started
    for client in clients.values():
        await client.aclose()
    return tally


def medians(tallies: Sequence[Tally], read: Callable[[Tally], float]) -> float:
    """Return the median of one figure over the rounds."""
    return statistics.median(map(read, tallies))


def table(title: str, rows: Iterable[tuple[Strategy, Sequence[Tally]]], links: int) -> None:
    """Print one line for each strategy; CPU as a ratio to the first GET with 128 KiB."""
    rows = list(rows)
    base = next(medians(tallies, lambda each: each.cpu_s) for strategy, tallies in rows if strategy.name == BASE)
    print(f"\n{title}\n")
    print(f"| {'strategy':28} | requests | connections | round trips | KiB a link | CPU | wrong | unseen |")
    print("|---|---|---|---|---|---|---|---|")
    for strategy, tallies in rows:
        figures = (
            f"{medians(tallies, lambda each: each.requests):,.0f}",
            f"{medians(tallies, lambda each: each.connections):,.0f}",
            f"{medians(tallies, lambda each: each.round_trips):,.0f}",
            f"{medians(tallies, lambda each: each.received) / 1024 / links:.1f}",
            f"{medians(tallies, lambda each: each.cpu_s) / base:.2f}",
            f"{medians(tallies, lambda each: each.wrong):.0f}",
            f"{medians(tallies, lambda each: each.unseen):.0f}",
        )
        print(f"| {strategy.name:28} | {' | '.join(figures)} |", flush=True)


BASE = "GET, 128 KiB"


def compare(title: str, links: Sequence[tuple[int, str]], web: Local) -> None:
    """Measure every strategy, in turns, and print the results."""
    tallies: dict[Strategy, list[Tally]] = {strategy: [] for strategy in STRATEGIES}
    for _ in range(ROUNDS):
        for strategy in STRATEGIES:
            tallies[strategy].append(anyio.run(measure, strategy, links, web))
    table(title, tallies.items(), len(links))


def main() -> None:
    """Print all figures."""
    count, hosts = (int(each) for each in [*sys.argv[1:], *("1000", "100")[len(sys.argv) - 1 :]])
    with local_web(hosts) as web:
        rng = random.Random(2)
        asked = paths(count)
        compare(f"{count:,} links, evenly on {hosts} hosts", [(rng.choice(web.ports), each) for each in asked], web)
        few = web.ports[:4]
        compare(f"{count:,} links on {len(few)} hosts", [(rng.choice(few), each) for each in asked], web)
    files = sum(behaviour_of(each) is Behaviour.FILE for each in asked)
    print(f"\n{files} of the links are no text.")


if __name__ == "__main__":
    main()
