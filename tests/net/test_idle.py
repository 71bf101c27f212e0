"""Which idle hosts keep their connections."""

from linkwarden.net.idle import IdleHosts


def test_the_longest_idle_ones_are_to_be_closed() -> None:
    idle = IdleHosts[str](2)

    assert [[], [], ["a"]] == [idle.add(host) for host in "abc"]


def test_a_host_that_sends_is_not_idle() -> None:
    idle = IdleHosts[str](2)
    for host in "ab":
        idle.add(host)
    idle.discard("a")

    assert [] == idle.add("c")


def test_a_host_that_was_used_again_is_idle_from_then_on() -> None:
    idle = IdleHosts[str](2)

    assert [[], [], [], ["b"]] == [idle.add(host) for host in "abac"]


def test_all_can_be_closed() -> None:
    idle = IdleHosts[str](3)
    for host in "ab":
        idle.add(host)

    assert (["a", "b"], []) == (idle.clear(), idle.clear())
