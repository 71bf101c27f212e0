"""Every exception of the HTTP library becomes one of our kinds, and connections go to the given addresses."""

import asyncio
import errno
import inspect
import os
import ssl
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import anyio
import httpcore
import pytest

from linkwarden.model.exchange import ErrorKind
from linkwarden.model.observation import Verify
from linkwarden.net.body import Wanted
from linkwarden.net.descriptors import OutOfDescriptorsError
from linkwarden.net.http.client import HttpClient
from linkwarden.net.http.connection import Transfer
from linkwarden.net.http.errors import SendError, to_send_error
from linkwarden.net.http.wire import Request, Response
from linkwarden.net.tls import TlsContexts
from linkwarden.settings import Timeouts
from tests.web import Web
from tests.web.certificates import PROXIED

NEVER_SENT = {httpcore.ConnectionNotAvailable}  # a pool uses it internally: it queues the request again


def exceptions_of(module: ModuleType) -> list[type[Exception]]:
    exported = (getattr(module, name) for name in module.__all__)
    found = {each for each in exported if inspect.isclass(each) and issubclass(each, Exception)}
    return sorted(found - NEVER_SENT, key=lambda each: each.__name__)


def made(kind: type[Exception]) -> Exception:
    """Return an instance, whatever its constructor needs."""
    return kind("what happened")


@pytest.mark.parametrize("kind", exceptions_of(httpcore), ids=lambda kind: kind.__name__)
def test_every_exception_of_httpcore_is_mapped(kind: type[Exception]) -> None:
    """A new one in a new release fails here until it is assigned a kind."""
    assert isinstance(to_send_error(made(kind), silent=False), SendError)
    assert isinstance(to_send_error(made(kind), silent=True), SendError)


def test_the_walk_meets_what_it_should() -> None:
    names = {each.__name__ for each in exceptions_of(httpcore)}

    assert {"ConnectError", "ReadTimeout", "RemoteProtocolError", "ProxyError"} < names


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (httpcore.ConnectTimeout, ErrorKind.TIMEOUT),
        (httpcore.ReadTimeout, ErrorKind.TIMEOUT),
        (httpcore.WriteTimeout, ErrorKind.TIMEOUT),
        (httpcore.PoolTimeout, ErrorKind.TIMEOUT),
        (httpcore.ProxyError, ErrorKind.PROXY_ERROR),
        (httpcore.ReadError, ErrorKind.CONNECTION_RESET),
        (httpcore.WriteError, ErrorKind.CONNECTION_RESET),
        (httpcore.RemoteProtocolError, ErrorKind.PROTOCOL_ERROR),
        (httpcore.LocalProtocolError, ErrorKind.PROTOCOL_ERROR),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_kinds_of_bare_exceptions(kind: type[Exception], expected: ErrorKind) -> None:
    assert expected is to_send_error(made(kind), silent=False).kind


def test_silence_before_the_end_is_a_hang_up() -> None:
    assert ErrorKind.CONNECTION_RESET is to_send_error(httpcore.RemoteProtocolError("x"), silent=True).kind


def test_what_is_not_the_library_s_is_a_defect() -> None:
    with pytest.raises(ZeroDivisionError):
        to_send_error(ZeroDivisionError(), silent=False)


# ---- causes, as they lie below the library's exception -------------------------------------


def caused(outer: Exception, inner: BaseException) -> Exception:
    """Return *outer*, raised from *inner*, two causes down as anyio and httpcore have it."""
    middle = OSError("All connection attempts failed")
    middle.__cause__ = inner
    outer.__cause__ = middle
    return outer


