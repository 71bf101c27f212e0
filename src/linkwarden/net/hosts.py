"""All hosts of a run."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import anyio

from linkwarden.clock import Clock
from linkwarden.net.descriptors import spare_descriptors
from linkwarden.settings import HostSettings, Settings
from linkwarden.urls import WebUrl

if TYPE_CHECKING:
    from linkwarden.net.host import Host
    from linkwarden.net.network import Network, Origin

MAX_IDLE_HOSTS = 64
"""Hosts that keep their connections while they have nothing to send."""

CLOSE_S = 1.0
"""Time limit for closing all connections at the end of a run."""


class Hosts:
    """Creates each host when it is first needed.

    Args:
        network: What they share; None for a run that sends nothing.
    """

    def __init__(self, network: "Network | None") -> None:
        self._network = network
        self._hosts: dict[Origin, Host] = {}

    def of(self, url: WebUrl, default: HostSettings | None = None) -> "Host":
        """Return the host of *url*; where it is new and the settings do not name it, *default* is its pace.

        Raises:
            RuntimeError: This run sends nothing.
        """
        host = self._hosts.get(url.origin)
        if host is None:
            from linkwarden.net.host import Host  # noqa: PLC0415 - a check of local files need not load the HTTP library

            if self._network is None:
                raise RuntimeError("a run that sends nothing has no hosts")
            policy = _policy(self._network.settings, url.host, default or HostSettings())
            host = self._hosts[url.origin] = Host(url.origin, self._network, policy)
        return host

    @property
    def in_flight(self) -> int:
        """How many requests are in flight now."""
        return int(self._network.slots.borrowed_tokens) if self._network else 0

    def delay_reason(self, name: str) -> str:
        """Return why requests to the host of that *name* wait, for people; empty if they need not wait for long."""
        reasons = (host.delay_reason for host in self._hosts.values() if host.name == name)
        return next(filter(None, reasons), "")

    async def aclose(self) -> None:
        """Close every connection."""
        for host in self._hosts.values():
            await host.aclose()


def _policy(settings: Settings, name: str, default: HostSettings) -> HostSettings:
    return next((policy for pattern, policy in settings.hosts.items() if fnmatchcase(name, pattern)), default)


@asynccontextmanager
async def open_hosts(settings: Settings, clock: Clock, id_prefix: str = "e") -> AsyncIterator[Hosts]:
    """Provide the hosts of one run, and close them at its end.

    Exchange ids are *id_prefix* and a number. Requests in flight, idle connections and lookups each get a share of
    the descriptors that this process may open.

    Raises:
        ConfigError: The certificate file or a proxy of the environment is unusable.
    """
    # a check of local files opens none, and need not load all this
    from linkwarden.net.idle import IdleHosts  # noqa: PLC0415
    from linkwarden.net.limits import SharedLimits  # noqa: PLC0415
    from linkwarden.net.network import Network  # noqa: PLC0415
    from linkwarden.net.proxy import Proxies  # noqa: PLC0415
    from linkwarden.net.resolver import MAX_LOOKUPS, Resolver  # noqa: PLC0415
    from linkwarden.net.tls import TlsContexts  # noqa: PLC0415

    contexts, proxies = TlsContexts(settings.ca_file), Proxies.of_environment()
    share = max(1, spare_descriptors() // 4)
    async with anyio.create_task_group() as tasks:
        network = Network(
            clock=clock,
            settings=settings,
            resolver=Resolver(
                allow_private=settings.allow_private_addresses, max_lookups=min(MAX_LOOKUPS, max(1, share // 2))
            ),
            contexts=contexts,
            proxies=proxies,
            slots=anyio.CapacityLimiter(min(settings.concurrency, 2 * share)),
            tasks=tasks,
            ids=(f"{id_prefix}{number}" for number in itertools.count(1)),
            idle=IdleHosts(min(MAX_IDLE_HOSTS, share)),
            limits=SharedLimits(),
        )
        hosts = Hosts(network)
        try:
            yield hosts
        finally:
            with anyio.move_on_after(CLOSE_S, shield=True):
                await hosts.aclose()
            tasks.cancel_scope.cancel()
