"""The Markdown parser: markdown-it-py's CommonMark blocks, tables, task lists and footnotes, with places."""

from collections.abc import MutableMapping
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from linkwarden.extract.markdown.admonitions import admonition
from linkwarden.extract.markdown.blocks import PlacedBlocks
from linkwarden.extract.markdown.elements import end_html_with_its_element
from linkwarden.extract.markdown.jsx import without_expressions
from linkwarden.extract.markdown.mdx import add_mdx_rules
from linkwarden.model.dialect import Dialect


class _Markdown(MarkdownIt):
    """A parser that does not change destinations: they are validated later."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the base class's name and arguments
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url


@cache
def parser(*, python_markdown: bool = False, mdx: bool = False, html_elements: bool = False) -> MarkdownIt:
    """Return the parser; its inline rules are not used.

    Args:
        python_markdown: Read the blocks of admonitions and tabs too.
        mdx: Read MDX.
        html_elements: A block of raw HTML ends with its element.
    """
    md = _Markdown("commonmark", {"maxNesting": 100, "tasklists": True, "inline_definitions": True})
    placed = PlacedBlocks()
    md.block = placed
    md.helpers = placed.helpers()  # type: ignore[assignment]  # the same names, one of them noting places
    md.core.ruler.enableOnly(["block"])
    if python_markdown:
        placed.ruler.before("code", "admonition", admonition, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    if html_elements:
        end_html_with_its_element(placed)
    if mdx:
        add_mdx_rules(placed)
    return md.use(footnote_plugin, inline=False, move_to_end=False)


def read_blocks(text: str, env: MutableMapping[str, Any], dialect: Dialect) -> list[Token]:
    """Return the block tokens of *text*; its definitions go to ``env["references"]``."""
    text = dialect.with_fences_opened(dialect.without_comments(text))
    if dialect.mdx:
        text = without_expressions(text)
    md = parser(python_markdown=dialect.python_markdown, mdx=dialect.mdx, html_elements=dialect.html_elements)
    return md.parse(text, env)