def os_error(number: int) -> OSError:
    return OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ECONNREFUSED, ErrorKind.CONNECTION_REFUSED),
        (errno.ENETUNREACH, ErrorKind.HOST_UNREACHABLE),
        (errno.EHOSTUNREACH, ErrorKind.HOST_UNREACHABLE),
        (errno.ENETDOWN, ErrorKind.HOST_UNREACHABLE),
        (errno.EADDRNOTAVAIL, ErrorKind.HOST_UNREACHABLE),
        (errno.ETIMEDOUT, ErrorKind.TIMEOUT),
        (errno.ECONNRESET, ErrorKind.CONNECTION_RESET),
        (errno.ECONNABORTED, ErrorKind.CONNECTION_RESET),
        (errno.EPIPE, ErrorKind.CONNECTION_RESET),
    ],
    ids=lambda value: errno.errorcode.get(value, str(value)) if isinstance(value, int) else str(value),
)
@pytest.mark.parametrize("grouped", [False, True], ids=["alone", "in a group"])
def test_kind_by_errno(number: int, expected: ErrorKind, grouped: bool) -> None:
    inner = ExceptionGroup("two addresses", [os_error(number), os_error(number)]) if grouped else os_error(number)
    found = to_send_error(caused(httpcore.ConnectError("x"), inner), silent=True)

    assert (expected, False) == (found.kind, found.connected)


def test_errno_of_a_connection_that_came_about() -> None:
    found = to_send_error(caused(httpcore.ReadError("x"), os_error(errno.ECONNRESET)), silent=True)

    assert (ErrorKind.CONNECTION_RESET, True) == (found.kind, found.connected)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (10061, ErrorKind.CONNECTION_REFUSED),
        (10060, ErrorKind.TIMEOUT),
        (10054, ErrorKind.CONNECTION_RESET),
        (10065, ErrorKind.HOST_UNREACHABLE),
    ],
)
def test_kind_by_winsock_s_number(number: int, expected: ErrorKind) -> None:
    inner = OSError("as on Windows")
    inner.winerror = number  # type: ignore[attr-defined,unused-ignore]

    assert expected is to_send_error(caused(httpcore.ConnectError("x"), inner), silent=True).kind


def certificate_error(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code, error.verify_message = code, "as OpenSSL says it"
    return error


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (10, ErrorKind.CERTIFICATE_EXPIRED),
        (62, ErrorKind.CERTIFICATE_NAME),
        (64, ErrorKind.CERTIFICATE_NAME),
        (18, ErrorKind.CERTIFICATE_ISSUER),
        (19, ErrorKind.CERTIFICATE_ISSUER),
        (20, ErrorKind.CERTIFICATE_ISSUER),
        (21, ErrorKind.CERTIFICATE_ISSUER),
    ],
)
def test_kind_by_openssl_s_code(code: int, expected: ErrorKind) -> None:
    assert expected is to_send_error(caused(httpcore.ConnectError("x"), certificate_error(code)), silent=True).kind


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER]"), ErrorKind.TLS_FAILURE),
        (ssl.SSLEOFError(8, "EOF occurred in violation of protocol"), ErrorKind.CONNECTION_RESET),
        (ssl.SSLWantReadError(2, "The operation did not complete"), ErrorKind.CONNECTION_RESET),
    ],
    ids=["SSLError", "SSLEOFError", "SSLWantReadError"],
)
def test_kind_of_a_handshake_that_fails(inner: ssl.SSLError, expected: ErrorKind) -> None:
    error = httpcore.ConnectError("x")
    error.__context__ = inner

    assert expected is to_send_error(error, silent=True).kind


def test_a_timeout_while_tls_waits_for_bytes_is_a_timeout() -> None:
    error = httpcore.ConnectTimeout("x")
    error.__context__ = ssl.SSLWantReadError(2, "The operation did not complete")

    assert ErrorKind.TIMEOUT is to_send_error(error, silent=True).kind


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE], ids=errno.errorcode.get)
def test_running_out_of_descriptors_is_not_about_the_host(number: int) -> None:
    with pytest.raises(OutOfDescriptorsError):
        to_send_error(caused(httpcore.ConnectError("x"), os_error(number)), silent=True)


def test_causes_that_go_round_in_circles_end() -> None:
    one, other = httpcore.ReadError("one"), httpcore.ReadError("other")
    one.__cause__, other.__cause__ = other, one

    assert ErrorKind.CONNECTION_RESET is to_send_error(one, silent=False).kind


# ---- the client, on real sockets -----------------------------------------------------------


def timeouts(seconds: float, *, read: float | None = None) -> Timeouts:
    return Timeouts(connect=seconds, read=read or seconds, request=seconds)


PATIENT = timeouts(5)


