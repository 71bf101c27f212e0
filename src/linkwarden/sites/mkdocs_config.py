"""The parts of mkdocs.yml about the plugins, the extensions and the Markdown of a site.

Sources: Python-Markdown documentation, "Extensions"; PyMdown Extensions documentation, "Snippets" and "Slugs"; the
documentation of the plugins.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from linkwarden.model.dialect import Dialect
from linkwarden.sites.files import Files, folder_of, inside
from linkwarden.sites.values import items, mapping, named, text_of, texts

_CROSS_REFERENCES = ("autorefs", "mkdocstrings", "ezlinks", "roamlinks", "alias")
_TEMPLATES = ("macros", "jinja2", "mkdocs-jinja", "markdownextradata", "table-reader")
_GENERATED = r"^[ \t]*(?:;*-+8<-+[ \t]|:::[ \t])|^[ \t]*\[(?:TAGS|tags)\b|<!--[ \t]*material/"
"""Snippets, mkdocstrings' blocks, and the listings of Material's plugin for tags."""
_CHANGED_MARKDOWN = re.compile(r"\bon_(?:page_markdown|page_content|post_page)\b")
_THEMES_WITH_SKIP = frozenset({"material", "zensical"})
_STYLES = {
    ".": "python-markdown",
    "markdown.extensions.toc.slugify": "python-markdown",
    "markdown.extensions.toc.slugify_unicode": "python-markdown-unicode",
}
_SLUG_CASES = {"uslugify_cased": "none", "uslugify_cased_encoded": "none", "gfm": "lower-ascii"}
"""The case that functions of older PyMdown Extensions leave; of all others but ``slugify``, it is ``lower``."""


@dataclass(frozen=True, slots=True)
class MkDocsConfig:
    """The parts of a configuration about pages and links."""

    path: str
    values: Mapping[str, Any]

    @property
    def folder(self) -> str:
        """The folder of the configuration."""
        return folder_of(self.path)

    @property
    def plugins(self) -> dict[str, Any]:
        """The plugins by name; ``material/blog`` is ``blog``."""
        return {name.rpartition("/")[2]: options for name, options in named(self.values.get("plugins")).items()}

    @property
    def extensions(self) -> dict[str, Any]:
        """The extensions of Markdown by name."""
        return named(self.values.get("markdown_extensions"))

    @property
    def theme(self) -> str:
        """The name of the theme."""
        theme = self.values.get("theme")
        return text_of(mapping(theme).get("name"), text_of(theme))

    @property
    def hooks(self) -> Iterator[str]:
        """The files of hooks."""
        for hook in texts(self.values.get("hooks")):
            if path := inside(self.folder, hook):
                yield path

    @property
    def docs(self) -> str | None:
        """The docs folder; None if it is outside the repository."""
        return inside(self.folder, text_of(self.values.get("docs_dir"), "docs"))

    def options(self, *names: str) -> dict[str, Any]:
        """Return the options of the first of these plugins or extensions that is there."""
        both = {**self.extensions, **self.plugins}
        return next((mapping(both[name]) for name in names if name in both), {})


def dialect_of(files: Files, config: MkDocsConfig, docs: str) -> Dialect:
    """Return how the site reads the Markdown in the folder *docs*."""
    generated = [_GENERATED]
    if any(name in config.plugins for name in _TEMPLATES):
        generated.append(r"\{\{|\{%")
    if any(_CHANGED_MARKDOWN.search(files.text(path)) for path in config.hooks):
        generated.append(r"\{[ \t]*[*%{]|<!--[ \t]*[\w-]+:")
    references = len(generated) > 1 or any(name in config.plugins for name in _CROSS_REFERENCES)
    anchors = _anchors(config)
    if not anchors:
        generated.append(r"\A")
    return Dialect(
        anchors=anchors or "python-markdown",
        python_markdown=True,
        attribute_lists=True,
        html_elements=True,
        raw_heading_ids=False,
        page_ids=frozenset({"__skip"}) if config.theme in _THEMES_WITH_SKIP else frozenset(),
        footnote_ids=("fn:{}", "fnref:{}"),
        generated="|".join(generated),
        cross_references=".*" if references else "",
        appended=_appended(files, config, docs),
    )


def _anchors(config: MkDocsConfig) -> str:
    """Return the style of the ids from ``toc``; empty if it is unknown."""
    toc = mapping(config.extensions.get("toc", config.extensions.get("markdown.extensions.toc")))
    slugify = toc.get("slugify")
    options = mapping(slugify)
    module, _, name = text_of(options.get("name"), text_of(slugify)).rpartition(".")
    if module == "pymdownx.slugs":
        case = text_of(mapping(options.get("kwds")).get("case"), "none")
        style = f"pymdown-{case if name == 'slugify' else _SLUG_CASES.get(name, 'lower')}"
    else:
        style = _STYLES.get(f"{module}.{name}", "")
    separator = text_of(toc.get("separator"), "-")
    return style if separator == "-" or not style else f"{style}{separator}" if separator == "_" else ""


def _appended(files: Files, config: MkDocsConfig, docs: str) -> str:
    """Return the text that pymdownx.snippets appends to each page (``auto_append``)."""
    options = mapping(config.extensions.get("pymdownx.snippets"))
    folders = [each for each in items(options.get("base_path")) if isinstance(each, str)] or ["."]
    places = [path for folder in folders if (path := inside(config.folder, folder)) is not None] or [docs]
    found = []
    for name in texts(options.get("auto_append")):
        candidates = (inside(place, name) for place in places)
        found.append(next((files.text(path) for path in candidates if path and path in files.listing), ""))
    return "\n\n".join(found)
