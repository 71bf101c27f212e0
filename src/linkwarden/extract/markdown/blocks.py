"""Block structure (CommonMark, section 4): markdown-it-py's own rules, with the position of each text.

A block's text consists of the ends of its lines: containers (quotes, lists) and indentation remove characters
at the start only. So a line's position follows from its end, which no container changes.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, cast

from markdown_it import helpers, rules_block
from markdown_it.common.html_re import close_tag, open_tag
from markdown_it.common.utils import mdTrim
from markdown_it.parser_block import ParserBlock
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock

from linkwarden.extract.found import Range
from linkwarden.extract.markdown.destinations import Destination, parse_destination
from linkwarden.extract.source import PositionMap

BlockRule = Callable[[StateBlock, int, int, bool], bool]

CUT = "cut"
"""Key in a token's meta: the positions of its content's characters in the source."""
DESTINATION = "destination"
"""Key in a definition's meta: the range of its destination in the source."""
CONSTRUCT = "construct"
"""Key in a definition's meta: the range of all of it."""

_SPACE = " \t\n\v\f\r"
_LONE_TAG = re.compile(rf"(?:{open_tag}|{close_tag})[ \t]*$")
LOWERCASE_DECLARATION = re.compile(r"<![a-z]")
"""No declaration for cmark-gfm, which follows version 0.29 of the specification (section 4.6, start condition 4)."""
_PIPE = re.compile(r"\\?\|")


class PlacedStateBlock(StateBlock):
    """A block state that remembers the lines that were cut last."""

    lines = ""

    def getLines(self, begin: int, end: int, indent: int, keepLastLF: bool) -> str:  # noqa: FBT001, N802, N803
        """Cut lines from the source, as the base class does, and keep them: rules trim them."""
        self.lines = super().getLines(begin, end, indent, keepLastLF)
        return self.lines


class LineRuler(Ruler[BlockRule]):
    """A ruler whose rules are called only for lines that begin with a character of theirs: most lines are text."""

    def getRules(self, chainName: str = "") -> list[BlockRule]:  # noqa: N802, N803 - the base class's names
        """Return one rule, which calls the rules of the chain in their order."""
        return _as_one(tuple(super().getRules(chainName)))