def ask(
    web: Web,
    name: str,
    *requests: Request,
    host: str = "127.0.0.1",
    addresses: Callable[[], Sequence[str]] = lambda: ("127.0.0.1",),
    proxy: str | None = None,
    port: int | None = None,
    timeouts: Timeouts = PATIENT,
) -> list[Response | SendError]:
    """Send *requests* one after the other over one client."""
    scheme = "https" if name.startswith("tls") else "http"

    async def run() -> list[Response | SendError]:
        client = HttpClient(
            scheme,
            host,
            port or web.port(name),
            addresses=addresses,
            contexts=TlsContexts(str(web.ca_file)),
            proxy=proxy,
            timeouts=timeouts,
        )
        results: list[Response | SendError] = []
        for request in requests:
            try:
                results.append(await client.send(request))
            except SendError as error:
                results.append(error)
        await client.aclose()
        return results

    return anyio.run(run)


def get(target: str = "/", **more: Verify) -> Request:
    return Request("GET", target, (("User-Agent", "test"),), **more)  # type: ignore[arg-type]


def statuses(results: list[Response | SendError]) -> list[int | ErrorKind]:
    return [each.status if isinstance(each, Response) else each.kind for each in results]


def test_connects_to_the_address_that_was_checked_whatever_the_name(web: Web) -> None:
    """The name is not in any DNS: it is not looked up again between the check and the connection."""
    assert [200] == statuses(ask(web, "ok", get(), host="rebinding.linkwarden-nowhere.org"))
    (asked,) = web.log("ok")
    assert f"rebinding.linkwarden-nowhere.org:{web.port('ok')}" == asked.headers["host"]


def test_a_new_connection_resolves_the_name_again(web: Web) -> None:
    given = iter([("127.0.0.1",), ("::1",), ("127.0.0.1",)])
    nothing_read = get()  # which closes the connection

    results = ask(web, "ok", nothing_read, nothing_read, nothing_read, addresses=lambda: next(given))
    assert [200, ErrorKind.CONNECTION_REFUSED, 200] == statuses(results)


def test_tries_the_next_address_where_one_refuses(web: Web) -> None:
    answers = ask(web, "ok", get(), host="localhost", addresses=lambda: ("::1", "127.0.0.1"))

    assert [200] == statuses(answers)


def test_no_address_is_no_connection(web: Web) -> None:
    (error,) = ask(web, "ok", get(), addresses=lambda: ())

    assert isinstance(error, SendError)
    assert not error.connected
    assert 0 == web.connected.total()


def test_a_cookie_is_not_kept_between_requests(web: Web) -> None:
    assert [302, 302] == statuses(ask(web, "cookie-then-ok", get(), get()))
    assert [None, None] == [asked.headers.get("cookie") for asked in web.log("cookie-then-ok")]


def test_an_answer_that_was_read_keeps_its_connection(web: Web) -> None:
    whole = Request("GET", "/", (("User-Agent", "test"),), wanted=Wanted(limit=65536))
    ask(web, "ok", whole, whole)

    assert 1 == web.connected["ok"]


def test_a_connection_that_the_server_closed_meanwhile_is_no_error(web: Web) -> None:
    whole = Request("GET", "/", (("User-Agent", "test"),), wanted=Wanted(limit=65536))

    first, second = ask(web, "closes-idle", whole, whole)

    assert isinstance(first, Response)
    # Whether the close is seen before the request leaves, or crosses it, is the network's choice.
    assert isinstance(second, Response) or second.crossed_close


@pytest.mark.parametrize(
    ("kind", "reused", "received", "expected"),
    [
        (ErrorKind.CONNECTION_RESET, True, 0, True),
        (ErrorKind.CONNECTION_RESET, True, 1, False),
        (ErrorKind.CONNECTION_RESET, False, 0, False),
        (ErrorKind.TIMEOUT, True, 0, False),
    ],
)
def test_only_a_reset_before_any_response_on_a_used_connection_crossed_its_close(
    kind: ErrorKind, reused: bool, received: int, expected: bool
) -> None:
    assert Transfer(received=received, reused=reused).crossed_close(kind) is expected


