"""Evaluation of responses: the shapes in GitHub's documentation, and errors that its clients have reported."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from linkwarden.model.exchange import Body, ErrorKind, Exchange
from linkwarden.model.github import GitHubRepository, Page
from linkwarden.probe.github.answer import Next, QueryResult, RetryLater, RetrySmaller, Stop, TargetResult, read_answer
from linkwarden.probe.github.places import GitHubTarget
from linkwarden.probe.github.query import ask

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
RESET = NOW + timedelta(minutes=25)

THERE = GitHubTarget(Page.REPOSITORY, "o", "there")
GONE = GitHubTarget(Page.REPOSITORY, "o", "gone")
OWNER = GitHubTarget(Page.OWNER, "o")
FIELDS = ("issueOrPullRequest(number: 7) { __typename }",)
ISSUE = GitHubTarget(Page.RECORD, "o", "there", FIELDS)
TARGETS = (THERE, GONE, OWNER)

LIMIT = {"limit": 1000, "remaining": 900, "resetAt": "2026-11-24T12:25:00Z"}
REPOSITORY = {
    "nameWithOwner": "o/there",
    "isArchived": False,
    "archivedAt": None,
    "isDisabled": False,
    "lockReason": None,
    "pushedAt": "2026-11-20T10:00:00Z",
    "description": "Things",
    "homepageUrl": "",
    "defaultBranchRef": {"target": {"committedDate": "2026-11-01T10:00:00+02:00"}},
}
NOT_FOUND = {
    "type": "NOT_FOUND",
    "path": ["r1"],
    "locations": [{"line": 3, "column": 3}],
    "message": "Could not resolve to a Repository with the name 'o/gone'.",
}


def heard(
    document: Any = None,
    *targets: GitHubTarget,
    status: int = 200,
    headers: tuple[tuple[str, str], ...] = (),
    error: ErrorKind | None = None,
    connected: bool = True,
) -> QueryResult:
    """Return the evaluation of the response to a query about *targets*."""
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    exchange = Exchange(
        "e1",
        NOW,
        "test",
        "POST",
        "https://api.github.com/graphql",
        status=None if error else status,
        error=error,
        headers=headers,
        body=Body(body, complete=True),
        connected=connected,
    )
    return read_answer(exchange, ask(targets or TARGETS), NOW)


def document(*errors: dict[str, Any], **data: Any) -> dict[str, Any]:
    """Return a response to the query about TARGETS."""
    said = {"rateLimit": LIMIT, "r0": REPOSITORY, "r1": None, "r2": {"__typename": "User"}, **data}
    return {"data": said, "errors": list(errors)} if errors else {"data": said}


def test_a_repository_an_absence_and_an_owner() -> None:
    answer = heard(document(NOT_FOUND))

    assert Next() == answer.then
    assert TargetResult(there=True) == answer.readings[OWNER]
    assert TargetResult(False, GitHubRepository("o/gone", found=False)) == answer.readings[GONE]
    assert answer.readings[THERE] == TargetResult(
        True,
        GitHubRepository(
            "o/there",
            name_with_owner="o/there",
            pushed_at=datetime(2026, 11, 20, 10, tzinfo=UTC),
            committed_at=datetime(2026, 11, 1, 8, tzinfo=UTC),
            description="Things",
        ),
    )


def test_null_without_an_error_proves_nothing() -> None:
    answer = heard(document(r2=None))

    assert (TargetResult(False), TargetResult(False)) == (answer.readings[GONE], answer.readings[OWNER])


def test_an_empty_repository_has_no_date() -> None:
    facts = heard(document(r0={**REPOSITORY, "defaultBranchRef": None, "pushedAt": None})).readings[THERE].facts

    assert facts is not None
    assert (None, None) == (facts.committed_at, facts.pushed_at)


@pytest.mark.parametrize(
    ("name", "renamed"), [("o/there", False), ("O/There", False), ("new/there", True), ("o/other", True)]
)
def test_a_rename(name: str, renamed: bool) -> None:
    facts = heard(document(r0={**REPOSITORY, "nameWithOwner": name})).readings[THERE].facts

    assert facts is not None
    assert renamed == facts.renamed


@pytest.mark.parametrize(
    ("changed", "there"),
    [
        pytest.param({}, True, id="open-to-all"),
        pytest.param({"isArchived": True, "archivedAt": "2024-01-01T00:00:00Z"}, True, id="archived"),
        pytest.param({"isDisabled": True}, False, id="disabled"),
        pytest.param({"lockReason": "MIGRATING"}, False, id="locked"),
    ],
)
def test_a_repository_that_nobody_can_read_is_for_the_web_to_say(changed: dict[str, Any], there: bool) -> None:
    reading = heard(document(r0={**REPOSITORY, **changed})).readings[THERE]

    assert there == reading.there
    assert reading.facts is not None
    assert ("isArchived" in changed) == reading.facts.archived


@pytest.mark.parametrize(
    ("target", "values", "there"),
    [
        (ISSUE, {"f0": {"__typename": "Issue"}}, True),
        (ISSUE, {"f0": None}, False),
        (ISSUE._replace(kinds=frozenset({"Commit"})), {"f0": {"__typename": "Commit"}}, True),
        (ISSUE._replace(kinds=frozenset({"Commit"})), {"f0": {"__typename": "Tag"}}, False),
        (ISSUE._replace(fields=("a", "b")), {"f0": None, "f1": {"__typename": "Ref"}}, True),
        (ISSUE._replace(fields=("a", "b")), {"f0": None, "f1": None}, False),
        (ISSUE._replace(fields=("hasIssuesEnabled",)), {"f0": True}, True),
        (ISSUE._replace(fields=("hasIssuesEnabled",)), {"f0": False}, False),
        (ISSUE._replace(page=Page.OTHER, fields=()), {}, False),
    ],
)
def test_a_page_of_a_repository(target: GitHubTarget, values: dict[str, Any], there: bool) -> None:
    reading = heard({"data": {"r0": {**REPOSITORY, **values}}}, target).readings[target]

    assert there == reading.there
    assert reading.facts is not None
    assert target.page is reading.facts.page


def test_an_issue_that_is_not_found_leaves_its_repository_found() -> None:
    error = {"type": "NOT_FOUND", "path": ["r0", "f0"], "message": "issue or pull request with the number of 7"}
    answer = heard({"data": {"r0": {**REPOSITORY, "f0": None}}, "errors": [error]}, THERE, ISSUE)

    assert [True, False] == [answer.readings[each].there for each in (THERE, ISSUE)]
    assert all(reading.facts and reading.facts.found for reading in answer.readings.values())


def test_messages_decide_nothing() -> None:
    told = {**NOT_FOUND, "message": "Bad credentials. API rate limit exceeded. Something went wrong."}

    assert heard(document(NOT_FOUND)) == heard(document(told))


def test_an_organization_that_requires_single_sign_on() -> None:
    error = {"type": "FORBIDDEN", "path": ["r1"], "extensions": {"saml_failure": True}, "message": "Resource protected"}
    answer = heard(document(error))

    assert TargetResult(False, locked_out=True) == answer.readings[GONE]
    assert answer.readings[THERE].there
    assert Next() == answer.then


def _error(kind: str | None, *path: str) -> dict[str, Any]:
    return {"message": "x", **({"type": kind} if kind else {}), **({"path": list(path)} if path else {})}


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        pytest.param({"data": None, "errors": [_error("RESOURCE_LIMITS_EXCEEDED")]}, (), id="nothing-at-all"),
        pytest.param({"errors": [_error("MAX_NODE_LIMIT_EXCEEDED")]}, (), id="too-many-nodes"),
        pytest.param({"data": None, "errors": [_error(None)]}, (), id="something-went-wrong"),
        pytest.param(
            document(_error("RESOURCE_LIMITS_EXCEEDED", "r1")), (THERE, OWNER), id="one-of-them"
        ),
        pytest.param(
            document(_error("RESOURCE_LIMITS_EXCEEDED"), r2=None), (THERE,), id="it-stopped-half-way"
        ),
        pytest.param(
            document(_error("RESOURCE_LIMITS_EXCEEDED"), NOT_FOUND, r2=None), (THERE, GONE), id="absences-count"
        ),
        pytest.param(document(_error(None), r1=None), (THERE, OWNER), id="an-error-without-a-place"),
    ],
)  # fmt: skip
def test_a_part_that_the_server_gave_up_proves_nothing(
    said: dict[str, Any], answered: tuple[GitHubTarget, ...]
) -> None:
    answer = heard(said)

    assert RetrySmaller() == answer.then
    assert set(answered) == set(answer.readings)


SPENT = Stop("the API's hourly rate limit is used up until 12:25 UTC", "Run again later, or use a separate token")
RESETS = (("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", str(int(RESET.timestamp()))))
LIMITED = {"errors": [_error("RATE_LIMITED")]}
SECONDARY = {"message": "x", "documentation_url": "https://docs.github.com/x/rate-limits#about-secondary-rate-limits"}


@pytest.mark.parametrize(
    ("said", "status", "headers", "then"),
    [
        pytest.param({"data": {"rateLimit": {**LIMIT, "remaining": 50}}}, 200, (), Next(), id="just-enough"),
        pytest.param({"data": {"rateLimit": {**LIMIT, "remaining": 49}}}, 200, (), SPENT, id="too-little-left"),
        pytest.param({"data": {"rateLimit": None}}, 200, (), Next(), id="limits-are-switched-off"),
        pytest.param(LIMITED, 200, RESETS, SPENT, id="spent"),
        pytest.param({"message": "API rate limit exceeded"}, 403, RESETS, SPENT, id="spent-403"),
        pytest.param({}, 429, RESETS, SPENT, id="spent-429"),
        pytest.param(LIMITED, 200, (("retry-after", "30"),), RetryLater(30.0), id="secondary-200"),
        pytest.param(LIMITED, 200, (), RetryLater(None), id="secondary-200-unsaid"),
        pytest.param({}, 403, (("retry-after", "60"),), RetryLater(60.0), id="secondary-403"),
        pytest.param(SECONDARY, 403, (), RetryLater(None), id="secondary-403-unsaid"),
        pytest.param({}, 429, (("retry-after", "7"),), RetryLater(7.0), id="secondary-429"),
        pytest.param({}, 429, (), RetryLater(None), id="secondary-429-unsaid"),
    ],
)
def test_limits(said: Any, status: int, headers: tuple[tuple[str, str], ...], then: object) -> None:
    assert then == heard(said, status=status, headers=headers).then


def test_what_came_with_the_last_points_counts() -> None:
    answer = heard(document(NOT_FOUND, rateLimit={**LIMIT, "remaining": 3}))

    assert SPENT == answer.then
    assert set(TARGETS) == set(answer.readings)


@pytest.mark.parametrize(
    ("said", "status", "headers", "reason"),
    [
        pytest.param({"message": "Bad credentials"}, 401, (), "the token was rejected (401)", id="wrong-token"),
        pytest.param({}, 403, (("x-github-sso", "required; url=x"),), "single sign-on (403)", id="single-sign-on"),
        pytest.param({"message": "no"}, 403, (), "not allowed to use the API (403)", id="no-permission"),
        pytest.param({"message": "Not Found"}, 404, (), "responds with 404; it is not a GraphQL API", id="no-api"),
        pytest.param(b"<html>", 301, (), "responds with 301", id="elsewhere"),
        pytest.param(
            {"errors": [{"message": "Field 'x' doesn't exist", "extensions": {"code": "undefinedField"}}]},
            200,
            (),
            "rejected the query",
            id="an-older-server",
        ),
    ],
)
def test_it_is_over(said: Any, status: int, headers: tuple[tuple[str, str], ...], reason: str) -> None:
    answer = heard(said, status=status, headers=headers)

    assert isinstance(answer.then, Stop)
    assert reason in answer.then.reason
    assert {} == answer.readings


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_error_reduces_the_batch(status: int) -> None:
    assert RetrySmaller() == heard({"message": "Server Error"}, status=status).then


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b'{"data": {"r0": {"nameWithOwner'])
def test_a_page_instead_of_a_response_reduces_the_batch(body: bytes) -> None:
    assert QueryResult({}, RetrySmaller()) == heard(body)


@pytest.mark.parametrize(
    ("error", "connected", "then"),
    [
        (ErrorKind.TIMEOUT, True, RetrySmaller),
        (ErrorKind.CONNECTION_RESET, True, RetrySmaller),
        (ErrorKind.TIMEOUT, False, Stop),
        (ErrorKind.NO_SUCH_HOST, False, Stop),
        (ErrorKind.PRIVATE_ADDRESS, False, Stop),
        (ErrorKind.CERTIFICATE_ISSUER, True, Stop),
        (ErrorKind.PROXY_ERROR, True, Stop),
    ],
)
def test_no_answer(error: ErrorKind, connected: bool, then: type) -> None:
    assert isinstance(heard(error=error, connected=connected).then, then)
