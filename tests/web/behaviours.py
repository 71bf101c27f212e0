"""Everything that the test web can do to a client, one small function each.

A new one is a function here, and a row in the table of tests/e2e/test_verdicts.py with the
expected verdict.
"""

import asyncio
import gzip
import re
import zlib
from collections.abc import Awaitable, Callable

from tests.web.certificates import PROXIED
from tests.web.server import Behaviour, Call

BEHAVIOURS: dict[str, Behaviour] = {}

Serve = Callable[[Call], Awaitable[None]]

HTML = [("Content-Type", "text/html")]
METADATA = "http://169.254.169.254/latest/meta-data/"
"""Where clouds hand out credentials."""


def behaviour(name: str, *, raw: bool = False, scheme: str = "http", path: str = "/") -> Callable[[Serve], Serve]:
    """Put a function into the table."""

    def add(serve: Serve) -> Serve:
        certificate = "good" if scheme == "https" and not raw else None
        BEHAVIOURS[name] = Behaviour(name, serve, certificate, scheme, raw, path=path)
        return serve

    return add


def _status(status: int, *headers: tuple[str, str]) -> Serve:
    async def serve(call: Call) -> None:
        await call.answer(status, headers, f"<title>{status}</title>")

    return serve


def _redirect(status: int, location: str) -> Serve:
    async def serve(call: Call) -> None:
        await call.redirect(status, location)

    return serve


def _to_ok(status: int) -> Serve:
    async def serve(call: Call) -> None:
        await call.redirect(status, call.web.url("ok", "/new"))

    return serve


def _says(text: str | bytes) -> Serve:
    async def serve(call: Call) -> None:
        await call.send(text)

    return serve


# ---- plain responses -----------------------------------------------------------------------


@behaviour("ok")
async def _(call: Call) -> None:
    await call.page()


for _code in (204, 206, 304, 400, 401, 403, 404, 410, 451, 500, 502, 503, 999):
    behaviour(str(_code))(_status(_code))

behaviour("429")(_status(429))
behaviour("503-and-retry-after")(_status(503, ("Retry-After", "1")))
behaviour("429-with-a-retry-after-that-is-none")(_status(429, ("Retry-After", "soon")))


# ---- responses that depend on the client and the number of requests -------------------------


def _once(status: int, *headers: tuple[str, str]) -> Serve:
    async def serve(call: Call) -> None:
        await (call.page() if call.count else call.answer(status, headers))

    return serve


behaviour("503-once")(_once(503))
behaviour("429-once")(_once(429, ("Retry-After", "1")))
behaviour("404-once")(_once(404))


def _to_robots(status: int) -> Serve:
    async def serve(call: Call) -> None:
        await (call.page() if call.like_a_browser else call.answer(status))

    return serve


behaviour("403-to-robots")(_to_robots(403))
behaviour("404-to-robots")(_to_robots(404))


@behaviour("reset-to-robots")
async def _(call: Call) -> None:
    if call.like_a_browser:
        await call.page()
    else:
        call.reset()


def _in_turn(*statuses: int) -> Serve:
    async def serve(call: Call) -> None:
        await call.answer(statuses[min(call.count, len(statuses) - 1)])

    return serve


behaviour("404-then-410")(_in_turn(404, 410))
behaviour("404-then-503")(_in_turn(404, 503))
behaviour("404-then-403")(_in_turn(404, 403))


def _to_head(answer: Serve) -> Serve:
    async def serve(call: Call) -> None:
        await (answer(call) if call.asked.method == "HEAD" else call.page())

    return serve


async def _reset(call: Call) -> None:
    call.reset()


behaviour("head-404")(_to_head(_status(404)))
behaviour("head-405")(_to_head(_status(405)))
behaviour("head-501")(_to_head(_status(501)))
behaviour("head-reset")(_to_head(_reset))
behaviour("head-hang")(_to_head(Call.hang))


@behaviour("head-200-get-404")
async def _(call: Call) -> None:
    await (call.page() if call.asked.method == "HEAD" else call.answer(404))


@behaviour("body-to-head")
async def _(call: Call) -> None:
    await call.head(200, [*HTML, ("Content-Length", "2")])
    await call.send("hi")


# ---- redirects -----------------------------------------------------------------------------

for _code in (301, 302, 303, 307, 308):
    behaviour(f"{_code}-to-ok")(_to_ok(_code))


@behaviour("301-301-302")
async def _(call: Call) -> None:
    """Two permanent hops, then a session's."""
    match call.path:
        case "/":
            await call.redirect(301, "second")
        case "/second":
            await call.redirect(301, "/third")
        case "/third":
            await call.redirect(302, "/session/42")
        case _:
            await call.page()


