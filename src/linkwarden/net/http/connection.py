"""Connections: to the address that was checked, and to no other."""

import ssl
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import anyio
import httpcore

from linkwarden.model.exchange import ErrorKind
from linkwarden.net.lenient import HEAD_BYTES

CERTIFICATE_ENDS_AT = "certificate_ends_at"
"""Keys of connection data that httpcore's streams return."""

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

    With *tls*, the end date of its certificate is read at once: OpenSSL forgets it after an error.
    """

    def __init__(self, inner: httpcore.AsyncNetworkStream, *, tls: bool = False) -> None:
        self._inner = inner
        self._has_responded = False
        self._certificate_ends_at = _certificate_end(inner.get_extra_info("ssl_object")) if tls else None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's API
        """Read, and count."""
        data = await self._inner.read(max_bytes, timeout)
        self._has_responded = self._has_responded or bool(data)
        transfer = current_transfer.get()
        if transfer:
            transfer.add(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's API
        """Write, and note whether the connection had been used before."""
        transfer = current_transfer.get()
        if transfer and not transfer.received:
            transfer.reused = self._has_responded
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close it."""
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's API
    ) -> httpcore.AsyncNetworkStream:
        """Return the connection over TLS.

        Raises:
            httpcore.ConnectError: The handshake failed, or there can be none with that name.
        """
        try:
            return Connection(await self._inner.start_tls(ssl_context, server_hostname, timeout), tls=True)
        except BaseException as error:  # httpcore leaks the connection where a deadline cancels
            with anyio.CancelScope(shield=True):
                await self._inner.aclose()
            if isinstance(error, ValueError):  # empty or overlong labels, which the ssl module refuses
                raise httpcore.ConnectError("the name cannot be used with TLS") from error
            raise

    def get_extra_info(self, info: str) -> Any:
        """Return the connection data for httpcore, and the end date of the certificate."""
        return self._certificate_ends_at if info == CERTIFICATE_ENDS_AT else self._inner.get_extra_info(info)


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
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's API
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that accepts; each gets an equal share of the time.

        Raises:
            httpcore.ConnectError: None accepts, or there is none.
            httpcore.ConnectTimeout: The last one did not respond in time.
        """
        addresses = (host,) if self._addresses is None else self._addresses()
        last_error: Exception | None = None
        for address in addresses:
            share = timeout / len(addresses) if timeout else None
            try:
                return Connection(await self._inner.connect_tcp(address, port, share, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last_error = error
        raise last_error or httpcore.ConnectError(f"{host} has no address")

    async def sleep(self, seconds: float) -> None:
        """Wait, for httpcore's retries, which are off."""
        await self._inner.sleep(seconds)
