"""Evaluates a response of the GraphQL API: the result for each target, and what to do next. Pure.

Errors are distinguished by status, `type`, `path` and headers, never by their message. Sources: GitHub's documentation,
"Rate limits and query limits for the GraphQL API" and "Troubleshooting the REST API"; the shapes of errors as issues
of clients show them (octokit, cli, jasper).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from linkwarden.model.exchange import ErrorKind, Exchange
from linkwarden.model.github import GitHubRepository, Page
from linkwarden.probe.github.places import GitHubTarget
from linkwarden.probe.github.query import Asked, Question

MIN_POINTS = 50
"""Of the hour's budget, which other jobs of the same repository share, so much is left alone."""

_TOO_MUCH = frozenset({"RESOURCE_LIMITS_EXCEEDED", "MAX_NODE_LIMIT_EXCEEDED"})
_BROKEN_OFF = frozenset({ErrorKind.TIMEOUT, ErrorKind.CONNECTION_RESET, ErrorKind.PROTOCOL_ERROR})
"""Responses of a server that gave up on a query."""


class TargetResult(NamedTuple):
    """The result for one target."""

    there: bool
    """It was found. False proves nothing: the API may not have it, or this token may not see it."""
    facts: GitHubRepository | None = None
    locked_out: bool = False
    """The owner does not allow this token: it lacks single sign-on, or is of an app that is not approved."""


@dataclass(frozen=True, slots=True)
class Next:
    """Go on as before."""


@dataclass(frozen=True, slots=True)
class RetrySmaller:
    """It was too much at once."""


class RetryLater(NamedTuple):
    """Minimum delay in seconds; None if the API named none."""

    seconds: float | None


class Stop(NamedTuple):
    """No more in this run."""

    reason: str
    cure: str


class QueryResult(NamedTuple):
    """One response."""

    readings: Mapping[GitHubTarget, TargetResult]
    """Targets without a reading got no result."""
    then: Next | RetrySmaller | RetryLater | Stop


def read_answer(exchange: Exchange, question: Question, now: datetime) -> QueryResult:
    """Return the evaluation of *exchange*, the response to *question*."""
    if exchange.error is not None:
        return QueryResult({}, _unreached(exchange))
    document = _document(exchange)
    match exchange.status:
        case 200:
            return _read(document, exchange, question, now)
        case 401:
            return QueryResult(
                {}, Stop("the token was rejected (401): it is invalid, expired or revoked", "Set a valid token")
            )
        case 403 | 429:
            return QueryResult({}, _forbidden(document, exchange, now))
        case status if status is not None and status >= 500:  # noqa: PLR2004 - RFC 9110 section 15.6
            return QueryResult({}, RetrySmaller())
    return QueryResult({}, _no_api(exchange))


def _unreached(exchange: Exchange) -> RetrySmaller | Stop:
    if exchange.error in _BROKEN_OFF and exchange.connected:
        return RetrySmaller()
    cure = "Check the network, and GITHUB_API_URL"
    if exchange.error is ErrorKind.PRIVATE_ADDRESS:
        cure = "Allow it with --allow-private-addresses"
    return Stop(f"the API can't be reached: {exchange.detail or exchange.error}", cure)


def _document(exchange: Exchange) -> dict[str, Any]:
    try:
        document = json.loads(exchange.body.data)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _forbidden(document: Mapping[str, Any], exchange: Exchange, now: datetime) -> RetryLater | Stop:
    """A rate limit, or a token without permission."""
    if exchange.header("x-ratelimit-remaining") == "0":
        return _spent(_reset(exchange), now)
    wait = _retry_after(exchange)
    secondary = "rate-limit" in str(document.get("documentation_url", ""))
    if exchange.status == 429 or wait is not None or secondary:  # noqa: PLR2004 - RFC 6585
        return RetryLater(wait)
    if exchange.header("x-github-sso") is not None:
        return Stop("the token is not authorized for single sign-on (403)", "Authorize it in GitHub's token settings")
    return Stop("the token is not allowed to use the API (403)", "Set a token that may read public repositories")


def _no_api(exchange: Exchange) -> Stop:
    return Stop(f"{exchange.url} responds with {exchange.status}; it is not a GraphQL API", "Check GITHUB_API_URL")


def _retry_after(exchange: Exchange) -> float | None:
    value = exchange.header("retry-after") or ""
    return float(value) if value.isascii() and value.isdigit() else None