@behaviour("302-301")
async def _(call: Call) -> None:
    await (call.redirect(302, "/hop") if call.path == "/" else _to_ok(301)(call))


@behaviour("301-to-404")
async def _(call: Call) -> None:
    await (call.redirect(301, "/gone") if call.path == "/" else call.answer(404))


@behaviour("301-to-slash")
async def _(call: Call) -> None:
    await (call.page() if call.path.endswith("/docs/") else call.redirect(301, "/docs/"))


@behaviour("301-to-refused")
async def _(call: Call) -> None:
    await call.redirect(301, call.web.url("refused", "/there"))


@behaviour("303-with-a-fragment")
async def _(call: Call) -> None:
    await (call.redirect(303, "/page#part") if call.path == "/" else call.page())


behaviour("loop")(_redirect(302, "/"))
behaviour("301-to-metadata")(_redirect(301, METADATA))
behaviour("302-to-ftp")(_redirect(302, "ftp://ftp.example.org/file"))
behaviour("302-to-nothing")(_redirect(302, ""))
behaviour("302-without-location")(_status(302))
behaviour("302-to-bad-address")(_redirect(302, "http://[::1"))
behaviour("302-to-bad-port")(_redirect(302, "http://127.0.0.1:99999/"))
behaviour("300-choices")(_status(300))


@behaviour("loop-of-two")
async def _(call: Call) -> None:
    await call.redirect(302, "/other" if call.path == "/" else "/")


@behaviour("ten-thousand-hops")
async def _(call: Call) -> None:
    await call.redirect(302, f"/{int(call.path.strip('/') or 0) + 1}")


@behaviour("cookie-then-ok")
async def _(call: Call) -> None:
    """Redirects until the client sends the cookie."""
    if "seen=yes" in call.asked.headers.get("cookie", ""):
        await call.page()
    else:
        await call.answer(302, [("Location", "/"), ("Set-Cookie", "seen=yes; Path=/; HttpOnly")])


@behaviour("cookie-loop")
async def _(call: Call) -> None:
    """Another cookie each time, and never a page."""
    await call.answer(302, [("Location", "/"), ("Set-Cookie", f"turn={call.count}; Path=/")])


def _located(make: Callable[[Call], str | bytes]) -> Serve:
    async def serve(call: Call) -> None:
        if call.path != "/":
            await call.page()
            return
        location = make(call)
        raw = location.encode() if isinstance(location, str) else location
        await call.send(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + raw + b"\r\n\r\n")

    return serve


behaviour("location-relative")(_located(lambda call: "here"))
behaviour("location-query")(_located(lambda call: "/x?y"))
behaviour("location-protocol-relative")(_located(lambda call: call.web.url("ok").removeprefix("http:")))
behaviour("location-upper-case")(_located(lambda call: call.web.url("ok").replace("http", "HTTP")))
behaviour("location-with-spaces")(_located(lambda call: "/two words"))
behaviour("location-utf-8")(_located(lambda call: "/caf\u00e9"))
behaviour("location-latin-1")(_located(lambda call: b"/caf\xe9"))
behaviour("location-gbk")(_located(lambda call: b"/find?k=\xd6\xd0"))
behaviour("location-backslashes")(_located(lambda call: "\\here\\there"))


def _refresh(target: Callable[[Call], str]) -> Serve:
    async def serve(call: Call) -> None:
        await call.answer(body=f'<!doctype html><meta http-equiv="refresh" content="0; url={target(call)}"><p>Wait.')

    return serve


behaviour("refresh-to-ok")(_refresh(lambda call: call.web.url("ok", "/refreshed")))
behaviour("refresh-to-metadata")(_refresh(lambda _: METADATA))
behaviour("refresh-round")(_refresh(lambda call: "/two" if call.path == "/" else "/"))


# ---- connections that break ----------------------------------------------------------------

behaviour("reset")(_reset)
behaviour("reset-at-once", raw=True)(_reset)
behaviour("tls-reset", raw=True, scheme="https")(_reset)
behaviour("tls-silence", raw=True, scheme="https")(Call.hang)
behaviour("tls-to-http", raw=True, scheme="https")(_says("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"))
behaviour("hang")(Call.hang)


@behaviour("hangs-up")
async def _(call: Call) -> None:
    """Close without a word."""


BEHAVIOURS["refused"] = Behaviour("refused", Call.hang, closed=True)


@behaviour("closes-idle")
async def _(call: Call) -> None:
    """Promise to keep the connection, and close it."""
    await call.page()
    call.keep = False


@behaviour("reset-within-the-body")
async def _(call: Call) -> None:
    await call.head(200, [*HTML, ("Content-Length", "1000")])
    await call.send("<title>Half a page")
    call.reset()


