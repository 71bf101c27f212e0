"""A host: its queue, its attempts, and what its requests share. Time is the loop's, and waiting takes none."""

import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import anyio
import pytest

from linkwarden.model.exchange import Body, ErrorKind, Exchange
from linkwarden.net.descriptors import OutOfDescriptorsError
from linkwarden.net.host import DESCRIPTOR_ATTEMPTS, Host, Job
from linkwarden.net.hosts import Hosts
from linkwarden.net.http.client import HttpClient
from linkwarden.net.http.errors import SendError
from linkwarden.net.http.wire import Request, Response
from linkwarden.net.idle import IdleHosts
from linkwarden.net.limits import SharedLimits
from linkwarden.net.network import Network
from linkwarden.net.proxy import Proxies
from linkwarden.net.resolver import Resolution, Resolver
from linkwarden.net.retry import total_elapsed_s
from linkwarden.net.tls import TlsContexts
from linkwarden.settings import HostSettings, Settings
from linkwarden.urls import WebUrl, parse_web_url
from tests.probe.warp import LATE, START, LoopClock, run

GET = Request("GET", "/", (("User-Agent", "test"),))
OK = Response(200, (), Body())
BUSY = Response(503, (), Body())

Reply = Response | Exception
Script = Callable[[Request, int], Reply]


def url(text: str = "http://93.184.215.14/") -> WebUrl:
    parsed = parse_web_url(text)
    assert parsed is not None
    return parsed


def refused() -> SendError:
    return SendError(ErrorKind.CONNECTION_REFUSED, "refused", connected=False)


def crossed() -> SendError:
    error = SendError(ErrorKind.CONNECTION_RESET, "closed")
    error.crossed_close = True
    return error


