"""The proxy that the environment names for a host, by the usual variables."""

from dataclasses import dataclass
from urllib.request import getproxies, proxy_bypass


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies of this environment (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY, and the system's settings)."""

    by_scheme: dict[str, str]

    @classmethod
    def of_environment(cls) -> "Proxies":
        """Read them once."""
        return cls(getproxies())

    def for_host(self, scheme: str, host: str, port: int) -> str | None:
        """Return the URL of the proxy to use, or None for a direct connection."""
        proxy = self.by_scheme.get(scheme) or self.by_scheme.get("all")
        if not proxy or proxy_bypass(host) or proxy_bypass(f"{host}:{port}"):
            return None
        return proxy if "://" in proxy else f"http://{proxy}"
