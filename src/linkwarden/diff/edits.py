"""Which lines an edit touches, where it cannot alter how any other line is read. Pure.

Most changes of a list add, remove or replace single items. The other lines have not changed their meaning,
so the file need not be parsed a second time as it was.
"""

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from linkwarden.model.place import Document, Kind, Span

_MAX_LINES = 400
"""More lines between the first and the last difference are not compared one by one."""

_ITEM = re.compile(r"(?P<indent> *)[-*+] (?:\*\*|__|!)?[\w\[].*")
"""A list item of one line that begins no other block: no heading, fence, quote, HTML or list."""
_SPECIAL = re.compile(r"<|\{|\$\$|\]:|\[\^|-->|\]\]>|\?>")
"""Constructs that may affect other lines: HTML, templates, math, definitions, footnotes, and ends of comments."""
_START = re.compile(r"(?P<indent> *)(?:[-*+] \S|#{1,6} )")
"""A line that begins a block of its own, whatever precedes it (CommonMark 0.31.2, sections 4.2 and 5.3)."""
_FENCES_OF_DATA = ("---", "...", "+++")
"""The delimiters of front matter."""
_IN_TEXT = frozenset({Kind.LINK, Kind.IMAGE, Kind.AUTOLINK, Kind.BARE})


class LineEdit(NamedTuple):
    """The lines that an edit removes and adds, numbered from 1."""

    removed: tuple[tuple[int, str], ...]
    """The old lines, each with the number of an adjacent unchanged new line."""
    added: frozenset[int]


def document_before(now: Document, old: str, new: str, extract: Callable[[str], Document]) -> Document | None:
    """Return the contents of the file before an edit of single list items; None if it has to be parsed as a whole.

    Args:
        now: Its contents now.
        old: Its text before, every line end a line feed.
        new: Its text now, with line feeds.
        extract: Returns the contents of a text of this file.
    """
    edit = edit_of_items(old.split("\n"), new.split("\n"))
    if edit is None:
        return None
    # a reference on a new line existed before, too: its definition did
    kept = [each for each in now.occurrences if edit.added.isdisjoint(_lines(each.destination))]
    beside = {each.construct.line for each in kept if each.kind in _IN_TEXT}
    if any(line not in beside for line, _ in edit.removed):
        return None  # it may have been in a block of code
    gone = extract("\n".join(text for _, text in edit.removed)) if edit.removed else Document(now.path)
    findings = (each for each in now.findings if each.span.line not in edit.added)
    return now._replace(occurrences=(*kept, *gone.occurrences), findings=(*findings, *gone.findings))


def edit_of_items(old: Sequence[str], new: Sequence[str]) -> LineEdit | None:
    """Return the edit from *old* to *new* lines, or None if it may alter how other lines are read."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    if max(len(old), len(new)) - start - end > _MAX_LINES:
        return None
    head = max(_head(old), _head(new))
    matcher = SequenceMatcher(None, old[start : len(old) - end], new[start : len(new) - end], autojunk=False)
    removed: list[tuple[int, str]] = []
    added: set[int] = set()
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            continue
        lines = (*old[start + old_from : start + old_to], *new[start + new_from : start + new_to])
        before, after = start + new_from, start + new_to
        if start < head or not _is_local(lines, new[before - 1], new[after:]):
            return None
        beside = before if _ITEM.match(new[before - 1]) else after + 1
        removed += [(beside, text) for text in old[start + old_from : start + old_to]]
        added.update(range(before + 1, after + 1))
    return LineEdit(tuple(removed), frozenset(added))


def _head(lines: Sequence[str]) -> int:
    """Return how many lines may be front matter: the first one, or all up to its closing delimiter."""
    if not lines[0].startswith(_FENCES_OF_DATA):
        return 1
    ends = (number for number, line in enumerate(lines[1:], 2) if line.startswith(_FENCES_OF_DATA))
    return next(ends, len(lines))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many lines both have in common at their beginning."""
    pairs = zip(one, other, strict=False)
    return next((number for number, (mine, yours) in enumerate(pairs) if mine != yours), min(len(one), len(other)))


def _is_local(lines: Sequence[str], before: str, after: Sequence[str]) -> bool:
    """Return whether *lines*, which are removed or added, are list items that no line around them depends on."""
    indents = set()
    for line in lines:
        item = _ITEM.fullmatch(line)
        if item is None or _SPECIAL.search(line):
            return False
        indents.add(item["indent"])
    if indents != {""}:
        siblings = (_ITEM.match(before), _ITEM.match(after[0]) if after else None)
        return all(each is not None and {each["indent"]} == indents for each in siblings)
    following = next((line for line in after if line.strip()), "")
    if not after or after[0].strip():
        begins = _START.match(following)
        return not following or (begins is not None and not begins["indent"])
    return not following.startswith((" ", "\t"))


def _lines(span: Span) -> range:
    return range(span.line, span.end_line + 1)
