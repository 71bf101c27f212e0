"""How the issue is brought up to date after a run. Pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from linkwarden.issue.body import MARKER, Frame, keys_of, render
from linkwarden.issue.items import Item

_MAX_NEWS = 20
"""Items that a comment lists; the issue lists all."""


class Issue(NamedTuple):
    """An issue as it is on GitHub."""

    number: int
    body: str
    is_open: bool


class Create(NamedTuple):
    """Open the issue."""

    body: str


class Update(NamedTuple):
    """Change the issue; None leaves a part as it is."""

    number: int
    body: str | None = None
    is_open: bool | None = None


class Comment(NamedTuple):
    """A comment about new items: an edit of the body sends no notifications."""

    number: int
    body: str


Action = Create | Update | Comment


def find(issues: Iterable[Issue]) -> Issue | None:
    """Return the one of *issues* that linkwarden keeps: the open one, else the newest.

    Args:
        issues: The issues with the label, newest first.
    """
    own = [issue for issue in issues if MARKER in issue.body]
    return next((issue for issue in own if issue.is_open), own[0] if own else None)


def plan(issue: Issue | None, items: Sequence[Item], frame: Frame | None = None) -> list[Action]:
    """Return the requests to make, in order; none if the issue is up to date.

    Args:
        issue: The issue as it is, if there is one.
        items: The items to list.
        frame: The parts of the body other than the items.
    """
    if issue is None:
        return [Create(render(items, frame=frame))] if items else []
    if not items:
        return [Update(issue.number, is_open=False)] if issue.is_open else []
    known = keys_of(issue.body) if issue.is_open else frozenset()
    news = [item for item in items if item.key not in known]
    body = render(items, issue.body, frame)
    changed = body if _lines(body) != _lines(issue.body) else None
    actions: list[Action] = []
    if changed is not None or not issue.is_open:
        actions.append(Update(issue.number, changed, None if issue.is_open else True))
    if news:
        actions.append(Comment(issue.number, _comment(news)))
    return actions


def _lines(body: str) -> list[str]:
    """Return the lines of *body*; GitHub's editor turns their ends into CR LF."""
    return body.replace("\r\n", "\n").split("\n")


def _comment(news: Sequence[Item]) -> str:
    shown = [f"- {item.text}" for item in news[:_MAX_NEWS]]
    rest = len(news) - len(shown)
    return "\n".join(["New since the last check:", "", *shown, *([f"- and {rest:,} more"] if rest else [])])
