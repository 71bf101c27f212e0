"""Admonitions and tabs of Python-Markdown: text indented by four under ``!!!``, ``???`` or ``===`` is Markdown.

Sources: Python-Markdown documentation, "Admonition"; PyMdown Extensions documentation, "Details" and "Tabbed".
"""

import re

from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from linkwarden.extract.markdown.blocks import CUT
from linkwarden.extract.source import PositionMap

_OPENING = re.compile(r"(?:!!!|\?\?\?\+?|===[!+]*)[ \t]+\S")
_TITLE = re.compile(r'[^"\n]*"([^\n]+)"[ \t]*$')
_INDENT = 4


def admonition(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001 - a rule's signature
    """Read an opening line and the block that is indented below it."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if state.is_code_block(start_line) or not _OPENING.match(state.src, start, state.eMarks[start_line]):
        return False
    if silent:
        return True
    indent = state.sCount[start_line] + _INDENT
    after = _end(state, start_line + 1, end_line, indent)
    opening = state.push("admonition_open", "div", 1)
    opening.map = [start_line, after]
    opening.info = state.src[start : state.eMarks[start_line]]
    _push_title(state, opening)
    before = state.blkIndent, state.lineMax, state.parentType
    state.blkIndent, state.lineMax = indent, after
    state.md.block.tokenize(state, start_line + 1, after)
    state.blkIndent, state.lineMax, state.parentType = before
    state.push("admonition_close", "div", -1)
    state.line = after
    return True


def _push_title(state: StateBlock, opening: Token) -> None:
    """Add the title, which is inline Markdown."""
    title = _TITLE.match(opening.info)
    if title is None or opening.map is None:
        return
    line = opening.map[0]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = title[1], [line, line + 1], []
    token.meta[CUT] = PositionMap.at(state.bMarks[line] + state.tShift[line] + title.start(1))


def _end(state: StateBlock, line: int, end_line: int, indent: int) -> int:
    """Return the line after the last one that is indented enough; empty lines between such lines belong to them."""
    after = line
    while line < end_line and (state.isEmpty(line) or state.sCount[line] >= indent):
        line += 1
        if not state.isEmpty(line - 1):
            after = line
    return after
