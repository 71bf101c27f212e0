"""The versions of npm packages that a repository asks for."""

import posixpath
import re

from linkwarden.sites.files import Files, folder_of
from linkwarden.sites.values import mapping, read_json, read_yaml, text_of

_KINDS = ("devDependencies", "dependencies", "peerDependencies")
_CATALOG = "catalog:"
_NUMBER = re.compile(r"\d+")


def major_of(files: Files, folder: str, package: str) -> int | None:
    """Return the major version of *package* that ``package.json`` in *folder* or above asks for; None if it is unknown.

    A version from a catalog (``catalog:docs``) is in ``pnpm-workspace.yaml`` (pnpm documentation, "Catalogs").
    """
    while True:
        found = mapping(read_json(files.text(posixpath.join(folder, "package.json"))))
        for kind in _KINDS:
            if version := text_of(mapping(found.get(kind)).get(package)):
                return _major(_in_catalog(files, version, package) if version.startswith(_CATALOG) else version)
        if not folder:
            return None
        folder = folder_of(folder)


def _in_catalog(files: Files, version: str, package: str) -> str:
    workspace = mapping(read_yaml(files.text("pnpm-workspace.yaml")))
    name = version.removeprefix(_CATALOG)
    catalog = mapping(workspace.get("catalogs")).get(name) if name else workspace.get("catalog")
    return text_of(mapping(catalog).get(package))


def _major(version: str) -> int | None:
    number = _NUMBER.search(version)
    return int(number[0][:4]) if number else None
