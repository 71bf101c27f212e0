"""Find the sites of a repository, and the one that a file belongs to."""

from collections.abc import Container, Iterable, Iterator, Sequence

from linkwarden.model.observation import NOT_DOCUMENTS
from linkwarden.sites.applications import served_applications, with_applications
from linkwarden.sites.choices import SiteChoice, choice_for, chosen_sites
from linkwarden.sites.files import Files, folder_of, is_below
from linkwarden.sites.generators import GENERATORS
from linkwarden.sites.redirects import with_redirects
from linkwarden.sites.site import Site

_MARKDOWN = (".md", ".mdx", ".markdown")
_HTML = (".html", ".htm")


class SiteMap:
    """The sites of a repository."""

    def __init__(self, sites: Iterable[Site], choices: Sequence[SiteChoice] = ()) -> None:
        """Initialize with the sites, and with the generators that users chose for some folders."""
        self.sites = tuple(sites)
        self._choices = tuple(each for each in choices if each.generator)
        names = {each.generator for each in self._choices}
        self._chosen = {name: SiteMap(site for site in self.sites if site.generator == name) for name in names}
        self._by_page: dict[str, Site] = {}
        self._by_folder: dict[str, Site] = {}
        data = frozenset(path for site in self.sites if site.configuration in NOT_DOCUMENTS for path in site.sources)
        documents = frozenset(path for site in self.sites for path in _pages_below(site, data))
        for site in self.sites:
            served = (file for file in site.urls.values() if file and file.endswith((".html", ".htm")))
            for path in (*site.sources, *site.pages, *served):
                if site.configuration not in NOT_DOCUMENTS or path not in documents:
                    self._by_page.setdefault(path, site)
            for folder in site.folders:
                self._by_folder.setdefault(folder, site)

    def covering(self, path: str) -> Site | None:
        """Return the site that the file at *path* is read on: the one with its page, else the nearest folder's."""
        if choice := choice_for(path, self._choices):
            return self._chosen[choice.generator].covering(path)
        if site := self._by_page.get(path):
            return site
        folder = folder_of(path)
        while True:
            if site := self._by_folder.get(folder):
                return None if path in site.skipped else site
            if not folder:
                return None
            folder = folder_of(folder)

    def of_folder(self, folder: str | None) -> Site | None:
        """Return the site whose sources or whose built pages are in *folder*; None if no such site has pages."""
        with_pages = (site for site in self.sites if site.pages)
        return next((each for each in with_pages if folder in {*each.folders, folder_of(each.configuration)}), None)


def _pages_below(site: Site, data: Container[str]) -> Iterator[str]:
    """Yield the pages among *data* that are documents: those in the folder of a site that is no data itself.

    A chapter in ``src/tests`` is about tests. A site of the whole repository has test data as pages too. HTML is a
    document on a built site, which has no folder of sources.
    """
    if site.configuration in data:
        return
    folders = site.folders or (folder_of(site.configuration),)
    suffixes = _MARKDOWN if site.folders else _HTML
    for page in site.pages:
        if page in data and page.endswith(suffixes) and any(each and is_below(page, each) for each in folders):
            yield page


def find_sites(files: Files, choices: Sequence[SiteChoice] = ()) -> SiteMap:
    """Return the sites whose configurations are among *files*, and those that *choices* name."""
    ranked = sorted(GENERATORS, key=lambda each: each.rank)
    applications = served_applications(files)
    sites = (site for generator in ranked for site in generator.find(files))
    found = (with_applications(with_redirects(files, site), applications) for site in sites)
    return SiteMap(chosen_sites(files, found, choices), choices)
