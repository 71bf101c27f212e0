"""Reads and writes issues (docs.github.com/rest/issues)."""

from collections.abc import Iterator
from urllib.parse import urlencode

from linkwarden.issue.plan import Action, Comment, Create, Issue
from linkwarden.issue.rest import RestClient

_MAX_PAGES = 10
_PER_PAGE = 100


class Issues:
    """The issues of one repository that have one label."""

    def __init__(self, rest: RestClient, label: str) -> None:
        """Initialize with the transport, whose token has ``issues: write``, and the label."""
        self._request = rest.request
        self._label = label

    def all(self) -> Iterator[Issue]:
        """Yield the issues with the label, open and closed, newest first; pull requests are left out.

        Raises:
            ForgeError: GitHub refuses or does not respond.
        """
        for page in range(1, _MAX_PAGES + 1):
            query = {"labels": self._label, "state": "all", "per_page": _PER_PAGE, "page": page}
            found = self._request("GET", f"/issues?{urlencode(query)}")
            for each in found:
                if "pull_request" not in each:
                    yield Issue(each["number"], each.get("body") or "", each["state"] == "open")
            if len(found) < _PER_PAGE:
                return

    def do(self, action: Action, title: str) -> int:
        """Do one thing, and return the issue's number.

        Args:
            action: The action to take.
            title: The title of a new issue.

        Raises:
            ForgeError: GitHub refuses or does not respond.
        """
        if isinstance(action, Create):
            made = self._request("POST", "/issues", {"title": title, "body": action.body, "labels": [self._label]})
            return int(made["number"])
        path = f"/issues/{action.number}"
        if isinstance(action, Comment):
            self._request("POST", f"{path}/comments", {"body": action.body})
            return action.number
        change: dict[str, str] = {} if action.body is None else {"body": action.body}
        if action.is_open is not None:
            reason = "reopened" if action.is_open else "completed"
            change |= {"state": "open" if action.is_open else "closed", "state_reason": reason}
        self._request("PATCH", path, change)
        return action.number
