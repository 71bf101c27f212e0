"""Text and the places in it: offsets become lines and columns, offsets in a cut-out piece become offsets in its source.

Line ends are CommonMark's (section 2.1): a line feed, a carriage return, or both. All three are read as one line feed,
so an offset counts each as one character, while lines and columns are those of the file on disk.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Protocol, Self

from linkwarden.model.place import Span

_LINE_END = re.compile(r"\r\n?")
_BOM = "\ufeff"


def normalize(text: str) -> str:
    """Return *text* without its byte order mark, every line end a line feed."""
    text = text.removeprefix(_BOM)
    return _LINE_END.sub("\n", text) if "\r" in text else text


class Source(Protocol):
    """Normalized text with the positions of its characters in a file."""

    text: str

    def span(self, start: int, end: int) -> Span:
        """Return the place of ``text[start:end]`` in the file."""
        ...

    def raw(self, start: int, end: int) -> str:
        """Return the file's text at that position."""
        ...


class File:
    """The source that is a whole file."""

    def __init__(self, text: str) -> None:
        self.text = normalize(text)
        self._is_ascii = text.isascii()
        self._bom_bytes = len(_BOM.encode()) if text.startswith(_BOM) else 0
        self._lines = [0, *(match.end() for match in re.finditer("\n", self.text))]

    def span(self, start: int, end: int) -> Span:
        """Return the place of ``text[start:end]``."""
        lines = self._lines
        line = end_line = bisect_right(lines, start)
        if line < len(lines) and end >= lines[line]:
            end_line = bisect_right(lines, end, line)
        column, end_column = start - lines[line - 1] + 1, end - lines[end_line - 1] + 1
        if self._is_ascii:
            return Span(line, column, end_line, end_column)
        extra, end_extra = self._extra_bytes(line, column), self._extra_bytes(end_line, end_column)
        return Span(line, column, end_line, end_column, extra, end_extra)

    def raw(self, start: int, end: int) -> str:
        """Return ``text[start:end]``."""
        return self.text[start:end]

    def _extra_bytes(self, line: int, column: int) -> int:
        start = self._lines[line - 1]
        before = self.text[start : start + column - 1]
        bom = self._bom_bytes if line == 1 else 0
        return bom + (0 if before.isascii() else len(before.encode("utf-8", "surrogatepass")) - len(before))


class PositionMap:
    """The positions of a piece's characters in the source: runs that are contiguous in both."""

    __slots__ = ("_origins", "_starts")

    def __init__(self, starts: list[int], origins: list[int]) -> None:
        """Initialize with the offsets of each run in the piece (ascending from 0) and in the source."""
        self._starts = starts
        self._origins = origins

    @classmethod
    def at(cls, origin: int) -> Self:
        """Return the cut of a piece that is one run of its source."""
        return cls([0], [origin])

    @classmethod
    def joined(cls, parts: Iterable[tuple[str, int]], skip: int = 0) -> Self:
        """Return the cut of the *parts*, each with its offset in the source, put together, less *skip* characters."""
        starts: list[int] = []
        origins: list[int] = []
        length = -skip
        for text, origin in parts:
            starts.append(length)
            origins.append(origin)
            length += len(text)
        return cls(starts, origins)

    def offset(self, position: int) -> int:
        """Return the offset in the source of the piece's character at *position*."""
        run = bisect_right(self._starts, position) - 1
        return self._origins[run] + position - self._starts[run]

    def range(self, start: int, end: int) -> tuple[int, int]:
        """Return the source's range for the piece's; it ends where its last character does."""
        if len(self._origins) == 1:  # most often: a whole file, or a line
            shift = self._origins[0] - self._starts[0]
            return start + shift, max(start, end) + shift
        first = self.offset(start)
        return first, self.offset(end - 1) + 1 if end > start else first


class EmbeddedSource:
    """A source whose text is cut out of another one and decoded: a notebook's cell."""

    def __init__(self, parts: Iterable[tuple[str, int, int]], source: Source) -> None:
        """Initialize with the decoded parts and their ranges in *source*; an escape is one part with its character."""
        decoded = list(parts)
        self.text = "".join(text for text, _, _ in decoded)
        self._starts = PositionMap.joined((text, start) for text, start, _ in decoded)
        self._ends = PositionMap.joined((text, end - len(text)) for text, _, end in decoded)
        self._source = source

    def span(self, start: int, end: int) -> Span:
        """Return the place of ``text[start:end]`` in the file."""
        return self._source.span(*self._range(start, end))

    def raw(self, start: int, end: int) -> str:
        """Return the file's text at that position."""
        return self._source.raw(*self._range(start, end))

    def _range(self, start: int, end: int) -> tuple[int, int]:
        first = self._starts.offset(start)
        return first, self._ends.offset(end - 1) + 1 if end > start else first
