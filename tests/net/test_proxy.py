"""Which proxy the environment names, and who we are to it."""

import base64
import socket
import threading
from collections.abc import Iterator

import anyio
import pytest

from linkwarden.errors import ConfigError
from linkwarden.net.http.client import HttpClient
from linkwarden.net.http.errors import SendError
from linkwarden.net.http.wire import Request, Response
from linkwarden.net.proxy import Proxies, Proxy
from linkwarden.net.tls import TlsContexts
from linkwarden.settings import Timeouts

VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(
    ("text", "url", "auth"),
    [
        ("proxy:3128", "http://proxy:3128", None),
        ("http://proxy", "http://proxy", None),
        (" https://proxy:1/ ", "https://proxy:1", None),
        ("socks5h://[::1]:1080", "socks5h://[::1]:1080", None),
        ("http://me:s%40cr%C3%A9t@proxy:1", "http://proxy:1", (b"me", "s@cr\u00e9t".encode())),
        ("me:pass@word@proxy:1", "http://proxy:1", (b"me", b"pass@word")),
        ("http://me@proxy", "http://proxy", (b"me", b"")),
    ],
)
def test_the_values_of_variables(text: str, url: str, auth: tuple[bytes, bytes] | None) -> None:
    proxy = Proxy.of(text)

    assert (url, auth) == (proxy.url, proxy.auth)
    assert "@" not in repr(proxy)
    assert "me" not in repr(proxy)


@pytest.mark.parametrize(
    "text",
    ["http://", "http://me:secret@", "ftp://proxy", "http://me:sec/ret@proxy:1", "http://proxy:x", "a b", "http://["],
)
@pytest.mark.parametrize("name", ["http", "https", "all"])
def test_an_invalid_proxy_is_reported_at_the_start_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    monkeypatch.setenv(f"{name}_proxy", text)
    with pytest.raises(ConfigError, match=f"^{name.upper()}_PROXY: not the URL of a proxy") as caught:
        Proxies.of_environment()

    assert "sec" not in str(caught.value)


def test_other_variables_of_that_kind_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ftp_proxy", "ftp://x y")
    monkeypatch.setenv("no_proxy", "inner.org")
    monkeypatch.setenv("all_proxy", "proxy:1")
    proxies = Proxies.of_environment()

    assert ["proxy:1", None] == [proxies.for_host("https", name, 443) for name in ("outer.org", "inner.org")]


class Door:
    """Accepts the right password, over HTTP and over SOCKS 5 (RFC 1929), and records what it receives."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.told: list[bytes] = []
        self.thread = threading.Thread(target=self._serve, daemon=True)

    def _serve(self) -> None:
        client, _ = self._socket.accept()
        with client, self._socket:
            client.settimeout(5)
            first = client.recv(65536)
            if first[:1] == b"\x05":
                self.told.append(first)
                client.sendall(b"\x05\x02")
                self.told.append(client.recv(65536))
                client.sendall(b"\x01\x00")
                client.recv(65536)
                client.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x50")
                client.recv(65536)
            else:
                head, *lines = first.split(b"\r\n")
                self.told += [head, *(line for line in lines if line.lower().startswith(b"proxy-authorization"))]
                if head.startswith(b"CONNECT"):
                    return
            client.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")


@pytest.fixture
def door() -> Iterator[Door]:
    made = Door()
    made.thread.start()
    yield made
    made.thread.join(timeout=10)


def ask(scheme: str, proxy: str) -> int | None:
    """Send a request through a proxy, and return the status."""

    async def go() -> int | None:
        client = HttpClient(
            scheme,
            "some.example",
            {"http": 80, "https": 443}[scheme],
            addresses=tuple,
            contexts=TlsContexts(None),
            proxy=proxy,
            timeouts=Timeouts(connect=5, read=5, request=5),
        )
        try:
            answer = await client.send(Request("GET", "/", ()))
            assert isinstance(answer, Response)
        except SendError:
            return None
        else:
            return answer.status
        finally:
            await client.aclose()

    return anyio.run(go)


BASIC = b"Proxy-Authorization: Basic " + base64.b64encode(b"me:pass word")


def test_an_http_proxy_gets_the_password(door: Door) -> None:
    assert ask("http", f"http://me:pass%20word@127.0.0.1:{door.port}") == 204
    assert [b"GET http://some.example/ HTTP/1.1", BASIC] == door.told


def test_a_proxy_that_tunnels_gets_the_password(door: Door) -> None:
    assert ask("https", f"http://me:pass%20word@127.0.0.1:{door.port}") is None
    assert [b"CONNECT some.example:443 HTTP/1.1", BASIC] == door.told


def test_a_socks_proxy_gets_the_password(door: Door) -> None:
    assert ask("http", f"socks5://me:pass%20word@127.0.0.1:{door.port}") == 204
    assert [b"\x05\x01\x02", b"\x01\x02me\x09pass word"] == door.told
