"""Headers that the user sets for hosts: which can be sent, to which hosts, and the secrets in them."""

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Annotated, TypeVar

from pydantic import AfterValidator, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

_VARIABLE = re.compile(r"\$\{(LINKWARDEN_[A-Z0-9_]+)\}")
_EXACT_ENOUGH = re.compile(r"(\*\.[^*?\[\].]+\.)?[^*?\[\]]+")
"""A host, or all hosts below a name of at least two labels."""
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""RFC 9110 section 5.6.2: the name of a header."""
_VISIBLE = re.compile(r"[ \t\x21-\x7e]*")
"""RFC 9110 section 5.5: the characters that a header's value should be limited to."""
_HOST_AND_PORT = re.compile(r"(\[[^\]]+\]|[^:]+):([0-9]{1,5})")
_MAX_PORT = 65535
_OURS = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
"""Headers that frame a message, manage its connection (RFC 9110 sections 7.6.1 and 8.6), or set its encoding."""
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

V = TypeVar("V")


def lower(value: dict[str, V]) -> dict[str, V]:
    """Write patterns of hosts as URLs write hosts: in lower case."""
    lowered = {pattern.lower(): each for pattern, each in value.items()}
    if len(lowered) < len(value):
        raise ValueError("a pattern is repeated; host names are case-insensitive")
    return lowered


def split_port(pattern: str) -> tuple[str, int | None]:
    """Return a host pattern and the port that it is bound to: ``HOST:PORT``, ``[IPV6]:PORT``, or no port."""
    match = _HOST_AND_PORT.fullmatch(pattern)
    return (match[1].strip("[]"), int(match[2])) if match else (pattern.strip("[]"), None)


def is_header_value(text: str) -> bool:
    """Return whether *text* can be sent as a header's value."""
    return _VISIBLE.fullmatch(text) is not None


def _header_value(value: str) -> str:
    if not is_header_value(value):
        raise ValueError("a header value must be one line of visible ASCII characters")
    return value.strip()


def checked(value: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Reject headers that cannot be sent, and those that would send a secret to arbitrary hosts."""
    for pattern, headers in value.items():
        host, port = split_port(pattern)
        for name, text in headers.items():
            if port is not None and not 0 < port <= _MAX_PORT:
                _refuse((pattern, name), f"ports are numbers from 1 to {_MAX_PORT}")
            if not _TOKEN.fullmatch(name):
                _refuse((pattern, name), "not a valid header name")
            if name.lower() in _OURS:
                _refuse((pattern, name), "linkwarden sets this header itself")
            if "${" in text and not _EXACT_ENOUGH.fullmatch(host):
                _refuse((pattern, name), "a value with a variable is sent to a host name or *.NAME.TLD only")
    return value


def _refuse(place: tuple[str, ...], reason: str) -> None:
    problem = PydanticCustomError("header", "{reason}", {"reason": reason})
    raise ValidationError.from_exception_data("headers", [InitErrorDetails(type=problem, loc=place, input=None)])


def variables_in(headers: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    """Return the environment variables that headers name."""
    values = (value for each in headers.values() for value in each.values())
    return frozenset(name for value in values for name in _VARIABLE.findall(value))


def headers_for(
    headers: Mapping[str, Mapping[str, str]], scheme: str, host: str, port: int, environment: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Return the headers for a host, credentials filled in.

    Credentials are sent over TLS only, and files can name only variables that begin with LINKWARDEN_.

    Args:
        headers: Names and values, by host pattern.
        scheme: http or https.
        host: Its name or address, IPv6 without brackets.
        port: Its port; a pattern that ends in one is for that port only.
        environment: Where the credentials are.
    """
    sent: list[tuple[str, str]] = []
    for pattern, named in headers.items():
        name_pattern, bound_port = split_port(pattern)
        if not fnmatchcase(host, name_pattern) or bound_port not in (None, port):
            continue
        for name, value in named.items():
            secret = _VARIABLE.search(value) is not None
            if not secret or scheme == "https" or host in _LOOPBACK:
                sent.append((name, _VARIABLE.sub(lambda match: environment.get(match[1], "").strip(), value)))
    return tuple(sent)


HeaderValue = Annotated[str, AfterValidator(_header_value)]
