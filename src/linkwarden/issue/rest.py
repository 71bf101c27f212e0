"""Requests to GitHub's REST API, version 2022-11-28 (docs.github.com/rest)."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

from linkwarden.errors import LinkwardenError
from linkwarden.identity import user_agent
from linkwarden.report.sanitize import plain

_TIMEOUT_S = 30.0
_MAX_RESPONSE = 16 * 1024 * 1024

_REFUSED = {
    HTTPStatus.UNAUTHORIZED: "the token is not valid",
    HTTPStatus.FORBIDDEN: "the token lacks a permission",
    HTTPStatus.NOT_FOUND: "it does not exist, or the token lacks a permission",
    HTTPStatus.GONE: "issues are disabled in this repository",
}


class ForgeError(LinkwardenError):
    """A request was refused or got no response; the message is one line with the reason."""

    def __init__(self, text: str, status: int | None = None) -> None:
        """Initialize with the message, and the status code if GitHub responded."""
        super().__init__(text)
        self.status = status


class _NoRedirect(HTTPRedirectHandler):
    """Follows no redirect: the token is for one host only."""

    def redirect_request(self, *_arguments: object, **_options: object) -> None:
        """Refuse."""


class RestClient:
    """Sends requests about one repository, with a token."""

    def __init__(self, api_url: str, repository: str, token: str) -> None:
        """Initialize with the API's root, ``OWNER/NAME`` and a token.

        Raises:
            ForgeError: The root is not an https URL; http is accepted for 127.0.0.1 only.
        """
        if not api_url.startswith(("https://", "http://127.0.0.1:")):
            raise ForgeError(f"GITHUB_API_URL: {api_url} is not an https URL")
        self.repository = repository
        self._root = f"{api_url.rstrip('/')}/repos/{quote(repository)}"
        self._token = token
        self._open = build_opener(_NoRedirect).open

    def request(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Send a request, and return the JSON of the response.

        Args:
            method: The HTTP method.
            path: The part after ``/repos/OWNER/NAME``, with a query.
            body: The data to send as JSON.

        Raises:
            ForgeError: GitHub refuses, or does not respond.
        """
        request = Request(  # noqa: S310 - the scheme was looked at
            self._root + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {self._token}",
                "Content-Type": "application/json",
                "User-Agent": user_agent(),
                "X-GitHub-Api-Version": "2022-11-28",
            },
        )
        try:
            with self._open(request, timeout=_TIMEOUT_S) as response:
                return json.loads(response.read(_MAX_RESPONSE))
        except HTTPError as error:
            raise ForgeError(f"{method} {path.partition('?')[0]}: {_reason(error)}", error.code) from None
        except (URLError, OSError, ValueError) as error:
            raise ForgeError(f"{method} {path.partition('?')[0]}: {plain(str(error))}") from None


def _reason(error: HTTPError) -> str:
    with error:
        try:
            message = json.loads(error.read(_MAX_RESPONSE)).get("message", "")
        except (OSError, ValueError, AttributeError):
            message = ""
    known = next((reason for status, reason in _REFUSED.items() if status == error.code), "")
    return ": ".join(filter(None, (f"{error.code} {plain(str(message))}".strip(), known)))
