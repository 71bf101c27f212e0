"""The links that a change adds, and those whose file or heading it removes.

Joins git's data with the stages: the inputs are read as they were at the base, and their links are compared with those
of now. Only files that changed are read again, and those only where the change may alter how the rest of it is read.
Unchanged files are read only where their text shows that a link of theirs may matter.
"""

import posixpath
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from linkwarden.diff.change import Change
from linkwarden.diff.edits import document_before
from linkwarden.entities import unescape
from linkwarden.extract import anchors_of, extract, extract_bytes, format_of
from linkwarden.extract.source import normalize
from linkwarden.model.link import TargetKind
from linkwarden.model.place import Document, FileFinding
from linkwarden.plan import BaseState, in_working_tree, name_key, only_changed, resolve, spelling_key
from linkwarden.settings import Settings

_ONE_LINE_ITEMS = (".md", ".markdown")
"""Suffixes of files whose list items can be recognized by their line alone."""
_MAX_KEYS = 200
"""With more keys to search for, parsing all files takes no longer."""


class Scope:
    """The part of a run's inputs that a change affects.

    Args:
        change: The change.
        root: The repository root.
        settings: The settings in effect.
        read: Returns the text of a document, or None if it is not available.
    """

    def __init__(
        self, change: Change, root: Path, settings: Settings, read: Callable[[str], str | None] = lambda _: None
    ) -> None:
        self._change = change
        self._root = root
        self._settings = settings
        self._read = read
        self._old: dict[str, Document] = {}
        """Files as they were at the base."""
        self._gone = change.base.gone(root)

    def restrict(self, documents: Sequence[Document]) -> list[Document]:
        """Return *documents* with only the links and findings that the change adds, and the links that it may break.

        Raises:
            InputError: Git cannot read the files at the base.
        """
        base = self._change.base
        unchanged = frozenset(each.path for each in documents if not base.is_changed(each.path))
        sources = {each.path: base.source_of(each.path) for each in documents if each.path not in unchanged}
        renamed = set(filter(None, sources.values()))
        removed = {path for path in self._gone - renamed if format_of(path) and self._change.is_input(path)}
        linked = _changed_files_with_anchors(documents, self._change, self._settings)
        old = self._as_before(renamed | removed | linked, documents)
        before = BaseState(
            documents=[old[path] for path in sorted((renamed | removed) & old.keys())],
            unchanged=unchanged,
            gone=self._gone,
            lost_anchors=_lost_anchors(linked & old.keys(), old, documents, self._root, self._settings),
        )
        return [
            each._replace(findings=_new_findings(each, old.get(sources.get(each.path) or ""), unchanged))
            for each in only_changed(documents, before, self._settings, self._change.own_file)
        ]

    def concern(self, changed: Sequence[Document]) -> Callable[[str], bool]:
        """Return a function that decides from the text of an unchanged file whether its links are needed.

        They are needed if one of them may be a link that is new elsewhere, or lead to what the change removes.

        Args:
            changed: The inputs that the change touches.
        """
        keys = {
            spelling_key(resolve(each.href, each.path, self._settings.root_dir or "").url)
            for document in self.restrict(changed)
            for each in document.occurrences
        }
        lost = self._gone | self._may_lose_anchors(changed)
        keys |= {name_key(posixpath.splitext(posixpath.basename(path))[0]) for path in lost}
        if "" in keys or len(keys) > _MAX_KEYS or (lost and self._settings.index_files):
            return lambda _: True
        return lambda text: _holds_any(_searchable(text), keys)

    def _may_lose_anchors(self, changed: Sequence[Document]) -> set[str]:
        """Return the files that had ids which they may have no more."""
        read = {each.path: each for each in changed}
        old = {path: self._old.get(self._change.base.source_of(path) or "") for path in read}
        lost = {path for path, before in old.items() if before and before.anchors - read[path].anchors}
        return lost | {path for path in self._change.base.changed - read.keys() if _has_anchors(path)}

    def _as_before(self, paths: Collection[str], documents: Sequence[Document]) -> dict[str, Document]:
        """Return those of *paths* that were there at the base, as they were."""
        now = {each.path: each for each in documents if self._change.base.source_of(each.path) == each.path}
        for path, data in self._change.base.read(set(paths) - self._old.keys()).items():
            self._old[path] = self._before(path, data, now.get(path))
        return {path: self._old[path] for path in paths if path in self._old}

    def _before(self, path: str, data: bytes, now: Document | None) -> Document:
        """Return the contents of the file at *path* at the base, from its bytes *data* and its contents *now*."""
        text = self._read(path) if now and path.endswith(_ONE_LINE_ITEMS) else None
        if now and text is not None:
            old = normalize(data.decode("utf-8", errors="replace"))
            extract_text = partial(extract, path, anchors=self._settings.anchors)
            before = document_before(now, old, normalize(text), extract_text)
            if before:
                return before
        return extract_bytes(path, data, anchors=self._settings.anchors)


def _holds_any(text: str, keys: Iterable[str]) -> bool:
    return any(key in text for key in keys)


def _searchable(text: str) -> str:
    """Return *text* without characters that can spell URLs and paths differently, for the search for their keys."""
    plain = text.replace("\\", "")
    decoded = unescape(plain)
    return (unquote(decoded) if "%" in decoded else decoded).lower()


def _changed_files_with_anchors(documents: Sequence[Document], change: Change, settings: Settings) -> frozenset[str]:
    """Return the changed files whose headings some link refers to."""
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
