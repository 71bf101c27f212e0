"""What forges with an API of their own have in common: GitLab, and Forgejo or Gitea."""

from typing import NamedTuple
from urllib.parse import quote

from linkwarden.urls import WebUrl


class LinkedRepository(NamedTuple):
    """A repository as a link names it."""

    server: str
    """Scheme, host, and the port if the link has one."""
    path: str
    rest: str
    """The part of the link after the path of the repository."""
    known: bool
    """The server is known to run this kind of forge."""

    def moved_to(self, name: str, url: str) -> str | None:
        """Return the link's new URL if the forge now has the repository under another *name*, at *url*."""
        renamed = name.casefold() != self.path.casefold()
        return url + quote(self.rest, safe="/?&=%:@!$'()*+,;~") if renamed else None


def server_url(url: WebUrl) -> str:
    """Return the beginning of *url*, up to its path."""
    return url.href[: url.href.index("/", len(f"{url.scheme}://"))]
