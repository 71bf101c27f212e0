"""What a change brings in: its new links, and those whose file or heading it takes away.

Joins git's data with the stages: the inputs are read as they were at the base, and their links are compared with those
of now. Only files that changed are read again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from linkwarden.errors import InputError
from linkwarden.extract import anchors_of, extract_bytes, format_of
from linkwarden.files import leads_outside, read_regular_file
from linkwarden.git import Base
from linkwarden.model.link import TargetKind
from linkwarden.model.place import Document, FileFinding, Occurrence, Span
from linkwarden.plan import Before, OwnFile, in_working_tree, only_changed, resolve
from linkwarden.settings import Settings
from linkwarden.settings.exceptions import FILES, Entry, baseline_entries, configuration_entries
from linkwarden.urls import without_credentials

ADDED_EXCEPTION = "added-exception"


@dataclass(frozen=True, slots=True)
class Change:
    """A change to check, and how to tell which files were inputs at its base."""

    base: Base
    is_input: Callable[[str], bool]
    """Tells whether a path of the base would have been an input."""
    own_file: OwnFile = lambda _: None
    """Returns the path, percent-encoded, that a URL shows of this repository's default branch."""
    configurations: tuple[str, ...] = FILES
    """The configuration files, POSIX, relative to the repository root; the first that is there is read."""


def restrict(documents: Sequence[Document], change: Change, root: Path, settings: Settings) -> list[Document]:
    """Return *documents* with only the links and findings that the change brings in, and the links it may break.

    Args:
        documents: The inputs as they are now.
        change: What to compare with.
        root: The repository's root.
        settings: The settings that hold.

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
    old = {path: extract_bytes(path, data, anchors=settings.anchors) for path, data in texts.items()}
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


def added_exceptions(
    documents: Sequence[Document], change: Change, root: Path, settings: Settings
) -> list[FileFinding]:
    """Return what the change adds that keeps links from being checked or from failing.

    These are entries of the configuration and of the baseline, and ``linkwarden-ignore`` comments.

    Args:
        documents: The inputs as they are now, with all their links.
        change: What to compare with.
        root: The repository's root.
        settings: The settings that hold.

    Raises:
        InputError: Git cannot read the files at the base.
    """
    base = change.base
    now = _texts(root, [*change.configurations, settings.baseline])
    edited = any(base.is_changed(path) for path in now)
    commented = [
        each for each in documents if base.is_changed(each.path) and any(one.ignores for one in each.occurrences)
    ]
    if not edited and not commented:
        return []
    sources = {each.path: base.source_of(each.path) for each in commented}
    then = base.read({*change.configurations, settings.baseline, *filter(None, sources.values())})
    texts = {path: data.decode("utf-8", errors="replace") for path, data in then.items()}
    known = {each.text for each in _entries(texts, change, settings)}
    entries = [each for each in _entries(now, change, settings) if each.text not in known]
    comments = (
        finding
        for each in commented
        for finding in _added_comments(each, then.get(sources[each.path] or ""), sources[each.path] or "", settings)
    )
    return [*map(_about_entry, entries), *comments]


def _texts(root: Path, paths: Iterable[str]) -> dict[str, str]:
    """Return the contents of those *paths* that are files of the repository at *root*."""
    texts = {}
    for path in paths:
        try:
            if not leads_outside(root / path, root):
                texts[path] = read_regular_file(root / path, path).decode("utf-8", errors="replace")
        except InputError:
            continue
    return texts


def _entries(texts: Mapping[str, str], change: Change, settings: Settings) -> list[Entry]:
    accepted = baseline_entries(settings.baseline, texts.get(settings.baseline, ""))
    return [*configuration_entries(texts, change.configurations), *accepted]


def _about_entry(entry: Entry) -> FileFinding:
    return FileFinding(
        ADDED_EXCEPTION, f"the change adds: {entry.text}", entry.path, Span(entry.line, 1, entry.line, 1)
    )


def _added_comments(document: Document, before: bytes | None, path: str, settings: Settings) -> Iterator[FileFinding]:
    """Yield the links of *document* at which a comment accepts what it did not accept at the base."""
    old = extract_bytes(path, before, anchors=settings.anchors).occurrences if before is not None else ()
    known = {(each.href, rule) for each in old for rule in each.ignores}
    for each in document.occurrences:
        added = [rule for rule in each.ignores if (each.href, rule) not in known]
        if added:
            yield _about_comment(each, added)


def _about_comment(occurrence: Occurrence, rules: Sequence[str]) -> FileFinding:
    named = "every finding" if "*" in rules else ", ".join(rules)
    message = f"the change adds: a comment that accepts {named} at {without_credentials(occurrence.href)}"
    return FileFinding(ADDED_EXCEPTION, message, occurrence.path, occurrence.construct)


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
