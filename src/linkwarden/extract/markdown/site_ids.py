"""Ids that the generators of documentation sites give to elements other than headings."""

import re
from collections.abc import Iterator

from linkwarden.model.dialect import Dialect

_ATTRIBUTE_ID = re.compile(
    r"""(?<!\{)\{(?![<%]):?(?:[^{}\n#\[\]]*(?<![\w&])#([\w:.-]+)|[^{}\n]*\bid=["']?([^\s"'{}]+))[^{}\n]*\}"""
)
"""An id in an attribute list: ``{#id}``, ``{: .class #id }``, ``{ id="id" }``; ``{{< ref "#id" >}}`` is none."""

_BRACKETED_ID = re.compile(r"\[#([^\[\]\s]+)\]\s*\Z")

_TERM = re.compile(r"^(?P<term>[^\n]+)\n(?=[ ]{0,3}:[ \t])", re.MULTILINE)
"""A term, in a paragraph with its definition (PHP Markdown Extra)."""


def attribute_ids(text: str, dialect: Dialect) -> Iterator[str]:
    """Yield the ids of attribute lists in inline *text*."""
    if dialect.attribute_lists and "{" in text:
        for match in _ATTRIBUTE_ID.finditer(text):
            if match[0].startswith("{:") or not dialect.colon_in_attribute_lists:
                yield match[1] or match[2]


def bracketed_id(heading: str, path: str, dialect: Dialect) -> str | None:
    """Return the id that ends a heading of MDX in brackets: ``## Heading [#id]``.

    That is how Nextra (nextra.site/docs/guide/markdown, "Custom Heading IDs") and Fumadocs (fumadocs.dev/docs/markdown,
    "Headings") write it; generators with an anchor style of their own don't.
    """
    if dialect.anchors != "github" or not path.lower().endswith(".mdx"):
        return None
    match = _BRACKETED_ID.search(heading)
    return match[1] if match else None


def terms(text: str, dialect: Dialect) -> Iterator[str]:
    """Yield the terms in inline *text* that get ids as headings do."""
    if dialect.definition_terms and ":" in text:
        yield from (match["term"].replace("`", "").strip() for match in _TERM.finditer(text))


def footnote_ids(label: str, dialect: Dialect) -> Iterator[str]:
    """Yield the ids of the footnote with that *label*, and of the reference to it."""
    yield from (pattern.format(label) for pattern in dialect.footnote_ids)
