"""The issue's body: a block between two markers that linkwarden writes, and text around it that people write. Pure."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from linkwarden.issue.items import TITLES, Item
from linkwarden.report.sanitize import plain
from linkwarden.report.wording import pluralize

MARKER = "<!-- linkwarden:report -->"
"""Begins the block, and marks the issue as linkwarden's."""
_END = "<!-- linkwarden:end -->"

MAX_BODY = 65_536
"""Maximum number of characters; GitHub responds with 422 to a longer body (docs.github.com/rest/issues/issues)."""

_KEY_LENGTH = 17
"""Characters of a key with its separator."""

_INTRODUCTION = (
    "linkwarden updates this list after each scheduled check, and closes the issue when nothing is left. "
    "Text above and below the list is kept."
)
_FIX = "<!-- linkwarden:fix -->"
_MORE = re.compile(r"<!-- linkwarden:more ((?:[0-9a-f]{16} ?)+)-->")
_KEY = re.compile(r"<!-- linkwarden:item ([0-9a-f]{16}) -->")
_IGNORE = re.compile(
    r"^ *- \[(?P<ticked>[ xX])\] Ignore\. Reason:(?P<reason>[^\n<]*+)"
    r"<!-- linkwarden:ignore (?P<key>[0-9a-f]{16}) -->$",
    re.MULTILINE,
)
_FIX_TICKED = re.compile(rf"^ *- \[[xX]\][^\n]*{_FIX}$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CheckedBoxes:
    """The checked boxes of an issue."""

    fix: bool = False
    """Open a pull request with the safe fixes."""
    ignore: Mapping[str, str] = field(default_factory=dict)
    """The reason for each item to ignore, by its key."""

    def __bool__(self) -> bool:
        """Return whether anything was ticked."""
        return self.fix or bool(self.ignore)


class Frame(NamedTuple):
    """The parts of the block other than the items."""

    more: str = ""
    """Where the full report is, as Markdown."""
    boxes: bool = False
    """There are check boxes, which a later run turns into a pull request."""


def keys_of(body: str) -> frozenset[str]:
    """Return the keys of the items that *body* lists, and of those that had no room in it."""
    block = _split(body)[1]
    hidden = (key for keys in _MORE.findall(block) for key in keys.split())
    return frozenset([*_KEY.findall(block), *hidden])


def checked_boxes_of(body: str) -> CheckedBoxes:
    """Return the checked boxes of *body*; ignoring an item needs a reason."""
    block = _split(body)[1].replace("\r\n", "\n")
    ticked = (match for match in _IGNORE.finditer(block) if match["ticked"] != " ")
    reasons = {match["key"]: reason for match in ticked if (reason := plain(match["reason"]).strip())}
    return CheckedBoxes(_FIX_TICKED.search(block) is not None, reasons)


def without_ticks(body: str) -> str:
    """Return *body* with its boxes cleared; the reasons stay."""
    before, block, after = _split(body)
    if not block:
        return body
    cleared = re.sub(r"^( *- )\[[xX]\](?=[^\n]*<!-- linkwarden:(?:fix|ignore))", r"\1[ ]", block, flags=re.MULTILINE)
    return f"{before}{MARKER}{cleared}{_END}{after}"


def render(items: Sequence[Item], body: str = "", frame: Frame | None = None) -> str:
    """Return the new body of the issue.

    Args:
        items: The items to list.
        body: The current body: the text around the block, and text that people wrote into its boxes, is kept.
        frame: The parts of the block other than the items.
    """
    frame = frame or Frame()
    before, block, after = _split(body)
    block = block.replace("\r\n", "\n")
    drafts = {match["key"]: match[0] for match in _IGNORE.finditer(block)} if frame.boxes else None
    fix = _fix_box(items, ticked=_FIX_TICKED.search(block) is not None) if frame.boxes else ""
    head = f"{MARKER}\n{_INTRODUCTION}\n{fix}"
    foot = f"\n{frame.more}\n{_END}" if frame.more else f"\n{_END}"
    room = MAX_BODY - len(before) - len(after) - len(head) - len(foot) - 200
    return f"{before}{head}{_list(items, drafts, room)}{foot}{after}"


def _fix_box(items: Sequence[Item], *, ticked: bool) -> str:
    fixes = sum(item.safe_fix for item in items)
    tick = "x" if ticked else " "
    return f"\n- [{tick}] Open a pull request that fixes {pluralize(fixes, 'link')} {_FIX}\n" if fixes else ""


def _list(items: Sequence[Item], drafts: Mapping[str, str] | None, room: int) -> str:
    """Return the groups of items, as many as fit into *room* characters, and the keys of the others."""
    counts = Counter(item.group for item in items)
    lines: list[str] = []
    group = None
    for number, item in enumerate(items):
        heading = "" if item.group is group else f"\n### {TITLES[item.group]} ({counts[item.group]:,})\n\n"
        entry = f"{heading}{_entry(item, drafts)}"
        if len(entry) + 1 + _KEY_LENGTH * (len(items) - number) > room:
            return "\n".join([*lines, _rest(items[number:], room)])
        room -= len(entry) + 1
        lines.append(entry)
        group = item.group
    return "\n".join(lines)


def _rest(items: Sequence[Item], room: int) -> str:
    """Return how many items had no room, and their keys, so that none of them is news in the next run."""
    keys = " ".join(item.key for item in items[: max(0, room) // _KEY_LENGTH])
    return f"\n{len(items):,} more are in the report. <!-- linkwarden:more {keys} -->"


def _entry(item: Item, drafts: Mapping[str, str] | None) -> str:
    line = f"- {item.text} <!-- linkwarden:item {item.key} -->"
    if item.url is None or drafts is None:
        return line
    return f"{line}\n{drafts.get(item.key, f'  - [ ] Ignore. Reason: <!-- linkwarden:ignore {item.key} -->')}"


def _split(body: str) -> tuple[str, str, str]:
    """Return the text before the block, the block, and the text after it.

    If one of the markers was deleted, only what is certainly part of the block is dropped: without its end, the block
    ends with its last item; without its beginning, there is no block.
    """
    before, marker, rest = body.partition(MARKER)
    if not marker:
        text = body.replace(_END, "").rstrip()
        return (f"{text}\n\n" if text else ""), "", ""
    block, end, after = rest.partition(_END)
    if end:
        return before, block, after
    last = max((match.end() for pattern in (_KEY, _IGNORE) for match in pattern.finditer(rest)), default=0)
    return before, rest[:last], rest[last:]
