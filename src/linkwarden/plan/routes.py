"""Which probes find out about which kind of target, in order: one that declines passes it to the next."""

from linkwarden.model.link import Resource, TargetKind

_ROUTES: dict[TargetKind, tuple[str, ...]] = {
    TargetKind.WEB: ("web",),
    TargetKind.FILE: ("local",),
}


def probes_for(resource: Resource) -> tuple[str, ...]:
    """Return the ids of the probes to ask; none for what needs no look."""
    return _ROUTES.get(resource.kind, ())
