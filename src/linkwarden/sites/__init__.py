"""Documentation sites: which files of a repository are their pages, and what the links in them lead to.

Pure over a listing of files and the texts that it reads. Nothing of the repository is executed: configurations in
JavaScript are read for their literals. Each generator is one module of ``generators``, which registers itself.
"""

from linkwarden.sites.choices import SiteChoice
from linkwarden.sites.files import Files, Listing, folder_of, inside, is_below
from linkwarden.sites.find import SiteMap, find_sites
from linkwarden.sites.site import Site
from linkwarden.sites.sources import PageSources, matching
from linkwarden.sites.values import has_front_matter

__all__ = [
    "Files",
    "Listing",
    "PageSources",
    "Site",
    "SiteChoice",
    "SiteMap",
    "find_sites",
    "folder_of",
    "has_front_matter",
    "inside",
    "is_below",
    "matching",
]
