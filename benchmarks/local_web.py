"""The web of the benchmarks: many hosts on 127.0.0.1, each a port of its own, served by another process.

A path has the behavior in it: ``/BEHAVIOUR/KIBIBYTES/NUMBER``. See `Behaviour`.
"""

import asyncio
import contextlib
import gzip
import multiprocessing
import random
import ssl
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path

import trustme

WORDS = tuple(
    "".join(random.Random(seed).choices("aeiounrstlmdcp", k=random.Random(-seed).randint(2, 11)))
    for seed in range(3000)
)
"""Enough different words that pages compress about as those of the web do: three to one."""


class Behaviour(StrEnum):
    """The behavior of a path."""

    PAGE = "page"
    FILE = "file"
    """No text: an image, an archive."""
    MISSING = "missing"
    """404 to all."""
    MOVED = "moved"
    """301 to a page."""
    HEAD_405 = "head-405"
    HEAD_404 = "head-404"
    HEAD_403 = "head-403"
    HEAD_HANGS = "head-hangs"
    HEAD_RESETS = "head-resets"
    HEAD_LIES = "head-lies"
    """200 to HEAD, 404 to GET."""
    SOFT_404 = "soft-404"
    """200, and an error page."""
    REFRESH = "refresh"
    """200, and a meta refresh to another page."""


READ_FROM_THE_BODY = frozenset({Behaviour.SOFT_404, Behaviour.REFRESH})
"""Behaviors that only the body shows."""

