"""Links in the pages of documentation sites: their targets on the site."""

from typing import Protocol

from linkwarden.model.link import Presence, Resource, SiteTarget, TargetKind
from linkwarden.model.place import Occurrence
from linkwarden.plan.targets import Target


class SiteResolver(Protocol):
    """Resolves links on the documentation site that a page belongs to."""

    def filled(self, occurrence: Occurrence) -> Occurrence:
        """Return *occurrence* with its template filled in; unchanged if the value is unknown."""
        ...

    def on_site(self, occurrence: Occurrence) -> SiteTarget | None:
        """Return the target of a link on the site, or None for a page that is read on GitHub."""
        ...

    def published(self, href: str) -> SiteTarget | None:
        """Return the target of a link to the published address of a site; None for any other link."""
        ...


def read_on_published(target: Target, sites: SiteResolver) -> Target:
    """Return *target*, as a file of the repository if its URL is that of one of the *sites*."""
    on_site = sites.published(target.resource.url) if target.resource.kind is TargetKind.WEB else None
    if on_site is None:
        return target
    return target._replace(resource=Resource(target.resource.url, TargetKind.FILE, on_site))


def read_on_site(target: Target, on_site: SiteTarget | None) -> Target:
    """Return *target* as readers of the site meet it.

    If site and GitHub show the same file, and no fragment needs an id, the links of both are one.
    """
    resource = target.resource
    is_same = on_site is not None and on_site.presence is Presence.FOUND and on_site.file == resource.url
    if on_site is None or (is_same and not target.fragment):
        return target
    return target._replace(resource=resource._replace(on_site=on_site))
