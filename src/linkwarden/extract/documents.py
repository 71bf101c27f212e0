"""From input files to documents: each file is read, parsed once, and forgotten."""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from linkwarden.errors import INTERNAL_ERROR, InputError
from linkwarden.extract.anchors import ANCHOR_STYLES
from linkwarden.extract.decode import decode_leniently
from linkwarden.extract.formats import FORMATS, format_of
from linkwarden.extract.found import Found
from linkwarden.extract.inputs import InputFile
from linkwarden.extract.processes import read_in_processes, shares_of
from linkwarden.files import read_regular_file
from linkwarden.logs import get_logger
from linkwarden.model.dialect import Dialect
from linkwarden.model.place import Document, FileFinding, PageIds, Span

log = get_logger(__name__)

UNREADABLE = "unreadable-file"
"""The rule of findings about files that could not be read."""

_LINE = re.compile(r":(\d{1,9}): ")


def extract(path: str, text: str, *, anchors: str = "github", dialect: Dialect | None = None) -> Document:
    """Return the contents of the file at *path*, from its *text*.

    Args:
        path: The file.
        text: Its text.
        anchors: The name of the style of its headings' ids.
        dialect: How the site that the file is read on reads it, its style of ids included; None: as GitHub does.

    Raises:
        InputError: The path's suffix is that of no format, or the text is none of its format.
    """
    kind = format_of(path)
    if kind is None:
        known = ", ".join(suffix for one in FORMATS for suffix in one.suffixes)
        raise InputError(f"{path}: unsupported file type; supported suffixes are {known}")
    found = Found(path, dialect)
    style = ANCHOR_STYLES[dialect.anchors if dialect else anchors]
    kind.read(text, found, style)
    found.anchors.update(style.of_page(path))
    if dialect is None:
        return found.document()
    found.anchors.update(dialect.page_ids)
    found.anchors.update(dialect.names_in_generated(text), dialect.ids_made(text))
    return found.document()._replace(complete=not dialect.generates_ids(text))


def extract_bytes(path: str, data: bytes, *, anchors: str = "github") -> Document:
    """Return the contents of the file at *path*, from its bytes; if it cannot be read, a finding has the reason."""
    try:
        return extract(path, decode_leniently(path, data), anchors=anchors)
    except InputError as error:
        return Document(path, findings=(_unreadable(path, str(error)),))


def read_documents(
    files: Sequence[InputFile],
    anchors: str = "github",
    dialect_of: Callable[[str], Dialect | None] = lambda _: None,
    total: int = 0,
    cores: int = 1,
) -> list[Document]:
    """Return the contents of *files*, in their order; if one cannot be read, a finding has the reason.

    Args:
        files: The files to read.
        anchors: The name of the style of headings' ids.
        dialect_of: Returns how the site that a path is read on reads it, or None if GitHub shows it.
        total: How many files there are, where *files* are not all of them.
        cores: How many cores to use; for more than one, this process is forked, so it should have no other threads
            that hold locks.

    Raises:
        InputError: None of them can be read; the text is the first one's.
    """
    dialects = [dialect_of(file.path) for file in files]

    def read(number: int) -> Document:
        file = files[number]
        return extract(file.path, file.read(), anchors=anchors, dialect=dialects[number])

    def attempt(number: int) -> Document | None:
        try:
            return read(number)
        except Exception:  # noqa: BLE001 - it is read again below, which handles the error
            return None

    shares = shares_of(files, cores)
    ready = read_in_processes(shares, attempt) if shares else {}
    documents: list[Document] = []
    problems: list[InputError] = []
    for number, file in enumerate(files):
        try:
            documents.append(ready.pop(number) if number in ready else read(number))
        except InputError as error:
            problems.append(error)
            documents.append(Document(file.path, findings=(_unreadable(file.path, str(error)),)))
        except Exception:
            log.exception("extract.defect", path=file.path)
            problem = f"{file.path}: cannot be read: {INTERNAL_ERROR}"
            documents.append(Document(file.path, findings=(_unreadable(file.path, problem),), defect=True))
    if problems and len(problems) == max(len(files), total):
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
    """Return a function that reads the ids in a file; it returns None if the format has none or the file is unreadable.

    Args:
        style: The name of the style of headings' ids.
        root: The repository root, which the paths of *documents* are relative to.
        documents: Documents that were read already, and are not read again.
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


def page_ids(path: Path, dialect: Dialect) -> PageIds | None:
    """Return the ids in the page of the file at *path*, or None if its format has none or it cannot be read."""
    kind = format_of(path.name)
    if kind is None or not kind.has_anchors:
        return None
    try:
        text = decode_leniently(path.name, read_regular_file(path, path.name))
        document = extract(path.name, text, dialect=dialect)
    except InputError:
        return None
    return PageIds(document.anchors, document.complete)


def _anchors_in(path: Path, style: str) -> frozenset[str] | None:
    try:
        text = decode_leniently(path.name, read_regular_file(path, path.name))
        return extract(path.name, text, anchors=style).anchors
    except InputError:
        return None
