"""Resolves names to addresses: once a run, in threads, and checked before anyone connects to them."""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import NamedTuple

import anyio

from linkwarden.model.exchange import ErrorKind
from linkwarden.net.addresses import known_addresses, may_connect, parse_address
from linkwarden.net.descriptors import OutOfDescriptorsError, none_left

MAX_LOOKUPS = 32
"""System lookups at once. A dead resolver blocks its thread for many seconds, so there must be more than a few."""

SYSTEM_LIFETIME_S = 10.0
"""Time limit of the system for one name; getaddrinfo itself has none."""

DNS_LIFETIME_S = 5.0
"""Time limit of one DNS query, including all servers and retries."""


class Resolution(NamedTuple):
    """The addresses of a name that may be connected to, or why there are none."""

    addresses: tuple[str, ...] = ()
    error: ErrorKind | None = None
    detail: str = ""


SystemLookup = Callable[[str], Awaitable[tuple[str, ...]]]
"""Returns the addresses from the operating system; empty if there are none."""

DnsLookup = Callable[[str], Awaitable[Resolution]]
"""Queries the DNS, which distinguishes a nonexistent name from a failing resolver."""


class Resolver:
    """Resolves each name once, shares the result, and refuses private addresses."""

    def __init__(
        self,
        *,
        allow_private: bool,
        max_lookups: int = MAX_LOOKUPS,
        system: SystemLookup | None = None,
        dns: DnsLookup | None = None,
    ) -> None:
        self._allow_private = allow_private
        self._system = system or system_lookup
        self._dns = dns or dns_lookup
        self._known: dict[str, Resolution] = {}
        self._limit = anyio.Semaphore(max_lookups)
        self._locks: dict[str, anyio.Lock] = {}

    async def resolve(
        self, name: str, *, fresh: bool = False, on_turn: Callable[[], None] = lambda: None
    ) -> Resolution:
        """Return the addresses of *name*, a host name or a literal address.

        Args:
            name: As in a URL: lower case, punycode, an IPv6 literal without brackets.
            fresh: Query again if the result was an error: for the second fetch before ``no-such-host``.
            on_turn: Called when a wait for other lookups is over; the last call is the one from which time counts.

        Raises:
            OutOfDescriptorsError: The lookup could not even be tried.
        """
        known_by_itself = known_addresses(name)
        if known_by_itself is not None:
            return self._checked(Resolution(known_by_itself))
        lock = self._locks.setdefault(name, anyio.Lock())
        async with lock:
            on_turn()
            known = self._known.get(name)
            if known is None or (fresh and known.error is not None):
                known = self._checked(await self._ask(name, on_turn))
                if known.error is not None and none_left():
                    raise OutOfDescriptorsError
                self._known[name] = known
            return known

    async def _ask(self, name: str, on_turn: Callable[[], None]) -> Resolution:
        addresses: tuple[str, ...] = ()
        async with self._limit:
            on_turn()
            with anyio.move_on_after(SYSTEM_LIFETIME_S):
                addresses = await self._system(name)
        return Resolution(addresses) if addresses else await self._dns(name)

    def _checked(self, found: Resolution) -> Resolution:
        if found.error is not None:
            return found
        allowed = tuple(text for text in found.addresses if self._may_connect(text))
        if allowed:
            return Resolution(allowed)
        listed = ", ".join(found.addresses[:3])
        return Resolution(error=ErrorKind.PRIVATE_ADDRESS, detail=f"{listed} is not on the public internet")

    def _may_connect(self, text: str) -> bool:
        address = parse_address(text)
        return address is not None and may_connect(address, allow_private=self._allow_private)


class _DaemonThreads:
    """Runs functions in daemon threads, which wait for the next function afterwards.

    A thread pool would delay the end of the program for as long as an unresponsive resolver blocks its threads.
    """

    def __init__(self) -> None:
        self._queue: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._idle = threading.Semaphore(0)

    def run(self, function: Callable[[], None]) -> None:
        """Run *function* in an idle thread, or in a new one."""
        self._queue.put(function)
        if not self._idle.acquire(blocking=False):
            threading.Thread(target=self._work, name="getaddrinfo", daemon=True).start()

    def _work(self) -> None:
        while True:
            self._queue.get()()
            self._idle.release()


_threads = _DaemonThreads()


async def system_lookup(name: str) -> tuple[str, ...]:
    """Return the result of getaddrinfo, in its order of preference (RFC 6724); empty if it fails."""
    done = anyio.Event()
    found: list[str] = []
    loop = asyncio.get_running_loop()

    def ask() -> None:
        with suppress(OSError, UnicodeError):  # the DNS itself is queried next, and its errors are more specific
            rows = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(row[4][0]) for row in rows))
        with suppress(RuntimeError):  # the run is over, and the result no longer needed
            loop.call_soon_threadsafe(done.set)

    _threads.run(ask)
    await done.wait()
    return tuple(found)


async def dns_lookup(name: str) -> Resolution:
    """Query the DNS for A and AAAA records.

    NXDOMAIN (RCODE 3, RFC 1035 section 4.1.1; RFC 8020: nothing exists at or below the name) is
    ``no-such-host``; all other failures are ``resolver-failure``.
    """
    import dns.asyncresolver  # noqa: PLC0415 - a hundred milliseconds that only a failed lookup needs to pay
    import dns.exception  # noqa: PLC0415
    import dns.resolver  # noqa: PLC0415

    try:
        resolver = dns.asyncresolver.Resolver()
        for record in ("A", "AAAA"):
            answer = await resolver.resolve(
                f"{name.rstrip('.')}.", record, lifetime=DNS_LIFETIME_S, raise_on_no_answer=False, search=False
            )
            if answer.rrset:
                return Resolution(tuple(str(row) for row in answer))
    except dns.resolver.NXDOMAIN:
        return Resolution(error=ErrorKind.NO_SUCH_HOST, detail="domain does not exist (NXDOMAIN)")
    except dns.resolver.NoNameservers:
        return Resolution(error=ErrorKind.RESOLVER_FAILURE, detail="the DNS answered with an error (such as SERVFAIL)")
    except dns.exception.Timeout:
        return Resolution(
            error=ErrorKind.RESOLVER_FAILURE, detail=f"the DNS gave no answer within {DNS_LIFETIME_S:g} s"
        )
    except (dns.exception.DNSException, OSError) as error:
        return Resolution(error=ErrorKind.RESOLVER_FAILURE, detail=f"the lookup failed: {error}")
    return Resolution(error=ErrorKind.RESOLVER_FAILURE, detail="the name has no address record")
