"""Limits that hosts share: requests per IP address, and per registrable domain. Pure.

Each host has its own pace. These limits apply if many host names belong to one machine or to one owner, so
that neither a list of names nor redirects can turn a run into an attack on it.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network

from linkwarden.net.addresses import IPAddress, parse_address

ADDRESS_INTERVAL_S = 0.05
"""The average time between two requests to one address: the default of one host."""
ADDRESS_BURST = 20
CDN_INTERVAL_S = 0.01
CDN_BURST = 100
DOMAIN_INTERVAL_S = 0.025
DOMAIN_BURST = 40

CDN_NETWORKS: tuple[IPv4Network | IPv6Network, ...] = tuple(
    map(
        ip_network,
        (
            # https://www.cloudflare.com/ips/
            *("103.21.244.0/22", "103.22.200.0/22", "103.31.4.0/22", "104.16.0.0/13", "104.24.0.0/14"),
            *("108.162.192.0/18", "131.0.72.0/22", "141.101.64.0/18", "162.158.0.0/15", "172.64.0.0/13"),
            *("173.245.48.0/20", "188.114.96.0/20", "190.93.240.0/20", "197.234.240.0/22", "198.41.128.0/17"),
            *("2400:cb00::/32", "2405:8100::/32", "2405:b500::/32", "2606:4700::/32", "2803:f800::/32"),
            *("2a06:98c0::/29", "2c0f:f248::/32"),
            # https://api.fastly.com/public-ip-list
            *("146.75.0.0/17", "151.101.0.0/16", "199.232.0.0/16", "2a04:4e40::/32", "2a04:4e42::/32"),
            # GitHub Pages: https://docs.github.com/en/pages, "Managing a custom domain for your GitHub Pages site"
            *("185.199.108.0/22", "2606:50c0:8000::/46"),
        ),
    )
)
"""Content delivery networks: thousands of independent sites share their addresses."""

_SHORT_LABEL = 3
_COUNTRY_CODE = 2


@dataclass(slots=True)
class SharedLimits:
    """Spaces out requests that share a key: a token bucket, as the generic cell rate algorithm (ITU-T I.371).

    Times are monotonic seconds.
    """

    _arrivals: dict[str, float] = field(default_factory=dict)
    """By key: when its bucket is full again."""

    def reserve(self, key: str, now: float, interval: float, burst: int) -> float:
        """Reserve a request, and return the earliest time at which it may be sent.

        Args:
            key: The shared resource.
            now: The current moment.
            interval: The average time between two requests, in seconds; 0 for no limit.
            burst: How many requests may be sent at once.
        """
        arrival = max(self._arrivals.get(key, 0.0), now)
        self._arrivals[key] = arrival + interval
        return max(now, arrival - (burst - 1) * interval)

    def earliest(self, host: str, port: int, address: str | None, now: float, gap: float) -> float:
        """Return when a request to *host* may be sent, all limits considered.

        Args:
            host: Its name.
            port: Its port; each port of this machine counts as a machine of its own.
            address: The address to connect to; None if a proxy looks it up.
            now: The current moment.
            gap: The host's own gap between requests, in seconds. If users set it shorter, it applies here too.
        """
        moment = now
        if address is not None:
            key, interval, burst = _address_limit(address, port)
            moment = self.reserve(key, now, min(gap, interval), burst)
        domain = registrable_domain(host)
        if domain is not None:
            moment = max(moment, self.reserve(domain, now, min(gap, DOMAIN_INTERVAL_S), DOMAIN_BURST))
        return moment


@lru_cache(4096)
def _address_limit(address: str, port: int) -> tuple[str, float, int]:
    """Return the key, interval and burst of an address."""
    parsed = parse_address(address)
    if parsed is not None and parsed.is_loopback:
        return f"{address} {port}", ADDRESS_INTERVAL_S, ADDRESS_BURST
    if parsed is not None and is_cdn(parsed):
        return address, CDN_INTERVAL_S, CDN_BURST
    return address, ADDRESS_INTERVAL_S, ADDRESS_BURST


def is_cdn(address: IPAddress) -> bool:
    """Return whether a content delivery network has that address."""
    return any(address in network for network in CDN_NETWORKS)


def registrable_domain(host: str) -> str | None:
    """Return the part of a name that can be registered, or None for an address or a single label.

    Estimated without the public suffix list: the last two labels, or three where the second to last is short below
    a country code (``example.co.uk``). Sites that share a suffix by this estimate share a limit.
    """
    labels = host.rstrip(".").split(".")
    if len(labels) == 1 or parse_address(host) is not None:
        return None
    short = len(labels[-1]) == _COUNTRY_CODE and len(labels[-2]) <= _SHORT_LABEL
    return ".".join(labels[-3 if short else -2 :])