STATUS_TO_HEAD = {Behaviour.HEAD_405: 405, Behaviour.HEAD_404: 404, Behaviour.HEAD_403: 403, Behaviour.HEAD_LIES: 200}
ABSENT = frozenset({Behaviour.MISSING, Behaviour.HEAD_LIES})
PHRASES = {200: "OK", 301: "Moved Permanently", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed"}

HANG_S = 60.0


@dataclass(frozen=True, slots=True)
class Local:
    """A local web that runs."""

    ports: tuple[int, ...]
    ca_file: str


def behaviour_of(path: str) -> Behaviour:
    """Return the behavior of *path*."""
    return Behaviour(path.split("/")[1])


@lru_cache(512)
def page(kibibytes: int, says: str = "") -> bytes:
    """Return a page of about that size: text, markup, and some ids."""
    rng = random.Random(kibibytes)
    heading = says or f"Page {kibibytes}"
    refresh = '<meta http-equiv="refresh" content="0; url=/page/4/0">' if says == "Moved" else ""
    parts = [f'<!DOCTYPE html><html lang="en"><head><title>{heading}</title>{refresh}</head><body><h1>{heading}</h1>']
    length = len(parts[0])
    while length < kibibytes * 1024:
        text = " ".join(rng.choices(WORDS, k=60))
        parts.append(f'<section class="s" id="s{len(parts)}"><h2>{text[:30]}</h2><p>{text}</p></section>\n')
        length += len(parts[-1])
    return ("".join(parts) + "</body></html>").encode()


@lru_cache(512)
def packed(kibibytes: int, says: str = "") -> bytes:
    """Return the same page as sent to a client that accepts gzip."""
    return gzip.compress(page(kibibytes, says), 6)


@lru_cache(4096)
def answer_to(method: str, path: str) -> bytes:
    """Return the whole response, without a body if *method* is HEAD."""
    _, name, size, *_ = path.split("/")
    behaviour, kibibytes = Behaviour(name), int(size)
    status = STATUS_TO_HEAD.get(behaviour, 200) if method == "HEAD" else 404 if behaviour in ABSENT else 200
    status = 404 if behaviour is Behaviour.MISSING else 301 if behaviour is Behaviour.MOVED else status
    says = {Behaviour.SOFT_404: "Page not found", Behaviour.REFRESH: "Moved"}.get(behaviour, "")
    if behaviour is Behaviour.FILE:
        kind, body = "image/png", random.Random(1).randbytes(kibibytes * 1024)
    else:
        kind, body = "text/html; charset=utf-8", packed(2 if status >= 300 else kibibytes, says)
    lines = [
        f"HTTP/1.1 {status} {PHRASES[status]}",
        "Server: nginx",
        "Date: Mon, 05 Jan 2026 10:00:00 GMT",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        "Cache-Control: max-age=600",
        "Strict-Transport-Security: max-age=31536000; includeSubDomains",
        "X-Content-Type-Options: nosniff",
        "Vary: Accept-Encoding",
    ]
    if behaviour is not Behaviour.FILE:
        lines.append("Content-Encoding: gzip")
    if status == 301:
        lines.append(f"Location: /page/{size}/moved")
    head = "\r\n".join(lines).encode() + b"\r\n\r\n"
    return head if method == "HEAD" else head + body


class _Connection(asyncio.Protocol):
    """One connection of a client that sends one request at a time."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - narrows the type
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._data += data
        if not self._data.endswith(b"\r\n\r\n"):
            return
        method, path, _ = self._data.split(b" ", 2)
        self._data = b""
        self._answer(method.decode(), path.decode())

    def _answer(self, method: str, path: str) -> None:
        known = path.count("/") >= 3 and path.split("/")[1] in set(Behaviour)
        path = path if known else "/missing/2/0"  # a sibling, which cannot exist
        behaviour = behaviour_of(path)
        if method == "HEAD" and behaviour is Behaviour.HEAD_RESETS:
            self.transport.abort()
        elif method != "HEAD" or behaviour is not Behaviour.HEAD_HANGS:
            self.transport.write(answer_to(method, path))


async def _serve(hosts: int, certificate: str, control: Connection) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    loop = asyncio.get_running_loop()
    servers = [await loop.create_server(_Connection, "127.0.0.1", 0, ssl=context) for _ in range(hosts)]
    control.send(tuple(server.sockets[0].getsockname()[1] for server in servers))
    await asyncio.to_thread(control.recv)


def _run_server(hosts: int, certificate: str, control: Connection) -> None:
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        asyncio.run(_serve(hosts, certificate, control))


@contextlib.contextmanager
def local_web(hosts: int) -> Iterator[Local]:
    """Serve that many hosts while the context lasts."""
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    with tempfile.TemporaryDirectory() as folder:
        ca_file, certificate = Path(folder, "ca.pem"), Path(folder, "server.pem")
        authority.cert_pem.write_to_path(str(ca_file))
        issued.private_key_and_cert_chain_pem.write_to_path(str(certificate))
        ours, theirs = multiprocessing.Pipe()
        server = multiprocessing.get_context("spawn").Process(
            target=_run_server, args=(hosts, str(certificate), theirs), daemon=True
        )
        server.start()
        theirs.close()  # so that the end of the server is an end of the pipe
        try:
            yield Local(ours.recv(), str(ca_file))
        finally:
            with contextlib.suppress(OSError):
                ours.send(None)
            server.join(5)
            server.terminate()


@dataclass(slots=True)
class Mix:
    """The frequency of each behavior in a thousand links; the rest are plain pages."""

    rates: dict[Behaviour, int] = field(
        default_factory=lambda: {
            Behaviour.FILE: 100,
            Behaviour.MOVED: 120,
            Behaviour.MISSING: 40,
            Behaviour.HEAD_405: 25,
            Behaviour.HEAD_403: 15,
            Behaviour.HEAD_404: 10,
            Behaviour.HEAD_HANGS: 5,
            Behaviour.HEAD_RESETS: 5,
            Behaviour.HEAD_LIES: 5,
            Behaviour.SOFT_404: 10,
            Behaviour.REFRESH: 5,
        }
    )


def paths(count: int, mix: Mix | None = None, seed: int = 1) -> list[str]:
    """Return that many paths; the sizes of pages spread from 2 to 120 KiB, most of them small, some beyond."""
    rng = random.Random(seed)
    rates = (mix or Mix()).rates
    weights = {Behaviour.PAGE: 1000 - sum(rates.values()), **rates}
    kinds = rng.choices(list(weights), list(weights.values()), k=count)
    return [f"/{kind}/{_size(rng)}/{number}" for number, kind in enumerate(kinds)]


def _size(rng: random.Random) -> int:
    """Log-normal around 30 KiB; from a small set, so that the server makes each page once."""
    wanted = min(700.0, max(2.0, rng.lognormvariate(3.4, 1.0)))
    return min((2, 4, 8, 12, 20, 30, 45, 60, 80, 100, 120, 180, 300, 700), key=lambda size: abs(size - wanted))
