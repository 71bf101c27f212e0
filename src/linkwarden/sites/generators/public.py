"""Applications that serve their ``public/`` or ``static/`` folder at the root: Next.js, Vite, Nuxt and others.

Their pages are routes of code, so a path with a leading slash that is not a file there may be a route. Relative links
mean files, as everywhere in the repository.
"""

import posixpath
from collections.abc import Iterator

from linkwarden.sites.files import Files, FilesAndFolders, folder_of
from linkwarden.sites.generators import GENERATORS, Generator
from linkwarden.sites.site import ANY_SUFFIX, LinkRules, Site
from linkwarden.sites.urls import served, url_map
from linkwarden.sites.values import mapping, read_json

_CONFIGURATIONS = (
    "next.config.*",
    "vite.config.*",
    "nuxt.config.*",
    "remix.config.*",
    "vue.config.*",
    "rsbuild.config.*",
    "gatsby-config.*",
    "svelte.config.*",
    "angular.json",
)
_FRAMEWORKS = (
    "next",
    "vite",
    "nuxt",
    "react-scripts",
    "@vue/cli-service",
    "gatsby",
    "@sveltejs/kit",
    "parcel",
    "@rsbuild/core",
)


def find(files: Files) -> Iterator[Site]:
    """Yield a site for each folder with a framework's configuration, or a package that depends on one."""
    for folder, path in applications(files).items():
        roots = [
            each for name in ("public", "static") if files.listing.has_folder(each := posixpath.join(folder, name))
        ]
        others = {url: file for root in roots for url, file in served(files, root).items()}
        yield Site(
            generator="public",
            configuration=path,
            folders=(folder,),
            pages={},
            urls=url_map({}, files=others) | {"/": None},
            files=FilesAndFolders(files.listing),
            rules=LinkRules(suffixes=ANY_SUFFIX, html_suffixes=ANY_SUFFIX, roots=(*roots, folder, "")),
            unknown=f"may be a route of the application at {path}",
            rooted_only=True,
        )


def applications(files: Files) -> dict[str, str]:
    """Return the folder of each application, and the file that identifies its framework."""
    found: dict[str, str] = {}
    for pattern in _CONFIGURATIONS:
        for path in files.configurations(pattern):
            found.setdefault(folder_of(path), path)
    for path in files.configurations("package.json"):
        folder = folder_of(path)
        has_entry = any(posixpath.join(folder, name) in files.listing for name in ("index.html", "public/index.html"))
        if folder not in found and (has_entry or files.listing.has_folder(posixpath.join(folder, "public"))):
            package = mapping(read_json(files.text(path)))
            needs = {**mapping(package.get("dependencies")), **mapping(package.get("devDependencies"))}
            if any(name in needs for name in _FRAMEWORKS):
                found[folder] = path
    return found


GENERATORS.register(Generator("public", find, rank=8))
