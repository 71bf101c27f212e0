"""Names become addresses: once, checked, and with the right word for each way to fail."""

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import ClassVar, Self, TypeVar

import anyio
import anyio.lowlevel
import dns.asyncresolver
import dns.message
import dns.rcode
import dns.rdatatype
import dns.resolver
import dns.rrset
import pytest

from linkwarden.model.exchange import ErrorKind
from linkwarden.net.resolver import MAX_LOOKUPS, Resolution, Resolver, dns_lookup, system_lookup

NXDOMAIN = Resolution(error=ErrorKind.NO_SUCH_HOST, detail="NXDOMAIN")
SERVFAIL = Resolution(error=ErrorKind.RESOLVER_FAILURE, detail="SERVFAIL")
PUBLIC, OTHER = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


T = TypeVar("T")


class Lookups:
    """Replaces the system and the DNS, and counts the queries."""

    def __init__(
        self, system: dict[str, list[tuple[str, ...]]] | None = None, dns: dict[str, list[Resolution]] | None = None
    ) -> None:
        self._system, self._dns = system or {}, dns or {}
        self.asked: Counter[str] = Counter()
        self.under_way = self.max_under_way = 0

    async def system(self, name: str) -> tuple[str, ...]:
        self.asked[f"system {name}"] += 1
        self.under_way += 1
        self.max_under_way = max(self.max_under_way, self.under_way)
        await anyio.lowlevel.checkpoint()
        self.under_way -= 1
        return self._next(self._system.get(name, [()]))

    async def dns(self, name: str) -> Resolution:
        self.asked[f"dns {name}"] += 1
        return self._next(self._dns[name])

    def _next(self, answers: list[T]) -> T:
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def resolver(self, *, allow_private: bool = False) -> Resolver:
        return Resolver(allow_private=allow_private, system=self.system, dns=self.dns)


def resolve(resolver: Resolver, name: str, *, fresh: bool = False) -> Resolution:
    async def run() -> Resolution:
        return await resolver.resolve(name, fresh=fresh)

    return anyio.run(run)


def test_the_system_s_answer_is_enough() -> None:
    lookups = Lookups(system={"host.org": [(PUBLIC, OTHER)]})

    assert Resolution((PUBLIC, OTHER)) == resolve(lookups.resolver(), "host.org")
    assert {"system host.org": 1} == lookups.asked


@pytest.mark.parametrize("answer", [NXDOMAIN, SERVFAIL], ids=["NXDOMAIN", "SERVFAIL"])
def test_if_the_system_has_no_address_the_dns_decides(answer: Resolution) -> None:
    lookups = Lookups(dns={"host.org": [answer]})

    assert answer == resolve(lookups.resolver(), "host.org")


def test_the_dns_may_know_what_the_system_does_not() -> None:
    lookups = Lookups(dns={"host.org": [Resolution((PUBLIC,))]})

    assert Resolution((PUBLIC,)) == resolve(lookups.resolver(), "host.org")


def test_concurrent_lookups_of_a_name_are_one() -> None:
    lookups = Lookups(system={"host.org": [(PUBLIC,)]})
    resolver = lookups.resolver()
    found: list[Resolution] = []

    async def ask() -> None:
        found.append(await resolver.resolve("host.org"))

    async def run() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(50):
                group.start_soon(ask)

    anyio.run(run)
    assert [Resolution((PUBLIC,))] * 50 == found
    assert {"system host.org": 1} == lookups.asked


def test_many_names_are_looked_up_side_by_side_and_not_all_at_once() -> None:
    names = [f"host-{number}.org" for number in range(2 * MAX_LOOKUPS)]
    lookups = Lookups(system={name: [(PUBLIC,)] for name in names})
    resolver = lookups.resolver()

    async def run() -> None:
        async with anyio.create_task_group() as group:
            for name in names:
                group.start_soon(resolver.resolve, name)

    anyio.run(run)
    assert MAX_LOOKUPS == lookups.max_under_way


def test_an_error_is_remembered_until_a_fresh_answer_is_requested() -> None:
    lookups = Lookups(dns={"host.org": [NXDOMAIN, Resolution((PUBLIC,))]})
    resolver = lookups.resolver()

    assert [NXDOMAIN, NXDOMAIN] == [resolve(resolver, "host.org"), resolve(resolver, "host.org")]
    assert Resolution((PUBLIC,)) == resolve(resolver, "host.org", fresh=True)
    assert Resolution((PUBLIC,)) == resolve(resolver, "host.org")


