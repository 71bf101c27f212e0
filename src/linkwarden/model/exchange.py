"""One request and its answer or error."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""RFC 9110 section 15.4: the statuses that browsers follow."""

ABSENT = frozenset({404, 410})
"""RFC 9110 sections 15.5.5 and 15.5.11: there is no such page."""

SERVER_ERRORS = frozenset(range(500, 600))
"""RFC 9110 section 15.6."""


class ErrorKind(StrEnum):
    """Why a request got no HTTP answer. The network layer's border turns every exception into one of these."""

    NO_SUCH_HOST = "no-such-host"
    """The DNS answered NXDOMAIN (RCODE 3, RFC 1035 section 4.1.1)."""
    RESOLVER_FAILURE = "resolver-failure"
    """The name could not be looked up: SERVFAIL, no answer, or only the operating system says so."""
    PRIVATE_ADDRESS = "private-address"
    """The name or literal leads to an address that is not on the public internet."""
    CONNECTION_REFUSED = "connection-refused"
    HOST_UNREACHABLE = "host-unreachable"
    """No route to the network or the host."""
    CONNECTION_RESET = "connection-reset"
    """The peer closed the connection before it answered."""
    TIMEOUT = "timeout"
    CERTIFICATE_EXPIRED = "certificate-expired"
    CERTIFICATE_NAME = "certificate-name"
    """The certificate is for another name."""
    CERTIFICATE_ISSUER = "certificate-issuer"
    """The certificate's issuer is unknown, or its chain incomplete."""
    TLS_FAILURE = "tls-failure"
    """The handshake failed for another reason than the certificate."""
    PROTOCOL_ERROR = "protocol-error"
    """What came back is not HTTP."""
    PROXY_ERROR = "proxy-error"
    """The proxy of this environment failed or refused."""
    INVALID_URL = "invalid-url"
    """The HTTP library cannot ask for such an address."""


@dataclass(frozen=True, slots=True)
class Body:
    """The first part of an answer's body, decoded within a bound."""

    data: bytes = b""
    complete: bool = False
    """False where reading stopped early: the bound was reached, or more was not needed."""
    decodable: bool = True
    """False where the content encoding is one that is not read."""
    ids: frozenset[str] | None = None
    """The ids and names in the page; None where nobody wanted them."""
    all_ids: bool = False
    """The page was read to its end for them."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer or error; every attempt and every redirect hop is one."""

    id: str
    at: datetime
    """When it was sent, UTC."""
    why: str
    method: str
    url: str
    status: int | None = None
    error: ErrorKind | None = None
    detail: str = ""
    """What the error said, for people: the phase of a timeout, the certificate's end date."""
    elapsed_ms: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    """The answer's headers, names in lower case, in order."""
    body: Body = field(default=Body(), repr=False, compare=False)
    connected: bool = True
    """False where not even a connection came about, which holds for every link on the host."""
    certificate_ends_at: datetime | None = None
    """The end date of the server's certificate, UTC, where it was read."""

    def header(self, name: str) -> str | None:
        """Return the first header of that lower-case *name*, or None."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def location(self) -> str | None:
        """Where a redirect says to go (RFC 9110 section 10.2.2), or None for any other answer.

        An empty one is none: Chrome shows the page that came along.
        """
        return (self.header("location") or None) if self.status in REDIRECTS else None