@pytest.mark.parametrize(
    ("host", "proxy", "kind", "connected", "expected"),
    [
        ("a_b.dev", None, ErrorKind.CERTIFICATE_NAME, True, ErrorKind.CERTIFICATE_ISSUER),
        ("a-b.dev", None, ErrorKind.CERTIFICATE_NAME, True, ErrorKind.CERTIFICATE_NAME),
        ("a_b.dev", None, ErrorKind.CERTIFICATE_EXPIRED, True, ErrorKind.CERTIFICATE_EXPIRED),
        ("a.dev", None, ErrorKind.CONNECTION_REFUSED, False, ErrorKind.CONNECTION_REFUSED),
        ("a.dev", "http://proxy:8080", ErrorKind.CONNECTION_REFUSED, False, ErrorKind.PROXY_ERROR),
        ("a.dev", "http://proxy:8080", ErrorKind.CONNECTION_RESET, True, ErrorKind.CONNECTION_RESET),
    ],
)
def test_an_error_is_that_of_who_caused_it(
    host: str, proxy: str | None, kind: ErrorKind, connected: bool, expected: ErrorKind
) -> None:
    """OpenSSL matches no wildcard with a name that has an underscore, as browsers do."""
    client = HttpClient(
        "https", host, 443, addresses=list, contexts=TlsContexts(None), proxy=proxy, timeouts=Timeouts()
    )
    attributed = client._attributed(SendError(kind, "detail", connected=connected))

    assert (attributed.kind, attributed.connected) == (expected, connected)


def test_a_hang_up_on_a_fresh_connection_is_the_hosts_word(web: Web) -> None:
    (error,) = ask(web, "hangs-up", get())

    assert isinstance(error, SendError)
    assert not error.crossed_close


def test_the_target_goes_out_as_the_parser_wrote_it(web: Web) -> None:
    ask(web, "ok", get("/a%2Fb/%7Euser/?q=%20|{}^`'"))

    assert ["/a%2Fb/%7Euser/?q=%20|{}^`'"] == [asked.target for asked in web.log("ok")]


def test_only_the_headers_that_were_given_go_out(web: Web) -> None:
    ask(web, "ok", get())
    (asked,) = web.log("ok")

    assert {"host", "user-agent"} == set(asked.headers)


def test_names_of_headers_are_in_lower_case(web: Web) -> None:
    (answer,) = ask(web, "429-once", get())

    assert isinstance(answer, Response)
    assert ("retry-after", "1") in answer.headers


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("refused", ErrorKind.CONNECTION_REFUSED),
        ("reset", ErrorKind.CONNECTION_RESET),
        ("hangs-up", ErrorKind.CONNECTION_RESET),
        ("hang", ErrorKind.TIMEOUT),
        ("drips-headers", ErrorKind.TIMEOUT),
        ("garbage", ErrorKind.PROTOCOL_ERROR),
        ("endless-headers", ErrorKind.PROTOCOL_ERROR),
        ("informs-at-once", ErrorKind.PROTOCOL_ERROR),
        ("tls-reset", ErrorKind.CONNECTION_RESET),
        ("tls-silence", ErrorKind.TIMEOUT),
        ("tls-to-http", ErrorKind.TLS_FAILURE),
        ("tls-wrong-name", ErrorKind.CERTIFICATE_NAME),
        ("tls-expired-last-month", ErrorKind.CERTIFICATE_EXPIRED),
        ("tls-self-signed", ErrorKind.CERTIFICATE_ISSUER),
        ("tls-unknown-issuer", ErrorKind.CERTIFICATE_ISSUER),
        ("tls-incomplete-chain", ErrorKind.CERTIFICATE_ISSUER),
    ],
)
def test_kind_on_real_sockets(web: Web, name: str, expected: ErrorKind) -> None:
    assert [expected] == statuses(ask(web, name, get(), host="localhost", timeouts=timeouts(1)))


def test_after_a_timeout_a_request_waits_half_as_long(web: Web) -> None:
    answers = ask(web, "drips-headers", get(), get()._replace(after_timeout=True), timeouts=timeouts(1))

    assert ["1 s", "0.5 s"] == [str(each).partition(" within ")[2] for each in answers]


