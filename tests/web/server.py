"""The servers: one port for each behaviour, so that each is a host of its own and none slows another down.

It runs in its own thread, so the test itself may block on a subprocess, and keeps a log of its
requests.
"""

import asyncio
import contextlib
import itertools
import socket
import struct
import sys
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.web.certificates import Certificates

HEADER_LIMIT = 2**20
NAMES = {
    200: "OK",
    301: "Moved Permanently",
    302: "Found",
    403: "Forbidden",
    404: "Not Found",
    410: "Gone",
    429: "Too Many Requests",
    503: "Service Unavailable",
}

Headers = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One received request; header names in lower case."""

    site: str
    """The behaviour's name."""
    method: str
    target: str
    headers: dict[str, str]
    at: float
    """Monotonic seconds."""
    connection: int
    """The connection of the request."""


@dataclass(slots=True)
class Call:
    """The input of a behavior: the request, the number of earlier ones to the same path, and the connection."""

    web: "Web"
    asked: Asked
    count: int
    """Earlier requests for the same target."""
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    keep: bool = False
    """Whether the connection stays open for another request."""

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.asked.target.partition("?")[0]

    @property
    def like_a_browser(self) -> bool:
        """Whether the request calls itself a browser's."""
        return self.asked.headers.get("user-agent", "").startswith("Mozilla/")

    async def send(self, data: str | bytes) -> None:
        """Write *data* as it is."""
        self.writer.write(data.encode("latin-1") if isinstance(data, str) else data)
        await self.writer.drain()

    async def head(self, status: int, headers: Headers = (), version: str = "1.1") -> None:
        """Write a status line and the headers, whole."""
        lines = [f"HTTP/{version} {status} {NAMES.get(status, '')}".rstrip()]
        lines += [f"{name}: {value}" for name, value in headers]
        await self.send("\r\n".join([*lines, "", ""]))

    async def answer(self, status: int = 200, headers: Headers = (), body: str | bytes = "") -> None:
        """Write a complete response, and keep the connection."""
        body = body.encode() if isinstance(body, str) else body
        given = list(headers)
        names = {name.lower() for name, _ in given}
        kind = [] if "content-type" in names else [("Content-Type", "text/html; charset=utf-8")]
        await self.head(status, [*kind, *given, ("Content-Length", str(len(body)))])
        if self.asked.method != "HEAD":
            await self.send(body)
        self.keep = True

    async def page(self, text: str = "A page that has something to say.") -> None:
        """Respond with a page."""
        await self.answer(body=f"<!doctype html><title>Page</title><h1 id=top>Page</h1><p>{text}")

    async def redirect(self, status: int, location: str) -> None:
        """Respond with a redirect."""
        await self.answer(status, [("Location", location)])

    async def hang(self) -> None:
        """Send nothing more until the client gives up."""
        while await self.reader.read(65536):
            pass

    def reset(self) -> None:
        """Break the connection off with a RST."""
        linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.writer.transport.abort()


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How one site of the web behaves."""

    name: str
    serve: Callable[[Call], Awaitable[None]]
    certificate: str | None = None
    """If set, it uses TLS."""
    scheme: str = "http"
    raw: bool = False
    """Called for each connection, before any request is read."""
    closed: bool = False
    """Nothing listens on its port."""
    path: str = "/"
    """Where on it a link leads, fragment included."""


@dataclass(slots=True)
class _Site:
    behaviour: Behaviour
    port: int
    counts: Counter[str] = field(default_factory=Counter)


class Web:
    """A running web; each site is opened when its URL is first needed."""

    def __init__(self, folder: Path, behaviours: dict[str, Behaviour]) -> None:
        self._behaviours = behaviours
        self._certificates = Certificates(folder)
        self._sites: dict[str, _Site] = {}
        self._lock = threading.Lock()
        self._arrived = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="test web", daemon=True)
        self._connections = itertools.count()
        self._sockets: list[socket.socket] = []
        self._servers: list[asyncio.Server] = []
        self._writers: set[asyncio.StreamWriter] = set()
        self.asked: list[Asked] = []
        """The log of requests, in order of arrival."""
        self.connected: Counter[str] = Counter()
        """Connections by site, including those without a request."""

    @property
    def ca_file(self) -> Path:
        """The private authority's certificate."""
        return self._certificates.ca_file

    def url(self, name: str, path: str | None = None, host: str = "127.0.0.1") -> str:
        """Return the URL of *path* on the site with the behavior *name*; by default, on the site of its behavior."""
        site = self._site(name)
        path = site.behaviour.path if path is None else path
        return f"{site.behaviour.scheme}://{host}:{site.port}{path}"

    def port(self, name: str) -> int:
        """Return the port of the site that behaves like *name*."""
        return self._site(name).port

    def log(self, name: str) -> list[Asked]:
        """Return the requests to one site."""
        return [each for each in self.asked if each.site == name]

    def wait_for(self, *names: str, patience: float = 60) -> bool:
        """Block until a request to each of these sites has arrived; return whether that happened in time."""
        with self._arrived:
            return self._arrived.wait_for(lambda: {*names} <= {each.site for each in self.asked}, patience)

    def _site(self, name: str) -> _Site:
        """Return the site; early connections wait in its backlog until the loop accepts them."""
        with self._lock:
            site = self._sites.get(name)
            if site is None:
                behaviour = self._behaviours[name]
                listener = socket.socket()
                self._sockets.append(listener)
                listener.bind(("127.0.0.1", 0))
                site = self._sites[name] = _Site(behaviour, listener.getsockname()[1])
                if not behaviour.closed:
                    listener.listen(128)
                    asyncio.run_coroutine_threadsafe(self._open(site, listener), self._loop)
            return site

    async def _open(self, site: _Site, listener: socket.socket) -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await self._serve(site, reader, writer)

        self._servers.append(await asyncio.start_server(serve, sock=listener, limit=HEADER_LIMIT))

    async def _serve(self, site: _Site, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = next(self._connections)
        kind = site.behaviour.certificate
        self.connected[site.behaviour.name] += 1
        self._writers.add(writer)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            if kind:
                await writer.start_tls(self._certificates.context(kind))
            while (asked := await self._next(site, reader, number)) is not None:
                call = Call(self, asked, site.counts[asked.target], reader, writer)
                site.counts[asked.target] += 1
                await site.behaviour.serve(call)
                if not call.keep:
                    break
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
        self._writers.discard(writer)

    async def _next(self, site: _Site, reader: asyncio.StreamReader, connection: int) -> Asked | None:
        name = site.behaviour.name
        if site.behaviour.raw:
            return Asked(name, "", "", {}, time.monotonic(), connection)
        try:
            text = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except asyncio.IncompleteReadError:
            return None
        line, *fields = text.rstrip("\r\n").split("\r\n")
        method, target, _ = line.split(" ")
        pairs = (each.partition(":") for each in fields)
        asked = Asked(
            name, method, target, {key.lower(): value.strip() for key, _, value in pairs}, time.monotonic(), connection
        )
        with self._arrived:
            self.asked.append(asked)
            self._arrived.notify_all()
        return asked

    def _run(self) -> None:
        self._loop.set_exception_handler(lambda _, context: None)  # broken connections are expected
        self._loop.run_forever()
        self._loop.run_until_complete(self._close())
        self._loop.close()
        for each in self._sockets:
            each.close()

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        for writer in self._writers:
            writer.transport.abort()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.get_running_loop().shutdown_default_executor()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
