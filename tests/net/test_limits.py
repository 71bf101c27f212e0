"""Limits that hosts share: many names do not make requests to a machine or an owner faster."""

from collections.abc import Sequence

import pytest

from linkwarden.net.addresses import parse_address
from linkwarden.net.limits import (
    ADDRESS_BURST,
    ADDRESS_INTERVAL_S,
    CDN_BURST,
    DOMAIN_BURST,
    DOMAIN_INTERVAL_S,
    SharedLimits,
    is_cdn,
    registrable_domain,
)

GAP = 0.05


def moments(hosts: Sequence[tuple[str, int, str | None]], gap: float = GAP) -> list[float]:
    """Return when each of *hosts* may be requested, all of them at moment 100."""
    limits = SharedLimits()
    return [round(limits.earliest(*host, 100.0, gap) - 100.0, 6) for host in hosts]


def test_names_of_one_address_share_its_limit() -> None:
    found = moments([(f"name.site-{number}.org", 443, "93.184.215.14") for number in range(600)])

    assert [0.0] * ADDRESS_BURST == found[:ADDRESS_BURST]
    assert found[-1] == pytest.approx((600 - ADDRESS_BURST) * ADDRESS_INTERVAL_S)


def test_names_of_one_domain_share_its_limit_whatever_their_addresses() -> None:
    found = moments([(f"n{n}.site.org", 443, f"93.184.{n // 250}.{n % 250}") for n in range(600)])

    assert [0.0] * DOMAIN_BURST == found[:DOMAIN_BURST]
    assert found[-1] == pytest.approx((600 - DOMAIN_BURST) * DOMAIN_INTERVAL_S)


def test_one_host_at_its_own_pace_never_waits() -> None:
    limits = SharedLimits()
    for number in range(200):
        now = 100.0 + number * GAP
        assert now == limits.earliest("site.org", 443, "93.184.215.14", now, GAP)


def test_other_addresses_and_domains_are_not_delayed() -> None:
    hosts = [(f"site-{number}.org", 443, f"93.184.215.{number}") for number in range(200)]

    assert {0.0} == set(moments(hosts))


def test_sites_of_a_content_delivery_network_wait_less() -> None:
    found = moments([(f"site-{number}.org", 443, "185.199.108.153") for number in range(CDN_BURST)])

    assert {0.0} == set(found)


def test_ports_of_this_machine_are_hosts_of_their_own() -> None:
    assert {0.0} == set(moments([("localhost", port, "127.0.0.1") for port in range(1000, 1200)]))
    assert moments([(f"site-{n}.org", port, "93.184.215.14") for n, port in enumerate(range(1, 200))])[-1] > 5


def test_a_shorter_gap_in_the_settings_holds_here_too() -> None:
    assert {0.0} == set(moments([("site.org", 443, "93.184.215.14")] * 200, gap=0.0))


def test_unused_time_gives_no_more_than_one_burst() -> None:
    limits = SharedLimits()
    limits.reserve("key", 0.0, 1.0, 3)
    found = [limits.reserve("key", 1000.0, 1.0, 3) for _ in range(5)]

    assert [1000.0, 1000.0, 1000.0, 1001.0, 1002.0] == found


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("example.org", "example.org"),
        ("a.b.example.org", "example.org"),
        ("example.org.", "example.org"),
        ("www.example.co.uk", "example.co.uk"),
        ("example.com.au", "example.com.au"),
        ("docs.python.org", "python.org"),
        ("docs.abc.com", "abc.com"),
        ("docs.example.de", "example.de"),
        ("localhost", None),
        ("127.0.0.1", None),
        ("2606:2800::1", None),
    ],
)
def test_registrable_domain(host: str, domain: str | None) -> None:
    assert domain == registrable_domain(host)


@pytest.mark.parametrize(
    ("address", "expected"),
    [("104.16.0.1", True), ("2606:4700::1111", True), ("151.101.1.140", True), ("93.184.215.14", False)],
)
def test_content_delivery_networks(address: str, expected: bool) -> None:
    parsed = parse_address(address)
    assert parsed is not None
    assert expected == is_cdn(parsed)
