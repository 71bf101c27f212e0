"""The HTTP library stands behind this module: one request to one checked address, one answer or one of our errors.

Nothing else imports httpx or httpcore, so another engine is a change of this file alone. Redirects,
cookies, retries and decoding are not the library's business here.
"""

import errno
import ssl
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import anyio
import httpcore
import httpx

from linkwarden.model.exchange import Body, ErrorKind
from linkwarden.model.observation import Verify
from linkwarden.net.body import NOTHING, BodyReader, Wanted
from linkwarden.net.lenient import HEAD_BYTES, Headers, forgive
from linkwarden.net.proxy import Proxy
from linkwarden.net.tls import TlsContexts

BODY_SHARE = 0.95
"""The part of a request's time after which its body is let be: its status is known by then, and must not be lost."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """In seconds."""

    connect: float
    read: float
    request: float


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent to a host. *target* is the path and query as a WHATWG parser serialised them."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    verify: Verify = Verify.FULL
    wanted: Wanted = NOTHING
    """How much of a text answer to read; other types are not read at all."""
    timeout: float | None = None
    """Seconds for the whole request, where that is less than usual."""
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: Body
    certificate_ends_at: datetime | None = None
    """The end date of the server's certificate, where one was verified."""


_CERTIFICATE_ENDS_AT = "certificate_ends_at"
"""What a connection is asked for: httpcore's streams tell things by their name."""

_BROKEN_OFF = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError)
"""How a connection can fail after the headers of an answer: OSError includes TLS errors, such as a bad record."""


class SendError(Exception):
    """No HTTP answer came back."""

    def __init__(self, kind: ErrorKind, detail: str, *, connected: bool = True) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.detail = detail
        self.connected = connected
        self.idled = False
        """A connection that had idled was closed. RFC 9112 section 9.3.1: that may cross a request on its way."""


