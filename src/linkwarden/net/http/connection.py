"""Connections: to the address that was checked, and to no other."""

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpcore

from linkwarden.model.exchange import ErrorKind
from linkwarden.net.http.streams import ByteStream, TlsStream, connect, is_readable
from linkwarden.net.lenient import HEAD_BYTES
from linkwarden.net.tls import is_undated

CERTIFICATE_ENDS_AT = "certificate_ends_at"
"""The key of connection data that is ours."""

MAX_INTERIM_BYTES = 256 * 1024
"""Bytes that may arrive before the final response's headers are complete (RFC 9110 section 15.2: 1xx responses)."""


@dataclass(slots=True)
class Transfer:
    """The bytes of one response so far, to distinguish a closed connection from a response that is not HTTP."""

    received: int = 0
    reused: bool = False
    """It was sent on a connection that had brought a response before."""
    has_headers: bool = False
    """The headers of the final response are complete."""
    head: bytes = b""
    """The first bytes of the response, for responses that only browsers accept."""

    def crossed_close(self, kind: ErrorKind) -> bool:
        """Return whether the server closed the reused connection just then, so that it never saw the request."""
        return kind is ErrorKind.CONNECTION_RESET and self.reused and not self.received

    def add(self, data: bytes) -> None:
        """Record bytes that were read.

        Raises:
            httpcore.RemoteProtocolError: There are too many bytes before a final response.
        """
        self.received += len(data)
        if not self.has_headers:
            if len(self.head) < HEAD_BYTES:
                self.head += data
            if self.received > MAX_INTERIM_BYTES:
                raise httpcore.RemoteProtocolError("too many interim responses")


current_transfer: ContextVar[Transfer | None] = ContextVar("current_transfer", default=None)


class Connection(httpcore.AsyncNetworkStream):
    """A connection that counts.

    Where TLS does not verify dates, the end date of the certificate is read at once: OpenSSL forgets it after an error.
    """

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self._has_responded = False
        self._certificate_ends_at = _certificate_end(stream.tls) if stream.tls and is_undated(stream.tls) else None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's API
        """Read, and count.

        Raises:
            httpcore.ReadTimeout: Nothing arrived in time.
            httpcore.ReadError: The connection failed.
            ssl.SSLError: TLS failed.
        """
        with _mapped(httpcore.ReadTimeout, httpcore.ReadError):
            async with asyncio.timeout(timeout):
                data = await self._stream.receive(max_bytes)
        self._has_responded = self._has_responded or bool(data)
        transfer = current_transfer.get()
        if transfer:
            transfer.add(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's API
        """Write, and note whether the connection had been used before.

        Raises:
            httpcore.WriteTimeout: The peer does not read.
            httpcore.WriteError: The connection failed.
            ssl.SSLError: TLS failed.
        """
        if not buffer:
            return
        transfer = current_transfer.get()
        if transfer and not transfer.received:
            transfer.reused = self._has_responded
        with _mapped(httpcore.WriteTimeout, httpcore.WriteError):
            async with asyncio.timeout(timeout):
                await self._stream.send(buffer)

    async def aclose(self) -> None:
        """Close it."""
        self._stream.socket.close()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's API
    ) -> httpcore.AsyncNetworkStream:
        """Return the connection over TLS.

        Raises:
            httpcore.ConnectTimeout: The handshake did not end in time.
            httpcore.ConnectError: The handshake failed, or there can be none with that name.
        """
        try:
            with _mapped(httpcore.ConnectTimeout, httpcore.ConnectError):
                stream = TlsStream(self._stream, ssl_context, server_hostname)
                async with asyncio.timeout(timeout):
                    await stream.handshake()
            return Connection(stream)
        except BaseException as error:
            await self.aclose()
            if isinstance(error, ValueError) and not isinstance(error, OSError):  # empty or overlong labels
                raise httpcore.ConnectError("the name cannot be used with TLS") from error
            if isinstance(error, ssl.SSLError):
                raise httpcore.ConnectError(str(error)) from error
            raise

    def get_extra_info(self, info: str) -> Any:
        """Return the connection data for httpcore, and the end date of the certificate."""
        match info:
            case "ssl_object":
                return self._stream.tls
            case "is_readable":
                return is_readable(self._stream.socket)
            case _ if info == CERTIFICATE_ENDS_AT:
                return self._certificate_ends_at
        return None


@contextmanager
def _mapped(timed_out: type[Exception], failed: type[Exception]) -> Iterator[None]:
    """Raise httpcore's exceptions in place of those of asyncio and of the system; errors of TLS stay."""
    try:
        yield
    except ssl.SSLError:
        raise
    except OSError as error:
        is_ours = isinstance(error, TimeoutError) and error.errno is None
        raise (timed_out if is_ours else failed)(str(error)) from error


def _certificate_end(tls: ssl.SSLObject) -> datetime | None:
    """Return the end date of the peer's certificate, or None if it was not verified."""
    ends = (tls.getpeercert() or {}).get("notAfter")
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if isinstance(ends, str) else None


class PinnedBackend(httpcore.AsyncNetworkBackend):
    """Connects to the checked addresses, one after the other, whatever the name resolves to now.

    Args:
        addresses: Returns them; None if the names given are the proxy's, which the system looks up.
    """

    def __init__(self, addresses: Callable[[], Sequence[str]] | None) -> None:
        self._addresses = addresses

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's API
        local_address: str | None = None,  # noqa: ARG002 - httpcore's API
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002 - httpcore's API
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that accepts; each gets an equal share of the time.

        Raises:
            httpcore.ConnectError: None accepts, or there is none.
            httpcore.ConnectTimeout: The last one did not respond in time.
        """
        with _mapped(httpcore.ConnectTimeout, httpcore.ConnectError):
            addresses = await _looked_up(host, port) if self._addresses is None else self._addresses()
        last_error: Exception | None = None
        for address in addresses:
            share = timeout / len(addresses) if timeout else None
            try:
                with _mapped(httpcore.ConnectTimeout, httpcore.ConnectError):
                    async with asyncio.timeout(share):
                        return Connection(await connect(address, port))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last_error = error
        raise last_error or httpcore.ConnectError(f"{host} has no address")


async def _looked_up(host: str, port: int) -> tuple[str, ...]:
    """Return the addresses of a proxy, by the system's resolver.

    Raises:
        OSError: It has none, or the name cannot be looked up.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label is empty or too long
        raise OSError(f"{host!r} is not a host name") from error
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))
