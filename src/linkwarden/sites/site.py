"""A documentation site, and how the links in its pages resolve."""

import posixpath
import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urljoin

from linkwarden.model.dialect import Dialect
from linkwarden.model.link import Presence, SiteTarget
from linkwarden.model.place import Kind
from linkwarden.sites.files import folder_of, inside, is_below
from linkwarden.sites.patterns import Patterns
from linkwarden.sites.urls import split_suffix

ANY_SUFFIX = ("",)


@dataclass(frozen=True, slots=True)
class LinkRules:
    """Which links of a page refer to a source file, in addition to those with a URL path."""

    suffixes: tuple[str, ...] = ()
    """A Markdown link whose path has one of these suffixes refers to a source file; ``ANY_SUFFIX``: every link may."""
    images: bool = False
    """A Markdown image refers to a source file, whatever its suffix."""
    html_suffixes: tuple[str, ...] = ()
    """A link or image in raw HTML whose path has one of these suffixes refers to a source file."""
    rewrite: Callable[[str], str] = str
    """Returns the path of a link in Markdown as the generator changes it."""
    fragment: Callable[[str], str] | None = None
    """Returns the fragment of a link in Markdown as the generator changes it."""
    rewrites_html: bool = False
    """The generator rewrites links in raw HTML too."""
    rewrites_images: bool = False
    """The generator rewrites the destinations of images as it does those of links."""
    roots: tuple[str, ...] = ()
    """Folders that a path with a leading slash is looked for in."""
    extra_folders: tuple[str, ...] = ()
    """Folders that a relative path is looked for in, after that of the page."""
    within: str = ""
    """A relative path that leaves this folder names no source file, even if it comes back."""
    include_folders: tuple[str, ...] = ()
    """Folders that files to include are looked for in, before that of the page."""
    special: frozenset[str] = frozenset()
    """Links that the site's own code resolves, by their destination."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Prefixes that are replaced by a folder (``@site/``)."""
    overlays: tuple[tuple[str, str], ...] = ()
    """Pairs of folders: what the first lacks is taken from the second (translations)."""
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    """The file behind a path that a link may name though there is none (names without a language)."""
    page_lookup: Callable[[str, str], str | None] = lambda _, __: None
    """Returns the source of the page that a path names in a source file, where the generator looks pages up (Hugo)."""
    urls_first: bool = False
    """A path that is the URL of a page is that page, whatever source file it matches."""
    page_is_folder: bool = False
    """A page is served with and without a trailing slash, so relative links in raw HTML may start in it or above."""
    html_optional: bool = False
    """The generator links to pages with ``.html``, which many hosts serve without it too."""
    base_implied: bool = False
    """The generator puts the base before paths with a leading slash, in Markdown."""


