"""Each exception of the HTTP library becomes one of our kinds of error."""

import errno
import ssl
from collections.abc import Iterator

import httpcore

from linkwarden.model.exchange import ErrorKind
from linkwarden.net.descriptors import NO_DESCRIPTORS, OutOfDescriptorsError

BROKEN_OFF = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError)
"""How a connection can fail after the headers of a response: OSError includes TLS errors, such as a bad record."""


class SendError(Exception):
    """There was no HTTP response."""

    def __init__(self, kind: ErrorKind, detail: str, *, connected: bool = True) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.detail = detail
        self.connected = connected
        """False if no connection was established, which applies to every link on the host."""
        self.crossed_close = False
        """The server closed an idle connection just then (RFC 9112 section 9.3.1): it never saw the request."""


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

_MESSAGES = {
    ErrorKind.CONNECTION_REFUSED: "the host refused the connection",
    ErrorKind.HOST_UNREACHABLE: "there is no route to the host",
    ErrorKind.CONNECTION_RESET: "the host closed the connection",
    ErrorKind.TIMEOUT: "connecting timed out",
}

CONNECT_ERRORS = frozenset(
    {
        ErrorKind.CONNECTION_REFUSED,
        ErrorKind.CONNECTION_RESET,
        ErrorKind.HOST_UNREACHABLE,
        ErrorKind.TIMEOUT,
    }
)
"""Errors that occur before there is a connection, other than about certificates."""

_CERTIFICATE = {
    10: (ErrorKind.CERTIFICATE_EXPIRED, "the certificate has expired"),
    9: (ErrorKind.CERTIFICATE_ISSUER, "the certificate is not valid yet"),
    62: (ErrorKind.CERTIFICATE_NAME, "the certificate is for another name"),
    64: (ErrorKind.CERTIFICATE_NAME, "the certificate is for another address"),
}
"""OpenSSL, X509_STORE_CTX_get_error(3); every other code is about the issuer or the chain."""

_BY_TYPE: tuple[tuple[type[Exception], ErrorKind, str], ...] = (
    (httpcore.ConnectTimeout, ErrorKind.TIMEOUT, "connecting timed out"),
    (httpcore.ReadTimeout, ErrorKind.TIMEOUT, "timed out waiting for a response"),
    (httpcore.WriteTimeout, ErrorKind.TIMEOUT, "timed out sending the request"),
    (httpcore.PoolTimeout, ErrorKind.TIMEOUT, "timed out waiting for a free connection"),
    (httpcore.ProxyError, ErrorKind.PROXY_ERROR, "the proxy refused the request"),
    (httpcore.ConnectError, ErrorKind.CONNECTION_RESET, "the connection failed while it was established"),
    (httpcore.ReadError, ErrorKind.CONNECTION_RESET, "the connection failed before a response"),
    (httpcore.WriteError, ErrorKind.CONNECTION_RESET, "the connection failed while the request was sent"),
    (httpcore.RemoteProtocolError, ErrorKind.PROTOCOL_ERROR, "the response is not valid HTTP"),
    (httpcore.LocalProtocolError, ErrorKind.PROTOCOL_ERROR, "the request cannot be written as HTTP"),
    (httpcore.UnsupportedProtocol, ErrorKind.PROTOCOL_ERROR, "the protocol is not supported"),
    (httpcore.NetworkError, ErrorKind.CONNECTION_RESET, "the connection failed"),
    (httpcore.ProtocolError, ErrorKind.PROTOCOL_ERROR, "the response is not valid HTTP"),
    (httpcore.TimeoutException, ErrorKind.TIMEOUT, "timed out waiting for a response"),
    (OSError, ErrorKind.CONNECTION_RESET, "the connection failed"),
)


def to_send_error(error: Exception, *, silent: bool) -> SendError:
    """Return *error* as one of our kinds.

    Args:
        error: The exception of the library.
        silent: The peer had sent no byte: then an end of the connection is a closed connection, not bad HTTP.

    Raises:
        OutOfDescriptorsError: The error is not about the host.
        Exception: *error* itself, where it is not the library's: a defect.
    """
    connected = not isinstance(error, (httpcore.ConnectError, httpcore.ConnectTimeout))
    for cause in _causes(error):
        found = _tls_error(cause) if isinstance(cause, ssl.SSLError) else _system_error(cause)
        if found is not None:
            return SendError(*found, connected=connected)
    if silent and isinstance(error, httpcore.RemoteProtocolError):
        return SendError(ErrorKind.CONNECTION_RESET, "the server closed the connection without a response")
    for kind_of_error, kind, text in _BY_TYPE:
        if isinstance(error, kind_of_error):
            return SendError(kind, text, connected=connected)
    raise error


def _tls_error(cause: ssl.SSLError) -> tuple[ErrorKind, str] | None:
    match cause:
        case ssl.SSLCertVerificationError():
            untrusted = (ErrorKind.CERTIFICATE_ISSUER, f"the issuer is not trusted: {cause.verify_message}")
            return _CERTIFICATE.get(cause.verify_code, untrusted)
        case ssl.SSLEOFError():
            return ErrorKind.CONNECTION_RESET, "the connection failed"
        case ssl.SSLWantReadError() | ssl.SSLWantWriteError():
            return None
    reason = getattr(cause, "reason", None) or cause  # only OpenSSL's own errors have one
    return ErrorKind.TLS_FAILURE, f"the TLS handshake failed: {reason}"


def _system_error(cause: BaseException) -> tuple[ErrorKind, str] | None:
    if not isinstance(cause, OSError):
        return None
    winsock: int | None = getattr(cause, "winerror", None)
    if (winsock or cause.errno) in NO_DESCRIPTORS:
        raise OutOfDescriptorsError from cause
    kind = _BY_WINSOCK.get(winsock) if winsock else _BY_ERRNO.get(cause.errno or 0)
    return (kind, _MESSAGES[kind]) if kind else None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield *error*, its causes, and the members of groups, each once."""
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
