"""Cookies along one link's chain of redirects, as browsers keep them (RFC 6265, sections 5.1 to 5.4). Pure.

Where browsers differ from RFC 6265, this follows RFC 6265bis: a cookie may have no name, and this machine
counts as secure.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from linkwarden.net.addresses import known_addresses, parse_address
from linkwarden.urls import WebUrl

MAX_COOKIE_BYTES = 4096
"""RFC 6265 section 6.1; browsers ignore longer ones."""
MAX_BYTES = 32 * 1024
"""All cookies of a chain: the oldest are dropped first."""
MAX_COOKIES = 180
"""As Chrome keeps for one site."""

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_WHITESPACE = " \t"
_MAX_AGE = re.compile(r"-?[0-9]+")

_DATE_DELIMITERS = re.compile(r"[\x09\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?![0-9])")
_DAY = re.compile(r"([0-9]{1,2})(?![0-9])")
_YEAR = re.compile(r"([0-9]{2,4})(?![0-9])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_Key = tuple[str, str, str]


class Cookie(NamedTuple):
    """One cookie."""

    name: str
    value: str
    domain: str
    host_only: bool
    path: str
    secure: bool

    @property
    def pair(self) -> str:
        """The Cookie header."""
        return f"{self.name}={self.value}" if self.name else self.value

    def matches(self, url: WebUrl) -> bool:
        """Return whether it is sent to *url* (RFC 6265 section 5.4)."""
        if not (url.host == self.domain if self.host_only else _domain_matches(url.host, self.domain)):
            return False
        return _path_matches(url.path, self.path) and (not self.secure or _is_secure(url))


class ChainCookies:
    """The cookies that a browser would keep between two hops. They are dropped with the chain."""

    def __init__(self) -> None:
        self._cookies: dict[_Key, Cookie] = {}

    def take(self, url: WebUrl, headers: Iterable[tuple[str, str]], now: datetime) -> None:
        """Store the Set-Cookie headers of a response.

        Args:
            url: The URL of the response.
            headers: All of its headers, names in lower case.
            now: The current time, against which cookies expire.
        """
        for name, value in headers:
            if name == "set-cookie":
                self._store(url, value, now)
        size = sum(len(each.pair) for each in self._cookies.values())
        while len(self._cookies) > MAX_COOKIES or size > MAX_BYTES:
            oldest = next(iter(self._cookies))
            size -= len(self._cookies.pop(oldest).pair)

    def header_for(self, url: WebUrl) -> str | None:
        """Return the Cookie header for a request, or None. Longer paths come first, then older cookies."""
        sent = sorted((each for each in self._cookies.values() if each.matches(url)), key=lambda each: -len(each.path))
        return "; ".join(each.pair for each in sent) or None

    def _store(self, url: WebUrl, text: str, now: datetime) -> None:
        attributes = _attributes(text)
        cookie = _cookie(url, text, attributes)
        if cookie is None:
            return
        key = (cookie.name, cookie.domain, cookie.path)
        if _is_expired(attributes, now):
            self._cookies.pop(key, None)
        else:
            self._cookies[key] = cookie


def _cookie(url: WebUrl, text: str, attributes: dict[str, str]) -> Cookie | None:
    """Return the cookie that a Set-Cookie header describes, or None if browsers ignore it."""
    if _CONTROL.search(text):
        return None
    pair = text.partition(";")[0]
    name, equals, value = pair.partition("=")
    name, value = (name, value) if equals else ("", pair)
    name, value = name.strip(_WHITESPACE), value.strip(_WHITESPACE)
    if not (name or value) or len(name) + len(value) > MAX_COOKIE_BYTES:
        return None
    secure = "secure" in attributes
    if secure and not _is_secure(url):
        return None
    domain = attributes.get("domain", "").removeprefix(".").lower()
    if domain and not _may_set(url.host, domain):
        return None
    path = attributes.get("path", "")
    return Cookie(
        name=name,
        value=value,
        domain=domain or url.host,
        host_only=not domain or (domain == url.host and parse_address(domain) is not None),
        path=path if path.startswith("/") else _default_path(url.path),
        secure=secure,
    )


def _attributes(text: str) -> dict[str, str]:
    """Return the attributes by lower-case name, the last of each (RFC 6265 section 5.2); unknown ones are harmless.

    A Max-Age that is not a number counts as absent (section 5.2.2), and so does an invalid Expires.
    """
    found: dict[str, str] = {}
    for part in text.split(";")[1:]:
        name, _, value = part.partition("=")
        name, value = name.strip(_WHITESPACE).lower(), value.strip(_WHITESPACE)
        if name == "max-age" and not _MAX_AGE.fullmatch(value):
            continue
        if name == "expires" and parse_cookie_date(value) is None:
            continue
        found[name] = value
    return found


def _is_expired(attributes: dict[str, str], now: datetime) -> bool:
    """RFC 6265 section 5.3, step 3: Max-Age takes precedence."""
    if (max_age := attributes.get("max-age")) is not None:
        return max_age.startswith("-") or not max_age.strip("0")
    expires = parse_cookie_date(attributes["expires"]) if "expires" in attributes else None
    return expires is not None and expires <= now


def parse_cookie_date(text: str) -> datetime | None:
    """Return a date as RFC 6265 section 5.1.1 reads it, or None if it is none.

    Years beyond Python's range are None too: such a cookie does not expire in this run either.
    """
    found: dict[str, tuple[int, ...]] = {}
    for token in _DATE_DELIMITERS.split(text):
        _read_date_token(token, found)
    if len(found) < 4:  # noqa: PLR2004 - time, day, month, year
        return None
    (year,), (month,), (day,) = found["year"], found["month"], found["day"]
    hour, minute, second = found["time"]
    if year < 100:  # noqa: PLR2004 - two digits
        year += 1900 if year >= 70 else 2000  # noqa: PLR2004 - RFC 6265 section 5.1.1, steps 3 and 4
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC) if year > 1600 else None  # noqa: PLR2004 - step 5
    except ValueError:
        return None


def _read_date_token(token: str, found: dict[str, tuple[int, ...]]) -> None:
    for name, pattern in (("time", _TIME), ("day", _DAY), ("month", None), ("year", _YEAR)):
        if name in found:
            continue
        if pattern is None:
            if token[:3].lower() in _MONTHS:
                found[name] = (_MONTHS.index(token[:3].lower()) + 1,)
                return
        elif match := pattern.match(token):
            found[name] = tuple(map(int, match.groups()))
            return


def _may_set(host: str, domain: str) -> bool:
    """Return whether *host* may set cookies for *domain*.

    Of the public suffixes (RFC 6265 section 5.3, step 5) only those of one label are refused: a chain of redirects
    meets no others' cookies.
    """
    if host == domain:
        return True
    return "." in domain and _domain_matches(host, domain)


def _domain_matches(host: str, domain: str) -> bool:
    """RFC 6265 section 5.1.3."""
    return host == domain or (host.endswith("." + domain) and parse_address(host) is None)


def _path_matches(path: str, cookie_path: str) -> bool:
    """RFC 6265 section 5.1.4."""
    if not path.startswith(cookie_path):
        return False
    return len(path) == len(cookie_path) or cookie_path.endswith("/") or path[len(cookie_path)] == "/"


def _default_path(path: str) -> str:
    """RFC 6265 section 5.1.4: the folder of the page, without its slash."""
    return path[: path.rfind("/")] or "/"


def _is_secure(url: WebUrl) -> bool:
    """Return whether *url* may have cookies with ``Secure``: over TLS, and on this machine, as browsers do."""
    return url.scheme == "https" or _is_loopback(url.host)


def _is_loopback(host: str) -> bool:
    addresses = known_addresses(host)
    parsed = parse_address(addresses[0]) if addresses else None
    return parsed is not None and parsed.is_loopback
