"""Lines, widths and colors of the texts for a terminal. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from linkwarden.model.finding import Severity, Verdict
from linkwarden.plain import finished_line, plain
from linkwarden.report import Style

_NARROWEST, _WIDEST = 40, 120
"""Narrower terminals wrap by themselves; longer lines are hard to read."""

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "magenta": "35", "cyan": "36"}
VERDICT_COLORS = {
    Verdict.ALIVE: "green",
    Verdict.MOVED: "cyan",
    Verdict.DEAD: "red",
    Verdict.UNREACHABLE: "magenta",
    Verdict.BLOCKED: "yellow",
    Verdict.SKIPPED: "yellow",
}
SEVERITY_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
_PIECE = re.compile(r"(?:\d(?:[\d.,]*\d)? )?\S+")
"""A word, and with it the number before it."""
INDENT = "    "

Block = list[str]


class Page(NamedTuple):
    """Wraps words into lines of one width. All text from outside passes through here."""

    width: int
    color: bool

    def paint(self, text: str, color: str) -> str:
        """Return *text* in that color, where colors are wanted."""
        return f"\x1b[{_CODES[color]}m{text}\x1b[0m" if self.color else text

    def flow(self, text: str, indent: str = "", first: str | None = None) -> Block:
        """Return *text* on as many lines as it needs, broken between words only."""
        return self.fill(_PIECE.findall(plain(text)), indent, first)

    def fill(self, pieces: Iterable[str], indent: str = "", first: str | None = None) -> Block:
        """Return *pieces*, which are safe and never broken, on as many lines as they need."""
        lines: Block = []
        line = indent if first is None else first
        empty = True
        for piece in pieces:
            if not empty and cells(line) + 1 + cells(piece) > self.width:
                lines.append(line)
                line, empty = indent, True
            line += piece if empty else f" {piece}"
            empty = False
        return [*lines, line]

    def head(self, place: str, words: str, color: str) -> Block:
        """Return the first line of a block: the position, then the text; two lines if one is too short."""
        place, words = plain(place), plain(words)
        if cells(place) + 2 + cells(words) > self.width:
            return [self.paint(place, "bold"), "  " + self.paint(words, color)]
        return [f"{self.paint(place, 'bold')}  {self.paint(words, color)}"]

    def address(self, url: str, indent: str = INDENT) -> str:
        """Return the line that a URL has for itself, so that it can be copied whole."""
        return indent + plain(url)


def text_of(blocks: Iterable[Block]) -> str:
    """Return finished blocks as one text, with a blank line between them.

    All lines for a terminal or a CI log are made here, after wrapping, and none of them is a command.
    """
    return "\n\n".join("\n".join(map(finished_line, block)) for block in blocks if block) + "\n"


def page_for(style: Style) -> Page:
    """Return the page for a terminal of that style."""
    return Page(max(_NARROWEST, min(style.width, _WIDEST)), style.color)


def cells(text: str) -> int:
    """Return the number of terminal columns of *text*."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