def test_an_address_is_kept_even_if_a_fresh_answer_is_requested() -> None:
    """So that a name cannot lead elsewhere from one request to the next."""
    lookups = Lookups(system={"host.org": [(PUBLIC,), ("10.0.0.1",)]})
    resolver = lookups.resolver()

    assert [Resolution((PUBLIC,))] * 2 == [resolve(resolver, "host.org", fresh=fresh) for fresh in (False, True)]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.1.1",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:0a00:0001::1",
    ],
)
def test_a_private_address_is_refused_as_name_and_as_literal(address: str) -> None:
    resolver = Lookups(system={"inner.org": [(address,)]}).resolver()

    assert ErrorKind.PRIVATE_ADDRESS is resolve(resolver, "inner.org").error
    assert ErrorKind.PRIVATE_ADDRESS is resolve(resolver, address).error


def test_of_several_addresses_only_the_public_ones_are_connected_to() -> None:
    lookups = Lookups(system={"mixed.org": [("10.0.0.1", PUBLIC, "::1")]})

    assert Resolution((PUBLIC,)) == resolve(lookups.resolver(), "mixed.org")
    assert Resolution(("10.0.0.1", PUBLIC, "::1")) == resolve(lookups.resolver(allow_private=True), "mixed.org")


def test_private_addresses_from_the_dns_are_refused_too() -> None:
    lookups = Lookups(dns={"inner.org": [Resolution(("10.0.0.1",))]})

    assert ErrorKind.PRIVATE_ADDRESS is resolve(lookups.resolver(), "inner.org").error


@pytest.mark.parametrize("address", ["169.254.169.254", "100.100.100.200", "fd00:ec2::254", "::ffff:169.254.169.254"])
def test_metadata_services_are_refused_whatever_is_allowed(address: str) -> None:
    resolver = Lookups(system={"meta.org": [(address,)]}).resolver(allow_private=True)

    assert ErrorKind.PRIVATE_ADDRESS is resolve(resolver, "meta.org").error
    assert ErrorKind.PRIVATE_ADDRESS is resolve(resolver, address).error


def test_a_literal_is_never_looked_up() -> None:
    lookups = Lookups()

    assert Resolution((PUBLIC,)) == resolve(lookups.resolver(), PUBLIC)
    assert 0 == lookups.asked.total()


def test_the_flag_changes_the_answer_and_not_the_path() -> None:
    asked = []
    for allowed in (False, True):
        lookups = Lookups(system={"inner.org": [("10.0.0.1",)]})
        resolve(lookups.resolver(allow_private=allowed), "inner.org")
        asked.append(lookups.asked)

    assert asked[0] == asked[1]


def test_an_ill_resolver_does_not_hold_up_names_that_are_known() -> None:
    async def run() -> Resolution:
        stuck = anyio.Event()

        async def system(name: str) -> tuple[str, ...]:
            if name == "stuck.org":
                await stuck.wait()
            return (PUBLIC,)

        resolver = Resolver(allow_private=False, max_lookups=1, system=system)
        async with anyio.create_task_group() as group:
            group.start_soon(resolver.resolve, "stuck.org")
            with anyio.fail_after(5):
                found = await resolver.resolve("host.org")
            group.cancel_scope.cancel()
        return found

    assert Resolution((PUBLIC,)) == anyio.run(run)


