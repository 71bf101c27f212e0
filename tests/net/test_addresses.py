"""Which addresses may be connected to."""

from ipaddress import ip_address

import pytest

from linkwarden.net.addresses import known_addresses, may_connect

PUBLIC = ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "64:ff9b::5db8:d822", "::ffff:93.184.215.14"]
PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.1.1",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "::7f00:1",
    "::808:808",
    "::ffff:0:7f00:1",
    "::ffff:0:808:808",
    "64:ff9b:1::7f00:1",
    "64:ff9b:1:ffff::1",
    "100:0:0:1::1",
    "3fff::1",
    "5f00::1",
    "fec0::1",
    "feff::1",
]
METADATA = [
    "169.254.169.254",
    "fd00:ec2::254",
    "fe80::a9fe:a9fe",
    "100.100.100.200",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a9fe:a9fe",
    "::a9fe:a9fe",
    "::ffff:0:a9fe:a9fe",
    "169.254.0.23",
    "169.254.42.42",
    "fd00:42::42",
    "fd00:a9fe:a9fe::1",
    "fd00:c1::a9fe:a9fe",
    "fd00:100::100:200",
    "::ffff:169.254.42.42",
    "64:ff9b:1:a9fe:a9:fe00::",  # 48 bits
    "64:ff9b:1:a9:fe:a9fe::",  # 56 bits
    "64:ff9b:1:7:a9:fea9:fe00:0",  # 64 bits
    "64:ff9b:1:7::a9fe:a9fe",  # 96 bits
    "2002:a9fe:a9fe::",
]


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses(text: str) -> None:
    assert may_connect(ip_address(text), allow_private=False)


@pytest.mark.parametrize("text", PRIVATE)
def test_private_addresses_only_where_they_are_allowed(text: str) -> None:
    assert not may_connect(ip_address(text), allow_private=False)
    assert may_connect(ip_address(text), allow_private=True)


@pytest.mark.parametrize("text", METADATA)
def test_metadata_services_never(text: str) -> None:
    assert not may_connect(ip_address(text), allow_private=True)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("localhost", ("127.0.0.1", "::1")),
        ("localhost.", ("127.0.0.1", "::1")),
        ("a.b.localhost", ("127.0.0.1", "::1")),
        ("a.localhost.", ("127.0.0.1", "::1")),
        ("::1", ("::1",)),
        ("93.184.215.14", ("93.184.215.14",)),
        ("notlocalhost", None),
        ("localhost.org", None),
    ],
)
def test_names_that_need_no_lookup(name: str, expected: tuple[str, ...] | None) -> None:
    assert expected == known_addresses(name)