@behaviour("truncated")
async def _(call: Call) -> None:
    await call.head(200, [*HTML, ("Content-Length", "1000")])
    await call.send("<title>Half a page")


@behaviour("truncated-chunk")
async def _(call: Call) -> None:
    await call.head(200, [*HTML, ("Transfer-Encoding", "chunked")])
    await call.send("ff\r\nshort")


@behaviour("bad-chunk")
async def _(call: Call) -> None:
    await call.head(200, [*HTML, ("Transfer-Encoding", "chunked")])
    await call.send("zz\r\nno number\r\n0\r\n\r\n")


async def _half_a_page(call: Call) -> None:
    await call.head(200, [*HTML, ("Content-Length", "1000")])
    await call.send("<title>Half a page")


@behaviour("tls-truncated", scheme="https")
async def _(call: Call) -> None:
    """End the connection below TLS, without its close_notify alert."""
    await _half_a_page(call)
    call.writer.transport.abort()


@behaviour("tls-bad-record", scheme="https")
async def _(call: Call) -> None:
    """Continue with bytes that are not a TLS record."""
    await _half_a_page(call)
    with call.writer.get_extra_info("socket").dup() as below_tls:
        below_tls.send(b"\x17\x03\x03\x00\x20" + bytes(32))
    await call.hang()


@behaviour("tls-truncated-404", scheme="https")
async def _(call: Call) -> None:
    await call.head(404, [*HTML, ("Content-Length", "1000")])
    call.writer.transport.abort()


# ---- slowness ------------------------------------------------------------------------------

DRIP_S = 0.1


@behaviour("drips-headers")
async def _(call: Call) -> None:
    await call.send("HTTP/1.1 200 OK\r\nX-Slow: ")
    while not call.reader.at_eof() and not call.writer.is_closing():
        await call.send("x")
        await asyncio.sleep(DRIP_S)


@behaviour("drips-body")
async def _(call: Call) -> None:
    await call.head(200, [*HTML, ("Connection", "close")])
    while not call.reader.at_eof() and not call.writer.is_closing():
        await call.send("<p>")
        await asyncio.sleep(DRIP_S)


@behaviour("informs-for-ever")
async def _(call: Call) -> None:
    """Many 103 responses, and never a final one."""
    while not call.reader.at_eof() and not call.writer.is_closing():
        await call.send("HTTP/1.1 103 Early Hints\r\n\r\n")
        await asyncio.sleep(DRIP_S)