class HttpClient:
    """The connections to one host.

    Args:
        scheme: http or https.
        host: Name or address, an IPv6 literal without brackets.
        port: TCP port.
        addresses: Called for each new connection; returns the checked addresses to connect to.
        contexts: The run's TLS contexts.
        proxy: The URL of the proxy to go through; its name is looked up by the system.
        timeouts: How long to wait.
    """

    def __init__(
        self,
        scheme: str,
        host: str,
        port: int,
        *,
        addresses: Callable[[], Sequence[str]],
        contexts: TlsContexts,
        proxy: str | None,
        timeouts: Timeouts,
    ) -> None:
        shown = f"[{host}]" if ":" in host else host
        default_port = {"http": 80, "https": 443}[scheme]
        self._authority = shown if port == default_port else f"{shown}:{port}"
        self._origin = f"{scheme}://{self._authority}/"
        self._contexts = contexts
        self._backend = _Backend(addresses if proxy is None else None)
        self._named = {"sni_hostname": host.rstrip(".")} if host.endswith(".") else {}
        self._has_underscore = "_" in host
        self._proxy = proxy
        self._timeouts = timeouts
        self._transports: dict[Verify, _Transport] = {}

    async def send(self, request: Request) -> Answer:
        """Send *request* once.

        Raises:
            SendError: Nothing that is an HTTP answer came back.
        """
        tally = _Tally()
        try:
            return await self._send(request, tally)
        except SendError as error:
            error.idled = error.kind is ErrorKind.CONNECTION_RESET and tally.reused and not tally.received
            raise

    async def _send(self, request: Request, tally: "_Tally") -> Answer:
        seconds = min(self._timeouts.request, request.timeout or self._timeouts.request)
        token = _tally.set(tally)
        try:
            with anyio.fail_after(seconds):
                return await self._exchange(request, anyio.current_time() + seconds * BODY_SHARE)
        except TimeoutError:
            limit = f"{seconds:.3g} s"
            raise SendError(ErrorKind.TIMEOUT, f"no complete answer in {limit}") from None
        except httpcore.RemoteProtocolError as error:
            forgiven = forgive(tally.head)
            if forgiven is None:
                raise self._blamed(to_send_error(error, silent=not tally.received)) from error
            return _answer(*forgiven, request.wanted)
        except Exception as error:
            raise self._blamed(to_send_error(error, silent=not tally.received)) from error
        finally:
            _tally.reset(token)

    def _blamed(self, error: SendError) -> SendError:
        """Return *error* as that of whom it is.

        The proxy's, where there is one and no connection came about: nobody else was reached. OpenSSL's,
        where a name has an underscore: it matches no wildcard then, as browsers do, so another look decides.
        """
        if error.kind is ErrorKind.CERTIFICATE_NAME and self._has_underscore:
            detail = "the name has an underscore, and no wildcard is matched with it here"
            return SendError(ErrorKind.CERTIFICATE_ISSUER, detail, connected=error.connected)
        if self._proxy is None or error.connected or error.kind not in _OF_CONNECTING:
            return error
        return SendError(ErrorKind.PROXY_ERROR, f"the proxy cannot be reached: {error.detail}", connected=False)

    async def _exchange(self, request: Request, until: float) -> Answer:
        # Past httpx.AsyncClient, which keeps cookies of its own and gives up on a Location that it cannot parse.
        headers = (("Host", self._authority), *request.headers)
        outgoing = httpx.Request(
            request.method,
            self._origin,
            headers=[(name.encode("ascii"), value.encode("utf-8")) for name, value in headers],
            content=request.content,
            extensions={"target": request.target.encode("ascii"), "timeout": self._phases(), **self._named},
        )
        response = await self._transport(request.verify).handle_async_request(outgoing)
        try:
            body = await self._read(response, request.wanted, until)
        finally:
            with suppress(*_BROKEN_OFF):
                await response.aclose()
        return Answer(
            status=response.status_code,
            headers=tuple(_decoded(response.headers.raw)),
            body=body,
            certificate_ends_at=_certificate_ends_at(response),
        )

    async def _read(self, response: httpx.Response, wanted: Wanted, until: float) -> Body:
        """Read as much of the body as is wanted. The status is known: what breaks the body off is no error."""
        reader = BodyReader(response.headers.get("content-encoding"), wanted if is_text(response.headers) else NOTHING)
        complete = False
        with anyio.move_on_after(min(self._timeouts.read, until - anyio.current_time())):
            complete = await _feed(reader, response)
        return reader.body(complete=complete)

    def _transport(self, verify: Verify) -> "_Transport":
        transport = self._transports.get(verify)
        if transport is None:
            transport = self._transports[verify] = _Transport(self._pool(verify))
        return transport

    def _pool(self, verify: Verify) -> httpcore.AsyncConnectionPool:
        context = self._contexts.get(verify) if self._origin.startswith("https:") else None
        if self._proxy is None:
            return httpcore.AsyncConnectionPool(ssl_context=context, network_backend=self._backend)
        proxy = Proxy.of(self._proxy)
        if proxy.url.startswith("socks"):
            return httpcore.AsyncSOCKSProxy(
                proxy.url, proxy_auth=proxy.auth, ssl_context=context, network_backend=self._backend
            )
        return httpcore.AsyncHTTPProxy(
            proxy.url, proxy_auth=proxy.auth, ssl_context=context, network_backend=self._backend
        )

    def _phases(self) -> dict[str, float]:
        read = self._timeouts.read
        return {"connect": self._timeouts.connect, "read": read, "write": read, "pool": self._timeouts.request}

    async def aclose(self) -> None:
        """Close every connection."""
        for transport in self._transports.values():
            await transport.aclose()
        self._transports.clear()


def _answer(status: int, raw: Headers, beginning: bytes, wanted: Wanted) -> Answer:
    """Return the answer that a browser would have made of what came back."""
    headers = httpx.Headers(raw)
    reader = BodyReader(headers.get("content-encoding"), wanted if is_text(headers) else NOTHING)
    if reader.wants_more():
        reader.feed(beginning)
    return Answer(status, tuple(_decoded(raw)), reader.body(complete=False))


async def _feed(reader: BodyReader, response: httpx.Response) -> bool:
    """Read what *reader* has use for, and tell whether that was all there is."""
    if not reader.wants_more():
        return False
    try:
        async for chunk in response.aiter_raw():
            reader.feed(chunk)
            if not reader.wants_more():
                return False
    except _BROKEN_OFF:
        return False
    return True


