"""Cookies live along one link's chain of redirects, in the standard library's jar."""

from collections.abc import Iterable
from email.message import Message
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from typing import cast
from urllib.request import Request as UrllibRequest


class ChainCookies:
    """What a browser would remember between two hops. Nothing of it outlives the chain."""

    def __init__(self) -> None:
        self._jar = CookieJar()

    def take(self, url: str, headers: Iterable[tuple[str, str]]) -> None:
        """Remember the Set-Cookie headers of an answer from *url*."""
        lines = [value for name, value in headers if name == "set-cookie"]
        if not lines:
            return
        message = Message()
        for line in lines:
            message.add_header("Set-Cookie", line)
        response = cast("HTTPResponse", _Headers(message))  # the jar asks a response for its headers alone
        self._jar.extract_cookies(response, UrllibRequest(url))  # noqa: S310 - never opened

    def header_for(self, url: str) -> str | None:
        """Return the Cookie header for a request to *url*, or None."""
        if not len(self._jar):
            return None
        request = UrllibRequest(url)  # noqa: S310 - never opened
        self._jar.add_cookie_header(request)
        return request.get_header("Cookie")


class _Headers:
    def __init__(self, message: Message) -> None:
        self._message = message

    def info(self) -> Message:
        return self._message