@behaviour("informs-at-once")
async def _(call: Call) -> None:
    """103 after 103, as fast as they are read."""
    await _pour(call, b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n" * 1024)


@behaviour("informs-then-breaks-the-rules")
async def _(call: Call) -> None:
    await call.send(
        "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 404 Not Found\r\nno header\r\nContent-Length: 2\r\n\r\nno"
    )


# ---- too much ------------------------------------------------------------------------------


async def _pour(call: Call, chunk: bytes) -> None:
    while not call.writer.is_closing():
        await call.send(chunk)


@behaviour("endless-body")
async def _(call: Call) -> None:
    await call.head(200, [*HTML, ("Connection", "close")])
    await _pour(call, b"<p>more and more" * 4096)


@behaviour("endless-chunks")
async def _(call: Call) -> None:
    await call.head(200, [*HTML, ("Transfer-Encoding", "chunked")])
    await _pour(call, b"4000\r\n" + b"x" * 0x4000 + b"\r\n")


@behaviour("endless-headers")
async def _(call: Call) -> None:
    await call.send("HTTP/1.1 200 OK\r\n")
    await _pour(call, b"X-More: and more\r\n" * 1024)


@behaviour("endless-line")
async def _(call: Call) -> None:
    await _pour(call, b"HTTP/1.1 200 " + b"x" * 65536)


@behaviour("30-kb-header")
async def _(call: Call) -> None:
    await call.answer(200, [("X-Long", "x" * 30_000)], "<title>Fine</title>")


@behaviour("200-kb-header")
async def _(call: Call) -> None:
    await call.answer(200, [("X-Long", "x" * 200_000)], "<title>Fine</title>")


def bomb(megabytes: int = 1024) -> bytes:
    """Return that many megabytes of zeros, compressed; the trailer is omitted, as no client should read that far."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, 31)
    first, next_ = (squeezer.compress(bytes(2**20)) + squeezer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + next_ * (megabytes - 1)


@behaviour("gzip-bomb")
async def _(call: Call) -> None:
    await call.answer(200, [*HTML, ("Content-Encoding", "gzip")], bomb())


@behaviour("double-gzip")
async def _(call: Call) -> None:
    await call.answer(200, [*HTML, ("Content-Encoding", "gzip, gzip")], gzip.compress(gzip.compress(b"<p>hi")))


@behaviour("gzip-that-is-none")
async def _(call: Call) -> None:
    await call.answer(200, [*HTML, ("Content-Encoding", "gzip")], "<p>hi")


@behaviour("raw-deflate")
async def _(call: Call) -> None:
    squeezer = zlib.compressobj(wbits=-15)
    body = squeezer.compress(b"<p>hi") + squeezer.flush()
    await call.answer(200, [*HTML, ("Content-Encoding", "deflate")], body)


@behaviour("unasked-brotli")
async def _(call: Call) -> None:
    await call.answer(200, [*HTML, ("Content-Encoding", "br")], b"\x0b\x02\x80<p>hi\x03")


@behaviour("many-cookies")
async def _(call: Call) -> None:
    await call.answer(200, [("Set-Cookie", f"c{number}={'x' * 100}") for number in range(200)], "<p>hi")


# ---- barely HTTP ---------------------------------------------------------------------------

behaviour("garbage")(_says(b"\x00\x01\x02 this is no HTTP \xff\r\n\r\n"))


@behaviour("greets-like-ssh", raw=True)
async def _(call: Call) -> None:
    """Send the greeting of another protocol before any request."""
    await call.send("SSH-2.0-OpenSSH_9.6\r\n")
    await call.hang()


behaviour("http-0.9")(_says("<title>As in 1991</title>"))
behaviour("icy")(_says("ICY 200 OK\r\n\r\nmusic"))
behaviour("status-99")(_says("HTTP/1.1 99 Weird\r\n\r\n"))
behaviour("status-text")(_says("HTTP/1.1 fine OK\r\n\r\n"))
behaviour("no-reason")(_says("HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok"))
behaviour("bare-line-feeds")(_says("HTTP/1.1 200 OK\nContent-Length: 2\n\nok"))
behaviour("two-lengths")(_says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok"))
behaviour("negative-length")(_says("HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok"))
behaviour("header-without-colon")(_says("HTTP/1.1 200 OK\r\nwhat is this\r\nContent-Length: 2\r\n\r\nok"))
behaviour("header-in-latin-1")(_says("HTTP/1.1 200 OK\r\nX-Name: Andr\xe9\r\nContent-Length: 2\r\n\r\nok"))
behaviour("header-with-escapes")(
    _says("HTTP/1.1 404 \x1b[31mred\x1b[0m\r\nServer: a\x1b[31mb\r\nContent-Length: 0\r\n\r\n")
)
behaviour("http-1.0")(_says("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Until the end</title>"))
behaviour("early-hints")(_says("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))
behaviour("switching-protocols")(_says("HTTP/1.1 101 Switching Protocols\r\nUpgrade: what\r\n\r\n"))
behaviour("says-too-much")(_says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok, and then some"))


# ---- TLS -----------------------------------------------------------------------------------

for _kind in (
    "good",
    "chain",
    "wrong-name",
    "expired-last-month",
    "expired-two-days-ago",
    "not-yet-valid",
    "self-signed",
    "unknown-issuer",
    "incomplete-chain",
):
    BEHAVIOURS[f"tls-{_kind}"] = Behaviour(f"tls-{_kind}", Call.page, _kind, "https")

BEHAVIOURS["tls-unknown-issuer-404"] = Behaviour("tls-unknown-issuer-404", _status(404), "unknown-issuer", "https")


@behaviour("http-to-https")
async def _(call: Call) -> None:
    await call.redirect(301, call.web.url("tls-good", host="localhost"))


@behaviour("https-to-http", scheme="https")
async def _(call: Call) -> None:
    await call.redirect(302, call.web.url("ok"))


# ---- a proxy -------------------------------------------------------------------------------


@behaviour("proxy")
async def _(call: Call) -> None:
    """Respond to every name with its own text, tunnel to one, and refuse names with "refused" in them."""
    if "refused" in call.asked.target:
        await call.answer(502, [("Proxy-Status", "test; error=destination_not_found")])
    elif call.asked.method != "CONNECT":
        assert re.match("https?://", call.asked.target), "a proxy is asked for absolute URLs"
        await call.page("By way of the proxy.")
    else:
        assert call.asked.target == f"{PROXIED}:443"
        await _tunnel(call, call.web.port("tls-good"))


async def _tunnel(call: Call, port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await call.send("HTTP/1.1 200 Connection established\r\n\r\n")

    async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
        sink.close()

    await asyncio.gather(pump(call.reader, writer), pump(reader, call.writer), return_exceptions=True)
