"""Which page of GitHub a URL refers to, and what the API can confirm about it. Pure.

A file's URL does not show where its ref ends and its path begins (a branch may be called ``feature/x``): the
first segment is assumed to be the ref, and what is not found that way is passed to the web probe.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from linkwarden.model.github import Page
from linkwarden.urls import WebUrl, parse_web_url

_OWNER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,99})")
"""Letters, digits and hyphens; enterprise-managed users have an underscore before their short code."""
_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")

_NOT_OWNERS = frozenset(
    re.findall(
        r"\S+",
        "about account apps blog business codespaces collections contact copilot customer-stories dashboard"
        " discussions enterprise enterprises events explore features github-copilot issues join login logout"
        " marketplace mobile models new notifications orgs organizations pricing pulls readme search security"
        " sessions settings signup site solutions sponsors stars team topics trending users why-github",
    )
)
"""First segments of GitHub's own pages; `repository()` would return NOT_FOUND for them."""

_RAW = "raw.githubusercontent.com"
_WWW = "www.github.com"


class Server(NamedTuple):
    """A GitHub, and its API."""

    web: WebUrl
    """Where its pages are."""
    endpoint: WebUrl
    """The URL of GraphQL."""

    def serves(self, url: WebUrl) -> bool:
        """Return whether *url* is on this server, also under an address that redirects to it."""
        if self.web.host == "github.com" and url.host in (_WWW, _RAW):
            return True
        at_home = url.origin == self.web.origin
        return at_home or (url.host == self.web.host and url.scheme == "http" and url.port == 80)  # noqa: PLR2004


def server_of(environment: Mapping[str, str]) -> Server | None:
    """Return the GitHub of `GITHUB_API_URL` and `GITHUB_SERVER_URL`, github.com by default; None if they are wrong.

    The addresses are those in GitHub's documentation: https://HOST/api/v3 for GitHub Enterprise Server, with GraphQL
    at https://HOST/api/graphql, and https://api.SUBDOMAIN.ghe.com for Enterprise Cloud with data residency.
    """
    api = parse_web_url(environment.get("GITHUB_API_URL") or "https://api.github.com")
    if api is None:
        return None
    path = api.path.rstrip("/")
    if path.endswith("/api/v1"):  # Forgejo Actions: the API of Forgejo itself
        return None
    host = api.host if path.endswith("/api/v3") else api.host.removeprefix("api.")
    web = parse_web_url(environment.get("GITHUB_SERVER_URL") or f"{api.scheme}://{host}")
    endpoint = parse_web_url(path.removesuffix("/v3") + "/graphql", base=api.href)
    return Server(web, endpoint) if web and endpoint else None


class GitHubTarget(NamedTuple):
    """The target of a URL on GitHub. URLs with the same target share a result."""

    page: Page
    owner: str
    name: str = ""
    """The repository; empty for a page of its owner."""
    fields: tuple[str, ...] = ()
    """GraphQL fields of the repository of which one must have a value for the page to be there."""
    kinds: frozenset[str] = frozenset()
    """The types that such a value may have; empty for any."""

    @property
    def repository(self) -> str:
        """Owner and name as the URL has them."""
        return f"{self.owner}/{self.name}"


def read_target(url: WebUrl, server: Server) -> GitHubTarget | None:
    """Return the target of *url* on *server*, or None if the API cannot confirm it."""
    if not server.serves(url):
        return None
    segments = _segments(url.path)
    if segments is None:
        return None
    if url.host == _RAW:
        return _raw(segments)
    match segments:
        case [owner] if _is_owner(owner):
            return GitHubTarget(Page.OWNER, owner)
        case [owner, name, *rest] if _is_owner(owner) and (bare := name.removesuffix(".git")) and _is_name(bare):
            return _page(owner, bare, "/".join(rest))
    return None


def _segments(path: str) -> list[str] | None:
    """Return the decoded segments of a path, or None if one is not text, or contains a slash."""
    try:
        segments = [unquote_to_bytes(each).decode() for each in path.strip("/").split("/")]
    except UnicodeDecodeError:
        return None
    return None if any("/" in each or not each for each in segments) else segments


def _is_owner(text: str) -> bool:
    return _OWNER.fullmatch(text) is not None and text.lower() not in _NOT_OWNERS


def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None


