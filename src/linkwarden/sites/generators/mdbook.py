"""mdBook: only the chapters in SUMMARY.md are pages; every other file of the source folder is copied.

Sources: mdBook guide, "SUMMARY.md", "Configuration" and "mdBook-specific features"; ``fix_link`` of the crate
mdbook-html, which turns links to ``.md`` files into links to ``.html`` files.
"""

import posixpath
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from urllib.parse import unquote

from linkwarden.model.dialect import Dialect, without_fences
from linkwarden.sites.files import Files, folder_of, inside, is_below
from linkwarden.sites.generators import GENERATORS, Generator
from linkwarden.sites.mdbook_spec import MADE_IDS, RULE_LINES, STANDARD_LIBRARY, SUMMARIES, SpecNames, names_of
from linkwarden.sites.site import LinkRules, Site
from linkwarden.sites.urls import base_of, origin_of, relative, split_suffix, url_map
from linkwarden.sites.values import mapping, read_toml, text_of

_CHAPTER = re.compile(r"\]\((?:<(?P<enclosed>[^<>\n]+)>|(?P<plain>[^()<>\s]+))(?:[ \t]+\"[^\"\n]*\")?\)")
_DEFINED = re.compile(r"^[ ]{0,3}\[[^\]\n]+\]:[ \t]*<?(?P<plain>[^\s<>]+)", re.MULTILINE)
"""A definition in SUMMARY.md, which chapters are written with too."""
_DEFINITION_LINE = re.compile(r"^[ ]{0,3}\[[^\]^\n][^\]\n]*\]:[ \t]*\S.*$", re.MULTILINE)
_OWN_PAGES = ("print.html", "404.html", "toc.html")
_UNKNOWN_BASE = "/-/"
"""A book without ``site-url`` can be published anywhere: paths above it are not part of it."""
_INCLUDE = r"(?<!\\)\{\{#(?:include|template)\b"
"""Directives whose output may be Markdown; in code blocks, it is code."""
_RENDERERS_WITHOUT_FILES = frozenset({"html", "linkcheck", "linkcheck2"})
_RENDERED = r".*\.(?:docx|epub|gz|mobi|odt|pdf|tgz|xz|zip)"
"""What other renderers than that of HTML make, and publishing puts beside the pages."""
_RUST = "https://github.com/rust-lang/"
_RUST_DOCS = "https://doc.rust-lang.org/nightly"
_RUST_SITES = (
    *("alloc", "book", "cargo", "clippy", "core", "edition-guide", "embedded-book", "error_codes", "nomicon"),
    *("proc_macro", "reference", "rust-by-example", "rustc", "rustdoc", "std", "style-guide", "test", "unstable-book"),
)
"""The books and libraries next to each other on Rust's documentation site, which refer to each other by relative paths
(src/bootstrap/src/core/build_steps/doc.rs of rust-lang/rust); nightly is built from the sources as they are."""
_DOCUMENT = re.compile(r"%[ \t]+\S")
"""The title of a Markdown file that rustdoc or pandoc makes a page of."""
_ADMONITION_IDS = (
    (r"^[ \t]*(?:`{3,}|~{3,})[ \t]*admonish[ \t]+(\w+)", "admonition-{}"),
    (r"^[ \t]*(?:`{3,}|~{3,})[ \t]*admonish\b.*\bid=\"([^\"\n]+)\"", "{}"),
)
"""The ids of admonitions (mdbook-admonish's guide, "Reference")."""
_DIRECTIVE = (
    r"^[ \t]*\{\{#(?!(?:rustdoc_include|playground|playpen|title|tabs?|endtabs?|quiz|toc)\b)[\w-]+[^{}\n]*\}\}[ \t]*$"
)
"""A line that a preprocessor replaces, by headings maybe: ``{{#literatego ./main.go}}``."""
_OWN_PREPROCESSORS = frozenset({"index", "links"})
_INCLUDED = re.compile(r"(?<!\\)\{\{#(?:include|template)[ \t]+(?P<name>[^\s:{}]+)")


def find(files: Files) -> Iterator[Site]:
    """Yield the books of book.toml files."""
    books = {folder_of(each.configuration): each for each in _books(files)}
    for folder, book in books.items():
        outer = books.get(folder_of(folder)) if folder else None
        yield book if outer is None or book.is_base_known else _within(book, outer)


