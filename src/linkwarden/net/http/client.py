"""The HTTP client of one host: one request, one response or one of our errors."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import lru_cache

import anyio
import httpcore

from linkwarden.model.exchange import Body, ErrorKind
from linkwarden.model.observation import Verify
from linkwarden.net.body import NOTHING, BodyReader, Wanted
from linkwarden.net.http.connection import CERTIFICATE_ENDS_AT, PinnedBackend, Transfer, current_transfer
from linkwarden.net.http.errors import BROKEN_OFF, CONNECT_ERRORS, SendError, to_send_error
from linkwarden.net.http.wire import RawHeaders, Request, Response, decode_headers, encode_headers, header, is_text
from linkwarden.net.lenient import parse_leniently
from linkwarden.net.proxy import Proxy
from linkwarden.net.tls import TlsContexts
from linkwarden.settings import Timeouts

BODY_SHARE = 0.95
"""The share of a request's time after which its body is abandoned; its status is known by then, and is used."""


AFTER_TIMEOUT_SHARE = 0.5
"""The share of each timeout that applies after an earlier request for the same link has timed out."""


class HttpClient:
    """The connections to one host.

    Args:
        scheme: http or https.
        host: Name or address, an IPv6 literal without brackets.
        port: TCP port.
        addresses: Called for each new connection; returns the checked addresses to connect to.
        contexts: The run's TLS contexts.
        proxy: The URL of the proxy to use; its name is looked up by the system.
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
        self._origin = (scheme.encode("ascii"), shown.encode("ascii"), None if port == default_port else port)
        self._contexts = contexts
        self._backend = PinnedBackend(addresses if proxy is None else None)
        self._named = {"sni_hostname": host.rstrip(".")} if host.endswith(".") else {}
        self._has_underscore = "_" in host
        self._proxy = proxy
        self._timeouts = timeouts
        self._pools: dict[Verify, httpcore.AsyncConnectionPool] = {}

    async def send(self, request: Request) -> Response:
        """Send *request* once.

        Raises:
            SendError: There was no HTTP response.
            OutOfDescriptorsError: The request could not even be tried.
        """
        transfer = Transfer()
        token = current_transfer.set(transfer)
        try:
            return await self._send(request, transfer)
        except SendError as error:
            error.crossed_close = transfer.crossed_close(error.kind)
            raise
        finally:
            current_transfer.reset(token)

    async def _send(self, request: Request, transfer: Transfer) -> Response:
        timeouts = self._timeouts_of(request)
        seconds = min(timeouts.request, request.timeout or timeouts.request)
        try:
            with anyio.fail_after(seconds):
                return await self._exchange(request, transfer, timeouts, anyio.current_time() + seconds * BODY_SHARE)
        except TimeoutError:
            raise SendError(ErrorKind.TIMEOUT, f"no complete response within {seconds:.3g} s") from None
        except httpcore.RemoteProtocolError as error:
            parsed = parse_leniently(transfer.head)
            if parsed is None:
                raise self._attributed(to_send_error(error, silent=not transfer.received)) from error
            return _response(*parsed, request.wanted)
        except Exception as error:
            raise self._attributed(to_send_error(error, silent=not transfer.received)) from error

    def _attributed(self, error: SendError) -> SendError:
        """Return *error* as the error of the party that caused it.

        It is the proxy's if there is one and no connection was established: no other host was reached. And
        OpenSSL matches no wildcard with a name that has an underscore, as browsers do: another fetch decides then.
        """
        if error.kind is ErrorKind.CERTIFICATE_NAME and self._has_underscore:
            detail = "the host name has an underscore, so it is not matched with wildcard certificates"
            return SendError(ErrorKind.CERTIFICATE_ISSUER, detail, connected=error.connected)
        if self._proxy is None or error.connected or error.kind not in CONNECT_ERRORS:
            return error
        return SendError(ErrorKind.PROXY_ERROR, f"the proxy cannot be reached: {error.detail}", connected=False)

    async def _exchange(self, request: Request, transfer: Transfer, timeouts: Timeouts, deadline: float) -> Response:
        scheme, host, port = self._origin
        outgoing = httpcore.Request(
            request.method,
            httpcore.URL(scheme=scheme, host=host, port=port, target=request.target.encode("ascii")),
            headers=encode_headers((("Host", self._authority), *request.headers, *_length(request.content))),
            content=request.content,
            extensions={"timeout": _phases(timeouts), **self._named},
        )
        incoming = await self._pool(request.verify).handle_async_request(outgoing)
        transfer.has_headers = True
        try:
            body = await _read(incoming, request.wanted, min(timeouts.read, deadline - anyio.current_time()))
        finally:
            with suppress(*BROKEN_OFF):
                await incoming.aclose()
        return Response(incoming.status, decode_headers(incoming.headers), body, _certificate_ends_at(incoming))

    def _pool(self, verify: Verify) -> httpcore.AsyncConnectionPool:
        pool = self._pools.get(verify)
        if pool is None:
            pool = self._pools[verify] = self._new_pool(verify)
        return pool

    def _new_pool(self, verify: Verify) -> httpcore.AsyncConnectionPool:
        context = self._contexts.get(verify) if self._origin[0] == b"https" else None
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

    def _timeouts_of(self, request: Request) -> Timeouts:
        """Return how long to wait: a host that was silent for the full time rarely needs as much again."""
        return _shorter(self._timeouts) if request.after_timeout else self._timeouts

    async def aclose(self) -> None:
        """Close every connection; another request opens new ones."""
        pools, self._pools = self._pools, {}
        for pool in pools.values():
            with suppress(*BROKEN_OFF):
                await pool.aclose()


@lru_cache
def _shorter(timeouts: Timeouts) -> Timeouts:
    return timeouts.model_copy(update={name: seconds * AFTER_TIMEOUT_SHARE for name, seconds in timeouts})


def _length(content: bytes | None) -> tuple[tuple[str, str], ...]:
    return () if content is None else (("Content-Length", str(len(content))),)


async def _read(incoming: httpcore.Response, wanted: Wanted, seconds: float) -> Body:
    """Read as much of the body as is needed. The status is known, so a truncated body is not an error."""
    reader = _reader(incoming.headers, wanted)
    complete = False
    with anyio.move_on_after(seconds):
        complete = await _feed(reader, incoming)
    return reader.body(complete=complete)


def _phases(timeouts: Timeouts) -> dict[str, float]:
    return {"connect": timeouts.connect, "read": timeouts.read, "write": timeouts.read, "pool": timeouts.request}


def _reader(headers: RawHeaders, wanted: Wanted) -> BodyReader:
    text = is_text(header(headers, b"content-type"))
    return BodyReader(header(headers, b"content-encoding"), wanted if text else NOTHING)


def _response(status: int, headers: RawHeaders, beginning: bytes, wanted: Wanted) -> Response:
    """Return the response that a browser would have read from these bytes."""
    reader = _reader(headers, wanted)
    if reader.wants_more():
        reader.feed(beginning)
    return Response(status, decode_headers(headers), reader.body(complete=False))


async def _feed(reader: BodyReader, incoming: httpcore.Response) -> bool:
    """Read as much as *reader* needs, and return whether that was the whole body."""
    if not reader.wants_more():
        return False
    try:
        async for chunk in incoming.aiter_stream():
            reader.feed(chunk)
            if not reader.wants_more():
                return False
    except BROKEN_OFF:
        return False
    return True


def _certificate_ends_at(incoming: httpcore.Response) -> datetime | None:
    connection = incoming.extensions.get("network_stream")
    return connection.get_extra_info(CERTIFICATE_ENDS_AT) if connection else None
