"""What users say about a site, in place of what was found."""

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from linkwarden.model.dialect import EVERY_PAGE, Dialect
from linkwarden.sites.files import Files, FilesAndFolders, Listing, folder_of, inside, is_below
from linkwarden.sites.generators import GENERATORS
from linkwarden.sites.site import ANY_SUFFIX, LinkRules, Site

NO_SITE = "none"
"""The generator of a folder whose links are read as on GitHub."""
UNKNOWN = "unknown"
"""The anchors of a site whose ids cannot be known."""

_CONFIGURATIONS = {
    "docusaurus": (
        "{above}/docusaurus.config.js",
        "module.exports = {{presets: [['classic', {{docs: {{path: '{name}'}}}}]]}}",
    ),
    "hugo": ("{above}/hugo.toml", 'contentDir = "{name}"\n'),
    "jekyll": ("{folder}/_config.yml", "title: Site\n"),
    "mdbook": ("{above}/book.toml", '[book]\nsrc = "{name}"\n'),
    "mkdocs": ("{above}/mkdocs.yml", 'docs_dir: "{name}"\n'),
    "sphinx": ("{folder}/conf.py", ""),
    "vitepress": ("{folder}/.vitepress/config.js", "export default {{}}"),
}
"""The configuration, and its text, that a generator would have for a folder of pages with all defaults."""


@dataclass(frozen=True, slots=True)
class SiteChoice:
    """The generator and the anchors of the site in a folder; empty values leave what was found."""

    folder: str
    generator: str = ""
    anchors: str = ""


def chosen_sites(files: Files, found: Iterable[Site], choices: Sequence[SiteChoice]) -> Iterator[Site]:
    """Yield the sites that were found, with the anchors that are chosen, and those that only *choices* name."""
    sites = [*found]
    for choice in choices:
        if choice.generator not in {"", NO_SITE} and not any(_is_chosen(site, choice) for site in sites):
            sites[:0] = _by_default(files, choice)
        if choice.anchors and choice.generator != NO_SITE and not any(_is_in(site, choice.folder) for site in sites):
            sites.insert(0, _plain(files, choice))
    for site in sites:
        anchors = next((each.anchors for each in choices if each.anchors and _is_chosen(site, each)), "")
        yield replace(site, dialect=_with_anchors(site.dialect, anchors)) if anchors else site


def choice_for(path: str, choices: Iterable[SiteChoice]) -> SiteChoice | None:
    """Return the choice of a generator for the file at *path*: that of the nearest folder."""
    above = (each for each in choices if each.generator and is_below(path, each.folder))
    return max(above, key=lambda each: len(each.folder), default=None)


def _is_chosen(site: Site, choice: SiteChoice) -> bool:
    return choice.generator in {"", site.generator} and _is_in(site, choice.folder)


def _is_in(site: Site, folder: str) -> bool:
    """Return whether the sources of *site* are in *folder*, or those of the folder are part of them."""
    if site.sources and not site.pages and not site.folders:
        return False  # test data and templates
    own = site.folders or (folder_of(site.configuration),)
    return any(folder == each or is_below(each, folder) for each in own) or any(
        is_below(path, folder) for path in site.pages
    )


def _by_default(files: Files, choice: SiteChoice) -> list[Site]:
    """Return the site that the generator would make of the folder if its configuration said nothing."""
    if choice.generator not in _CONFIGURATIONS or not files.listing.has_folder(choice.folder):
        return []
    above, name = posixpath.split(choice.folder)
    names = {"above": above, "folder": choice.folder, "name": name or "."}
    path, text = (each.format(**names) for each in _CONFIGURATIONS[choice.generator])
    configuration = inside("", path.lstrip("/")) or path
    listing = Listing([*files.listing, configuration])
    added = Files(listing, lambda each: text if each == configuration else files.text(each), files.now)
    found = (site for generator in GENERATORS for site in generator.find(added))
    return [site for site in found if site.configuration == configuration and site.generator == choice.generator]


def _plain(files: Files, choice: SiteChoice) -> Site:
    """Return a site whose links lead to files, as on GitHub, and whose ids are others."""
    return Site(
        generator="files",
        configuration=f"{choice.folder}/",
        folders=(choice.folder,),
        pages={},
        urls={},
        files=FilesAndFolders(files.listing),
        rules=LinkRules(suffixes=ANY_SUFFIX, html_suffixes=ANY_SUFFIX, roots=("",)),
    )


def _with_anchors(dialect: Dialect, anchors: str) -> Dialect:
    parts = [each for each in dialect.generated.split("|") if each and each != EVERY_PAGE]
    if anchors == UNKNOWN:
        return replace(dialect, generated="|".join([*parts, EVERY_PAGE]))
    return replace(dialect, anchors=anchors, generated="|".join(parts))
