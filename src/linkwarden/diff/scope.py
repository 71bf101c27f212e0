"""What a change brings in: its new links, and those whose file or heading it takes away.

Joins git's data with the stages: the inputs are read as they were at the base, and their links are compared with those
of now. Only files that changed are read again, and those only where the change may alter how the rest of it is read.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from linkwarden.diff.change import Change
from linkwarden.diff.edits import document_before
from linkwarden.extract import anchors_of, extract, extract_bytes, format_of
from linkwarden.extract.source import normalize
from linkwarden.model.link import TargetKind
from linkwarden.model.place import Document, FileFinding
from linkwarden.plan import Before, in_working_tree, only_changed, resolve
from linkwarden.settings import Settings

_ONE_LINE_ITEMS = (".md", ".markdown")
"""Files in which a list item can be told from its line alone."""


def restrict(
    documents: Sequence[Document],
    change: Change,
    root: Path,
    settings: Settings,
    read: Callable[[str], str | None] = lambda _: None,
) -> list[Document]:
    """Return *documents* with only the links and findings that the change brings in, and the links it may break.

    Args:
        documents: The inputs as they are now.
        change: What to compare with.
        root: The repository's root.
        settings: The settings that hold.
        read: Returns the text that a document was read from, or None where that is not at hand.

    Raises:
        InputError: Git cannot read the files at the base.
    """
    base = change.base
    unchanged = frozenset(each.path for each in documents if not base.is_changed(each.path))
    gone = base.gone(root)
    sources = {each.path: base.source_of(each.path) for each in documents if each.path not in unchanged}
    renamed = set(filter(None, sources.values()))
    removed = {path for path in gone - renamed if format_of(path) and change.is_input(path)}
    linked = _changed_files_with_anchors(documents, change, settings)
    texts = base.read(renamed | removed | linked)
    now = {each.path: each for each in documents if sources.get(each.path) == each.path}
    old = {path: _before(path, data, now.get(path), read, settings) for path, data in texts.items()}
    before = Before(
        documents=[old[path] for path in sorted((renamed | removed) & old.keys())],
        unchanged=unchanged,
        gone=gone,
        lost_anchors=_lost_anchors(linked & old.keys(), old, documents, root, settings),
    )
    return [
        replace(each, findings=_new_findings(each, old.get(sources.get(each.path) or ""), unchanged))
        for each in only_changed(documents, before, settings, change.own_file)
    ]


def _before(
    path: str, data: bytes, now: Document | None, read: Callable[[str], str | None], settings: Settings
) -> Document:
    """Return what the file at *path* held at the base, where *data* were its bytes and *now* is what it holds."""
    text = read(path) if now and path.endswith(_ONE_LINE_ITEMS) else None
    if now and text is not None:
        old = normalize(data.decode("utf-8", errors="replace"))
        before = document_before(now, old, normalize(text), partial(extract, path, anchors=settings.anchors))
        if before:
            return before
    return extract_bytes(path, data, anchors=settings.anchors)


def _changed_files_with_anchors(documents: Sequence[Document], change: Change, settings: Settings) -> frozenset[str]:
    """Return the files whose headings some link names, and that are not what they were."""
    targets = (
        in_working_tree(resolve(each.href, each.path, settings.root_dir or ""), change.own_file)
        for document in documents
        for each in document.occurrences
        if "#" in each.href
    )
    named = {each.resource.url for each in targets if each.resource.kind is TargetKind.FILE and each.fragment}
    return frozenset(path for path in named if _has_anchors(path) and change.base.is_changed(path))


def _has_anchors(path: str) -> bool:
    kind = format_of(path)
    return kind is not None and kind.has_anchors


def _lost_anchors(
    paths: Iterable[str], old: Mapping[str, Document], documents: Sequence[Document], root: Path, settings: Settings
) -> dict[str, frozenset[str]]:
    now = {document.path: document.anchors for document in documents}
    read = anchors_of(settings.anchors)
    lost = {path: old[path].anchors - (now.get(path) or read(root / path) or frozenset()) for path in paths}
    return {path: anchors for path, anchors in lost.items() if anchors}


def _new_findings(document: Document, before: Document | None, unchanged: frozenset[str]) -> tuple[FileFinding, ...]:
    """Return the findings on *document* that it did not have at the base."""
    if document.path in unchanged:
        return ()
    known = {(each.rule, each.message) for each in before.findings} if before else set()
    return tuple(each for each in document.findings if (each.rule, each.message) not in known)
