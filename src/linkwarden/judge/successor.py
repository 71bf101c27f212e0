"""Successors that a repository's description or homepage mentions. Pure."""

import re

from linkwarden.model.repository import RepositoryFacts

_URL = re.compile(r"https?://[^\s<>()\[\]\"'|]+")
_NAME = re.compile(r"(?:^|(?<=[\s(]))[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]*[A-Za-z0-9]\b")
_POINTS = re.compile(
    r"\b(?:superseded by|replaced by|succeeded by|in favou?r of|moved to|migrated to|merged into|use|see|try"
    r"|switch to)\b(?P<where>.*)",
    re.IGNORECASE | re.DOTALL,
)


def successor(facts: RepositoryFacts) -> str | None:
    """Return the address or name that the owners of an archived repository point to, or None if they name none.

    In the description an address, or OWNER/NAME, counts behind words such as "moved to"; the homepage counts only
    where it is another repository: elsewhere it is as likely the old project's own site.
    """
    text = facts.description or ""
    points = _POINTS.search(text)
    if points:
        found = _URL.search(points["where"]) or _NAME.search(points["where"])
        if found and not _same(found[0], facts):
            return found[0].rstrip(".,;:!?")
    homepage = facts.homepage or ""
    match = re.fullmatch(r"https?://(?:www\.)?github\.com/([^/?#]+/[^/?#]+)/?(?:#readme)?", homepage)
    return homepage if match and not _same(match[1], facts) else None


def _same(text: str, facts: RepositoryFacts) -> bool:
    return text.rstrip("/").casefold().endswith(facts.name_with_owner.casefold())