def _raw(segments: list[str]) -> GitHubTarget | None:
    """``/OWNER/NAME/REF/PATH``, the ref also written out as ``refs/heads/BRANCH`` or ``refs/tags/TAG``."""
    match segments:
        case [owner, name, "refs", "heads" | "tags" as kind, ref, *path] if path:
            expression = f"refs/{kind}/{ref}:{'/'.join(path)}"
        case [owner, name, ref, *path] if path:
            expression = f"{ref}:{'/'.join(path)}"
        case _:
            return None
    if not (_is_owner(owner) and _is_name(name)):
        return None
    return GitHubTarget(Page.FILE, owner, name, _object(expression), frozenset({"Blob"}))


def _object(expression: str) -> tuple[str]:
    """A Git revision expression, as for `git rev-parse`."""
    return (f"object(expression: {quoted(expression)}) {{ __typename }}",)


def _thread(number: str) -> tuple[str]:
    """On the web, numbers of issues and pull requests are interchangeable, and redirect."""
    return (f"issueOrPullRequest(number: {number}) {{ __typename }}",)


def _release(tag: str) -> tuple[str, str]:
    """A tag without a release has a page under ``/releases/tag/``, too."""
    return (
        f"release(tagName: {quoted(tag)}) {{ __typename }}",
        f"ref(qualifiedName: {quoted(f'refs/tags/{tag}')}) {{ __typename }}",
    )


def quoted(text: str) -> str:
    """Return *text* as a GraphQL string, whose escapes are those of JSON (GraphQL, section 2.9.4)."""
    return json.dumps(text, ensure_ascii=False)


_ANY = frozenset[str]()
_N = r"([1-9]\d{0,8})"

_PAGES: tuple[tuple[str, Page, Callable[[re.Match[str]], tuple[str, ...]], frozenset[str]], ...] = (
    (r"(?:releases(?:/latest)?|tags|pulls)?", Page.REPOSITORY, lambda _: (), _ANY),
    (r"issues", Page.REPOSITORY, lambda _: ("hasIssuesEnabled",), _ANY),
    (r"discussions", Page.REPOSITORY, lambda _: ("hasDiscussionsEnabled",), _ANY),
    (r"tree/([^/]+)", Page.FILE, lambda found: _object(found[1]), _ANY),
    (r"(?:blob|tree|raw|blame)/([^/]+)/(.+)", Page.FILE, lambda found: _object(f"{found[1]}:{found[2]}"), _ANY),
    (r"commit/([0-9a-fA-F]{7,64})", Page.RECORD, lambda found: _object(found[1]), frozenset({"Commit"})),
    (r"releases/tag/(.+)", Page.RECORD, lambda found: _release(found[1]), _ANY),
    (rf"issues/{_N}", Page.RECORD, lambda found: _thread(found[1]), _ANY),
    (rf"pull/{_N}(?:/(?:files|commits|checks))?", Page.RECORD, lambda found: _thread(found[1]), _ANY),
    (
        rf"discussions/{_N}",
        Page.RECORD,
        lambda found: (f"discussion(number: {found[1]}) {{ __typename }}",),
        _ANY,
    ),
)
"""The pages of a repository: the path after its name, its kind, the field that confirms it, and that field's types."""


def _page(owner: str, name: str, rest: str) -> GitHubTarget:
    for pattern, page, fields, kinds in _PAGES:
        if found := re.fullmatch(pattern, rest, re.DOTALL):
            return GitHubTarget(page, owner, name, fields(found), kinds)
    return GitHubTarget(Page.OTHER, owner, name)


_LINES = re.compile(r"L\d+(C\d+)?(-L?\d+(C\d+)?)?")


def needs_page(url: WebUrl, fragments: Iterable[str | None], target: GitHubTarget, server: Server) -> bool:
    """Return whether the page itself must be loaded, although the API has confirmed it.

    That is so for an address that redirects (http, www), and for a fragment that names a heading. Not for lines of
    a file, which the page's script finds; not for comments of an issue, which it loads; and not for ``#readme``,
    which awesome-lists put behind every repository: it leads to the README that GitHub shows anyway.
    """
    if url.host == _WWW or url.scheme != server.web.scheme:
        return True
    if target.page is Page.RECORD or url.host == _RAW:
        return False
    names = {(fragment or "").partition(":~:")[0] for fragment in fragments} - {"", "readme"}
    return any(_LINES.fullmatch(name) is None for name in names)
