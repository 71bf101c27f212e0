"""Other applications of the repository, which are below a path of the site (``base`` of Vite, ``baseURL`` of Nuxt)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from linkwarden.sites.files import Files, folder_of
from linkwarden.sites.site import Site

_BASE = re.compile(r"""\bbase(?:URL|Path)?:[ \t]*['"](?P<base>/[\w./-]*[\w-])/?['"]""")


def served_applications(files: Files) -> tuple[tuple[str, str], ...]:
    """Return the path that each application with a base is served below, and its configuration."""
    return tuple(dict.fromkeys(_served(files)))


def with_applications(site: Site, applications: tuple[tuple[str, str], ...]) -> Site:
    """Return *site* with the paths below which other applications have pages; one may be on another host."""
    others = [
        (f"{base}/", f"the application of {path} may serve this path")
        for base, path in applications
        if site.pages and folder_of(path) not in site.folders and f"{base}/" != site.base
    ]
    return replace(site, generated=(*site.generated, *others)) if others else site


def _served(files: Files) -> Iterator[tuple[str, str]]:
    for path in files.configurations("vite.config.*", "nuxt.config.*", "next.config.*"):
        yield from ((match["base"], path) for match in _BASE.finditer(files.text(path)))