def is_text(headers: httpx.Headers) -> bool:
    """Tell whether a body is worth reading: markup or text, or of a type that is not said."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return not kind or kind.startswith("text/") or kind.endswith(("json", "xml"))


def _decoded(raw: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[str, str]]:
    """RFC 9110 section 5.5: field values are ISO 8859-1 at worst; browsers read UTF-8 where it is UTF-8."""
    for name, value in raw:
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            text = value.decode("latin-1")
        yield name.decode("latin-1").lower(), text


def _certificate_ends_at(response: httpx.Response) -> datetime | None:
    stream = response.extensions.get("network_stream")
    return stream.get_extra_info(_CERTIFICATE_ENDS_AT) if stream else None


# ---- the transport: httpx above, a pool of one host below ----------------------------------


class _Stream(httpx.AsyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._response.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        await self._response.aclose()


class _Transport(httpx.AsyncBaseTransport):
    def __init__(self, pool: httpcore.AsyncConnectionPool) -> None:
        self._pool = pool

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._pool.handle_async_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.extensions["target"],
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions={name: value for name, value in request.extensions.items() if name != "target"},
            )
        )
        return httpx.Response(
            response.status, headers=response.headers, stream=_Stream(response), extensions=response.extensions
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


# ---- the connection: to the address that was checked, and to no other ----------------------


@dataclass(slots=True)
class _Tally:
    """Counts what one request got back, to tell a hang-up from an answer that is no HTTP."""

    received: int = 0
    reused: bool = False
    """It went out on a connection that had brought an answer before."""
    head: bytes = b""
    """The first bytes that came back, for answers that only browsers forgive."""


_tally: ContextVar[_Tally | None] = ContextVar("tally", default=None)


class _CountedStream(httpcore.AsyncNetworkStream):
    """A connection; with *tls*, its certificate's end date is read at once, since OpenSSL forgets it after an error."""

    def __init__(self, inner: httpcore.AsyncNetworkStream, *, tls: bool = False) -> None:
        self._inner = inner
        self._answered = False
        self._certificate_ends_at = _certificate_end(inner.get_extra_info("ssl_object")) if tls else None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's API
        data = await self._inner.read(max_bytes, timeout)
        self._answered = self._answered or bool(data)
        tally = _tally.get()
        if tally:
            tally.received += len(data)
            if len(tally.head) < HEAD_BYTES:
                tally.head += data
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's API
        tally = _tally.get()
        if tally and not tally.received:
            tally.reused = self._answered
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's API
    ) -> httpcore.AsyncNetworkStream:
        try:
            return _CountedStream(await self._inner.start_tls(ssl_context, server_hostname, timeout), tls=True)
        except BaseException:  # httpcore closes it after an exception, and leaks it where a deadline cancels
            with anyio.CancelScope(shield=True):
                await self._inner.aclose()
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._certificate_ends_at if info == _CERTIFICATE_ENDS_AT else self._inner.get_extra_info(info)


def _certificate_end(tls: ssl.SSLObject) -> datetime | None:
    """Return the end date of the peer's certificate, or None where it was not verified."""
    ends = (tls.getpeercert() or {}).get("notAfter")
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if isinstance(ends, str) else None


