"""The web probe with mocked connections, in a loop where waiting takes no time."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import anyio
import httpcore
import httpx
import pytest
import respx

from linkwarden.logs import configure_logs
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.link import Link, Plan, Resource, TargetKind, Task
from linkwarden.model.observation import Observation, RequestMode, Step
from linkwarden.net.hosts import open_hosts
from linkwarden.probe import ProbeContext, probe_all
from linkwarden.settings import Settings, Timeouts
from tests.probe.steps import Ladder, Steps
from tests.probe.warp import LoopClock, run

HOST = "http://93.184.215.14"
OTHER = "http://93.184.215.15"
PLAIN = Step(RequestMode.PLAIN, "first request")
LATER = Step(RequestMode.BROWSER, "second look", after_s=5.0)


def once(task: Task, observation: Observation) -> Step | None:
    """Look once."""
    return None if observation.fetches else PLAIN


def twice(task: Task, observation: Observation) -> Step | None:
    """Look again, five seconds later."""
    return (PLAIN, LATER, None)[len(observation.fetches)]


@dataclass
class Probed:
    """The results."""

    seen: dict[str, Observation] = field(default_factory=dict)
    ended: dict[str, float] = field(default_factory=dict)
    took: float = 0.0

    def whys(self, url: str) -> list[str]:
        return [exchange.why for exchange in self.seen[url].exchanges]

    def results(self, url: str) -> list[int | ErrorKind | None]:
        return [exchange.status or exchange.error for exchange in self.seen[url].exchanges]


def probe(*urls: str, ladder: Ladder = once, settings: Settings | None = None) -> Probed:
    """Probe *urls*."""
    tasks = []
    for url in urls:
        resource = Resource(url, TargetKind.WEB)
        tasks.append(Task(resource, (Link(url, resource, None, ()),), ("web",)))
    probed = Probed()

    async def go() -> None:
        clock = LoopClock()
        began = clock.monotonic()

        def done(task: Task, observation: Observation) -> None:
            probed.seen[task.resource.url] = observation
            probed.ended[task.resource.url] = clock.monotonic() - began

        async with open_hosts(settings or Settings(), clock) as hosts:
            context = ProbeContext(hosts, clock, settings or Settings(), Path(), Steps(ladder), lambda _: None)
            await probe_all(Plan(tuple(tasks)), context, done)
        probed.took = clock.monotonic() - began

    run(go)
    assert sorted(urls) == sorted(probed.seen)
    return probed


@pytest.fixture(autouse=True)
def quiet_and_direct(monkeypatch: pytest.MonkeyPatch) -> None:
    configure_logs(verbose=False, quiet=True, as_json=False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def wire() -> Iterator[respx.MockRouter]:
    with respx.mock(using="httpcore", assert_all_called=False) as router:
        yield router


def test_each_hop_is_an_exchange_and_has_the_reason(wire: respx.MockRouter) -> None:
    wire.get(f"{HOST}/a/b").respond(301, headers={"Location": "../c?x"})
    wire.get(f"{HOST}/c?x").respond(302, headers={"Location": "//93.184.215.15/d"})
    wire.get(f"{OTHER}/d").respond(200)
    probed = probe(f"{HOST}/a/b")

    observation = probed.seen[f"{HOST}/a/b"]
    assert [f"{HOST}/a/b", f"{HOST}/c?x", f"{OTHER}/d"] == [each.url for each in observation.exchanges]
    assert ["first request", "redirect", "redirect"] == probed.whys(f"{HOST}/a/b")
    assert 1 == len(observation.fetches)


@pytest.mark.parametrize("status", [300, 304, 305, 306, 309])
def test_other_statuses_with_a_location_are_no_redirects(wire: respx.MockRouter, status: int) -> None:
    wire.get(HOST + "/").respond(status, headers={"Location": "/elsewhere"})

    assert [status] == probe(HOST + "/").results(HOST + "/")


def test_a_circle_is_seen_where_it_closes(wire: respx.MockRouter) -> None:
    wire.get(f"{HOST}/a").respond(302, headers={"Location": "/b"})
    wire.get(f"{HOST}/b").respond(302, headers={"Location": "/a"})
    (fetch,) = probe(f"{HOST}/a").seen[f"{HOST}/a"].fetches

    assert fetch.looped
    assert 2 == len(fetch.exchanges)


def test_redirects_are_followed_twenty_times_as_browsers_do(wire: respx.MockRouter) -> None:
    for number in range(50):
        wire.get(f"{HOST}/{number}").respond(302, headers={"Location": f"/{number + 1}"})
    wire.get(f"{HOST}/from-20").respond(302, headers={"Location": "/30"})
    wire.get(f"{HOST}/50").respond(200)
    long, short = f"{HOST}/0", f"{HOST}/from-20"
    probed = probe(long, short)

    assert probed.seen[long].fetches[0].looped
    assert 21 == len(probed.seen[long].exchanges)
    # twenty more hops from /30 lead to /50, and the first one makes 21
    assert probed.seen[short].fetches[0].looped
    assert not probe(f"{HOST}/31").seen[f"{HOST}/31"].fetches[0].looped


def test_cookies_stay_in_their_chain_and_on_their_host(wire: respx.MockRouter) -> None:
    wire.get(f"{HOST}/a").respond(302, headers={"Location": "/b", "Set-Cookie": "mine=1; Path=/"})
    wire.get(f"{HOST}/b").respond(302, headers={"Location": f"{OTHER}/c"})
    wire.get(f"{OTHER}/c").respond(200)
    wire.get(f"{HOST}/d").respond(200)
    probe(f"{HOST}/a", f"{HOST}/d")
    sent = {call.request.url.path: call.request.headers.get("cookie") for call in wire.calls}

    assert {"/a": None, "/b": "mine=1", "/c": None, "/d": None} == sent


def test_a_second_fetch_waits_while_other_work_goes_on(wire: respx.MockRouter) -> None:
    wire.get(url__startswith=HOST).respond(404)
    urls = [f"{HOST}/{number}" for number in range(20)]
    probed = probe(*urls, ladder=twice)

    for observation in probed.seen.values():
        first, second = observation.fetches
        assert (second.ended_at - first.ended_at).total_seconds() >= 5
    assert probed.took < 10  # and not 20 times 5


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (httpcore.ReadTimeout("x"), [ErrorKind.TIMEOUT]),  # the next request differs in form
        (httpcore.ConnectTimeout("x"), [ErrorKind.TIMEOUT, ErrorKind.TIMEOUT]),  # has cost enough after two
        (httpcore.ReadError("x"), [ErrorKind.CONNECTION_RESET] * 3),
        (httpcore.ConnectError("x"), [ErrorKind.CONNECTION_RESET] * 3),
        (httpcore.RemoteProtocolError("x"), [ErrorKind.CONNECTION_RESET] * 3),
        (httpx.Response(503), [503] * 3),
        (httpx.Response(429), [429] * 3),
        (httpx.Response(404), [404]),
        (httpx.Response(403), [403]),
        (httpx.Response(501), [501]),
    ],
    ids=lambda value: (
        type(value).__name__ + str(getattr(value, "status_code", "")) if not isinstance(value, list) else ""
    ),
)
def test_what_may_pass_is_sent_again(
    wire: respx.MockRouter, failure: Exception | httpx.Response, expected: list[int | ErrorKind]
) -> None:
    wire.get(HOST + "/").mock(
        side_effect=failure if isinstance(failure, Exception) else None,
        return_value=failure if isinstance(failure, httpx.Response) else None,
    )

    assert expected == probe(HOST + "/").results(HOST + "/")


def test_the_next_request_after_a_timeout_waits_half_as_long(wire: respx.MockRouter) -> None:
    route = wire.get(HOST + "/").mock(side_effect=[httpcore.ReadTimeout("x"), httpx.Response(200)])
    probe(HOST + "/", ladder=twice)

    assert [20.0, 10.0] == [call.request.extensions["timeout"]["read"] for call in route.calls]


@pytest.mark.parametrize(("attempts", "expected"), [(3, [503] * 5), (1, [503] * 2)])
def test_a_fetch_after_failed_retries_is_retried_once(
    wire: respx.MockRouter, attempts: int, expected: list[int]
) -> None:
    wire.get(HOST + "/").respond(503)

    assert expected == probe(HOST + "/", ladder=twice, settings=Settings(attempts=attempts)).results(HOST + "/")


def test_each_attempt_has_its_reason_and_waits_longer(wire: respx.MockRouter) -> None:
    wire.get(HOST + "/").mock(side_effect=[httpx.Response(503), httpcore.ReadError("x"), httpx.Response(200)])
    probed = probe(HOST + "/")

    assert ["first request", "retry after 503", "retry after connection-reset"] == probed.whys(HOST + "/")
    first, second, third = (exchange.at for exchange in probed.seen[HOST + "/"].exchanges)
    assert 1 <= (second - first).total_seconds() <= 1.5
    assert 2 <= (third - second).total_seconds() <= 2.5


def test_retry_after_holds_up_the_host_and_no_other(wire: respx.MockRouter) -> None:
    wire.get(f"{HOST}/0").mock(side_effect=[httpx.Response(429, headers={"Retry-After": "60"}), httpx.Response(200)])
    wire.get(url__startswith=HOST).respond(200)
    wire.get(url__startswith=OTHER).respond(200)
    probed = probe(*(f"{host}/{number}" for host in (HOST, OTHER) for number in range(5)))

    assert all(probed.ended[f"{HOST}/{number}"] >= 60 for number in range(5))
    assert all(probed.ended[f"{OTHER}/{number}"] < 1 for number in range(5))
    assert 200 == probed.results(f"{HOST}/0")[-1]


def test_a_retry_after_of_hours_is_cut(wire: respx.MockRouter) -> None:
    wire.get(HOST + "/").mock(side_effect=[httpx.Response(429, headers={"Retry-After": "86400"}), httpx.Response(200)])

    assert 10 <= probe(HOST + "/").took < 20


def test_a_host_that_does_not_connect_gets_one_request_for_all_its_links(wire: respx.MockRouter) -> None:
    route = wire.get(url__startswith=HOST).mock(side_effect=httpcore.ConnectError("x"))
    urls = [f"{HOST}/{number}" for number in range(50)]
    probed = probe(*urls)

    assert 3 == route.call_count
    assert 1 == len({observation.exchanges for observation in probed.seen.values()})


def test_a_host_that_responds_again_gets_requests_again(wire: respx.MockRouter) -> None:
    """The second fetch is later than the failure, so the failure does not apply to it."""
    down = [httpcore.ConnectError("x")] * 3
    wire.get(url__startswith=HOST).mock(side_effect=[*down, *[httpx.Response(200)] * 9])
    probed = probe(f"{HOST}/1", f"{HOST}/2", ladder=twice)

    assert [200, 200] == [probed.results(url)[-1] for url in (f"{HOST}/1", f"{HOST}/2")]


def test_requests_to_one_host_are_few_at_a_time_and_keep_their_gap(wire: respx.MockRouter) -> None:
    under_way, most, starts = 0, 0, []

    async def answer(request: httpx.Request) -> httpx.Response:
        nonlocal under_way, most
        starts.append(LoopClock().monotonic())
        under_way += 1
        most = max(most, under_way)
        await anyio.sleep(1)
        under_way -= 1
        return httpx.Response(200)

    wire.get(url__startswith=HOST).mock(side_effect=answer)
    probe(*(f"{HOST}/{number}" for number in range(40)))

    assert 4 == most
    gaps = [later - earlier for earlier, later in itertools.pairwise(starts)]
    assert min(gaps) >= 0.05 - 1e-9


def test_all_hosts_together_keep_to_the_limit(wire: respx.MockRouter) -> None:
    under_way, most = 0, 0

    async def answer(request: httpx.Request) -> httpx.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await anyio.sleep(1)
        under_way -= 1
        return httpx.Response(200)

    wire.get(url__regex=r"http://93\..*").mock(side_effect=answer)
    probe(*(f"http://93.184.215.{number}/" for number in range(40)), settings=Settings(concurrency=7))

    assert 7 == most


def test_waiting_costs_no_slot(wire: respx.MockRouter) -> None:
    wire.get(f"{HOST}/").mock(side_effect=[httpx.Response(429, headers={"Retry-After": "100"}), httpx.Response(200)])
    wire.get(url__startswith=OTHER).respond(200)
    probed = probe(f"{HOST}/", f"{OTHER}/", settings=Settings(concurrency=1))

    assert probed.ended[f"{OTHER}/"] < 1
    assert probed.ended[f"{HOST}/"] >= 100


def test_a_link_never_takes_longer_than_its_deadline(wire: respx.MockRouter) -> None:
    async def slow(request: httpx.Request) -> httpx.Response:
        await anyio.sleep(9)
        return httpx.Response(302, headers={"Location": f"/{int(request.url.path.strip('/') or 0) + 1}"})

    wire.get(url__startswith=HOST).mock(side_effect=slow)
    probed = probe(HOST + "/", settings=Settings(timeouts=Timeouts(link=30)))

    assert sum(each.elapsed_ms for each in probed.seen[HOST + "/"].exchanges) <= 31_000


def test_an_error_of_ours_costs_one_link_its_verdict(wire: respx.MockRouter) -> None:
    wire.get(url__startswith=HOST).respond(200)

    def broken(task: Task, observation: Observation) -> Step | None:
        if task.resource.url.endswith("/2"):
            raise ZeroDivisionError
        return once(task, observation)

    probed = probe(*(f"{HOST}/{number}" for number in range(4)), ladder=broken)

    assert [False, False, True, False] == [probed.seen[f"{HOST}/{number}"].defect for number in range(4)]
    assert probed.seen[f"{HOST}/2"].unfinished


def test_private_addresses_are_refused_before_anything_is_sent(wire: respx.MockRouter) -> None:
    route = wire.get(url__regex=".*").respond(200)
    urls = ["http://127.0.0.1/", "http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/"]
    probed = probe(*urls)

    assert [[ErrorKind.PRIVATE_ADDRESS]] * 4 == [probed.results(url) for url in urls]
    assert 0 == route.call_count


def test_a_thousand_links_on_a_hundred_hosts(wire: respx.MockRouter) -> None:
    wire.get(url__regex=r"http://93\..*").respond(200)
    urls = [f"http://93.184.1.{host}/{page}" for host in range(100) for page in range(10)]
    probed = probe(*urls)

    assert [[200]] * len(urls) == [probed.results(url) for url in urls]
    assert probed.took < 2


def test_a_host_that_pushes_back_for_ever_is_left_alone(wire: respx.MockRouter) -> None:
    """Thirty links at Retry-After 60 would take three hours; four push-backs in a row are enough for all."""
    route = wire.get(url__startswith=HOST).respond(429, headers={"Retry-After": "60"})
    probed = probe(*(f"{HOST}/{number}" for number in range(30)))

    assert route.call_count < 10
    assert probed.took < 600
    assert all(429 == probed.results(f"{HOST}/{number}")[-1] for number in range(30))


def test_a_host_that_takes_connections_and_never_answers_is_left_alone(wire: respx.MockRouter) -> None:
    route = wire.get(url__startswith=HOST).mock(side_effect=httpcore.ReadTimeout("x"))
    probed = probe(*(f"{HOST}/{number}" for number in range(30)))

    assert 4 == route.call_count
    assert all(ErrorKind.TIMEOUT is probed.results(f"{HOST}/{number}")[-1] for number in range(30))


def test_slow_pages_of_a_host_that_answers_others_are_each_given_their_time(wire: respx.MockRouter) -> None:
    wire.get(f"{HOST}/0").respond(200)
    slow = wire.get(url__startswith=f"{HOST}/").mock(side_effect=httpcore.ReadTimeout("x"))
    probe(*(f"{HOST}/{number}" for number in range(5)))

    assert 4 == slow.call_count
