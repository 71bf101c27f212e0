"""From input files to documents: each file is read, parsed once, and forgotten."""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from linkwarden.errors import InputError
from linkwarden.extract.anchors import ANCHOR_STYLES
from linkwarden.extract.decode import decode_leniently
from linkwarden.extract.formats import FORMATS, format_of
from linkwarden.extract.found import Found
from linkwarden.extract.inputs import InputFile
from linkwarden.files import read_regular_file
from linkwarden.model.place import Document, FileFinding, Span

UNREADABLE = "unreadable-file"
"""The rule whose finding stands for a file that could not be read."""

_LINE = re.compile(r":(\d{1,9}): ")


def extract(path: str, text: str, *, anchors: str = "github") -> Document:
    """Return what the file at *path* holds, given its *text*; *anchors* names the style of its headings' ids.

    Raises:
        InputError: The path's suffix is that of no format, or the text is none of its format.
    """
    kind = format_of(path)
    if kind is None:
        known = ", ".join(suffix for one in FORMATS for suffix in one.suffixes)
        raise InputError(f"{path}: links are read from files that end in {known}")
    found = Found(path)
    style = ANCHOR_STYLES[anchors]
    kind.read(text, found, style)
    found.anchors.update(style.of_page(path))
    return found.document()


def extract_bytes(path: str, data: bytes, *, anchors: str = "github") -> Document:
    """Return what the file at *path* holds, given its bytes; of one that cannot be read, a finding says why."""
    try:
        return extract(path, decode_leniently(path, data), anchors=anchors)
    except InputError as error:
        return Document(path, findings=(_unreadable(path, str(error)),))


def read_documents(files: Sequence[InputFile], anchors: str = "github") -> list[Document]:
    """Return what *files* hold, in their order; of one that cannot be read, a finding says why.

    Raises:
        InputError: None of them can be read; the text is the first one's.
    """
    documents: list[Document] = []
    problems: list[InputError] = []
    for file in files:
        try:
            documents.append(extract(file.path, file.read(), anchors=anchors))
        except InputError as error:
            problems.append(error)
            documents.append(Document(file.path, findings=(_unreadable(file.path, str(error)),)))
    if problems and len(problems) == len(files):
        raise problems[0]
    return documents


def _unreadable(path: str, problem: str) -> FileFinding:
    match = _LINE.search(problem)
    line = int(match[1]) if match else 1
    return FileFinding(UNREADABLE, problem, path, Span(line, 1, line, 1))


def _is_unread(document: Document) -> bool:
    return any(each.rule == UNREADABLE for each in document.findings)


def anchors_of(
    style: str = "github", root: Path | None = None, documents: Iterable[Document] = ()
) -> Callable[[Path], frozenset[str] | None]:
    """Return a function that reads the ids in a file, and says None where its format has none or it can't be read.

    Args:
        style: The name of the style of headings' ids.
        root: The repository's root, which the paths of *documents* are relative to.
        documents: What was read already, which is not read again.
    """
    known: dict[Path, frozenset[str] | None] = {}
    if root:
        known = {root / each.path: each.anchors for each in documents if not _is_unread(each)}

    def read(path: Path) -> frozenset[str] | None:
        kind = format_of(path.name)
        if kind is None or not kind.has_anchors:
            return None
        if path not in known:
            known[path] = _anchors_in(path, style)
        return known[path]

    return read


def _anchors_in(path: Path, style: str) -> frozenset[str] | None:
    try:
        text = decode_leniently(path.name, read_regular_file(path, path.name))
        return extract(path.name, text, anchors=style).anchors
    except InputError:
        return None