@pytest.mark.parametrize(
    ("name", "status"), [("tls-truncated", 200), ("tls-bad-record", 200), ("tls-truncated-404", 404)]
)
def test_a_tls_connection_that_fails_within_the_body_leaves_status_and_certificate(
    web: Web, name: str, status: int
) -> None:
    request = Request("GET", "/", (("User-Agent", "test"),), wanted=Wanted(limit=65536), verify=Verify.UNDATED)
    (answer,) = ask(web, name, request, host="localhost")

    assert isinstance(answer, Response)
    assert (status, False) == (answer.status, answer.body.complete)
    assert answer.certificate_ends_at is not None


def test_the_certificate_behind_a_proxy_is_the_host_s(web: Web) -> None:
    undated = get()._replace(verify=Verify.UNDATED)
    (answer,) = ask(web, "tls-good", undated, host=PROXIED, proxy=web.url("proxy"), port=443)

    assert isinstance(answer, Response)
    assert answer.certificate_ends_at is not None


@pytest.mark.parametrize(
    "name", ["endless-body", "endless-chunks", "drips-body", "gzip-bomb", "truncated", "bad-chunk"]
)
def test_a_body_costs_a_bounded_amount_and_never_the_status(web: Web, name: str) -> None:
    request = Request("GET", "/", (("User-Agent", "test"),), wanted=Wanted(limit=65536))
    (answer,) = ask(web, name, request, timeouts=timeouts(5, read=1))

    assert isinstance(answer, Response)
    assert 200 == answer.status
    assert len(answer.body.data) <= 65536
    assert not answer.body.complete


def test_a_body_ends_before_the_time_of_its_request_and_the_status_is_kept(web: Web) -> None:
    request = Request("GET", "/", (("User-Agent", "test"),), wanted=Wanted(limit=65536))
    (answer,) = ask(web, "drips-body", request, timeouts=timeouts(1, read=60))

    assert isinstance(answer, Response)
    assert (200, False) == (answer.status, answer.body.complete)


def test_an_interim_response_is_never_the_answer(web: Web) -> None:
    assert [404] == statuses(ask(web, "informs-then-breaks-the-rules", get()))


def test_less_trust_verifies_less_of_a_certificate(web: Web) -> None:
    fetches = [get(verify=verify) for verify in (Verify.FULL, Verify.UNDATED, Verify.NONE)]

    assert [ErrorKind.CERTIFICATE_EXPIRED, 200, 200] == statuses(ask(web, "tls-expired-last-month", *fetches))
    assert [ErrorKind.CERTIFICATE_NAME, ErrorKind.CERTIFICATE_NAME, 200] == statuses(
        ask(web, "tls-wrong-name", *fetches)
    )


def test_the_end_date_of_a_certificate_comes_along(web: Web) -> None:
    (answer,) = ask(web, "tls-expired-last-month", get(verify=Verify.UNDATED))

    assert isinstance(answer, Response)
    assert answer.certificate_ends_at is not None
    assert 29 <= (datetime.now(UTC) - answer.certificate_ends_at).days <= 31


def test_a_proxy_that_is_down_is_distinguished_from_a_host_that_is_down(web: Web) -> None:
    down, up = web.url("refused"), web.url("proxy")

    assert [ErrorKind.PROXY_ERROR] == statuses(ask(web, "ok", get(), proxy=down))
    assert [ErrorKind.PROXY_ERROR] == statuses(ask(web, "ok", get(), proxy="http://empty..label:8080"))
    assert [ErrorKind.PROXY_ERROR] == statuses(ask(web, "tls-good", get(), host="refused.example", proxy=up))
    assert [200] == statuses(ask(web, "ok", get(), host="some.example", proxy=up))
    assert [200] == statuses(ask(web, "ok", get(), host="some.example", proxy=up.replace("127.0.0.1", "localhost")))


def test_a_cancelled_request_leaves_no_connection(web: Web, tmp_path: Path) -> None:
    async def run() -> int:
        client = HttpClient(
            "http",
            "127.0.0.1",
            web.port("hang"),
            addresses=lambda: ("127.0.0.1",),
            contexts=TlsContexts(None),
            proxy=None,
            timeouts=timeouts(60),
        )
        async with anyio.create_task_group() as group:
            group.start_soon(client.send, get())
            assert await asyncio.to_thread(web.wait_for, "hang")
            group.cancel_scope.cancel()
        await client.aclose()
        return len(asyncio.all_tasks())

    assert 1 == anyio.run(run)
