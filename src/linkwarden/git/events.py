"""Which revision the pull request, merge queue entry or merge request that CI runs for has to be compared with."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from linkwarden.errors import InputError

PULL_REQUEST_EVENTS = frozenset({"pull_request", "pull_request_target"})


class EventBase(NamedTuple):
    """The revisions of a CI event."""

    base: str
    """The commit that the change is proposed against."""
    head: str | None = None
    """The last commit of the change itself. A checkout of the test merge has it as its second parent, and then its
    first parent is the base that was merged, which a shallow clone of depth 2 contains."""


def read_event(environment: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the event that GitHub Actions, or Forgejo Actions, runs for; empty elsewhere.

    docs.github.com, "Variables reference": GITHUB_EVENT_PATH names a JSON file with the webhook's payload.

    Raises:
        InputError: The file cannot be read.
    """
    path = environment.get("GITHUB_EVENT_PATH")
    if not path:
        return {}
    try:
        event = json.loads(Path(path).read_bytes())
    except (OSError, ValueError) as error:
        raise InputError(f"GITHUB_EVENT_PATH: {path} cannot be read: {error}") from None
    return event if isinstance(event, dict) else {}


def base_of_event(environment: Mapping[str, str], event: Mapping[str, Any]) -> EventBase | None:
    """Return the base of the change that CI runs for, or None if it runs for no change: a push, a schedule.

    Sources: docs.github.com, "Webhook events and payloads", pull_request and merge_group; docs.gitlab.com,
    "Predefined CI/CD variables reference", CI_MERGE_REQUEST_DIFF_BASE_SHA.
    """
    name = environment.get("GITHUB_EVENT_NAME")
    if name in PULL_REQUEST_EVENTS:
        base, head = _text(event, "pull_request", "base", "sha"), _text(event, "pull_request", "head", "sha")
        return EventBase(base, head) if base else None
    if name == "merge_group":
        base = _text(event, "merge_group", "base_sha")
        return EventBase(base) if base else None
    base = environment.get("CI_MERGE_REQUEST_DIFF_BASE_SHA")
    return EventBase(base) if base else None


def default_branch(environment: Mapping[str, str], event: Mapping[str, Any]) -> str | None:
    """Return the name of the repository's default branch, if CI provides it."""
    return _text(event, "repository", "default_branch") or environment.get("CI_DEFAULT_BRANCH") or None


def _text(event: Mapping[str, Any], *keys: str) -> str | None:
    value: Any = event
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) and value else None