@lru_cache
def _as_one(rules: tuple[BlockRule, ...]) -> list[BlockRule]:
    characters = {character for rule in rules for character in _FIRST_CHARACTERS.get(rule, "")}
    others = tuple(rule for rule in rules if rule not in _FIRST_CHARACTERS)
    by_character = {
        character: tuple(rule for rule in rules if character in _FIRST_CHARACTERS.get(rule, character))
        for character in characters
    }

    def first_match(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
        character = state.src[state.bMarks[start_line] + state.tShift[start_line]]
        for rule in by_character.get(character, others):  # noqa: SIM110 - any() takes twice as long
            if rule(state, start_line, end_line, silent):
                return True
        return False

    return [first_match]


class PlacedBlocks(ParserBlock):
    """markdown-it-py's block parser with places."""

    def __init__(self) -> None:
        super().__init__()
        self.destination: Range = (0, 0)
        self.ruler = LineRuler()
        for name, rule, ends in _RULES:
            self.ruler.push(name, rule, {"alt": list(ends)})

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 - the base class's names
        """Read the blocks from one line to another; after the box of a task, only a paragraph can begin."""
        opening = state.tokens[-1] if state.tokens else None
        is_task = opening and opening.type == "list_item_open" and "checked" in opening.meta
        if is_task and not state.isEmpty(startLine):
            any(rule(state, startLine, endLine, False) for rule in _PARAGRAPH_RULES)
            super().tokenize(state, state.line, endLine)
        else:
            super().tokenize(state, startLine, endLine)

    def parse(self, src: str, md: Any, env: Any, outTokens: Any) -> Any:  # noqa: N803
        """Read the blocks of *src*, from the line that ``env["first_line"]`` names."""
        src = src if src.endswith("\n") else f"{src}\n"  # getLines() reads a line end after each line
        state = PlacedStateBlock(src, md, env, outTokens)
        self.tokenize(state, env["first_line"], state.lineMax)
        return state.tokens

    def helpers(self) -> SimpleNamespace:
        """Return markdown-it-py's helpers, of which the one that reads destinations notes the place."""

        def parse(text: str, start: int, end: int) -> Destination:
            result = parse_destination(text, start, end)
            self.destination = result.place
            return result

        def parse_title(text: str, start: int, end: int, before: Any = None) -> Any:
            result = helpers.parseLinkTitle(text, start, end, before)
            if result.ok and not result.str:
                result.str = '""'  # the library's rule reads an empty title as none
            return result

        names = {name: getattr(helpers, name) for name in helpers.__all__}
        return SimpleNamespace(**{**names, "parseLinkDestination": parse, "parseLinkTitle": parse_title})


def _noting(rule: BlockRule, note: Callable[[PlacedStateBlock, int, int], None]) -> BlockRule:
    def placed(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
        first = len(state.tokens)
        matched = rule(state, start_line, end_line, silent)
        if matched and not silent:
            note(cast("PlacedStateBlock", state), start_line, first)
        return matched

    return placed


def _code(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """Indented code (section 4.4) cannot interrupt a paragraph, which a definition's lines are until it ends."""
    if not state.is_code_block(start_line) or _follows_definition(state, start_line):
        return False
    return rules_block.code(state, start_line, end_line, silent)


def _html_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """HTML blocks (section 4.6), of which the seventh kind cannot interrupt a paragraph either.

    It does end a paragraph that continues lazily, without the mark of its quote or list item (cmark's blocks.c).
    """
    start = state.bMarks[start_line] + state.tShift[start_line]
    if LOWERCASE_DECLARATION.match(state.src, start):
        return False
    is_lazy = state.parentType == "blockquote" or state.sCount[start_line] < state.blkIndent
    if silent and is_lazy and _LONE_TAG.match(state.src, start, state.eMarks[start_line]):
        return True
    if not silent and _follows_definition(state, start_line):
        can_interrupt = rules_block.html_block(state, start_line, end_line, True)
        return can_interrupt and rules_block.html_block(state, start_line, end_line, False)
    return rules_block.html_block(state, start_line, end_line, silent)


def _list(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """Lists (section 5.3), some of which cannot interrupt a paragraph: empty items, and numbers other than 1."""
    if not silent and _follows_definition(state, start_line):
        parent, state.parentType = state.parentType, "paragraph"
        can_interrupt = rules_block.list_block(state, start_line, end_line, True)
        state.parentType = parent
        if not can_interrupt:
            return False
    return rules_block.list_block(state, start_line, end_line, silent)


def _follows_definition(state: StateBlock, line: int) -> bool:
    last = state.tokens[-1] if state.tokens else None
    return bool(last and last.type == "definition" and last.map and last.map[1] == line)


def _table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """Tables (GFM, section 4.10), except that hyphens alone underline a Setext heading, which cmark-gfm tries first."""
    delimiters = start_line + 1
    if delimiters >= end_line or state.src[state.bMarks[delimiters] + state.tShift[delimiters]] not in "|:-":
        return False
    if not state.src[state.bMarks[delimiters] : state.eMarks[delimiters]].strip(" \t-"):
        return False
    return rules_block.table(state, start_line, end_line, silent)


def _note_lines(state: PlacedStateBlock, line: int, first: int) -> None:
    """Paragraphs and Setext headings (sections 4.3 and 4.8): lines less the white space around them."""
    token = state.tokens[first + 1]
    # cmark trims ASCII white space alone: a no-break space at the end is a part of the URL before it.
    content = state.lines.lstrip(_SPACE)
    token.content = content.rstrip(_SPACE)
    token.meta[CUT] = PositionMap.joined(_tails(state, line, state.lines), len(state.lines) - len(content))


def _note_html(state: PlacedStateBlock, line: int, first: int) -> None:
    """HTML blocks (section 4.6)."""
    state.tokens[first].meta[CUT] = PositionMap.joined(_tails(state, line, state.lines))


def _tails(state: PlacedStateBlock, line: int, text: str) -> Iterator[tuple[str, int]]:
    for number, tail in enumerate(text.split("\n"), line):
        yield f"{tail}\n", state.eMarks[number] - len(tail)


def _note_heading(state: PlacedStateBlock, line: int, first: int) -> None:
    """ATX headings (section 4.2): the text after the opening sequence."""
    content = state.tokens[first + 1].content
    start = state.bMarks[line] + state.tShift[line] + len(state.tokens[first].markup)
    rest = state.src[start : state.eMarks[line]]
    state.tokens[first + 1].meta[CUT] = PositionMap.at(start + rest.index(content))


def _note_table(state: PlacedStateBlock, _line: int, first: int) -> None:
    """Tables (GFM, section 4.10): each cell is a part of its row, less the backslashes of its escaped pipes."""
    row = -1
    cells: Iterator[list[tuple[str, int]]] = iter(())
    for token in state.tokens[first:]:
        if token.type != "inline" or token.map is None:
            continue
        if token.map[0] != row:
            row = token.map[0]
            cells = iter(_cells(state, row))
        if parts := next(cells, None):  # None if the row is shorter than the head
            written = "".join(text for text, _ in parts)
            token.meta[CUT] = PositionMap.joined(parts, written.index(token.content))


def _cells(state: PlacedStateBlock, line: int) -> list[list[tuple[str, int]]]:
    """Split a row at its pipes, as markdown-it-py's ``escapedSplit`` does; a cell is the parts that make its text."""
    start, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    cells: list[list[tuple[str, int]]] = [[]]
    for pipe in _PIPE.finditer(state.src, start, end):
        if pipe[0] == "|":
            cells[-1].append((state.src[start : pipe.start()], start))
            cells.append([])
            start = pipe.end()
        else:
            cells[-1].append((state.src[start : pipe.start()], start))
            start = pipe.end() - 1
    cells[-1].append((state.src[start:end], start))
    edges = slice(_is_blank(cells[0]), len(cells) - (len(cells) > 1 and _is_blank(cells[-1])))
    return cells[edges]


def _is_blank(parts: list[tuple[str, int]]) -> bool:
    return not any(mdTrim(text) for text, _ in parts)


def _note_reference(state: PlacedStateBlock, line: int, first: int) -> None:
    """Link reference definitions (section 4.7); the rule joins its lines without their prefixes."""
    cut = PositionMap.joined(
        (state.src[start : state.eMarks[number] + 1], start)
        for number in range(line, state.line)
        for start in [state.bMarks[number] + state.tShift[number]]
    )
    meta = state.tokens[first].meta
    meta[DESTINATION] = cut.range(*cast("PlacedBlocks", state.md.block).destination)
    last = state.bMarks[state.line - 1]
    end = last + len(state.src[last : state.eMarks[state.line - 1]].rstrip(" \t"))
    meta[CONSTRUCT] = (state.bMarks[line] + state.tShift[line], end)


_PARAGRAPH_ENDS = ("paragraph", "reference", "blockquote")
_ALL_ENDS = (*_PARAGRAPH_ENDS, "list")
_REFERENCE = _noting(rules_block.reference, _note_reference)
_SETEXT = _noting(rules_block.lheading, _note_lines)
_PARAGRAPH = _noting(rules_block.paragraph, _note_lines)
_PARAGRAPH_RULES = (_REFERENCE, _SETEXT, _PARAGRAPH)
_HTML = _noting(_html_block, _note_html)
_HEADING = _noting(rules_block.heading, _note_heading)
_RULES: tuple[tuple[str, BlockRule, tuple[str, ...]], ...] = (
    ("code", _code, ()),
    ("fence", rules_block.fence, _ALL_ENDS),
    ("blockquote", rules_block.blockquote, _ALL_ENDS),
    ("hr", rules_block.hr, _ALL_ENDS),
    ("list", _list, _PARAGRAPH_ENDS),
    ("html_block", _HTML, _PARAGRAPH_ENDS),
    ("heading", _HEADING, _PARAGRAPH_ENDS),
    ("table", _noting(_table, _note_table), ("paragraph", "reference")),
    ("reference", _REFERENCE, ()),
    ("lheading", _SETEXT, ()),
    ("paragraph", _PARAGRAPH, ()),
)
"""The order of cmark-gfm, where a table begins in a paragraph, so that all other rules come first."""
_FIRST_CHARACTERS: dict[BlockRule, str] = {
    rules_block.fence: "`~",
    rules_block.blockquote: ">",
    rules_block.hr: "*-_",
    _list: "*+-0123456789",
    _HTML: "<",
    _HEADING: "#",
    _REFERENCE: "[",
}
"""What the first line of a block begins with, after its indentation; blocks of other rules begin with anything."""
