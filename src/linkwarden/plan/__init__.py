"""The plan stage: occurrences become links, links that differ in their fragment share a resource. Pure."""

from collections.abc import Callable, Iterable

from linkwarden.model.link import Link, Plan, Resource, Task
from linkwarden.model.place import Document, Occurrence
from linkwarden.plan.targets import Target, resolve


def make_plan(documents: Iterable[Document], route: Callable[[Resource], tuple[str, ...]], root_dir: str = "") -> Plan:
    """Return the tasks of a run, in the order in which their links first stand.

    Args:
        documents: What the extractors found.
        route: Says which probes to ask about a resource, in order.
        root_dir: The folder that ``/path`` starts from, POSIX, relative to the repository root.
    """
    places: dict[Target, list[Occurrence]] = {}
    for document in documents:
        for occurrence in document.occurrences:
            target = resolve(occurrence.href, occurrence.path, root_dir)
            places.setdefault(target, []).append(occurrence)
    links: dict[Resource, list[Link]] = {}
    for target, occurrences in places.items():
        link = Link(target.url, target.resource, target.fragment, tuple(occurrences))
        links.setdefault(target.resource, []).append(link)
    return Plan(tuple(Task(resource, tuple(each), route(resource)) for resource, each in links.items()))
