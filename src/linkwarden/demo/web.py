"""The demo's web: servers in threads, on the standard library alone."""

import socket
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

HOST = "127.0.0.1"

METADATA = "http://169.254.169.254/latest/meta-data/"
"""The metadata service of clouds, which provides credentials."""


@dataclass(frozen=True, slots=True)
class _Page:
    """The response of one path."""

    status: int = HTTPStatus.OK
    title: str = "A page"
    headers: dict[str, str] = field(default_factory=dict)
    head: str = ""
    """Markup before the title."""


@dataclass(frozen=True, slots=True)
class _Visit:
    """The request data that a response may depend on."""

    count: int
    """Earlier visits to the same path."""
    browser: bool
    cookie: str


Respond = Callable[[_Visit], _Page | None]
"""Returns the page; None hangs up."""

_OK = _Page()
_MISSING = _Page(HTTPStatus.NOT_FOUND, "Not found")
_SOFT = _Page(title="Page not found")
_PARKED = _Page(title="gone.example", head="<script>window.park = 'eyJ1dWlkIjoi';</script>")
_BUSY = _Page(HTTPStatus.TOO_MANY_REQUESTS, "Too many requests", {"Retry-After": "1"})


def _always(status: int, title: str, **headers: str) -> Respond:
    page = _Page(status, title, headers)
    return lambda _: page


def _redirect(status: int, location: str) -> Respond:
    return _always(status, "Elsewhere", Location=location)


_PATHS: dict[str, Respond] = {
    "/": lambda _: _OK,
    "/new": lambda _: _OK,
    "/docs/": lambda _: _OK,
    "/session/42": lambda _: _OK,
    # alive despite their first response
    "/flaky": lambda visit: _OK if visit.count else _Page(HTTPStatus.SERVICE_UNAVAILABLE, "Back in a second"),
    "/people": lambda visit: _OK if visit.browser else _Page(HTTPStatus.FORBIDDEN, "No automated requests"),
    "/deploy": lambda visit: _OK if visit.count else _MISSING,
    "/today": _redirect(HTTPStatus.FOUND, "/new"),
    "/signpost": lambda _: _Page(title="Wait", head='<meta http-equiv="refresh" content="0; url=/new">'),
    "/shy": lambda visit: _OK if visit.browser else None,
    "/about-404": _always(HTTPStatus.OK, "404 Not Found: what it means"),
    "/cookie": lambda visit: (
        _OK
        if "seen=yes" in visit.cookie
        else _Page(HTTPStatus.FOUND, "Take this", {"Location": "/cookie", "Set-Cookie": "seen=yes; Path=/"})
    ),
    # moved
    "/old": _redirect(HTTPStatus.MOVED_PERMANENTLY, "/new"),
    "/older": _redirect(HTTPStatus.PERMANENT_REDIRECT, "/start"),
    "/start": _redirect(HTTPStatus.SEE_OTHER, "/session/42"),
    "/docs": _redirect(HTTPStatus.MOVED_PERMANENTLY, "/docs/"),
    # dead
    "/missing": lambda _: _MISSING,
    "/gone": _always(HTTPStatus.GONE, "Gone"),
    "/lost": _redirect(HTTPStatus.MOVED_PERMANENTLY, "/missing"),
    "/round": _redirect(HTTPStatus.FOUND, "/and-round"),
    "/and-round": _redirect(HTTPStatus.FOUND, "/round"),
    # unreachable
    "/broken": _always(HTTPStatus.INTERNAL_SERVER_ERROR, "Something broke"),
    "/silent": lambda _: None,
    "/nowhere": _always(HTTPStatus.FOUND, "Elsewhere"),
    "/trap": _redirect(HTTPStatus.FOUND, METADATA),
    # blocked
    "/wall": _always(HTTPStatus.FORBIDDEN, "Just a moment...", **{"cf-mitigated": "challenge"}),
    "/team": _redirect(HTTPStatus.FOUND, "/login?next=/team"),
    "/login": lambda _: _OK,
    "/robots": _always(HTTPStatus.FORBIDDEN, "No automated requests"),
    "/members": _always(HTTPStatus.UNAUTHORIZED, "Members only", **{"WWW-Authenticate": 'Basic realm="members"'}),
}


class DemoWeb:
    """Five ports on 127.0.0.1.

    A normal site, one that is rate-limited, one that responds with 200 to every path, one whose domain is parked, and
    a port without a server.
    """

    def __init__(self) -> None:
        self._stack = ExitStack()
        self.url = self.busy_url = self.soft_url = self.parked_url = self.closed_url = ""

    def __enter__(self) -> Self:
        """Open the ports."""
        self.url = self._serve(lambda path: _PATHS.get(path, lambda _: _MISSING))
        self.busy_url = self._serve(lambda _: lambda _: _BUSY)
        self.soft_url = self._serve(lambda path: lambda _: _OK if path == "/" else _SOFT)
        self.parked_url = self._serve(lambda _: lambda _: _PARKED)
        # bound but not listening, so that no other process uses the port
        closed = self._stack.enter_context(socket.socket())
        closed.bind((HOST, 0))
        self.closed_url = f"http://{HOST}:{closed.getsockname()[1]}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close them."""
        self._stack.close()

    def _serve(self, route: Callable[[str], Respond]) -> str:
        server = self._stack.enter_context(_Server((HOST, 0), _handler(route)))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        self._stack.callback(thread.join)
        self._stack.callback(server.shutdown)
        return f"http://{HOST}:{server.server_port}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore errors: clients may close connections."""


def _handler(route: Callable[[str], Respond]) -> type[BaseHTTPRequestHandler]:
    counts: Counter[str] = Counter()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "linkwarden-demo"
        sys_version = ""

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            with lock:
                count = counts[path]
                counts[path] += 1
            agent, cookie = self.headers.get("User-Agent", ""), self.headers.get("Cookie", "")
            page = route(path)(_Visit(count, agent.startswith("Mozilla/"), cookie))
            if page is None:
                self.close_connection = True
            else:
                self._answer(page)

        def do_HEAD(self) -> None:
            self.do_GET()

        def _answer(self, page: _Page) -> None:
            text = f"<!doctype html>{page.head}<title>{page.title}</title><h1>{page.title}</h1><p id=news>So it is.</p>"
            body = text.encode()
            self.send_response(page.status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **page.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name for it
            """Log nothing: the report has the results."""

    return Handler
