"""URLs that browsers derive from the written one."""

from linkwarden.urls import WebUrl, parse_web_url

HTTP_PORT = 80
"""A service on a non-default port has its https twin elsewhere, if at all."""


def https_twin(url: WebUrl | None) -> str | None:
    """Return the same address on https, or None for one that has no such twin."""
    if url is None or url.scheme != "http" or url.port != HTTP_PORT:
        return None
    return "https" + url.href.removeprefix("http")


def www_twin(url: WebUrl | None) -> str | None:
    """Return the same https address with `www.` put before the name, or taken off it."""
    if url is None or url.scheme != "https":
        return None
    twin = url.host.removeprefix("www.") if url.host.startswith("www.") else f"www.{url.host}"
    address = url.href.replace(f"//{url.host}", f"//{twin}", 1)
    return address if parse_web_url(address) else None  # an IP address has no such twin
