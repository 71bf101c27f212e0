"""Raw HTML as Python-Markdown and kramdown read it: a block is an element, so it ends where the element does.

Sources: Python-Markdown documentation, "Markdown in HTML"; kramdown's syntax, "HTML Blocks". An element with the
attribute ``markdown`` holds Markdown, and a tag that is no block begins a paragraph. CommonMark reads on up to an empty
line.
"""

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.html_block import HTML_SEQUENCES

from linkwarden.extract.markdown.blocks import BlockRule, PlacedBlocks

_BLOCK_KINDS = HTML_SEQUENCES[:6]
_ELEMENT = _BLOCK_KINDS[5][0]
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]{0,50})(?P<attributes>[^<>]*)")
_MARKDOWN = re.compile(r"\bmarkdown\b")


def end_html_with_its_element(blocks: PlacedBlocks) -> None:
    """Make *blocks* read raw HTML so."""
    rule: BlockRule = next(each.fn for each in blocks.ruler.__rules__ if each.name == "html_block")

    def element(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
        text = _line(state, start_line)
        if text.startswith("<") and not any(start.search(text) for start, _, _ in _BLOCK_KINDS):
            return False
        end = _end(state, start_line, end_line) if _ELEMENT.search(text) and not silent else end_line
        return rule(state, start_line, end, silent)

    blocks.ruler.at("html_block", element, {"alt": ["paragraph", "reference", "blockquote"]})


def _end(state: StateBlock, line: int, end_line: int) -> int:
    """Return the line after the element that begins in *line*, or after its tag if it holds Markdown."""
    tag = _TAG.match(_line(state, line))
    if tag is None or tag["end"] or _MARKDOWN.search(tag["attributes"]):
        return line + 1
    name, depth = tag["name"].lower(), 0
    while line < end_line:
        for each in _TAG.finditer(_line(state, line)):
            if each["name"].lower() == name:
                depth += -1 if each["end"] else 1
        line += 1
        if depth <= 0:
            break
    return line


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