class Wire:
    """Replaces every HTTP client, with scripted responses."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, script: Script) -> None:
        self.sent: list[float] = []
        self.closed = 0

        async def send(client: HttpClient, request: Request) -> Response:
            self.sent.append(round(LoopClock().monotonic() - LATE, 3))
            reply = script(request, len(self.sent))
            await anyio.sleep(0.01)
            if isinstance(reply, Exception):
                raise reply
            return reply

        async def aclose(client: HttpClient) -> None:
            self.closed += 1

        monkeypatch.setattr(HttpClient, "send", send)
        monkeypatch.setattr(HttpClient, "aclose", aclose)


@asynccontextmanager
async def hosts(most_idle: int = 8, resolver: Resolver | None = None, **changes: Any) -> AsyncIterator[Hosts]:
    async with anyio.create_task_group() as tasks:
        network = Network(
            clock=LoopClock(),
            settings=Settings(**changes),
            resolver=resolver or Resolver(allow_private=False),
            contexts=TlsContexts(None),
            proxies=Proxies({}),
            slots=anyio.CapacityLimiter(100),
            tasks=tasks,
            ids=map("e{}".format, itertools.count(1)),
            idle=IdleHosts[Host](most_idle),
            limits=SharedLimits(),
        )
        yield Hosts(network)
        tasks.cancel_scope.cancel()


def send_all(*urls: str, not_before: float = 0.0, most_idle: int = 8, **more: Any) -> list[tuple[Exchange, ...]]:
    """Send a request to each URL at the same time, and return all exchanges in the order of the URLs."""
    results: dict[int, tuple[Exchange, ...]] = {}

    async def main() -> None:
        async with hosts(most_idle) as made, anyio.create_task_group() as group:

            async def one(number: int, text: str) -> None:
                parsed = url(text)
                results[number] = await made.of(parsed).send(GET, parsed, "first request", not_before, **more)

            for number, text in enumerate(urls):
                group.start_soon(one, number, text)

    run(main)
    return [results[number] for number in range(len(urls))]


def outcomes(exchanges: tuple[Exchange, ...]) -> list[int | ErrorKind | None]:
    return [each.status or each.error for each in exchanges]


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        ([OK], [200]),
        ([Response(404, (), Body())], [404]),
        ([BUSY, OK], [503, 200]),
        ([BUSY, BUSY, BUSY], [503, 503, 503]),
        ([SendError(ErrorKind.TIMEOUT, "")], [ErrorKind.TIMEOUT]),
        ([SendError(ErrorKind.TIMEOUT, "", connected=False)] * 2, [ErrorKind.TIMEOUT] * 2),
        ([SendError(ErrorKind.CERTIFICATE_NAME, "")], [ErrorKind.CERTIFICATE_NAME]),
        ([crossed(), OK], [ErrorKind.CONNECTION_RESET, 200]),
        ([crossed(), BUSY, OK], [ErrorKind.CONNECTION_RESET, 503, 200]),
    ],
)
def test_attempts(monkeypatch: pytest.MonkeyPatch, replies: list[Reply], expected: list[int | ErrorKind]) -> None:
    wire = Wire(monkeypatch, lambda _, number: replies[number - 1])
    (exchanges,) = send_all("http://93.184.215.14/")

    assert expected == outcomes(exchanges)
    assert len(replies) == len(wire.sent)


def test_an_address_that_may_not_be_requested_is_not_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    wire = Wire(monkeypatch, lambda *_: OK)
    [[attempt]] = send_all("http://10.0.0.1/")

    assert (attempt.error, attempt.connected) == (ErrorKind.PRIVATE_ADDRESS, False)
    assert [] == wire.sent


def test_a_request_on_a_closing_connection_is_retried_at_once_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    wire = Wire(monkeypatch, lambda _, number: crossed() if number == 1 else OK)
    (exchanges,) = send_all("http://93.184.215.14/")

    assert ["first request", "retry, because the idle connection was closed"] == [each.why for each in exchanges]
    assert [0.0, 0.01] == wire.sent


def test_a_host_that_is_down_gets_one_request_for_all_its_links(monkeypatch: pytest.MonkeyPatch) -> None:
    wire = Wire(monkeypatch, lambda *_: refused())
    results = send_all(*(f"http://93.184.215.14/{number}" for number in range(20)))

    assert 3 == len(wire.sent)
    assert 1 == len(set(results))


def test_a_host_that_comes_back_answers_the_links_that_waited(monkeypatch: pytest.MonkeyPatch) -> None:
    Wire(monkeypatch, lambda _, number: refused() if number == 1 else OK)
    results = send_all(*(f"http://93.184.215.14/{number}" for number in range(3)))

    assert [[ErrorKind.CONNECTION_REFUSED, 200], [200], [200]] == [outcomes(each) for each in results]


def test_a_request_waits_for_its_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    wire = Wire(monkeypatch, lambda *_: OK)
    send_all("http://93.184.215.14/", not_before=LATE + 5)

    assert [5.0] == wire.sent


def test_names_of_one_address_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolve(self: Resolver, name: str, **_: object) -> Resolution:
        return Resolution(("93.184.215.14",))

    monkeypatch.setattr(Resolver, "resolve", resolve)
    wire = Wire(monkeypatch, lambda *_: OK)
    send_all(*(f"http://site-{number}.org/" for number in range(60)))

    assert 20 == sum(1 for moment in wire.sent if moment == 0)
    assert 40 >= sum(1 for moment in wire.sent if moment < 1)


def test_connections_of_hosts_that_are_done_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    wire = Wire(monkeypatch, lambda *_: OK)
    send_all(*(f"http://93.184.215.{number}/" for number in range(10)), most_idle=3)

    assert 7 == wire.closed


def test_no_descriptor_left_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    Wire(monkeypatch, lambda _, number: OutOfDescriptorsError() if number < 3 else OK)
    (exchanges,) = send_all("http://93.184.215.14/")

    assert [200] == outcomes(exchanges)


def test_no_descriptor_left_for_long_is_not_the_host_s_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    wire = Wire(monkeypatch, lambda *_: OutOfDescriptorsError())
    with pytest.raises(ExceptionGroup) as caught:
        send_all("http://93.184.215.14/")

    assert caught.group_contains(OutOfDescriptorsError, match="ulimit")
    assert DESCRIPTOR_ATTEMPTS == len(wire.sent)


@pytest.mark.parametrize(
    ("timeout", "budget_s", "spent_ms", "expected"),
    [
        (None, float("inf"), 0, float("inf")),
        (None, 30.0, 10_000, 20.0),
        (5.0, 30.0, 10_000, 5.0),
        (None, 30.0, 31_000, 0.1),
    ],
)
def test_a_request_gets_what_is_left_of_its_time(
    timeout: float | None, budget_s: float, spent_ms: int, expected: float
) -> None:
    job = Job(Request("GET", "/", (), timeout=timeout), url(), "", 0.0, budget_s, 3)
    spent = Exchange("e1", START, "", "GET", "", elapsed_ms=spent_ms)

    assert expected == job.limited([spent]).timeout
    assert spent_ms / 1000 == total_elapsed_s([spent])


@pytest.mark.parametrize(("error", "expected"), [(None, False), (ErrorKind.TIMEOUT, True)])
def test_a_retry_after_a_timeout_waits_less(error: ErrorKind | None, expected: bool) -> None:
    job = Job(Request("GET", "/", ()), url(), "", 0.0, 30.0, 3)

    assert job.limited([Exchange("e1", START, "", "GET", "", error=error)]).after_timeout is expected


def test_the_settings_give_a_host_its_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    wire = Wire(monkeypatch, lambda *_: OK)

    async def main() -> None:
        policy = {"93.184.*": HostSettings(connections=1, gap=2.0)}
        async with hosts(hosts=policy) as made, anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(made.of(url()).send, GET, url(), "first request", 0.0)

    run(main)
    assert [0.0, 2.0, 4.0] == wire.sent