class _Backend(httpcore.AsyncNetworkBackend):
    """Connects to the checked addresses, one after the other, whatever the name would lead to by now.

    Args:
        addresses: Returns them; None where the name given is the proxy's, which the system looks up.
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
        addresses = (host,) if self._addresses is None else self._addresses()
        last_error: Exception | None = None
        for address in addresses:
            share = timeout / len(addresses) if timeout else None
            try:
                return _CountedStream(
                    await self._inner.connect_tcp(address, port, share, local_address, socket_options)
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last_error = error
        raise last_error or httpcore.ConnectError(f"{host} has no address")

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


# ---- the border: exceptions become kinds of error ------------------------------------------

_BY_ERRNO = {
    errno.ECONNREFUSED: ErrorKind.CONNECTION_REFUSED,
    errno.ENETUNREACH: ErrorKind.HOST_UNREACHABLE,
    errno.EHOSTUNREACH: ErrorKind.HOST_UNREACHABLE,
    errno.EADDRNOTAVAIL: ErrorKind.HOST_UNREACHABLE,
    errno.ENETDOWN: ErrorKind.HOST_UNREACHABLE,
    errno.ETIMEDOUT: ErrorKind.TIMEOUT,
    errno.ECONNRESET: ErrorKind.CONNECTION_RESET,
    errno.ECONNABORTED: ErrorKind.CONNECTION_RESET,
    errno.EPIPE: ErrorKind.CONNECTION_RESET,
}
_BY_WINSOCK = {
    10051: ErrorKind.HOST_UNREACHABLE,
    10053: ErrorKind.CONNECTION_RESET,
    10054: ErrorKind.CONNECTION_RESET,
    10060: ErrorKind.TIMEOUT,
    10061: ErrorKind.CONNECTION_REFUSED,
    10065: ErrorKind.HOST_UNREACHABLE,
}

_TEXT = {
    ErrorKind.CONNECTION_REFUSED: "the host refuses connections",
    ErrorKind.HOST_UNREACHABLE: "there is no route to the host",
    ErrorKind.CONNECTION_RESET: "the host broke the connection off",
    ErrorKind.TIMEOUT: "no connection in time",
}

_OF_CONNECTING = frozenset(
    {
        ErrorKind.CONNECTION_REFUSED,
        ErrorKind.CONNECTION_RESET,
        ErrorKind.HOST_UNREACHABLE,
        ErrorKind.TIMEOUT,
    }
)

_CERTIFICATE = {
    10: (ErrorKind.CERTIFICATE_EXPIRED, "the certificate has expired"),
    9: (ErrorKind.CERTIFICATE_ISSUER, "the certificate is not valid yet"),
    62: (ErrorKind.CERTIFICATE_NAME, "the certificate is for another name"),
    64: (ErrorKind.CERTIFICATE_NAME, "the certificate is for another address"),
}
"""OpenSSL, X509_STORE_CTX_get_error(3); every other code is about the issuer or the chain."""

_BY_TYPE: tuple[tuple[type[Exception], ErrorKind, str], ...] = (
    (httpcore.ConnectTimeout, ErrorKind.TIMEOUT, "no connection in time"),
    (httpcore.ReadTimeout, ErrorKind.TIMEOUT, "no answer in time"),
    (httpcore.WriteTimeout, ErrorKind.TIMEOUT, "the request could not be sent in time"),
    (httpcore.PoolTimeout, ErrorKind.TIMEOUT, "no connection was free in time"),
    (httpcore.ProxyError, ErrorKind.PROXY_ERROR, "the proxy refused"),
    (httpcore.ConnectError, ErrorKind.CONNECTION_RESET, "the connection broke off as it was made"),
    (httpcore.ReadError, ErrorKind.CONNECTION_RESET, "the connection broke off before an answer"),
    (httpcore.WriteError, ErrorKind.CONNECTION_RESET, "the connection broke off as the request was sent"),
    (httpcore.RemoteProtocolError, ErrorKind.PROTOCOL_ERROR, "the answer is not HTTP"),
    (httpcore.LocalProtocolError, ErrorKind.PROTOCOL_ERROR, "the request cannot be written as HTTP"),
    (httpcore.UnsupportedProtocol, ErrorKind.PROTOCOL_ERROR, "the protocol is not supported"),
    (httpx.TimeoutException, ErrorKind.TIMEOUT, "no answer in time"),
    (httpx.ProxyError, ErrorKind.PROXY_ERROR, "the proxy refused"),
    (httpx.NetworkError, ErrorKind.CONNECTION_RESET, "the connection broke off"),
    (httpx.RequestError, ErrorKind.PROTOCOL_ERROR, "the answer is not HTTP"),
    (httpx.InvalidURL, ErrorKind.INVALID_URL, "the URL cannot be asked"),
    (httpcore.NetworkError, ErrorKind.CONNECTION_RESET, "the connection broke off"),
    (httpcore.ProtocolError, ErrorKind.PROTOCOL_ERROR, "the answer is not HTTP"),
    (httpcore.TimeoutException, ErrorKind.TIMEOUT, "no answer in time"),
)


def to_send_error(error: Exception, *, silent: bool) -> SendError:
    """Return *error* as one of our kinds.

    Args:
        error: What the library raised.
        silent: The peer had sent no byte: then an end of the connection is a hang-up, not bad HTTP.

    Raises:
        Exception: *error* itself, where it is none of the library's: a defect, not an answer.
    """
    connected = not isinstance(error, (httpcore.ConnectError, httpcore.ConnectTimeout))
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            kind, text = _CERTIFICATE.get(
                cause.verify_code, (ErrorKind.CERTIFICATE_ISSUER, f"the issuer is not trusted: {cause.verify_message}")
            )
            return SendError(kind, text, connected=connected)
        if isinstance(cause, ssl.SSLEOFError):
            return SendError(ErrorKind.CONNECTION_RESET, "the connection broke off", connected=connected)
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, (ssl.SSLWantReadError, ssl.SSLWantWriteError)):
            reason = getattr(cause, "reason", None) or cause  # only OpenSSL's own errors have one
            return SendError(ErrorKind.TLS_FAILURE, f"the TLS handshake failed: {reason}", connected=connected)
        if isinstance(cause, OSError):
            number = getattr(cause, "winerror", None)
            found = _BY_WINSOCK.get(number) if number else _BY_ERRNO.get(cause.errno or 0)
            if found is not None:
                return SendError(found, _TEXT[found], connected=connected)
    if silent and isinstance(error, httpcore.RemoteProtocolError):
        return SendError(ErrorKind.CONNECTION_RESET, "the server hung up without an answer")
    for kind_of_error, kind, text in _BY_TYPE:
        if isinstance(error, kind_of_error):
            return SendError(kind, text, connected=connected)
    raise error


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield *error*, what it came from, and the members of groups, each once."""
    waiting, seen = [error], set[int]()
    while waiting:
        current = waiting.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        if isinstance(current, BaseExceptionGroup):
            waiting.extend(current.exceptions)
        waiting.extend(cause for cause in (current.__cause__, current.__context__) if cause is not None)
