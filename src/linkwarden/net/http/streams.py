"""Bytes over a socket, plain or encrypted: what a `Connection` reads and writes.

On asyncio itself, without the layers of a library for streams, whose work took more time than that of the socket.
"""

import asyncio
import errno
import ipaddress
import socket
import ssl
from collections.abc import Callable
from typing import Protocol, TypeVar

CHUNK_BYTES = 64 * 1024

T = TypeVar("T")


class ByteStream(Protocol):
    """Bytes in both directions. Errors are OSError, also those of TLS (ssl.SSLError)."""

    @property
    def tls(self) -> ssl.SSLObject | None:
        """The TLS session; None for a plain connection."""
        ...

    @property
    def socket(self) -> socket.socket:
        """The socket below."""
        ...

    async def receive(self, max_bytes: int) -> bytes:
        """Return at least one byte, or none at the end."""
        ...

    async def send(self, data: bytes) -> None:
        """Send all of *data*."""
        ...


class SocketStream:
    """A TCP connection."""

    tls = None

    def __init__(self, connected: socket.socket) -> None:
        self.socket = connected
        self._loop = asyncio.get_running_loop()

    async def receive(self, max_bytes: int) -> bytes:
        """See `ByteStream.receive`."""
        return await self._loop.sock_recv(self.socket, max_bytes)

    async def send(self, data: bytes) -> None:
        """See `ByteStream.send`."""
        await self._loop.sock_sendall(self.socket, data)


class TlsStream:
    """TLS over another stream. A peer that closes it without a close notification has ended its data too."""

    def __init__(self, inner: ByteStream, context: ssl.SSLContext, server_name: str | None) -> None:
        self.socket = inner.socket
        self._inner = inner
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=server_name)

    async def handshake(self) -> None:
        """Agree on keys, and verify the peer as the context requires.

        The last message of TLS 1.3 is sent with the first data (RFC 8446 section 2): one packet less.
        """
        await self._call(self.tls.do_handshake)

    async def receive(self, max_bytes: int) -> bytes:
        """See `ByteStream.receive`."""
        try:
            return await self._call(lambda: self.tls.read(max_bytes))
        except ssl.SSLError as error:
            if isinstance(error, ssl.SSLEOFError) or "UNEXPECTED_EOF" in (error.strerror or ""):
                return b""
            raise

    async def send(self, data: bytes) -> None:
        """See `ByteStream.send`."""
        await self._call(lambda: self.tls.write(data))
        await self._flush()

    async def _call(self, function: Callable[[], T]) -> T:
        """Call a function of the session as often as it needs more bytes from the peer."""
        while True:
            try:
                result = function()
            except ssl.SSLWantReadError:
                await self._flush()
                if data := await self._inner.receive(CHUNK_BYTES):
                    self._incoming.write(data)
                else:
                    self._incoming.write_eof()
            except ssl.SSLSyscallError as error:
                raise ConnectionResetError(errno.ECONNRESET, "the connection failed within TLS") from error
            else:
                return result

    async def _flush(self) -> None:
        if self._outgoing.pending:
            await self._inner.send(self._outgoing.read())


async def connect(address: str, port: int) -> SocketStream:
    """Return a connection to an IP address.

    Raises:
        OSError: There is none.
    """
    family = socket.AF_INET6 if ipaddress.ip_address(address).version == 6 else socket.AF_INET  # noqa: PLR2004 - IPv6
    connected = socket.socket(family, socket.SOCK_STREAM)
    try:
        connected.setblocking(False)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        await asyncio.get_running_loop().sock_connect(connected, (address, port))
    except BaseException:
        connected.close()
        raise
    return SocketStream(connected)


def is_readable(connected: socket.socket) -> bool:
    """Return whether there is something to read, which on an idle connection is its end."""
    try:
        connected.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
