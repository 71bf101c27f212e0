"""Bytes over a socket, plain and encrypted."""

import socket
import ssl

import anyio
import pytest
import trustme

from linkwarden.net.http.streams import ByteStream, SocketStream, TlsStream, is_readable


def test_a_connection_is_readable_where_there_are_bytes_or_an_end() -> None:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours, theirs:
        assert not is_readable(ours)
        theirs.send(b"x")
        assert is_readable(ours)
        assert b"x" == ours.recv(2)
        theirs.close()
        assert is_readable(ours)
        assert b"" == ours.recv(2)
    assert is_readable(ours)


@pytest.mark.parametrize("layers", [0, 1, 2])
def test_bytes_arrive_through_layers_of_tls_and_so_does_their_end(layers: int) -> None:
    """Two layers are a host with TLS behind a proxy with TLS."""
    authority = trustme.CA()
    certificate = authority.issue_cert("a.example")
    server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(server_context)
    client_context = ssl.create_default_context()
    authority.configure_trust(client_context)
    text = bytes(range(256)) * 2_000  # more than one record, and than one read
    received = bytearray()

    async def client(connected: socket.socket) -> None:
        stream: ByteStream = SocketStream(connected)
        for _ in range(layers):
            encrypted = TlsStream(stream, client_context, "a.example")
            await encrypted.handshake()
            stream = encrypted
        await stream.send(text)
        while data := await stream.receive(1_000):
            received.extend(data)

    def server(connected: socket.socket) -> None:
        wrapped = _server_side(connected, server_context, layers)
        wrapped.sendall(wrapped.receive_exactly(len(text)))
        connected.close()

    async def main() -> None:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        with ours, theirs:
            async with anyio.create_task_group() as group:
                group.start_soon(anyio.to_thread.run_sync, server, theirs)
                await client(ours)

    anyio.run(main)

    assert text == bytes(received)


class _Layer:
    """The server's side of a connection: each layer of TLS reads and writes through the one below."""

    def __init__(self, below: "_Layer | socket.socket", context: ssl.SSLContext | None) -> None:
        self._below = below
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=True) if context else None
        while self._tls:
            try:
                self._tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                self._flush()
                self._incoming.write(self._below.recv(4_096))
        self._flush()

    def _flush(self) -> None:
        if self._outgoing.pending:
            self._below.sendall(self._outgoing.read())

    def recv(self, size: int) -> bytes:
        while self._tls:
            try:
                return self._tls.read(size)
            except ssl.SSLWantReadError:
                self._incoming.write(self._below.recv(4_096))
        return self._below.recv(size)

    def sendall(self, data: bytes) -> None:
        if self._tls is None:
            self._below.sendall(data)
            return
        self._tls.write(data)
        self._flush()

    def receive_exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            data += self.recv(size - len(data))
        return data


def _server_side(connected: socket.socket, context: ssl.SSLContext, layers: int) -> _Layer:
    layer = _Layer(connected, None)
    for _ in range(layers):
        layer = _Layer(layer, context)
    return layer
