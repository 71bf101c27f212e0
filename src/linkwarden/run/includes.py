"""The files that a page includes when its site is built, whose headings and ids are part of the page."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from linkwarden.model.dialect import Dialect
from linkwarden.model.place import PageIds

_INCLUDE = re.compile(
    r"""^\s*import\s+\w+\s+from\s+['"](?P<mdx>[^'"\s]+\.(?:mdx?|vue))['"];?\s*$"""
    r"""|^\s*<!--\s*@include:\s*@?(?P<vitepress>[^\s<>{#@]+?)(?:[{#][^<>\n]*|\s*)-->\s*$"""
    r"""|^\s*\{\{#include\s+(?P<mdbook>[^\s:{}]+\.md)(?::[^\s{}]*)?\s*\}\}\s*$"""
    r"""|^\s*\{\{%\s*include\s+(?:file=)?"(?P<hugo>[^\s"]+\.md)"\s*%\}\}\s*$"""
    r"""|^\s*-+8<-+\s+['"](?P<snippet>[^'"\n:]+)(?::[^'"\n]*)?['"]\s*$"""
    r"""|^\s*\{!(?P<markdown_include>[^!\n]+)!\}\s*+(?:\{[^{}]*\}\s*)?$"""
    r"""|^\s*\{%-?\s*include(?:_relative)?\s+(?P<jekyll>[^\s"'{}%]+\.(?:md|markdown))(?:\s[^\n{}%]*)?%\}\s*$"""
    r"""|^\s*\{%-?\s*include(?:-markdown)?\s+['"](?P<include_markdown>[^'"\n]+)['"][^%\n]*%\}\s*$"""
)
"""A line that includes a file: MDX and components of Vue, VitePress, mdBook, the usual shortcode of Hugo, PyMdown,
markdown-include, Jekyll, mkdocs-include-markdown-plugin and Jinja."""

_SNIPPETS = re.compile(r"\s*-+8<-+\s*")
"""The first and the last line of a list of snippets."""
COMPONENT = ".vue"
_ID = re.compile(r"""\sid=(?:"([^"\n]*)"|'([^'\n]*)')""")
_MADE = re.compile(r""":id=|v-bind=|v-bind:id=|v-html|<component\b|\bimport\b[^\n]*\.(?:vue|mdx?)['"]""")
"""What gives elements ids that the template does not show."""
_WITH_IDS = (COMPONENT, ".md", ".mdx", ".markdown", ".mkd", ".txt", ".html", ".htm", ".inc", ".snippet")


class Include(NamedTuple):
    """A file that a page includes."""

    written: str
    """Its name; empty if the line does not show it."""

    @property
    def has_ids(self) -> bool:
        """Whether the file may have ids: one of program code has none."""
        return not self.written or self.written.lower().endswith(_WITH_IDS) or "." not in self.written


def component_ids(text: str) -> PageIds:
    """Return the ids in the template of a component of Vue."""
    names = frozenset(first or second for first, second in _ID.findall(text))
    return PageIds(names, complete="<template" in text and _MADE.search(text) is None)


def includes(text: str, dialect: Dialect) -> Iterator[Include]:
    """Yield what each line of *text* that may bring ids includes."""
    in_list = False
    for line in text.split("\n"):
        if _SNIPPETS.fullmatch(line) and dialect.generates_ids(line):
            in_list = not in_list
        elif in_list:
            if line.strip() and not line.lstrip().startswith(";"):
                yield Include(line.partition(":")[0].strip())
        elif dialect.generates_ids(line):
            yield Include(_written(line))


def _written(line: str) -> str:
    match = _INCLUDE.search(line)
    if match is None or len(_INCLUDE.findall(line)) > 1:
        return ""
    written = next(each for each in match.groups() if each)
    return written.partition(" ln[")[0].partition(" hl[")[0].strip()
