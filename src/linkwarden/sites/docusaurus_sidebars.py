"""The index pages that Docusaurus makes for categories of sidebars (``generated-index``).

Sources: Docusaurus documentation, "Sidebar items"; the code of ``@docusaurus/plugin-content-docs``,
``sidebars/postProcessor``: without ``slug``, the address is ``/category/`` and the label as a heading's id.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from linkwarden.sites.files import Files, folder_of, is_below
from linkwarden.sites.javascript import UNKNOWN, Call
from linkwarden.sites.javascript_modules import module_at, read_module
from linkwarden.sites.values import items, mapping, read_any, text_of, texts

_DROPPED = re.compile(r"[^\w -]")
_NUMBER = re.compile(r"\d+[ \t]*[-_.]+[ \t]*(?=[^-_.\s])")
_DATES = re.compile(r"\d+[-_.]\d+(?:[-_.]\d+)?")
"""A prefix that looks like a date or a version is kept (``ignoredPrefixPattern``)."""
_GENERATED = "generated-index"


def without_number(part: str) -> str:
    """Return a file or folder name without the number before it, as in ``01-intro``."""
    match = _NUMBER.match(part)
    return part[match.end() :] if match and not _DATES.match(part) else part


def categories(files: Files, folder: str) -> Iterator[str]:
    """Yield the addresses, relative to that of the docs, of the index pages of ``_category_`` files below *folder*."""
    for name in ("_category_.json", "_category_.yml", "_category_.yaml"):
        for path in files.listing.by_name.get(name, ()):
            if is_below(path, folder):
                category = read_any(path, files.text(path))
                label = text_of(category.get("label"), without_number(posixpath.basename(folder_of(path))))
                yield from _index({**category, "label": label})


def sidebar_pages(files: Files, path: str, option: Any) -> tuple[list[str], bool]:
    """Return such addresses in the sidebars that the *option* ``sidebarPath`` names, and whether these are all.

    Args:
        files: The files of the repository.
        path: The site's configuration.
        option: A text, or a call that ends with one (``require.resolve('./sidebars.js')``).
    """
    written = texts(list(option.arguments) if isinstance(option, Call) else option)
    module = module_at(files, path, written[-1]) if written else None
    if module is None:
        return [], option is None or option is False
    sidebars = read_module(files, module)
    return list(_pages_in(sidebars)), _is_literal(sidebars)


def _pages_in(value: Any) -> Iterator[str]:
    for each in value.values() if isinstance(value, Mapping) else items(value):
        if isinstance(each, (Mapping, list)):
            yield from _pages_in(each)
    if isinstance(value, Mapping):
        yield from _index(value)


def _index(category: Mapping[str, Any]) -> Iterator[str]:
    link = mapping(category.get("link"))
    if link.get("type") == _GENERATED:
        label = text_of(category.get("label")).lower()
        slug = text_of(link.get("slug")) or f"category/{_DROPPED.sub('', label).replace(' ', '-')}"
        yield slug.lstrip("/")


def _is_literal(value: Any) -> bool:
    """Return whether *value* has no part that is not known."""
    if isinstance(value, (Mapping, list)):
        return all(map(_is_literal, value.values() if isinstance(value, Mapping) else value))
    return value is not UNKNOWN and not isinstance(value, Call)
