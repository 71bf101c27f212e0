"""A site that is built already: a folder of HTML files, as a server would publish it."""

from collections.abc import Iterator

from linkwarden.model.dialect import Dialect
from linkwarden.sites.files import Files, folder_of
from linkwarden.sites.generators import GENERATORS, Generator
from linkwarden.sites.generators.public import applications
from linkwarden.sites.site import ANY_SUFFIX, LinkRules, Site
from linkwarden.sites.urls import relative, spellings, url_map

_MARKS = ("sitemap.xml", "404.html", "CNAME", "_redirects", "robots.txt", ".nojekyll", "searchindex.js")
_OUTPUT_NAMES = frozenset({"_site", "_build", "build", "dist", "html", "out", "public", "site", "book"})


def find(files: Files) -> Iterator[Site]:
    """Yield a site for each folder with an index.html that is the front page of the files below it."""
    entries = {entry for folder in applications(files) for entry in (folder, f"{folder}/public".lstrip("/"))}
    fronts = {folder_of(path) for path in files.listing.by_name.get("index.html", ())} - entries
    roots = dict.fromkeys(_root(files, folder, fronts) for folder in sorted(fronts))
    for root in roots:
        pages: dict[str, str] = {}
        others: dict[str, str] = {}
        for path in files.listing.under(root):
            url = f"/{relative(path, root)}"
            if path.endswith((".html", ".htm")):
                pages[path] = url
            others[url] = path
        urls = url_map(pages, _spellings, others)
        yield Site(
            generator="built",
            configuration=f"{root}/index.html".lstrip("/"),
            folders=(),
            pages=pages,
            urls=urls,
            files=files.listing,
            rules=LinkRules(suffixes=ANY_SUFFIX, html_suffixes=ANY_SUFFIX),
            dialect=Dialect(),
        )


def _root(files: Files, folder: str, fronts: set[str]) -> str:
    """Return the folder of the front page: the nearest that looks like a generator's output, else the outermost."""
    above, root = folder, folder
    while True:
        if above in fronts:
            root = above
            marked = any(f"{above}/{name}".lstrip("/") in files.listing for name in _MARKS)
            if marked or above.rpartition("/")[2] in _OUTPUT_NAMES:
                return above
        if not above:
            return root
        above = folder_of(above)


def _spellings(url: str) -> Iterator[str]:
    yield url
    if url.endswith("/index.html"):
        yield from spellings(url.removesuffix("index.html"))
    else:
        yield url.removesuffix(".html")


GENERATORS.register(Generator("built", find, rank=9))