@dataclass(frozen=True, slots=True)
class Site:
    """One site that a generator builds from files of the repository."""

    generator: str
    configuration: str
    """The file that defines it, POSIX, relative to the repository root."""
    folders: tuple[str, ...]
    """The folders of its sources."""
    pages: Mapping[str, str]
    """Source file → URL path of its page, with a leading slash, the base included."""
    urls: Mapping[str, str | None]
    """URL path, in every accepted spelling → the file behind it; None for a page without a source."""
    served: tuple[str, ...] = ()
    """Folders whose files have their path in them as their address below the base, apart from `folders`."""
    files: Container[str] = frozenset()
    """The source files that links may name."""
    base: str = "/"
    is_base_known: bool = True
    """False if the configuration does not have the base, so that paths outside it may be those of another site."""
    address: str = ""
    """The scheme and host of the published site, if the configuration has them."""
    neighbors: Mapping[str, str] = field(default_factory=dict)
    """The first folder of paths outside of the site → the address that it is below."""
    repository: Container[str] = frozenset()
    """The files of the repository: a relative link out of the site that names one is missing on it, as on mdBook's."""
    beside: Mapping[str, str] = field(default_factory=dict)
    """Files that are no pages → the page whose links resolve as theirs do, where those are found."""
    rules: LinkRules = field(default_factory=LinkRules)
    dialect: Dialect = field(default_factory=Dialect)
    generated: tuple[tuple[str, str], ...] = ()
    """URL prefixes of pages that the sources do not show, each with the reason."""
    redirected: tuple[tuple[Patterns, str], ...] = ()
    """Patterns of URL paths that the host redirects, each with the reason; they don't hold for source files."""
    unknown: str = ""
    """Why any missing path may exist nevertheless; empty if the sources are complete."""
    uncertain: tuple[tuple[str, str], ...] = ()
    """Regular expressions of paths, as written, that may lead somewhere nevertheless, each with the reason."""
    promised: frozenset[str] = frozenset()
    """Source files that the configuration names: where git ignores one, it is made before the build."""
    template: Callable[[str, str], str | None] = lambda _, __: None
    """Returns a destination in a source file with its templates filled in, if the values are known."""
    shared: Container[str] = frozenset()
    """Pages that others may include too, by the name of their folder (``_parts``)."""
    includers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Files that are parts of pages → the pages that include them."""
    skipped: Container[str] = frozenset()
    """Files in its folders that are not read on the site."""
    sources: frozenset[str] = frozenset()
    """Files that are read on the site though they are neither pages nor in its folders."""
    all_unknown: bool = False
    """`unknown` applies to every path, not only to those whose source does not follow from the URL."""
    served_html: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    """HTML file → URL path, filled when it is first needed."""
    rooted_only: bool = False
    """Only paths with a leading slash resolve on the site; relative links are files of the repository."""

    def is_partial(self, path: str) -> bool:
        """Return whether the file at *path* is shown in pages of the site, and is none itself."""
        is_source = path.endswith((".md", ".mdx", ".markdown"))
        is_shared = path in self.shared or (path not in self.pages and "/_" in f"/{path}")
        return is_source and bool(self.pages) and is_shared

    def covers(self, path: str) -> bool:
        """Return whether the file at *path* is read on this site."""
        return path in self.pages or path in self.sources or any(is_below(path, each) for each in self.folders)

    def resolve(self, source: str, written: str, kind: Kind) -> SiteTarget:
        """Return the target of a link.

        Args:
            source: The file that contains the link.
            written: The path of the link, percent-decoded, without query and fragment.
            kind: How the link is written.
        """
        if pages := self.includers.get(source):
            return self._resolve_included(pages, written, kind)
        if not written or written in self.rules.special:
            return self._found(None if written else source)
        if self._own_url(source) is None and (page := self._page_beside(source)):
            return self._resolve_part(source, page, written, kind)
        url = self._url(source, self._rewritten(written, kind))
        if self.rules.urls_first and url is not None and url in self.urls:
            return self._found(self.urls[url])
        if (file := self._named(source, written, kind)) is not None:
            return self._found(file or None)
        return self._unresolved(source, written) if url is None else self._at(url, source, written, kind)

    def address_outside(self, source: str, written: str, kind: Kind, front: str = "") -> str | None:
        """Return the URL of a link that leaves the site, if the site's address is known.

        Args:
            source: The file that contains the link.
            written: The path of the link, percent-decoded, without query and fragment.
            kind: How the link is written.
            front: The URL of the site's front page, where the user says it.
        """
        source = self.beside.get(source, source)
        url = self._url(source, self._rewritten(written, kind)) if self.pages.get(source) else None
        if url is None or not self._is_outside(url, source, written, kind):
            return None
        if front:
            page = self.pages[source].removeprefix(self.base)
            return urljoin(urljoin(front, page), quote(self._rewritten(written, kind)))
        address = self.address or self.neighbors.get(url.split("/")[1], "")
        return address + quote(url) if address else None

    def with_fragment(self, href: str, kind: Kind) -> str:
        """Return the destination *href* with its fragment as the site has it; external links stay as they are."""
        path, _, fragment = href.partition("#")
        change = self.rules.fragment
        if change is None or not fragment or kind is Kind.HTML or ":" in path or path.startswith("//"):
            return href
        is_page = split_suffix(path.partition("?")[0])[1] in {"", ".md", ".html"}
        return f"{path}#{quote(change(unquote(fragment)))}" if is_page else href

    def _is_outside(self, url: str, source: str, written: str, kind: Kind) -> bool:
        """Return whether a link from *source* to the path *url* leaves the site."""
        if url.startswith(self.base) or f"{url}/" == self.base or url in self.urls:
            return False
        if self._is_in_repository(source, written):
            return False
        is_implied = self.rules.base_implied and kind is not Kind.HTML
        is_inside = self.is_base_known and self.base.rstrip("/") + url in self.urls
        return not (is_implied or is_inside) and self._named(source, written, kind) is None

    def _at(self, url: str, source: str, written: str, kind: Kind) -> SiteTarget:
        """Return the target of a link that leads to the path *url*."""
        is_based = self.rules.base_implied and kind is not Kind.HTML
        is_rooted = written.startswith("/")
        candidates = list(self._urls(url, is_based=is_based or (is_rooted and not self.is_base_known)))
        if kind is Kind.HTML and self.rules.page_is_folder and not is_rooted:
            candidates.append(_normal(posixpath.join(self.pages[source], written)))
        known = next((each for each in candidates if each in self.urls), None)
        if known is not None:
            return self._found(self.urls[known])
        if source in self.shared and not is_rooted:
            return self._unknown(f"pages may include {source}, so relative links can't be resolved")
        if not url.startswith(self.base) and self._is_in_repository(source, written):
            return self._missing(f"{written} is a file of the repository that the site of {self.configuration} lacks")
        return self._lacking(url, written, is_based=is_based, is_file=kind is Kind.IMAGE and self.rules.images)

    def possible_sources(self, source: str, written: str, kind: Kind) -> Iterator[str]:
        """Yield the files and folders that a page at the address of a link would be made from."""
        url = self._url(source, self._rewritten(written, kind))
        if url is None:
            return
        inner = url.removeprefix(self.base.rstrip("/")).strip("/").removesuffix(".html")
        for folder in (*self.folders, *self.served) if inner else ():
            for suffix in ("", ".md", ".mdx"):
                yield posixpath.join(folder, f"{inner}{suffix}")

    def _resolve_included(self, pages: tuple[str, ...], written: str, kind: Kind) -> SiteTarget:
        """Return the target of a link in a file that *pages* include: it is missing if it is in all of them."""
        targets = [self.resolve(page, written, kind) if written else self._found(page) for page in pages]
        return next((each for each in targets if each.presence is not Presence.MISSING), targets[0])

    def _resolve_part(self, source: str, page: str, written: str, kind: Kind) -> SiteTarget:
        """Return the target of a link in a file that pages such as *page* may include."""
        if kind is Kind.LINK and (file := self.rules.page_lookup(source, written)):
            return self._found(file)
        target = self.resolve(page, written, kind)
        return target if target.presence is Presence.FOUND or written.startswith("/") else self._partial(source)

    def _rewritten(self, written: str, kind: Kind) -> str:
        rules = self.rules
        if (kind is Kind.IMAGE and not rules.rewrites_images) or (kind is Kind.HTML and not rules.rewrites_html):
            return written
        return self.rules.rewrite(written)

    def _named(self, source: str, written: str, kind: Kind) -> str | None:
        """Return the source file that a link names; an empty path for a page without a source."""
        if kind not in {Kind.HTML, Kind.IMAGE} and (page := self.rules.page_lookup(source, written)) is not None:
            return page
        for candidate in self._candidates(source, written, kind):
            if candidate in self.files or candidate in self.rules.stand_ins:
                return self.rules.stand_ins.get(candidate, candidate)
        return None

    def _candidates(self, source: str, written: str, kind: Kind) -> Iterator[str]:
        """Yield the source files that a link may name, likeliest first."""
        rules = self.rules
        for prefix, folder in rules.aliases.items():
            if written.startswith(prefix) and (path := inside(folder, written[len(prefix) :])):
                yield path
        suffixes = rules.html_suffixes if kind is Kind.HTML else rules.suffixes
        if not (written.endswith(suffixes) or (kind is Kind.IMAGE and rules.images)):
            return
        rooted = written.startswith("/")
        here = folder_of(source)
        if rules.within and not rooted and _leaves(rules.within, here, written):
            return
        folders = rules.roots if rooted else (here, *rules.extra_folders)
        for folder in folders:
            path = inside(folder, written.lstrip("/"))
            if path is not None and (is_below(path, folder) or folder not in rules.extra_folders):
                yield path
                yield from _overlaid(path, rules.overlays)

    def _urls(self, url: str, *, is_based: bool) -> Iterator[str]:
        """Yield the addresses that a link may name, likeliest first."""
        yield url
        if is_based:
            yield self.base.rstrip("/") + url

    def _url(self, source: str, written: str) -> str | None:
        """Return the URL path that *written* refers to, or None if the page of *source* is unknown."""
        if written.startswith("/"):
            return _normal(written)
        page = self._own_url(source)
        return None if page is None else _normal(posixpath.join(posixpath.dirname(page), written))

    def _own_url(self, source: str) -> str | None:
        """Return the URL path of *source*: a page, or HTML that is served as it is."""
        if source in self.pages or not source.endswith((".html", ".htm")):
            return self.pages.get(source)
        if not self.served_html:
            for url, file in self.urls.items():
                if file and file.endswith((".html", ".htm")):
                    self.served_html.setdefault(file, url)
        return self.served_html.get(source)

    def _is_in_repository(self, source: str, written: str) -> bool:
        """Return whether a relative path names a file of the repository, as on GitHub; HTML may be of another site."""
        is_open = written.startswith("/") or written.endswith((".html", ".htm"))
        return not is_open and inside(folder_of(source), written) in self.repository

    def _page_beside(self, source: str) -> str | None:
        """Return a page of the folder of *source*, which may include it."""
        folder = folder_of(source)
        return self.beside.get(source) or next((page for page in self.pages if folder_of(page) == folder), None)

    def _partial(self, source: str) -> SiteTarget:
        return self._unknown(f"{source} is not a page of its own on the site, so relative links can't be resolved")

    def _unresolved(self, source: str, written: str) -> SiteTarget:
        """Return the target of a relative link in a file whose own URL is unknown."""
        if self.pages:
            return self._partial(source)
        if self.all_unknown or _is_open(written):
            return self._unknown(self.unknown)
        return self._missing(f"there is no {inside(folder_of(source), written)}")

    def _lacking(self, url: str, written: str, *, is_based: bool, is_file: bool) -> SiteTarget:
        under_base = url.startswith(self.base) or f"{url}/" == self.base
        if not under_base:
            inner = self.base.rstrip("/") + url
            if inner in self.urls and self.is_base_known:
                return self._missing(f"{written} leaves out the base of the site of {self.configuration}, {self.base}")
            if not is_based and not (written.startswith("/") and self._is_meant(url, written)):
                return self._unknown(f"outside the site of {self.configuration}: set its url in [[site]] to check it")
            url = inner
        if reason := self._doubt(url, written, is_file=is_file):
            return self._unknown(reason)
        near = f"; {written} names no source file there either" if written.endswith((".md", ".mdx")) else ""
        return self._missing(f"the site of {self.configuration} has no page or file at {url}{near}")

    def _is_meant(self, url: str, written: str) -> bool:
        """Return whether a path with a leading slash is one of this site, though its base is not known.

        It is one of a source file, or below a folder that this site has at its root.
        """
        if written.endswith(".md"):
            return not self.is_base_known
        folder = f"{self.base}{url.split('/')[1]}/"
        return not self.is_base_known and url.count("/") > 1 and any(each.startswith(folder) for each in self.urls)

    def _doubt(self, url: str, written: str, *, is_file: bool) -> str:
        """Return why there may be a page at *url* though the sources have none; empty if there is none."""
        names_source = not written.startswith("/") and (written.endswith((".md", ".mdx")) or is_file)
        for prefix, reason in self.generated:
            if url.startswith(prefix) or f"{url}/" == prefix:
                return reason
        for patterns, reason in () if names_source else self.redirected:
            if patterns.match(url.strip("/")):
                return reason
        if self.rules.html_optional and f"{url}.html" in self.urls:
            return f"only some hosts serve {url}.html without its suffix"
        for pattern, reason in self.uncertain:
            if re.fullmatch(pattern, written):
                return reason
        is_open = self.pages or self.all_unknown or written.startswith("/") or _is_open(written)
        return self.unknown if is_open else ""

    def _found(self, file: str | None) -> SiteTarget:
        return SiteTarget(self.configuration, Presence.FOUND, file)

    def _missing(self, reason: str) -> SiteTarget:
        return SiteTarget(self.configuration, Presence.MISSING, None, reason)

    def _unknown(self, reason: str) -> SiteTarget:
        return SiteTarget(self.configuration, Presence.UNKNOWN, None, reason)


def _is_open(written: str) -> bool:
    """Return whether a path may be that of a page whatever its source is: one without suffix, or of HTML.

    The end of a version (``migrate-to-9.0.0``) is no suffix.
    """
    suffix = posixpath.splitext(written.rstrip("/"))[1]
    return suffix in {"", ".html", ".htm"} or suffix[1:].isdecimal()


def _leaves(folder: str, here: str, written: str) -> bool:
    """Return whether a path relative to *here*, in *folder*, goes above *folder* on its way."""
    inner = posixpath.relpath(here or ".", folder)
    return is_below(here, folder) and posixpath.normpath(posixpath.join(inner, written)).startswith("..")


def _overlaid(path: str, overlays: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for translated, original in overlays:
        if is_below(path, translated):
            yield f"{original}{path[len(translated) :]}".lstrip("/")


def _normal(path: str) -> str:
    """Return a URL path without dot segments (RFC 3986, section 5.2.4); a trailing slash stays."""
    folder = path.endswith(("/", "/.", "/.."))
    normal = "/" + posixpath.normpath(f"/{path}").lstrip("/")
    return f"{normal}/" if folder and normal != "/" else normal
