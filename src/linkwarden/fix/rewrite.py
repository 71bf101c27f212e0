"""From edits to a new text: exactly the intended links change, or nothing does."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from linkwarden.model.place import Document, Occurrence
from linkwarden.report.edits import Edit

_LINE_END = re.compile(r"\r\n?|\n")
"""CommonMark 0.31.2, section 2.1."""
_BOM = "\ufeff"


class Rewritten(NamedTuple):
    """A file after its edits."""

    text: str
    applied: tuple[Edit, ...]
    stale: tuple[Edit, ...]
    """Edits whose text is no longer in the file at the position in the report."""
    refused: tuple[Edit, ...] = ()
    """Edits that would have changed other links too, or not the one that they were made for."""


def rewrite(text: str, edits: Sequence[Edit], extract: Callable[[str], Document]) -> Rewritten:
    """Return *text* with *edits* applied.

    The result is parsed again. If anything but the intended destinations differs, the edits are tried one by
    one, and those that have such an effect are refused.

    Args:
        text: The file, decoded, with its line ends and byte order mark as they are.
        edits: The edits for this file.
        extract: Returns the links of a text of this file's format.
    """
    starts = _line_starts(text)
    current = [edit for edit in edits if _slice(text, starts, edit) == edit.old]
    stale = tuple(edit for edit in edits if edit not in current)
    before = extract(text).occurrences
    changed = _applied(text, starts, current)
    if _only_intended(before, extract(changed).occurrences, current):
        return Rewritten(changed, tuple(current), stale)
    good = [edit for edit in current if _holds(text, starts, edit, before, extract)]
    changed = _applied(text, starts, good)
    if not _only_intended(before, extract(changed).occurrences, good):
        return Rewritten(text, (), stale, tuple(current))
    return Rewritten(changed, tuple(good), stale, tuple(edit for edit in current if edit not in good))


def _holds(
    text: str, starts: list[int], edit: Edit, before: Sequence[Occurrence], extract: Callable[[str], Document]
) -> bool:
    return _only_intended(before, extract(_applied(text, starts, [edit])).occurrences, [edit])


def _line_starts(text: str) -> list[int]:
    """Return the offset at which each line starts; columns count from after a byte order mark."""
    return [int(text.startswith(_BOM)), *(match.end() for match in _LINE_END.finditer(text))]


def _range(starts: list[int], edit: Edit) -> tuple[int, int] | None:
    span = edit.span
    if not 0 < span.line <= span.end_line <= len(starts):
        return None
    return starts[span.line - 1] + span.column - 1, starts[span.end_line - 1] + span.end_column - 1


def _slice(text: str, starts: list[int], edit: Edit) -> str | None:
    place = _range(starts, edit)
    return _LINE_END.sub("\n", text[slice(*place)]) if place else None


def _applied(text: str, starts: list[int], edits: Sequence[Edit]) -> str:
    return "".join(_pieces(text, starts, sorted(edits, key=lambda edit: edit.span)))


def _pieces(text: str, starts: list[int], edits: Sequence[Edit]) -> Iterator[str]:
    position = 0
    for edit in edits:
        start, end = _range(starts, edit) or (position, position)
        yield text[position:start]
        yield edit.new
        position = end
    yield text[position:]


def _only_intended(before: Sequence[Occurrence], after: Sequence[Occurrence], edits: Sequence[Edit]) -> bool:
    """Return whether the links are the same, in the same order, except for the new destinations of *edits*."""
    by_span = {edit.span: edit for edit in edits}
    all_read = by_span.keys() <= {each.destination for each in before}
    return (
        all_read
        and len(before) == len(after)
        and all(
            old.kind is new.kind and _is_intended(old.href, new.href, by_span.get(old.destination))
            for old, new in zip(before, after, strict=True)
        )
    )


def _is_intended(old: str, new: str, edit: Edit | None) -> bool:
    if edit is None:
        return old == new
    fragment = edit.href.partition("#")[2]
    expected = f"{old.partition('#')[0]}#{fragment}" if edit.keeps_path else edit.href
    return unquote(expected) == unquote(new)
