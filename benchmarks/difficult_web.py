"""A web of hosts on 127.0.0.1 that behave as hosts of the public web do: bot challenges, rate limits, soft 404s.

Each port is a host. A path has the behavior in it: ``/BEHAVIOUR/NUMBER``. See `Behaviour`.
"""

import asyncio
import contextlib
import multiprocessing
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection

LATENCY_S = (0.02, 0.15)
"""The least and the most time before a response."""


class Truth(StrEnum):
    """The state of a page in a browser."""

    ALIVE = "alive"
    DEAD = "dead"
    DOWN = "down"
    """No response today."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """The behavior of a path, and its frequency in a thousand links."""

    name: str
    truth: Truth
    weight: int


BEHAVIOURS = (
    Behaviour("page", Truth.ALIVE, 600),
    Behaviour("moved", Truth.ALIVE, 80),
    Behaviour("cookie", Truth.ALIVE, 10),  # redirects to itself until the cookie is sent
    Behaviour("refuses-bots", Truth.ALIVE, 40),  # 403, except to a browser
    Behaviour("challenge", Truth.ALIVE, 30),  # 403 with a challenge that needs JavaScript
    Behaviour("login", Truth.ALIVE, 20),
    Behaviour("rate-limited", Truth.ALIVE, 40),  # 429 with Retry-After, twice
    Behaviour("overloaded", Truth.ALIVE, 20),  # 503, three times
    Behaviour("closes", Truth.ALIVE, 20),  # the connection closes without a response, three times
    Behaviour("slow", Truth.ALIVE, 10),  # 8 s
    Behaviour("missing", Truth.DEAD, 60),
    Behaviour("gone", Truth.DEAD, 10),
    Behaviour("soft-404", Truth.DEAD, 20),  # 200, and an error page
    Behaviour("to-front-page", Truth.DEAD, 20),  # nonexistent paths redirect to the front page
    Behaviour("broken", Truth.DOWN, 20),  # 500, always
)
BY_NAME = {each.name: each for each in BEHAVIOURS}


def paths(count: int, seed: int = 1) -> list[str]:
    """Return that many paths."""
    names = random.Random(seed).choices(
        [each.name for each in BEHAVIOURS], [each.weight for each in BEHAVIOURS], k=count
    )
    return [f"/{name}/{number}" for number, name in enumerate(names)]


def truth_of(path: str) -> Truth:
    """Return the state of *path* in a browser."""
    return BY_NAME[path.split("/")[1]].truth


def _page(title: str) -> bytes:
    words = random.Random(title).choices(("river", "stone", "cloud", "garden", "letter", "window", "paper"), k=120)
    body = f"<!doctype html><title>{title}</title><h1>{title}</h1><p>{' '.join(words)}</p>"
    return _response("200 OK", body)


def _response(status: str, body: str = "", *headers: str) -> bytes:
    lines = [
        f"HTTP/1.1 {status}",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(body.encode())}",
        *headers,
    ]
    return ("\r\n".join(lines) + f"\r\n\r\n{body}").encode()


def respond(path: str, headers: str, nth: int) -> bytes | None:  # noqa: C901, PLR0911, PLR0912 - one case for each behaviour
    """Return the response to the *nth* request for *path*, or None to close the connection."""
    name = path.partition("?")[0].split("/")[1]
    match name:
        case "moved":
            return _response("301 Moved Permanently", "", f"Location: {path.replace('moved', 'page')}")
        case "cookie" if "seen=1" not in headers:
            return _response("302 Found", "", f"Location: {path}", "Set-Cookie: seen=1; Path=/")
        case "refuses-bots" if "mozilla" not in headers.lower():
            return _response("403 Forbidden", "<title>403 Forbidden</title>")
        case "challenge":
            return _response("403 Forbidden", "<title>Just a moment...</title>", "cf-mitigated: challenge")
        case "login":
            return _response("302 Found", "", f"Location: /sign-in?next={path}")
        case "rate-limited" if nth <= 2:
            return _response("429 Too Many Requests", "", "Retry-After: 2")
        case "overloaded" if nth <= 3:
            return _response("503 Service Unavailable")
        case "closes" if nth <= 3:
            return None
        case "broken":
            return _response("500 Internal Server Error")
        case "missing":
            return _response("404 Not Found", "<title>Not Found</title>")
        case "gone":
            return _response("410 Gone")
        case "soft-404":
            return _page("Page not found")
        case "to-front-page":
            return _response("302 Found", "", "Location: /")
        case _ if name in BY_NAME:
            return _page(f"Page {path}")
        case "sign-in":
            return _response("200 OK", "<title>Sign in</title><form><input type=password></form>")
        case "":
            return _page("Welcome")
        case _:
            return _response("404 Not Found")


@dataclass(slots=True)
class _Host:
    """One port: counts the requests for each path, so that a behaviour can end."""

    random: random.Random
    requests: Counter[str]
    total: Counter[str]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ValueError):
            while True:
                request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                method, path, _ = request.split(" ", 2)
                self.requests[path] += 1
                self.total["requests"] += 1
                await asyncio.sleep(8 if "/slow/" in path else self.random.uniform(*LATENCY_S))
                response = respond(path, request, self.requests[path])
                if response is None:
                    break
                writer.write(response.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if method == "HEAD" else response)
                await writer.drain()
        writer.close()


async def _serve(hosts: int, control: Connection) -> None:
    total: Counter[str] = Counter()
    served = [_Host(random.Random(number), Counter(), total) for number in range(hosts)]
    servers = [await asyncio.start_server(each.serve, "127.0.0.1", 0) for each in served]
    control.send(tuple(server.sockets[0].getsockname()[1] for server in servers))
    await asyncio.to_thread(control.recv)
    control.send(total["requests"])


def _run(hosts: int, control: Connection) -> None:
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        asyncio.run(_serve(hosts, control))


class DifficultWeb:
    """A web that runs; `close` returns how many requests it got."""

    def __init__(self, hosts: int) -> None:
        self._control, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(target=_run, args=(hosts, theirs), daemon=True)
        self._process.start()
        self.ports: tuple[int, ...] = self._control.recv()

    def close(self) -> int:
        """Stop, and return the number of requests."""
        self._control.send(None)
        requests = int(self._control.recv())
        self._process.join(5)
        self._process.terminate()
        return requests


@contextlib.contextmanager
def difficult_web(hosts: int) -> Iterator[DifficultWeb]:
    """Serve that many hosts while the context lasts."""
    web = DifficultWeb(hosts)
    try:
        yield web
    finally:
        with contextlib.suppress(OSError, EOFError):
            web.close()