def _books(files: Files) -> Iterator[Site]:
    for path in files.configurations("book.toml"):
        config = read_toml(files.text(path))
        folder = folder_of(path)
        source = inside(folder, text_of(mapping(config.get("book")).get("src"), "src"))
        summary = posixpath.join(source, "SUMMARY.md") if source is not None else ""
        if source is None or summary not in files.listing:
            continue
        yield _book(files, path, config, source, summary)


def _within(book: Site, outer: Site) -> Site:
    """Return *book* with the pages of the book above it, which a folder of old editions is published in."""
    above = {f"/{url.removeprefix(outer.base)}": file for url, file in outer.urls.items()}
    return replace(book, urls={**above, **book.urls})


def _book(files: Files, path: str, config: dict[str, object], source: str, summary: str) -> Site:
    html = mapping(mapping(config.get("output")).get("html"))
    base = base_of(text_of(html.get("site-url"), _UNKNOWN_BASE))
    chapters = _pages(files, source, summary, base)
    pages = {each: url for each, url in chapters.items() if each in files.listing}
    urls = _urls(files, config, source, base, chapters)
    includers = _includers(files, pages)
    names = names_of(files, pages) if "spec" in mapping(config.get("preprocessor")) else None
    first = next(iter(pages), "")
    beside = {each: first for each in (summary, *_documents(files, folder_of(path), source)) if first}
    is_created = mapping(config.get("build")).get("create-missing") is not False

    def lookup(page: str, written: str) -> str | None:
        if page == summary:
            return _chapter(inside(source, written) or "", pages, chapters if is_created else ())
        return names.chapters.get(written) if names else None

    return Site(
        generator="mdbook",
        configuration=path,
        folders=(source,),
        pages=pages,
        urls=urls,
        files=frozenset((*pages, *(each for each in urls.values() if each))),
        base=base,
        address=_address(html),
        neighbors=dict.fromkeys(_RUST_SITES, _RUST_DOCS) if _is_of_rust(html) else {},
        repository=files.listing,
        beside=beside,
        sources=frozenset(beside),
        skipped=frozenset(_orphans(files, source, {*pages, *includers, *beside})),
        includers=includers,
        is_base_known="site-url" in html,
        rules=LinkRules(
            rewrite=_rewritten, rewrites_html=True, rewrites_images=True, page_lookup=lookup, html_optional=True
        ),
        dialect=replace(_dialect(config, html, names), appended=_appended(files, includers, names)),
        uncertain=(*_rendered(config, path), *_named(names, path)),
    )


def _urls(
    files: Files, config: dict[str, object], source: str, base: str, chapters: dict[str, str]
) -> dict[str, str | None]:
    """Return URL path → file: chapters, the files that are copied, and the pages that mdBook makes."""
    pages = {each: url for each, url in chapters.items() if each in files.listing}
    others = {
        f"{base}{relative(each, source)}": each for each in files.listing.under(source) if not each.endswith(".md")
    }
    urls = url_map(pages, _spellings, others)
    first = next(iter(pages), None)
    urls.update({base: first, base.rstrip("/"): first, f"{base}index.html": urls.get(f"{base}index.html", first)})
    made = [f"{base}{name}" for name in _OWN_PAGES]
    if mapping(config.get("build")).get("create-missing") is not False:
        made += chapters.values()
    redirects = mapping(mapping(mapping(config.get("output")).get("html")).get("redirect"))
    made += [f"{base}{old.removeprefix('./').lstrip('/')}" for old in redirects]
    for url in made:
        for each in _spellings(url):
            urls.setdefault(each, None)
    return urls


def _dialect(config: dict[str, object], html: dict[str, object], names: SpecNames | None) -> Dialect:
    """Return how the book reads Markdown. Dashes and the ids of definition lists are defaults since mdBook 0.5."""
    preprocessors = mapping(config.get("preprocessor"))
    has_admonitions = "admonish" in preprocessors
    has_others = not _OWN_PREPROCESSORS.issuperset(preprocessors)
    is_smart = html.get("smart-punctuation", html.get("curly-quotes"))
    return Dialect(
        anchors="mdbook",
        generated="|".join((_INCLUDE, *([SUMMARIES] if names else ()), *([_DIRECTIVE] if has_others else ()))),
        generated_in_code=False,
        attribute_lists=True,
        raw_heading_ids=False,
        smart_dashes=is_smart is True,
        dashes_depend_on_version=is_smart is None,
        definition_terms=html.get("definition-lists") is not False,
        footnote_ids=("footnote-{}", "fr-{}-1"),
        comments=RULE_LINES if names else None,
        made_ids=(*(MADE_IDS if names else ()), *(_ADMONITION_IDS if has_admonitions else ())),
        markdown_fences=r"admonish\b" if has_admonitions else "",
        cross_references=STANDARD_LIBRARY if names else "",
    )


