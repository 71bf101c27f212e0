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
    )
)
"""Cloud metadata services: they hand credentials to whoever asks, so they stay refused whatever is allowed."""

_NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052 section 2.1: the last 32 bits are an IPv4 address."""


def parse_address(text: str) -> IPAddress | None:
    """Return a literal address without brackets or zone, or None for a name."""
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None


def may_connect(address: IPAddress, *, allow_private: bool) -> bool:
    """Tell whether linkwarden may connect to that address.

    An address that carries an IPv4 address (mapped, 6to4, Teredo, NAT64) is judged by that one too.
    """
    inner = _carried(address)
    if METADATA & {address, inner}:
        return False
    return allow_private or all(_is_public(each) for each in (address, inner))


def _is_public(address: IPAddress) -> bool:
    """IANA's special-purpose registries (RFC 6890), as the standard library knows them, less multicast."""
    mapped = isinstance(address, IPv6Address) and address.ipv4_mapped is not None
    return (address.is_global or _in_nat64(address) or mapped) and not address.is_multicast


def _in_nat64(address: IPAddress) -> bool:
    return isinstance(address, IPv6Address) and address in _NAT64


def _carried(address: IPAddress) -> IPAddress:
    if not isinstance(address, IPv6Address):
        return address
    if _in_nat64(address):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None) or address
