"""One request and its response or error."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

SUCCESS = frozenset(range(200, 300))
"""RFC 9110 section 15.3."""

PAGES = SUCCESS | {300}
"""Success, and a list of choices that browsers show (RFC 9110 section 15.4.1)."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""RFC 9110 section 15.4: the statuses that browsers follow."""

ABSENT = frozenset({404, 410})
"""RFC 9110 sections 15.5.5 and 15.5.11: the page does not exist."""

SERVER_ERRORS = frozenset(range(500, 600))
"""RFC 9110 section 15.6."""


class ErrorKind(StrEnum):
    """Why a request got no HTTP response. The network layer turns every exception into one of these."""

    NO_SUCH_HOST = "no-such-host"
    """NXDOMAIN (RCODE 3, RFC 1035 section 4.1.1)."""
    RESOLVER_FAILURE = "resolver-failure"
    """The name could not be resolved: SERVFAIL, no response, or NXDOMAIN only according to the operating system."""
    PRIVATE_ADDRESS = "private-address"
    """The name or literal leads to an address that is not on the public internet."""
    CONNECTION_REFUSED = "connection-refused"
    HOST_UNREACHABLE = "host-unreachable"
    """No route to the network or the host."""
    CONNECTION_RESET = "connection-reset"
    """The peer closed the connection before it responded."""
    TIMEOUT = "timeout"
    CERTIFICATE_EXPIRED = "certificate-expired"
    CERTIFICATE_NAME = "certificate-name"
    """The certificate is for another name."""
    CERTIFICATE_ISSUER = "certificate-issuer"
    """The certificate's issuer is unknown, or its chain incomplete."""
    TLS_FAILURE = "tls-failure"
    """The handshake failed for another reason than the certificate."""
    PROTOCOL_ERROR = "protocol-error"
    """The response is not HTTP."""
    PROXY_ERROR = "proxy-error"
    """The proxy of this environment failed or refused."""
    INVALID_URL = "invalid-url"
    """The HTTP library cannot request such a URL."""


class Body(NamedTuple):
    """The first part of a response's body, decoded, up to a limit."""

    data: bytes = b""
    complete: bool = False
    """False where reading stopped early: the bound was reached, or more was not needed."""
    decodable: bool = True
    """False if the content encoding is one that is not read."""
    ids: frozenset[str] | None = None
    """The ids and names in the page; None if they were not needed."""
    all_ids: bool = False
    """The page was read to its end for them."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response or error; every attempt and every redirect hop is one."""

    id: str
    at: datetime
    """When it was sent, UTC."""
    why: str
    method: str
    url: str
    status: int | None = None
    error: ErrorKind | None = None
    detail: str = ""
    """Details of the error in words: the phase of a timeout, the certificate's end date."""
    elapsed_ms: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    """The response's headers in order, with names in lower case."""
    body: Body = field(default=Body(), repr=False, compare=False)
    connected: bool = True
    """False if no connection was established, which applies to every link on the host."""
    certificate_ends_at: datetime | None = None
    """The end date of the server's certificate, UTC, where dates were not verified."""

    def header(self, name: str) -> str | None:
        """Return the first header of that lower-case *name*, or None."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def location(self) -> str | None:
        """The target of a redirect (RFC 9110 section 10.2.2), or None for any other response.

        An empty Location is not a redirect: Chrome shows the page itself.
        """
        return (self.header("location") or None) if self.status in REDIRECTS else None
