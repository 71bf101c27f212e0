"""The plan stage: occurrences become links, links that differ in their fragment share a resource. Pure."""

from collections.abc import Callable, Iterable

from linkwarden.model.link import Link, Plan, Resource, TargetKind, Task
from linkwarden.model.place import Document, Occurrence
from linkwarden.plan.changed import BaseState, OwnFile, name_key, only_changed, spelling_key
from linkwarden.plan.sites import SiteResolver, read_on_published, read_on_site
from linkwarden.plan.targets import Target, in_working_tree, resolve

__all__ = [
    "BaseState",
    "OwnFile",
    "in_working_tree",
    "make_plan",
    "name_key",
    "only_changed",
    "resolve",
    "spelling_key",
]


def make_plan(
    documents: Iterable[Document],
    route: Callable[[Resource], tuple[str, ...]],
    root_dir: str = "",
    own_file: OwnFile | None = None,
    sites: SiteResolver | None = None,
) -> Plan:
    """Return the tasks of a run, in the order of their links' first occurrences.

    Args:
        documents: The documents from the extractors.
        route: Returns the probes for a resource, in order.
        root_dir: The folder that ``/path`` starts from, POSIX, relative to the repository root.
        own_file: Returns the path in this repository, percent-encoded, that a URL shows, for links that are to be
            looked up in the working tree instead of on the web.
        sites: Resolves links in pages of documentation sites.
    """
    places: dict[Target, list[Occurrence]] = {}
    for document in documents:
        for occurrence in document.occurrences:
            read = sites.filled(occurrence) if sites else occurrence
            target = resolve(read.href, read.path, root_dir, read.base)
            if own_file is not None:
                target = in_working_tree(target, own_file)
            if sites and target.resource.kind is TargetKind.FILE:
                target = read_on_site(target, sites.on_site(read))
            elif sites:
                target = read_on_published(target, sites)
            places.setdefault(target, []).append(occurrence)
    links: dict[Resource, list[Link]] = {}
    for target, occurrences in places.items():
        link = Link(target.url, target.resource, target.fragment, tuple(occurrences))
        links.setdefault(target.resource, []).append(link)
    return Plan(tuple(Task(resource, tuple(each), route(resource)) for resource, each in links.items()))
