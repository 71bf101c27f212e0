"""Ids that documentation generators create for members of the objects documented in a page."""

from linkwarden.fragments import name_in
from linkwarden.model.observation import LocalFile


def is_member(fragment: str | None, local: LocalFile) -> bool:
    """Return whether *fragment* names a member of an object that is documented in the page.

    mkdocstrings creates a member's id from that of its object, a dot, and its own name.
    """
    parts = name_in(fragment).split(".")
    above = {".".join(parts[:count]) for count in range(1, len(parts))}
    return not local.complete and local.anchors is not None and not local.anchors.isdisjoint(above)
