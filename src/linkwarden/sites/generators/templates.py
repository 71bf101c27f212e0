"""Markdown that is the template of other files, where no site shows it: its links are for the copies.

Templates are told by their name (``pull_request_template.md``, ``templates/``, ``proposal-template/``), or by block
tags of Handlebars, Jinja or Liquid at the beginning of lines.
"""

import re
from collections.abc import Iterator

from linkwarden.model.dialect import without_fences
from linkwarden.model.observation import TEMPLATES
from linkwarden.sites.files import Files
from linkwarden.sites.generators import GENERATORS, Generator
from linkwarden.sites.generators.fixtures import not_documents
from linkwarden.sites.site import Site

_WORDS = re.compile(r"[-_. ]")
_NAME = re.compile(r"(?:^|[-_. ])template(?:[-_. ]|$)", re.IGNORECASE)
_DOCS = frozenset({"content", "doc", "docs", "documentation", "guides"})
"""Folders of documents, in which a folder of this name may be about templates."""
_TAGS = re.compile(
    r"^\{\{(?:[>/]|#(?!\w*include|playground|title|author|tabs?\b))"
    r"|^\{%-?[ ]?(?:if|for|block|extends|macro)\b",
    re.MULTILINE,
)
_MAX_READ = 2000
"""Of more Markdown files, those are not read that have no such name."""


def find(files: Files) -> Iterator[Site]:
    """Yield a site for the templates."""
    markdown = [path for path in files.listing if path.endswith((".md", ".markdown", ".mdx"))]
    are_few = len(markdown) <= _MAX_READ
    found = [path for path in markdown if _is_named(path) or (are_few and _has_tags(files.text(path)))]
    yield not_documents(files, TEMPLATES, found, "in a template, links are for the pages generated from it")


def _is_named(path: str) -> bool:
    """Return whether *path* is that of a template. A README in the folder of templates describes them."""
    *folders, name = path.split("/")
    stem = name.rpartition(".")[0]
    if stem.lower() == "readme" and folders and folders[-1].lower().endswith("templates"):
        folders.pop()
    return _NAME.search(stem) is not None or (_DOCS.isdisjoint(folders) and any(map(_is_folder_of_templates, folders)))


def _is_folder_of_templates(name: str) -> bool:
    words = _WORDS.split(name.lower())
    return "{{" in name or not {words[0], words[-1]}.isdisjoint(("template", "templates"))


def _has_tags(text: str) -> bool:
    return _TAGS.search(text) is not None and _TAGS.search(without_fences(text)) is not None


GENERATORS.register(Generator("templates", find, rank=10))
