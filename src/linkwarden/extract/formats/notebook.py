"""Jupyter notebooks: the Markdown cells of their JSON (nbformat, version 4).

Why notebooks and not reStructuredText: Sphinx, which most reStructuredText is written for, has its own link checker,
which resolves roles and references that a reader of single files cannot. There is none for notebooks, which
tutorials and courses are made of. Their cells are Markdown, so every rule and place is as exact as in a Markdown file.
"""

import json
import re
from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]  # typeshed leaves it out
from json.scanner import py_make_scanner  # type: ignore[attr-defined]
from typing import Any

from linkwarden.errors import InputError
from linkwarden.extract.anchors import AnchorStyle
from linkwarden.extract.formats import FORMATS, Format
from linkwarden.extract.found import Found
from linkwarden.extract.markdown.walk import read_markdown
from linkwarden.extract.source import EmbeddedSource, File

_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.")


def _read(text: str, found: Found, anchors: AnchorStyle) -> None:
    source = File(text)
    try:
        notebook = _PlacingDecoder().decode(source.text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{found.path}: not a notebook: {error}") from None
    slugger = anchors.slugger()  # the cells make one page, so their headings share one set of ids
    for strings in _markdown_cells(notebook):
        parts = [part for string in strings for part in _decoded(source.text, string)]
        read_markdown(EmbeddedSource(parts, source), found, slugger)


class _Placed(str):
    """A string of a JSON text, and its position there, without quotes."""

    __slots__ = ("end", "start")
    start: int
    end: int


class _PlacingDecoder(json.JSONDecoder):
    """The standard library's decoder, its strings placed."""

    def __init__(self) -> None:
        super().__init__()
        self.parse_string = _parse_string
        self.scan_once = py_make_scanner(self)


def _parse_string(text: str, start: int, strict: bool) -> tuple[_Placed, int]:  # noqa: FBT001 - the hook's signature
    value, end = scanstring(text, start, strict)
    placed = _Placed(value)
    placed.start, placed.end = start, end - 1
    return placed, end


def _markdown_cells(notebook: Any) -> Iterator[list[_Placed]]:
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict) and cell.get("cell_type") == "markdown":
            source = cell.get("source", [])
            lines = source if isinstance(source, list) else [source]
            yield [line for line in lines if isinstance(line, _Placed)]


def _decoded(text: str, string: _Placed) -> Iterator[tuple[str, int, int]]:
    """Yield the decoded parts of a string, each with its range in the file."""
    position = string.start
    for escape in _ESCAPE.finditer(text, string.start, string.end):
        yield text[position : escape.start()], position, escape.start()
        yield json.loads(f'"{escape[0]}"').replace("\r", ""), *escape.span()
        position = escape.end()
    yield text[position : string.end], position, string.end


FORMATS.register(Format("notebook", (".ipynb",), _read))
