"""The test web itself: its behaviors and its log."""

import http.client
import socket
import ssl
import zlib

import pytest

from tests.web import BEHAVIOURS, Asked, Web
from tests.web.behaviours import bomb


def ask(url: str, *requests: tuple[str, str]) -> list[int]:
    """Send requests over one connection, and return their statuses."""
    authority = url.removeprefix("http://").rstrip("/")
    connection = http.client.HTTPConnection(authority, timeout=10)
    statuses = []
    for method, path in requests:
        connection.request(method, path)
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
    connection.close()
    return statuses


def test_log_holds_every_request_in_order(web: Web) -> None:
    assert [200, 200] == ask(web.url("ok"), ("GET", "/one"), ("HEAD", "/two?x=1"))

    first, second = web.log("ok")
    assert ("GET", "/one") == (first.method, first.target)
    assert ("HEAD", "/two?x=1") == (second.method, second.target)
    assert first.connection == second.connection
    assert first.at <= second.at
    assert isinstance(first, Asked)


def test_count_is_kept_for_each_target(web: Web) -> None:
    assert [503, 200, 503] == ask(web.url("503-once"), ("GET", "/a"), ("GET", "/a"), ("GET", "/b"))


def test_each_behaviour_has_a_port_of_its_own(web: Web) -> None:
    assert len(BEHAVIOURS) == len({web.port(name) for name in BEHAVIOURS})


def test_nobody_listens_where_connections_are_refused(web: Web) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", web.port("refused")), timeout=10)


def test_reset_is_a_reset(web: Web) -> None:
    with socket.create_connection(("127.0.0.1", web.port("reset")), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
        with pytest.raises(ConnectionResetError):
            connection.recv(1)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("tls-good", None),
        ("tls-chain", None),
        ("tls-wrong-name", 62),
        ("tls-expired-last-month", 10),
        ("tls-expired-two-days-ago", 10),
        ("tls-not-yet-valid", 9),
        ("tls-self-signed", 18),
        ("tls-unknown-issuer", 20),
        ("tls-incomplete-chain", 20),
    ],
)
def test_each_certificate_is_wrong_in_one_way(web: Web, name: str, code: int | None) -> None:
    context = ssl.create_default_context(cafile=str(web.ca_file))
    found = None
    with socket.create_connection(("127.0.0.1", web.port(name)), timeout=10) as connection:
        try:
            with context.wrap_socket(connection, server_hostname="localhost"):
                pass
        except ssl.SSLCertVerificationError as error:
            found = error.verify_code

    assert code == found


def test_the_bomb_is_a_bomb() -> None:
    squeezed = bomb(8)

    assert len(squeezed) < 16 * 1024
    assert bytes(8 * 2**20) == zlib.decompressobj(31).decompress(squeezed)