def _reset(exchange: Exchange) -> datetime | None:
    value = exchange.header("x-ratelimit-reset") or ""
    return datetime.fromtimestamp(int(value), UTC) if value.isascii() and value.isdigit() else None


def _spent(reset: datetime | None, now: datetime) -> Stop:
    until = f" until {reset:%H:%M} UTC" if reset is not None and reset > now else ""
    return Stop(f"the API's hourly rate limit is used up{until}", "Run again later, or use a separate token")


def _read(document: Mapping[str, Any], exchange: Exchange, question: Question, now: datetime) -> QueryResult:
    data, errors = document.get("data"), [each for each in document.get("errors") or () if isinstance(each, dict)]
    types = {each.get("type") for each in errors}
    if "RATE_LIMITED" in types:
        spent = exchange.header("x-ratelimit-remaining") == "0"
        return QueryResult({}, _spent(_reset(exchange), now) if spent else RetryLater(_retry_after(exchange)))
    if not isinstance(data, dict):
        refused = any(isinstance(each.get("extensions"), dict) and each["extensions"].get("code") for each in errors)
        return QueryResult({}, Stop("the API rejected the query", "Report it") if refused else RetrySmaller())
    too_much = any(each.get("type") in _TOO_MUCH or not each.get("path") for each in errors)
    reader = _Reader(data, errors, partial=too_much)
    readings = {asked.target: reading for asked in question.asked if (reading := reader.read(asked)) is not None}
    then = RetrySmaller() if too_much else _budget(data.get("rateLimit"), now)
    return QueryResult(readings, then)


def _budget(limit: Any, now: datetime) -> Next | Stop:
    if not isinstance(limit, dict) or not isinstance(limit.get("remaining"), int):
        return Next()
    return _spent(_time(limit.get("resetAt")), now) if limit["remaining"] < MIN_POINTS else Next()


class _Reader(NamedTuple):
    """Reads each target's result from a document."""

    data: Mapping[str, Any]
    errors: Iterable[Mapping[str, Any]]
    partial: bool
    """The server gave up on a part: what is missing proves nothing."""

    def read(self, asked: Asked) -> TargetResult | None:
        """Return the result for a target; None if it is missing."""
        value = self.data.get(asked.alias)
        if self._given_up(asked) or (self.partial and value is None and self._type(asked.alias) is None):
            return None
        if not asked.target.name:
            return TargetResult(isinstance(value, dict))
        if not isinstance(value, dict):
            kind = self._type(asked.alias)
            missing = GitHubRepository(asked.target.repository, page=asked.target.page, found=False)
            return TargetResult(False, missing if kind == "NOT_FOUND" else None, locked_out=kind == "FORBIDDEN")
        facts = _facts(asked.target, value)
        return TargetResult(_is_there(asked, value) and not facts.disabled and facts.lock_reason is None, facts)

    def _type(self, *path: str) -> str | None:
        return next((str(each.get("type")) for each in self.errors if each.get("path") == list(path)), None)

    def _given_up(self, asked: Asked) -> bool:
        paths = [(asked.alias,), *((asked.alias, field) for field in asked.fields)]
        return any(self._type(*path) in _TOO_MUCH for path in paths)


def _is_there(asked: Asked, value: Mapping[str, Any]) -> bool:
    if asked.target.page is Page.OTHER:
        return False
    return not asked.fields or any(_has(value.get(field), asked.target.kinds) for field in asked.fields)


def _has(value: Any, kinds: frozenset[str]) -> bool:
    if isinstance(value, dict):
        return not kinds or value.get("__typename") in kinds
    return value is True


def _facts(target: GitHubTarget, value: Mapping[str, Any]) -> GitHubRepository:
    branch = value.get("defaultBranchRef") or {}
    return GitHubRepository(
        asked=target.repository,
        page=target.page,
        name_with_owner=str(value.get("nameWithOwner")),
        archived=value.get("isArchived") is True,
        archived_at=_time(value.get("archivedAt")),
        pushed_at=_time(value.get("pushedAt")),
        committed_at=_time((branch.get("target") or {}).get("committedDate")),
        disabled=value.get("isDisabled") is True,
        lock_reason=value.get("lockReason"),
        description=value.get("description") or None,
        homepage=value.get("homepageUrl") or None,
    )


def _time(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment else None
