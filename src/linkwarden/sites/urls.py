"""The URL paths of a site's pages and files."""

from collections.abc import Callable, Iterable, Iterator

from linkwarden.sites.files import Files, is_below

INDEX = "index.html"


def directory(stem: str, base: str = "/", *, index: tuple[str, ...] = ("index",)) -> str:
    """Return the URL of a page that is served as a folder: ``a/b`` → ``/a/b/``, ``a/index`` → ``/a/``."""
    folder, _, name = stem.rpartition("/")
    path = folder if name in index else stem
    return f"{base}{path}/" if path else base


def spellings(url: str, *, html: bool = False) -> Iterator[str]:
    """Yield the URL paths of the page at *url*.

    A folder's page is served with and without its slash, and as index.html. With *html*, a page without a slash is
    served with and without ``.html``.
    """
    yield url
    if url.endswith("/"):
        yield url + INDEX
        if url != "/":
            yield url.rstrip("/")
        if html:
            yield f"{url}index"
    elif html:
        bare = url.removesuffix(".html")
        yield bare
        yield f"{bare}.html"
        if bare.endswith("/index"):
            yield bare.removesuffix("index")
            yield bare.removesuffix("/index") or "/"
    else:
        yield f"{url}/"


def url_map(
    pages: dict[str, str], spell: Callable[[str], Iterable[str]] = spellings, files: dict[str, str] | None = None
) -> dict[str, str | None]:
    """Return URL path → file, for *pages* (source → URL) and for *files* that are served as they are (URL → file)."""
    urls: dict[str, str | None] = {}
    for source, url in pages.items():
        for each in spell(url):
            urls.setdefault(each, source)
    for url, file in (files or {}).items():
        urls.setdefault(url, file)
        if url.endswith(f"/{INDEX}"):
            for each in spellings(url.removesuffix(INDEX)):
                urls.setdefault(each, file)
    return urls


def served(files: Files, folder: str, base: str = "/") -> dict[str, str]:
    """Return URL → file for a folder whose files are served unchanged (``public/``, ``static/``)."""
    start = len(folder) + 1 if folder else 0
    return {f"{base}{path[start:]}": path for path in files.listing.under(folder)}


def html_pages(files: dict[str, str]) -> dict[str, str]:
    """Return file → URL of the HTML files among those that are served unchanged."""
    return {file: url for url, file in files.items() if file.endswith((".html", ".htm"))}


def relative(path: str, folder: str) -> str:
    """Return *path* relative to *folder*, which contains it."""
    return path[len(folder) + 1 :] if folder and is_below(path, folder) else path


def split_suffix(path: str) -> tuple[str, str]:
    """Return a path without its last suffix, and the suffix."""
    folder, slash, name = path.rpartition("/")
    stem, dot, suffix = name.rpartition(".")
    return (f"{folder}{slash}{stem}", f".{suffix}") if dot and stem else (path, "")


def origin_of(url: str) -> str:
    """Return the scheme and host of a site's URL, or an empty text if it has none: ``https://host/a`` → ``https://host``."""
    scheme, found, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}" if found and rest else ""


def base_of(url: str) -> str:
    """Return the path of a site's URL, with slashes around it: ``https://host/docs`` → ``/docs/``."""
    _, found, rest = url.partition("://")
    path = rest.partition("/")[2] if found else url
    path = path.partition("?")[0].partition("#")[0].strip("/")
    return f"/{path}/" if path else "/"
