"""The links in source files that broken links in built pages were made from."""

from collections.abc import Iterable, Mapping
from operator import attrgetter
from pathlib import Path

from linkwarden.errors import InputError
from linkwarden.extract import extract
from linkwarden.files import read_regular_file
from linkwarden.model.finding import JudgedLink
from linkwarden.model.place import Document, Occurrence
from linkwarden.run.sites import RepositorySites
from linkwarden.sites import PageSources, matching

_HTML = (".html", ".htm")


def source_links(
    judged: Iterable[JudgedLink], documents: Iterable[Document], root: Path, sites: RepositorySites
) -> Mapping[Occurrence, Occurrence]:
    """Return the links with findings in built pages, each with the link in the source file that it was made from.

    Args:
        judged: All links of the run.
        documents: The files of the run.
        root: The repository root.
        sites: The sites of the repository.
    """
    broken: dict[str, list[Occurrence]] = {}
    for link in judged:
        for occurrence in link.link.occurrences if link.findings else ():
            if occurrence.path.endswith(_HTML):
                broken.setdefault(occurrence.path, []).append(occurrence)
    if not broken:
        return {}
    sources = PageSources(sites.map, lambda path: (root / path).is_file())
    found: dict[Occurrence, Occurrence] = {}
    for page in documents:
        if page.path in broken and (source := sources.of(page)):
            links = sorted(broken[page.path], key=attrgetter("construct"))
            found.update(matching(links, _links_in(source, root, sites)))
    return found


def _links_in(source: str, root: Path, sites: RepositorySites) -> tuple[Occurrence, ...]:
    try:
        text = read_regular_file(root / source, source).decode("utf-8", errors="replace")
        return extract(source, text, dialect=sites.dialect_of(source)).occurrences
    except InputError:
        return ()
