"""Which addresses are on the public internet. Pure."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

IPAddress = IPv4Address | IPv6Address

METADATA = frozenset(
    ip_address(text)
    for text in (
        "169.254.169.254",  # AWS, Azure, Google Cloud, DigitalOcean, OpenStack
        "169.254.170.2",  # AWS task credentials
        "169.254.170.23",  # AWS pod identity
        "100.100.100.200",  # Alibaba Cloud
        "192.0.0.192",  # Oracle Cloud
        "168.63.129.16",  # Azure's wire server
        "fd00:ec2::254",  # AWS
        "fd00:ec2::23",  # AWS pod identity
        "fd20:ce::254",  # Google Cloud
        "fe80::a9fe:a9fe",  # OpenStack
        "169.254.0.23",  # Tencent Cloud
        "169.254.42.42",  # Scaleway
        "fd00:42::42",  # Scaleway
        "fd00:a9fe:a9fe::1",  # Akamai (Linode)
        "fd00:c1::a9fe:a9fe",  # Oracle Cloud
        "fd00:100::100:200",  # Alibaba Cloud
    )
)
"""Cloud metadata services: they give credentials to every client, so they are always refused.

Sources: the data sources of cloud-init, the Datadog agent (Tencent), Oracle's and Alibaba's SDKs, and the clouds' own
documentation."""

_NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052 section 2.1: the last 32 bits are an IPv4 address."""

_NOT_PUBLIC = tuple(
    map(
        IPv6Network,
        (
            "::/96",  # IPv4-compatible, deprecated (RFC 4291 section 2.5.5.1)
            "::ffff:0:0:0/96",  # IPv4-translated: SIIT (RFC 7915)
            "64:ff9b:1::/48",  # NAT64 of a network's own (RFC 8215)
            "100:0:0:1::/64",  # a dummy prefix (RFC 9780)
            "3fff::/20",  # documentation (RFC 9637)
            "5f00::/16",  # segment routing (RFC 9602)
            "fec0::/10",  # site-local, deprecated (RFC 3879)
        ),
    )
)
"""Networks that are not on the public internet, although some release of the standard library says so."""

_LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")
"""RFC 8215: prefixes of at least 48 bits that a network chooses; RFC 6052 section 2.2 has the IPv4 address in them."""

_CARRIERS = (_NAT64, *(IPv6Network(text) for text in ("::/96", "::ffff:0:0:0/96")))
"""The last 32 bits may be an IPv4 address."""

_IPV4_BYTES = ((6, 7, 9, 10), (7, 9, 10, 11), (9, 10, 11, 12), (12, 13, 14, 15))
"""RFC 6052 section 2.2: the bytes of the IPv4 address behind prefixes of 48, 56, 64 and 96 bits."""

LOOPBACK = ("127.0.0.1", "::1")


def parse_address(text: str) -> IPAddress | None:
    """Return a literal address without brackets or zone, or None for a name."""
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None


def known_addresses(name: str) -> tuple[str, ...] | None:
    """Return the addresses that are part of *name*, or None if it has to be resolved.

    RFC 6761 section 6.3: localhost and names below it are this machine.
    """
    literal = parse_address(name)
    if literal is not None:
        return (str(literal),)
    return LOOPBACK if name.rstrip(".").lower().rpartition(".")[2] == "localhost" else None


def may_connect(address: IPAddress, *, allow_private: bool) -> bool:
    """Return whether linkwarden may connect to that address.

    An address that carries an IPv4 address (mapped, translated, 6to4, Teredo, NAT64) is judged by that one too.
    """
    readings = {address, *_carried(address)}
    if METADATA & readings:
        return False
    return allow_private or all(map(_is_public, readings))


def _is_public(address: IPAddress) -> bool:
    """IANA's special-purpose registries (RFC 6890), as in the standard library, without multicast."""
    if address.is_multicast or _is_in(_NOT_PUBLIC, address):
        return False
    mapped = isinstance(address, IPv6Address) and address.ipv4_mapped is not None
    return address.is_global or address in _NAT64 or mapped


def _is_in(networks: tuple[IPv6Network, ...], address: IPAddress) -> bool:
    return any(address in network for network in networks)


def _carried(address: IPAddress) -> tuple[IPAddress, ...]:
    """Return the IPv4 addresses that may be embedded in an IPv6 address."""
    if not isinstance(address, IPv6Address):
        return ()
    if _is_in(_CARRIERS, address):
        return (IPv4Address(address.packed[12:]),)
    if address in _LOCAL_NAT64:
        return tuple(IPv4Address(bytes(address.packed[each] for each in places)) for places in _IPV4_BYTES)
    teredo = address.teredo
    inner = address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
    return (inner,) if inner else ()