def _address(html: dict[str, object]) -> str:
    """Return the scheme and host of the published book: in ``site-url``, or the host of GitHub Pages in ``cname``."""
    written = text_of(html.get("site-url"))
    host = text_of(html.get("cname"))
    return origin_of(written) or (f"https://{host}" if host and written else "")


def _appended(files: Files, includers: Iterable[str], names: SpecNames | None) -> str:
    """Return the definitions that chapters use from the files that they include, and from mdbook-spec."""
    included = (line for part in includers for line in _DEFINITION_LINE.findall(files.text(part)))
    return "\n\n".join((*included, *([names.definitions] if names else ())))


def _includers(files: Files, pages: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the Markdown files that are no chapters themselves, with the chapters that include them."""
    found: dict[str, list[str]] = {}
    pending = [(page, page) for page in pages]
    for page, path in pending:
        text = files.text(path)
        for match in _INCLUDED.finditer(without_fences(text)) if "{{#" in text else ():
            part = inside(folder_of(path), match["name"])
            if part and part.endswith(".md") and part in files.listing and part not in pages:
                includers = found.setdefault(part, [])
                if page not in includers:
                    includers.append(page)
                    pending.append((page, part))
    return {part: tuple(each) for part, each in found.items()}


def _orphans(files: Files, source: str, published: set[str]) -> Iterator[str]:
    """Yield the Markdown files that no chapter shows: the book leaves them out, so they are read on GitHub."""
    return (each for each in files.listing.under(source) if each.endswith(".md") and each not in published)


def _chapter(path: str, pages: Container[str], created: Container[str]) -> str | None:
    """Return the chapter that SUMMARY.md names; an empty path for one that mdBook creates."""
    if path in pages:
        return path
    return "" if path in created else None


def _documents(files: Files, folder: str, source: str) -> Iterator[str]:
    """Yield the documents of rustdoc or pandoc near a book, such as the pages that redirect to it."""
    for each in files.listing.under(folder):
        is_near = each.count("/") <= folder.count("/") + 2 and each.endswith(".md") and not is_below(each, source)
        if is_near and _DOCUMENT.match(files.text(each)):
            yield each


def _rendered(config: dict[str, object], path: str) -> Iterator[tuple[str, str]]:
    others = [each for each in mapping(config.get("output")) if each not in _RENDERERS_WITHOUT_FILES]
    if others:
        yield _RENDERED, f"another renderer of {path} than that of HTML may make it"


def _named(names: SpecNames | None, path: str) -> Iterator[tuple[str, str]]:
    if names:
        yield STANDARD_LIBRARY, f"the preprocessor spec of {path} looks it up in Rust's standard library"


def _is_of_rust(html: dict[str, object]) -> bool:
    """Return whether a book is one of the Rust project, without an address of its own."""
    places = (text_of(html.get("git-repository-url")), text_of(html.get("edit-url-template")))
    return "site-url" not in html and "cname" not in html and any(each.startswith(_RUST) for each in places)


def _pages(files: Files, source: str, summary: str, base: str) -> dict[str, str]:
    """Return the chapters that SUMMARY.md names, those without a file too: mdBook creates it (``create-missing``)."""
    pages: dict[str, str] = {}
    text = files.text(summary)
    for match in (*_CHAPTER.finditer(text), *_DEFINED.finditer(text)):
        written = match.groupdict().get("enclosed") or match["plain"]
        chapter = inside(source, unquote(written.partition("#")[0]))
        if chapter and "://" not in written:
            stem, _ = split_suffix(relative(chapter, source))
            folder, _, name = stem.rpartition("/")
            stem = f"{folder}/index".lstrip("/") if name.lower() == "readme" else stem
            pages.setdefault(chapter, f"{base}{stem}.html")
    return pages


def _rewritten(path: str) -> str:
    """Return the path of a link as mdBook changes it: README.md does not become index.html, and ``a.md/`` a.html."""
    stem, suffix, _ = path.rpartition(".md")
    return f"{stem}.html" if suffix else path


def _spellings(url: str) -> Iterator[str]:
    yield url
    if url.endswith("/index.html"):
        folder = url.removesuffix("index.html")
        yield folder
        yield folder.rstrip("/")


GENERATORS.register(Generator("mdbook", find))
