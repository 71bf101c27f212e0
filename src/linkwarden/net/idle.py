"""Hosts that have connections open and nothing to send. Pure."""

from typing import Generic, TypeVar

H = TypeVar("H")


class IdleHosts(Generic[H]):
    """Keeps a few, because a second fetch often follows soon; the longest idle ones are closed.

    Args:
        most: How many may keep their connections.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._hosts: dict[H, None] = {}

    def add(self, host: H) -> list[H]:
        """Record that *host* is idle, and return the hosts whose connections should be closed now."""
        self._hosts.pop(host, None)
        self._hosts[host] = None
        surplus = list(self._hosts)[: max(0, len(self._hosts) - self._most)]
        for each in surplus:
            del self._hosts[each]
        return surplus

    def discard(self, host: H) -> None:
        """Note that *host* is about to send."""
        self._hosts.pop(host, None)

    def clear(self) -> list[H]:
        """Return all of them; their connections are to be closed."""
        hosts = list(self._hosts)
        self._hosts.clear()
        return hosts
