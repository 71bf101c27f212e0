"""The blocks of MDX (mdxjs.com/docs/what-is-mdx): JSX and modules between those of Markdown.

A tag on lines of its own is a block that ends with the tag, so the text between an opening and a closing
tag is Markdown, however far it is indented: MDX has no indented code. `jsx` has blanked the expressions before.
"""

import re

from markdown_it.rules_block import StateBlock

from linkwarden.extract.markdown.blocks import CUT, BlockRule, PlacedBlocks
from linkwarden.extract.markdown.jsx import tag_end
from linkwarden.extract.source import PositionMap

_MODULE = re.compile(r"(?:import|export)\b(?![ \t]*[,.:;)])")
_BLANKS = re.compile(r"[ \t]*")


def add_mdx_rules(blocks: PlacedBlocks) -> None:
    """Make *blocks* read MDX."""
    ends = ["paragraph", "reference", "blockquote", "list"]
    blocks.ruler.disable("code")
    blocks.ruler.before("html_block", "mdx_tag", _tags, {"alt": ends})
    blocks.ruler.before("html_block", "mdx_module", _module, {"alt": []})
    blocks.ruler.at("html_block", _comment_only(blocks), {"alt": ends})


def _comment_only(blocks: PlacedBlocks) -> BlockRule:
    """Return the rule of HTML blocks for comments alone, which Docusaurus reads in MDX; other tags are JSX."""
    rule: BlockRule = next(each.fn for each in blocks.ruler.__rules__ if each.name == "html_block")

    def comment(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
        start = state.bMarks[start_line] + state.tShift[start_line]
        return state.src.startswith("<!", start) and rule(state, start_line, end_line, silent)

    return comment


def _tags(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """Read tags that have their lines to themselves."""
    start = position = state.bMarks[start_line] + state.tShift[start_line]
    limit = state.eMarks[end_line - 1]
    while (end := tag_end(state.src, position, limit)) is not None:
        blanks = _BLANKS.match(state.src, end)
        position = blanks.end() if blanks else end
    if position == start or not (position >= len(state.src) or state.src[position] == "\n"):
        return False
    if not silent:
        token = state.push("html_block", "", 0)
        token.content = state.src[start:position]
        token.meta[CUT] = PositionMap.at(start)
        state.line = _line_after(state, start_line, position)
        token.map = [start_line, state.line]
    return True


def _module(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """Skip imports and exports: up to the next empty line outside their brackets."""
    start = state.bMarks[start_line]
    if state.level or not _MODULE.match(state.src, start):
        return False
    if not silent:
        line, depth = start_line, 0
        while line < end_line and (depth > 0 or not state.isEmpty(line)):
            text = state.src[state.bMarks[line] : state.eMarks[line]]
            depth += sum(map(text.count, "{[(")) - sum(map(text.count, "}])"))
            line += 1
        state.line = line
    return True


def _line_after(state: StateBlock, line: int, position: int) -> int:
    while state.eMarks[line] < position:
        line += 1
    return line + 1
