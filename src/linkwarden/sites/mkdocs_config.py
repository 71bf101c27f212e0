"""The parts of mkdocs.yml about the plugins, the extensions and the Markdown of a site.

Sources: Python-Markdown documentation, "Extensions"; PyMdown Extensions documentation, "Snippets" and "Slugs"; the
documentation of the plugins.
"""

import posixpath
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from linkwarden.model.dialect import Dialect
from linkwarden.sites.files import Files, folder_of, inside
from linkwarden.sites.values import mapping, named, read_toml, read_yaml, text_of, texts

_USUAL_NAMES = frozenset({"mkdocs.yml", "mkdocs.yaml", "zensical.toml"})
_MAX_PARENTS = 5
_CROSS_REFERENCES = ("autorefs", "mkdocstrings", "ezlinks", "roamlinks", "alias")
_TEMPLATES = ("macros", "jinja2", "mkdocs-jinja", "markdownextradata", "table-reader")
_GENERATED = r"^[ \t]*(?:-+8<-+(?:[ \t]|$)|:::[ \t]|\{![ \t]*[^!\s])|^[ \t]*\[(?:TAGS|tags)\b|<!--[ \t]*material/"
"""Snippets and included files, mkdocstrings' blocks, and the listings of Material's plugin for tags."""
_OWN_TEMPLATE = r"^template:[ \t]*['\"]?[\w./-]+\.html['\"]?[ \t]*$"
"""A page's front matter that names a template, which may bring ids."""
_CHANGED_MARKDOWN = re.compile(r"\bon_(?:page_markdown|page_content|post_page)\b")
_THEMES_WITH_SKIP = frozenset({"material", "zensical"})
_MATH = ("pymdownx.arithmatex", "mdx_math", "markdown_katex", "mdx_math_gh")
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


def read_configs(files: Files) -> dict[str, MkDocsConfig]:
    """Return the configurations by their path.

    ``mkdocs build -f`` takes a file of any name, such as mkdocs.en.yml or mkdocs-offline.yml. Those without a name of a
    site, and those that others inherit from, are left out. Of several for one docs folder, mkdocs.yml counts, else the
    first with an address.
    """
    paths = [path for path in files.configurations("mkdocs*", "zensical*") if path.endswith((".yml", ".yaml", ".toml"))]
    configs = {path: MkDocsConfig(path, _values(files, path)) for path in paths}
    parents = {parent for path in paths if (parent := _parent(path, _own_values(files, path)))}
    kept = [each for each in configs.values() if _is_usual(each) or _names_site(each, parents)]
    kept.sort(key=lambda each: (each.folder, not _is_usual(each), not each.values.get("site_url"), each.path))
    taken: dict[str | None, str] = {}
    return {each.path: each for each in kept if taken.setdefault(each.docs, each.path) == each.path}


def _is_usual(config: MkDocsConfig) -> bool:
    return posixpath.basename(config.path) in _USUAL_NAMES


def _names_site(config: MkDocsConfig, parents: Container[str]) -> bool:
    return "site_name" in config.values and config.path not in parents


def _values(files: Files, path: str, depth: int = 0) -> dict[str, Any]:
    """Return the values of the configuration at *path*, with those that it inherits."""
    own = _own_values(files, path)
    parent = _parent(path, own) if depth < _MAX_PARENTS else None
    return _merged(_values(files, parent, depth + 1), own) if parent and parent in files.listing else own


def _own_values(files: Files, path: str) -> dict[str, Any]:
    text = files.text(path)
    return _of_zensical(read_toml(text)) if path.endswith(".toml") else mapping(read_yaml(text))


def _parent(path: str, values: Mapping[str, Any]) -> str | None:
    inherited = text_of(values.get("INHERIT"))
    return inside(folder_of(path), inherited) if inherited else None


def _merged(parent: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of both: tables are merged, and for all else, *own* counts (mkdocs/utils/yaml.py)."""
    found = {**{key: each for key, each in parent.items() if key != "INHERIT"}, **own}
    for key, inherited in parent.items():
        if isinstance(inherited, Mapping) and isinstance(own.get(key), Mapping):
            found[key] = _merged(inherited, own[key])
    return found


def _of_zensical(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ``[project]`` table with the names that mkdocs.yml has, its nested extensions joined by dots."""
    project = mapping(document.get("project"))
    extensions: dict[str, Any] = {}
    for name, options in mapping(project.get("markdown_extensions")).items():
        nested = {key: each for key, each in mapping(options).items() if isinstance(each, Mapping)}
        extensions[name] = options
        extensions.update({f"{name}.{key}": each for key, each in nested.items()})
    defaults = ("admonition", "attr_list", "md_in_html", "pymdownx.details", "pymdownx.tabbed")
    return {**project, "markdown_extensions": {**{name: {} for name in defaults}, **extensions}}


def dialect_of(files: Files, config: MkDocsConfig, appended: str) -> Dialect:
    """Return how the site reads the Markdown of its pages, to each of which it adds the text *appended*."""
    generated = [_GENERATED]
    if any(name in config.plugins for name in _TEMPLATES):
        generated.append(r"\{\{|\{%")
    if any(_CHANGED_MARKDOWN.search(files.text(path)) for path in config.hooks):
        generated.append(r"\{[ \t]*[*%{]|<!--[ \t]*[\w-]+:")
    references = len(generated) > 1 or any(name in config.plugins for name in _CROSS_REFERENCES)
    if mapping(config.values.get("theme")).get("custom_dir"):
        generated.append(_OWN_TEMPLATE)
    anchors = _anchors(config)
    if not anchors:
        generated.append(r"\A")
    return Dialect(
        anchors=anchors or "python-markdown",
        python_markdown=True,
        tab_ids=_tab_ids(config),
        tab_ids_after_headings=config.options("pymdownx.tabbed").get("combine_header_slug") is True,
        emoji="pymdownx.emoji" in config.extensions,
        math=any(name in config.extensions for name in _MATH),
        attribute_lists=True,
        html_elements=True,
        generated_in_code=False,
        raw_heading_ids=False,
        page_ids=frozenset({"__skip"}) if config.theme in _THEMES_WITH_SKIP else frozenset(),
        footnote_ids=("fn:{}", "fnref:{}"),
        generated="|".join(generated),
        cross_references=".*" if references else "",
        appended=appended,
    )


def _anchors(config: MkDocsConfig) -> str:
    """Return the style of the ids from ``toc``; empty if it is unknown."""
    toc = mapping(config.extensions.get("toc", config.extensions.get("markdown.extensions.toc")))
    style = _style(toc.get("slugify"))
    separator = text_of(toc.get("separator"), "-")
    return style if separator == "-" or not style else f"{style}{separator}" if separator == "_" else ""


def _style(slugify: Any) -> str:
    """Return the style of the ids that a function makes; empty if it is unknown."""
    options = mapping(slugify)
    module, _, name = text_of(options.get("name"), text_of(slugify)).rpartition(".")
    if module == "pymdownx.slugs":
        case = text_of(mapping(options.get("kwds")).get("case"), "none")
        return f"pymdown-{case if name == 'slugify' else _SLUG_CASES.get(name, 'lower')}"
    return _STYLES.get(f"{module}.{name}", "")


def _tab_ids(config: MkDocsConfig) -> str:
    """Return the style of the ids of tabs; empty if they have none, or it is unknown."""
    if "pymdownx.tabbed" not in config.extensions:
        return ""
    slugify = mapping(config.extensions["pymdownx.tabbed"]).get("slugify")
    return _style(slugify) if slugify else "numbered"
