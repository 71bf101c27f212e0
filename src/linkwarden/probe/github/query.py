"""The question: many targets in one GraphQL query. Pure.

Each repository is queried once, under its own alias, with one more alias for each of its pages. The query has
no connections, so it costs one point however many repositories it names (GitHub's documentation, "Rate limits and
query limits for the GraphQL API").
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from linkwarden.probe.github.places import GitHubTarget, quoted

_LIMIT = "rateLimit { limit remaining resetAt }"

_REPOSITORY = """\
fragment R on Repository {
  nameWithOwner isArchived archivedAt isDisabled lockReason pushedAt description homepageUrl
  defaultBranchRef { target { ... on Commit { committedDate } } }
}"""


class Asked(NamedTuple):
    """The position of a target's result."""

    target: GitHubTarget
    alias: str
    """Of its repository or owner."""
    fields: tuple[str, ...] = ()
    """Aliases of the target's fields, inside."""


class Question(NamedTuple):
    """A query, and the positions of its targets' results."""

    text: str
    asked: tuple[Asked, ...]
    repositories: int


def ask(targets: Sequence[GitHubTarget]) -> Question:
    """Return the query for all *targets*."""
    groups = by_repository(targets)
    asked: list[Asked] = []
    lines: list[str] = []
    for number, group in enumerate(groups):
        alias = f"r{number}"
        first = group[0]
        if not first.name:
            lines.append(f"  {alias}: repositoryOwner(login: {quoted(first.owner)}) {{ __typename }}")
            asked += [Asked(target, alias) for target in group]
            continue
        fields = {field: f"f{place}" for place, field in enumerate(dict.fromkeys(_fields(group)))}
        inner = "".join(f"\n    {name}: {field}" for field, name in fields.items())
        arguments = f"owner: {quoted(first.owner)}, name: {quoted(first.name)}"
        lines.append(f"  {alias}: repository({arguments}) {{ ...R{inner} }}")
        asked += [Asked(target, alias, tuple(fields[field] for field in target.fields)) for target in group]
    fragment = f"\n{_REPOSITORY}" if any(group[0].name for group in groups) else ""
    text = "\n".join([f"query {{\n  {_LIMIT}", *lines, "}"]) + fragment
    return Question(text, tuple(asked), len(groups))


def by_repository(targets: Iterable[GitHubTarget]) -> list[list[GitHubTarget]]:
    """Return *targets* grouped by repository; names are case-insensitive on GitHub."""
    groups: dict[str, list[GitHubTarget]] = {}
    for target in targets:
        groups.setdefault(target.repository.casefold(), []).append(target)
    return list(groups.values())


def _fields(group: Iterable[GitHubTarget]) -> Iterable[str]:
    return (field for target in group for field in target.fields)