def test_a_system_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The DNS is queried instead; waiting for a turn does not count."""
    monkeypatch.setattr("linkwarden.net.resolver.SYSTEM_LIFETIME_S", 0.2)
    lookups = Lookups(dns={"stuck.org": [Resolution((PUBLIC,))]})
    found: dict[str, Resolution] = {}

    async def system(name: str) -> tuple[str, ...]:
        if name == "stuck.org":
            await anyio.sleep_forever()
        return (OTHER,)

    async def run() -> None:
        resolver = Resolver(allow_private=False, max_lookups=1, system=system, dns=lookups.dns)

        async def ask(name: str) -> None:
            found[name] = await resolver.resolve(name)

        with anyio.fail_after(5):
            async with anyio.create_task_group() as group:
                group.start_soon(ask, "stuck.org")
                group.start_soon(ask, "host.org")

    anyio.run(run)
    assert {"stuck.org": Resolution((PUBLIC,)), "host.org": Resolution((OTHER,))} == found


def test_the_wait_for_other_lookups_is_logged() -> None:
    """Otherwise, it would look like the time of the lookup itself."""
    events: list[str] = []

    async def run() -> None:
        free = anyio.Event()

        async def system(name: str) -> tuple[str, ...]:
            events.append(f"asks {name}")
            if name == "slow.org":
                await free.wait()
            events.append(f"knows {name}")
            return (PUBLIC,)

        resolver = Resolver(allow_private=False, max_lookups=1, system=system)
        async with anyio.create_task_group() as group:
            group.start_soon(resolver.resolve, "slow.org")
            await anyio.wait_all_tasks_blocked()
            for name in ("slow.org", "host.org"):
                group.start_soon(partial(resolver.resolve, name, on_turn=partial(events.append, f"turn {name}")))
            await anyio.wait_all_tasks_blocked()
            free.set()

    anyio.run(run)
    assert events.index("turn slow.org") > events.index("knows slow.org")
    last_turn = len(events) - 1 - events[::-1].index("turn host.org")
    assert events.index("knows slow.org") < last_turn < events.index("asks host.org")


def test_localhost_is_this_machine_without_asking_anybody() -> None:
    lookups = Lookups()

    for name in ("localhost", "a.localhost", "localhost."):
        assert ErrorKind.PRIVATE_ADDRESS is resolve(lookups.resolver(), name).error
        assert Resolution(("127.0.0.1", "::1")) == resolve(lookups.resolver(allow_private=True), name)
    assert 0 == lookups.asked.total()


def test_the_system_resolves_this_machine() -> None:
    assert "127.0.0.1" in anyio.run(system_lookup, "localhost")


def test_what_the_system_cannot_look_up_is_empty() -> None:
    assert () == anyio.run(system_lookup, "a" * 64 + ".invalid")  # a label is at most 63 octets long
    assert () == anyio.run(system_lookup, "")


# ---- a real name server, on 127.0.0.1 ------------------------------------------------------


class NameServer:
    """Responds as the first label of the name demands: an rcode, records, or nothing."""

    RECORDS: ClassVar[dict[str, dict[str, list[str]]]] = {
        "four": {"A": [PUBLIC]},
        "six": {"AAAA": [OTHER]},
        "both": {"A": [PUBLIC], "AAAA": [OTHER]},
        "none": {},
    }

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as knock:
            knock.sendto(b"", ("127.0.0.1", self.port))
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            data, client = self._socket.recvfrom(4096)
            if not data:
                return
            query = dns.message.from_wire(data)
            answer = self._answer(query)
            if answer is not None:
                self._socket.sendto(answer.to_wire(), client)

    def _answer(self, query: dns.message.Message) -> dns.message.Message | None:
        (question,) = query.question
        label = question.name.labels[0].decode()
        answer = dns.message.make_response(query)
        if label in self.RECORDS:
            kind = dns.rdatatype.to_text(question.rdtype)
            rows = self.RECORDS[label].get(kind, [])
            if rows:
                answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *rows))
        elif label == "silent":
            return None
        else:
            answer.set_rcode(dns.rcode.from_text(label))
        return answer


@pytest.fixture
def name_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServer]:
    with NameServer() as server:

        def resolver() -> dns.asyncresolver.Resolver:
            made = ordinary(configure=False)
            made.nameservers = ["127.0.0.1"]
            made.port = server.port
            return made

        ordinary = dns.asyncresolver.Resolver
        monkeypatch.setattr("dns.asyncresolver.Resolver", resolver)
        monkeypatch.setattr("linkwarden.net.resolver.DNS_LIFETIME_S", 0.5)
        yield server


def test_a_name_with_a_trailing_dot_is_looked_up_unchanged(name_server: NameServer) -> None:
    assert Resolution((PUBLIC,)) == anyio.run(dns_lookup, "four.host.org.")


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("four", Resolution((PUBLIC,))),
        ("six", Resolution((OTHER,))),
        ("both", Resolution((PUBLIC,))),
        ("none", ErrorKind.RESOLVER_FAILURE),
        ("nxdomain", ErrorKind.NO_SUCH_HOST),
        ("servfail", ErrorKind.RESOLVER_FAILURE),
        ("refused", ErrorKind.RESOLVER_FAILURE),
        ("notimp", ErrorKind.RESOLVER_FAILURE),
        ("yxdomain", ErrorKind.RESOLVER_FAILURE),
        ("silent", ErrorKind.RESOLVER_FAILURE),
    ],
)
def test_results_of_the_dns(name_server: NameServer, label: str, expected: Resolution | ErrorKind) -> None:
    found = anyio.run(dns_lookup, f"{label}.host.org")

    assert expected == (found.error or found)


def test_a_machine_without_a_resolver_is_a_failure_of_the_resolver(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise dns.resolver.NoResolverConfiguration

    monkeypatch.setattr("dns.asyncresolver.Resolver", none)

    assert ErrorKind.RESOLVER_FAILURE is anyio.run(dns_lookup, "host.org").error
