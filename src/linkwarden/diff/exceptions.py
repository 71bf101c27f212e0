"""Exceptions that a change adds, which keep links from being checked or from failing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from linkwarden.diff.change import Change
from linkwarden.errors import InputError
from linkwarden.extract import extract_bytes
from linkwarden.files import leads_outside, read_regular_file
from linkwarden.model.place import Document, FileFinding, Occurrence, Span
from linkwarden.settings import Settings
from linkwarden.settings.exceptions import ConfigurationEntry, baseline_entries, configuration_entries
from linkwarden.urls import without_credentials

ADDED_EXCEPTION = "added-exception"


def added_exceptions(
    documents: Sequence[Document], change: Change, root: Path, settings: Settings
) -> list[FileFinding]:
    """Return the exceptions that the change adds, which keep links from being checked or from failing.

    These are entries of the configuration and of the baseline, and ``linkwarden-ignore`` comments.

    Args:
        documents: The inputs as they are now, with all their links.
        change: The change.
        root: The repository root.
        settings: The settings in effect.

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


def _entries(texts: Mapping[str, str], change: Change, settings: Settings) -> list[ConfigurationEntry]:
    accepted = baseline_entries(settings.baseline, texts.get(settings.baseline, ""))
    return [*configuration_entries(texts, change.configurations), *accepted]


def _about_entry(entry: ConfigurationEntry) -> FileFinding:
    return FileFinding(
        ADDED_EXCEPTION, f"the change adds: {entry.text}", entry.path, Span(entry.line, 1, entry.line, 1)
    )


def _added_comments(document: Document, before: bytes | None, path: str, settings: Settings) -> Iterator[FileFinding]:
    """Yield the links of *document* at which a comment accepts rules that it did not accept at the base."""
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
