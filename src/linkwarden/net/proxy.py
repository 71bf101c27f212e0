"""The proxy that the environment names for a host, by the usual variables."""

from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit
from urllib.request import getproxies, proxy_bypass

from linkwarden.errors import ConfigError

SCHEMES = frozenset({"http", "https", "socks5", "socks5h"})


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy, and the credentials for it."""

    url: str
    """Without user name and password."""
    auth: tuple[bytes, bytes] | None = field(default=None, repr=False)
    """User name and password."""

    @classmethod
    def of(cls, text: str) -> "Proxy":
        """Parse the value of a variable such as HTTPS_PROXY: a URL, or host and port alone.

        Raises:
            ValueError: It is not the URL of a proxy; the message omits it, because it may contain a password.
        """
        parts = urlsplit(text.strip() if "://" in text else f"http://{text.strip()}")
        host = parts.hostname or ""
        valid = parts.scheme in SCHEMES and host and host.isascii() and host.isprintable() and " " not in host
        if not valid or parts.path not in ("", "/"):
            raise ValueError("not the URL of a proxy")
        shown = f"[{host}]" if ":" in host else host
        port = "" if parts.port is None else f":{parts.port}"
        user, password = parts.username, parts.password
        auth = None if user is None else (unquote_to_bytes(user), unquote_to_bytes(password or ""))
        return cls(f"{parts.scheme}://{shown}{port}", auth)


class Proxies(NamedTuple):
    """The proxies of this environment (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY, and the system's settings)."""

    by_scheme: dict[str, str]

    @classmethod
    def of_environment(cls) -> "Proxies":
        """Read them once.

        Raises:
            ConfigError: One is not the URL of a proxy.
        """
        proxies = {scheme: text for scheme, text in getproxies().items() if scheme in ("http", "https", "all")}
        for scheme, text in proxies.items():
            try:
                Proxy.of(text)
            except ValueError:
                raise ConfigError(
                    f"{scheme.upper()}_PROXY: not the URL of a proxy; write it as http://HOST:PORT (or https, socks5), "
                    "and percent-encode special characters in a password"
                ) from None
        return cls(proxies)

    def for_host(self, scheme: str, host: str, port: int) -> str | None:
        """Return the URL of the proxy to use, or None for a direct connection."""
        proxy = self.by_scheme.get(scheme) or self.by_scheme.get("all")
        if not proxy or proxy_bypass(host) or proxy_bypass(f"{host}:{port}"):
            return None
        return proxy
