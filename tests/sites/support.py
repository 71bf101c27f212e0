"""Small repositories as mappings of paths to texts, and the targets of links on their sites."""

from collections.abc import Mapping
from datetime import datetime

from linkwarden.model.link import SiteTarget
from linkwarden.model.place import Kind
from linkwarden.sites import Files, Listing, Site, SiteMap, find_sites


def sites_of(texts: Mapping[str, str], now: datetime | None = None) -> SiteMap:
    """Return the sites of a repository with *texts*."""
    return find_sites(Files(Listing(texts), texts.get, now))


def site_of(texts: Mapping[str, str], path: str, now: datetime | None = None) -> Site:
    """Return the site that *path* is read on."""
    site = sites_of(texts, now).covering(path)
    assert site is not None
    return site


def resolved(
    texts: Mapping[str, str], source: str, written: str, kind: Kind = Kind.LINK, now: datetime | None = None
) -> SiteTarget:
    """Return the target of *written* in *source*."""
    return site_of(texts, source, now).resolve(source, written, kind)


def outcome(
    texts: Mapping[str, str], source: str, written: str, kind: Kind = Kind.LINK, now: datetime | None = None
) -> str:
    """Return the file behind *written*, or else `found`, `missing` or `unknown`."""
    target = resolved(texts, source, written, kind, now)
    return target.file or target.presence.value
