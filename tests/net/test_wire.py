"""How headers are written and read."""

import pytest

from linkwarden.net.http.wire import MAX_HEADERS, decode_headers, encode_headers, is_text


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        (b"Server", b"nginx", ("server", "nginx")),
        (b"X-Name", "Andr\u00e9".encode(), ("x-name", "Andr\u00e9")),
        (b"X-Name", b"Andr\xe9", ("x-name", "Andr\u00e9")),
        (b"Location", b"/caf\xe9", ("location", "/caf%E9")),
        (b"Location", "/caf\u00e9".encode(), ("location", "/caf%C3%A9")),
        (b"LOCATION", b"/find?k=\xd6\xd0#\xce", ("location", "/find?k=%D6%D0#%CE")),
        (b"Location", b"/a%20b c", ("location", "/a%20b c")),
        (b"Refresh", b"0; url=/caf\xe9", ("refresh", "0; url=/caf%E9")),
        (b"Set-Cookie", "a=\u00e9".encode(), ("set-cookie", "a=\u00c3\u00a9")),
    ],
)
def test_decoding(name: bytes, value: bytes, expected: tuple[str, str]) -> None:
    assert (expected,) == decode_headers([(name, value)])


def test_a_cookie_goes_back_byte_for_byte() -> None:
    written = bytes(range(0x80, 0x100))
    ((_, value),) = decode_headers([(b"Set-Cookie", written)])

    assert [(b"Cookie", written)] == encode_headers([("Cookie", value)])


def test_many_headers_are_cut_and_the_essential_ones_kept() -> None:
    noise = [(b"X-%d" % number, b"x") for number in range(9000)]
    kept = decode_headers([*noise, (b"Location", b"/there"), (b"Location", b"/elsewhere")])

    assert MAX_HEADERS + 1 == len(kept)
    assert ("location", "/there") == kept[-1]


def test_long_headers_are_cut_and_the_essential_ones_kept() -> None:
    kept = decode_headers(
        [*[(b"X-Long", b"x" * 8000)] * 3, (b"Location", b"/" * 8193), (b"Retry-After", b"1"), (b"Server", b"y" * 100)]
    )

    assert ["x-long", "x-long", "retry-after", "server"] == [name for name, _ in kept]


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("", True),
        ("text/html; charset=utf-8", True),
        ("TEXT/PLAIN", True),
        ("application/xhtml+xml", True),
        ("application/ld+json", True),
        ("image/png", False),
        ("application/octet-stream", False),
    ],
)
def test_which_bodies_are_read(content_type: str, expected: bool) -> None:
    assert expected == is_text(content_type)
