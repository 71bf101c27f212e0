"""The baseline: findings that were accepted on one day, so that only new ones fail. Pure: a text in, a text out.

One line for each finding, sorted by URL, so that the file is readable and git can merge it:
``2026-11-25 not-found https://example.org/page``.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from linkwarden.errors import ConfigError

HEADER = """\
# Findings that `linkwarden baseline` accepted: the date, the rule and the link.
# An entry expires once its link works. To update the file, run `linkwarden baseline` again.
"""

_ENTRY = re.compile(r"(\d{4}-\d\d-\d\d) ([a-z0-9-]+) (\S.*)")


class BaselineEntry(NamedTuple):
    """One accepted finding."""

    accepted_on: date
    rule: str
    url: str
    """As reports show it."""


def parse_baseline(name: str, text: str) -> tuple[BaselineEntry, ...]:
    """Return the entries of a baseline; where a merge left two for one finding, the later one.

    Raises:
        ConfigError: A line is not an entry; the text names file and line.
    """
    entries: dict[tuple[str, str], BaselineEntry] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.strip()
        if not content or content.startswith("#"):
            continue
        entry = _entry(f"{name}:{number}", content)
        known = entries.get((entry.url, entry.rule))
        if known is None or known.accepted_on < entry.accepted_on:
            entries[entry.url, entry.rule] = entry
    return tuple(entries.values())


def _entry(where: str, line: str) -> BaselineEntry:
    match = _ENTRY.fullmatch(line)
    try:
        accepted_on = date.fromisoformat(match[1]) if match else None
    except ValueError:
        accepted_on = None
    if match is None or accepted_on is None:
        raise ConfigError(f"{where}: not an entry of a baseline; one is written as: 2026-01-31 not-found URL")
    return BaselineEntry(accepted_on, match[2], match[3])


def format_baseline(entries: Iterable[BaselineEntry]) -> str:
    """Return the text of a baseline."""
    lines = [f"{each.accepted_on} {each.rule} {each.url}\n" for each in sorted(entries, key=lambda e: (e.url, e.rule))]
    return HEADER + "".join(lines)
