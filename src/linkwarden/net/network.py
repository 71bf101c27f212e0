"""The objects that all hosts of a run share."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import anyio
import anyio.abc

from linkwarden.clock import Clock
from linkwarden.net.idle import IdleHosts
from linkwarden.net.limits import SharedLimits
from linkwarden.net.proxy import Proxies
from linkwarden.net.resolver import Resolver
from linkwarden.net.tls import TlsContexts
from linkwarden.settings import Settings

if TYPE_CHECKING:
    from linkwarden.net.host import Host

Origin = tuple[str, str, int]
"""Scheme, name and port."""


class Network(NamedTuple):
    """The objects that all hosts of a run share."""

    clock: Clock
    settings: Settings
    resolver: Resolver
    contexts: TlsContexts
    proxies: Proxies
    slots: anyio.CapacityLimiter
    tasks: anyio.abc.TaskGroup
    ids: Iterator[str]
    """Of exchanges; no two runs share one."""
    idle: "IdleHosts[Host]"
    limits: SharedLimits
