"""The links that a change adds or may break. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from linkwarden.fragments import names_for
from linkwarden.model.link import TargetKind
from linkwarden.model.place import Document, Occurrence
from linkwarden.plan.targets import Target, in_working_tree, resolve
from linkwarden.settings import Settings
from linkwarden.urls import scheme_of

OwnFile = Callable[[str], str | None]
"""Returns the path in this repository, percent-encoded, that a URL shows; None if it shows no such file."""


@dataclass(frozen=True, slots=True)
class BaseState:
    """The state at the base of a change."""

    documents: Sequence[Document] = ()
    """The inputs at the base that were changed or deleted since, as they were."""
    unchanged: frozenset[str] = frozenset()
    """The paths of the inputs that are as they were."""
    gone: frozenset[str] = frozenset()
    """The files and folders of the base that are not there any more."""
    lost_anchors: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The ids that files had at the base and have no more, by path."""


def only_changed(
    documents: Sequence[Document], before: BaseState, settings: Settings, own_file: OwnFile = lambda _: None
) -> list[Document]:
    """Return *documents* with only the links that were in no input before, or whose file or heading was removed."""
    known = _Known(
        [*before.documents, *(each for each in documents if each.path in before.unchanged)], settings.root_dir or ""
    )
    loss = _Loss(before, settings, own_file)
    return [
        document._replace(
            occurrences=tuple(
                each
                for each in document.occurrences
                if (document.path not in before.unchanged and each not in known) or loss.concerns(each)
            ),
        )
        for document in documents
    ]


_ENCODED = re.compile(r"%[0-9A-F]{2}|[^\w.~-]", re.ASCII)
_PLAIN = re.compile(r"https?://[!-$&-\[\]-~]+", re.IGNORECASE)
"""Printable ASCII except the percent sign and the backslash: characters of a path that the URL standard keeps."""
_MIN_KEY = 4


def spelling_key(url: str) -> str:
    """Return a part of a resolved URL or path that every plain spelling of it has, in lower case; empty for none.

    The URL standard keeps the characters of a path, and those of a host except for their case.
    """
    if scheme_of(url) in ("http", "https"):
        host, _, path = url.partition("//")[2].partition("/")
        return name_key(path) or name_key(host.replace(".", "/"))
    name = url.partition("#")[0].rpartition("/")[2]  # the name of a folder may be dots alone
    return name_key(name) if scheme_of(url) or "." in name else ""


def name_key(text: str) -> str:
    """Return a part of a file's or folder's name that every plain spelling of it has, in lower case; empty for none."""
    part = max(_ENCODED.split(text), key=len).lower()
    return part if len(part) >= _MIN_KEY and not part.startswith("xn--") else ""


def _may_be(key: str, href: str) -> bool:
    """Return whether a link that is written as *href* may lead to the URL with that *key*."""
    return not key or key in href.lower() or not _PLAIN.fullmatch(href)


class _Known:
    """The links of all inputs before the change; URLs are parsed only if their text differs."""

    def __init__(self, documents: Iterable[Document], root_dir: str) -> None:
        self._root_dir = root_dir
        self._written = {_written(each): each for document in documents for each in document.occurrences}
        self._urls: dict[Occurrence, str] = {}

    def __contains__(self, occurrence: Occurrence) -> bool:
        if _written(occurrence) in self._written:
            return True
        url = resolve(occurrence.href, occurrence.path, self._root_dir).url
        key = spelling_key(url)
        return any(self._url(each) == url for each in self._written.values() if _may_be(key, each.href))

    def _url(self, occurrence: Occurrence) -> str:
        url = self._urls.get(occurrence)
        if url is None:
            url = self._urls[occurrence] = resolve(occurrence.href, occurrence.path, self._root_dir).url
        return url


def _written(occurrence: Occurrence) -> tuple[str, str]:
    """Return the identity of a link without parsing; that of a relative one includes its file."""
    return occurrence.href, "" if scheme_of(occurrence.href) in ("http", "https") else occurrence.path


class _Loss:
    """The files and headings that a change removes."""

    def __init__(self, before: BaseState, settings: Settings, own_file: OwnFile) -> None:
        self._before = before
        self._settings = settings
        self._own_file = own_file

    def concerns(self, occurrence: Occurrence) -> bool:
        """Return whether the link may be broken by it."""
        if not self._before.gone and not self._before.lost_anchors:
            return False
        target = self._file(occurrence)
        if target is None:
            return False
        paths = set(_candidates(target.resource.url, self._settings))
        names = names_for(target.fragment)
        lost = (self._before.lost_anchors.get(path, frozenset()) for path in paths)
        return not paths.isdisjoint(self._before.gone) or any(not anchors.isdisjoint(names) for anchors in lost)

    def _file(self, occurrence: Occurrence) -> Target | None:
        """Return the file of this repository that the link names, or None if it names something else."""
        is_web = scheme_of(occurrence.href) in ("http", "https")
        if is_web and self._own_file(occurrence.href.partition("#")[0]) is None:
            return None
        target = in_working_tree(
            resolve(occurrence.href, occurrence.path, self._settings.root_dir or ""), self._own_file
        )
        return target if target.resource.kind is TargetKind.FILE else None


def _candidates(path: str, settings: Settings) -> Iterator[str]:
    """Yield the paths at which the file may be found that a link names as *path*, by the settings for sites."""
    bare = path.rstrip("/")
    yield bare
    yield from (f"{bare}.{suffix.removeprefix('.')}" for suffix in settings.fallback_extensions)
    yield from (f"{bare}/{name}" for name in settings.index_files)
