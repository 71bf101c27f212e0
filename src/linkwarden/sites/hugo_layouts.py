"""The templates of a Hugo site: its own layouts and those of its themes; their hooks, and the ids that shortcodes make.

Sources: Hugo documentation, "Shortcode templates", "Render hooks", "theme", "Module configuration" and "New template
system in Hugo v0.146.0".
"""

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from linkwarden.sites.files import Files, inside
from linkwarden.sites.urls import split_suffix
from linkwarden.sites.values import items, mapping, text_of, texts

_HOOK = re.compile(r"(?:^|/)layouts/(?:(?!layouts/).)*_markup/render-(?:link|image)[\w.-]*\.html$")
_LOOKS_UP = re.compile(r"\bGetPage\b|\bref\b|\brelref\b|\bResources\b|\bresources\.")
"""Calls in a hook that look up pages or resources."""
_WITHOUT_IDS = frozenset(
    {"figure", "gist", "highlight", "instagram", "param", "qr", "ref", "relref", "vimeo", "x", "youtube"}
)
"""Hugo's own shortcodes, whose output has no ids."""
_OF_THEMES_WITHOUT_IDS = frozenset(
    {
        "_param", "alert", "badge", "button", "callout", "card", "cardpane", "cards", "columns", "comment",
        "conditional-text", "details", "expand", "filetree", "filetree/container", "filetree/file", "filetree/folder",
        "hint", "icon", "imgproc", "katex", "lead", "math", "mermaid", "notice", "pageinfo", "progress", "steps", "tab",
        "tabpane", "tabs", "term",
    }
)  # fmt: skip
"""Shortcodes of Docsy, Hextra, Book, Geekdoc, Relearn and Blowfish without ids, or with numbered ones only."""
_PARTIAL = re.compile(r"""\bpartial(?:Cached)?\s+(?:["'`](?P<name>[^"'`\n]+)["'`])?""")
_COMMENTS = (("{{/*", "*/"), ("{{ /*", "*/"), ("{{- /*", "*/"), ("<!--", "-->"))
_OWN_TEXT = re.compile(
    r"""(?:\.Inner\w*|\.Get\s+[\w"]+\)?|"[^"\n]*")\s*\|\s*(?:(?:transform\.M|m)arkdownify|[$.\w]*RenderString)"""
)
"""Markdown of the page itself, or of the template, is rendered: its headings are read where they are written."""
_ID_OF_PARAMETER = re.compile(
    r"""\{\{-?\s{0,9}with\s{1,9}\(?\s{0,9}(?:[$]?\.Get\s{1,9}"id"|[$]?\.id|[$]id)\s{0,9}\)?\s{0,9}-?\}\}"""
    r"""\s{0,9}id="?\{\{-?\s{0,9}\.\s{0,9}-?\}\}"?"""
)
"""An id that is made only where the parameter ``id`` is given."""
_ID = re.compile(r"""\bid=["'](?P<start>[\w-]{0,99})(?P<rest>(?:\{\{[^{}\n]{0,500}\}\}|[^"'{\n]){0,99})["']""")
_ASSIGNED = re.compile(r"\{\{-?\s*(?P<name>\$\w+)\s*:?=(?P<value>[^{}\n]{0,500})\}\}")
_COUNTED = re.compile(r"\.Ordinal\b|\bUniqueID\b|\bnow\b|\bmd5\b|\bsha\d+\b|\bseq\b|\brand\b")
"""What makes an id that nobody writes in a link: a number, or a hash."""
_MAKES_IDS = re.compile(
    r"\bid\s?=|^#{1,6}\s|\.Render\s|\b(?:Scratch|Store)\.(?!Get\b|(?:Set|Add)\s+\"[^\"\n]*\"\s+(?:true\b|false\b|\d))",
    re.MULTILINE,
)
"""What the template of a shortcode does whose output may have ids, or that keeps values for the page's layout."""
_READS = re.compile(
    r"\b(?:readfile|getpage|rendershortcodes|getjson|getcsv|getremote|resources|data|rawcontent|unmarshal)\b|\.content\b",
    re.IGNORECASE,
)
_RENDERS = re.compile(
    r"\b(?:readfile|markdownify|renderstring|safe\.?html|rendershortcodes)\b|\.content\b", re.IGNORECASE
)
_NOTHING = "nothing"
"""The name of no shortcode, for a pattern that needs one."""


class Layouts:
    """The folders of templates that a site uses."""

    def __init__(self, files: Files, home: str, config: Mapping[str, Any]) -> None:
        """Initialize with the *files*, the root of the site, and its configuration, with keys in lower case."""
        self._files = files
        self._own = posixpath.join(home, "layouts")
        themes = [self._theme(home, config, each) for each in texts(config.get("theme"))]
        imports = [text_of(mapping(each).get("path")) for each in items(mapping(config.get("module")).get("imports"))]
        modules = [self._module(home, config, each) if each else None for each in imports]
        found = [each for each in (*themes, *modules) if each is not None]
        self._is_complete = len(found) == len(themes) + len(modules)
        self._folders = (self._own, *dict.fromkeys(posixpath.join(each, "layouts") for each in found))

    @cached_property
    def hooks(self) -> str:
        """The texts of the link and image hooks in the repository, with those of the partials that they call."""
        paths = [path for folder in self._folders for path in self._files.listing.under(folder)]
        hooks = "".join(self._files.text(path) for path in paths if _HOOK.search(path))
        partials = {match["name"] for match in _PARTIAL.finditer(hooks)} - {None}
        return hooks + "".join(
            self._files.text(path) for path in paths if any(path.endswith(f"/{name}") for name in partials)
        )

    @property
    def resolve_links(self) -> bool:
        """Whether links may be resolved by a render hook of this repository, or of a theme that is not here."""
        return bool(_LOOKS_UP.search(self.hooks)) if self.hooks else not self._is_complete

    def shortcode_ids(self) -> "ShortcodeIds":
        """Return which shortcodes may make ids."""
        found = ShortcodeIds()
        for folder in self._folders:
            is_own = folder == self._own
            names = {path: _shortcode(path) for path in self._files.listing.under(folder)}
            for path, name in names.items():
                if name and (is_own or name not in found.known | _OF_THEMES_WITHOUT_IDS):
                    found.add(name, self._files.text(path), self._with_partials(self._files.text(path)))
            found.known.update(filter(None, names.values()))
        return found

    def _theme(self, home: str, config: Mapping[str, Any], name: str) -> str | None:
        """Return the folder of a theme; one right above the repository is the repository itself (an example site)."""
        place = posixpath.normpath(posixpath.join(home, text_of(config.get("themesdir"), "themes"), name))
        if place.startswith("../"):
            return "" if place.count("/") == 1 and self._files.listing.has_folder("layouts") else None
        return place if self._files.listing.has_folder(place) else None

    def _module(self, home: str, config: Mapping[str, Any], path: str) -> str | None:
        """Return the folder of a module: vendored, below the themes, or what ``replace`` in go.mod names."""
        for place in (posixpath.join(home, "_vendor", path), self._theme(home, config, path)):
            if place is not None and self._files.listing.has_folder(place):
                return place
        replaced = re.search(
            rf"\b{re.escape(path)}\s*(?:\S+\s*)?=>\s*(\S+)", self._files.text(posixpath.join(home, "go.mod"))
        )
        return inside(home, replaced[1]) if replaced and replaced[1].startswith(".") else None

    def _with_partials(self, text: str, depth: int = 0) -> str | None:
        """Return *text* without comments, with the partials that it calls except icons; None if one is not here."""
        text = _OWN_TEXT.sub("", _without_comments(text))
        parts = [] if "svg" in text else [text]
        for name in {match["name"] for match in _PARTIAL.finditer(text)}:
            path = self._partials.get(name.removesuffix(".html")) if name else None
            if path is None or depth > 4:  # noqa: PLR2004  (partials rarely call others, and may call themselves)
                return None
            part = self._with_partials(self._files.text(path), depth + 1)
            if part is None:
                return None
            parts.append(part)
        return "\n".join(parts)

    @cached_property
    def _partials(self) -> dict[str, str]:
        """Name of a partial template, without suffix → its file; those of the site come before those of themes."""
        found: dict[str, str] = {}
        for folder in self._folders:
            for path in self._files.listing.under(folder):
                _, place, name = path.replace("/_partials/", "/partials/").partition("/partials/")
                if place:
                    found.setdefault(name.removesuffix(".html"), path)
        return found


def _shortcode(path: str) -> str:
    """Return the name of the shortcode whose template is at *path*; empty if it is none."""
    _, folder, name = path.replace("/_shortcodes/", "/shortcodes/").partition("/shortcodes/")
    is_partial = "/partials/" in path or "/_partials/" in path
    return split_suffix(name)[0] if folder and not is_partial else ""


@dataclass(slots=True)
class ShortcodeIds:
    """Which shortcodes may make ids."""

    known: set[str] = field(default_factory=set)
    """The shortcodes whose templates are here."""
    fixed: set[str] = field(default_factory=set)
    """Ids that a template has as they are."""
    prefixes: set[str] = field(default_factory=set)
    """What ids begin with that a template makes from a parameter."""
    _makers: set[str] = field(default_factory=set)
    _by_parameter: set[str] = field(default_factory=set)
    """Those that make one only where the parameter ``id`` is given."""

    def add(self, name: str, template: str, whole: str | None) -> None:
        """Add a shortcode, by its template alone, and with the partials that it calls; None if one is not here."""
        bare = _ID_OF_PARAMETER.sub("", whole or "")
        written = list(_ID.finditer(bare))
        counted = _counted(bare)
        self.fixed.update(each["start"] for each in written if each["start"] and not each["rest"])
        self.prefixes.update(each["start"] for each in written if each["start"] and each["rest"])
        rest = _ID.sub(lambda each: "" if _is_known(each, counted) else each[0], bare)
        reads = _READS.search(rest) and _RENDERS.search(rest)
        if whole is None or reads or _MAKES_IDS.search(rest):
            self._makers.add(name)
        elif bare != whole and '"id"' in template:
            self._by_parameter.add(name)

    @property
    def pattern(self) -> str:
        """A regular expression of the shortcodes whose output may have ids."""
        none = (_WITHOUT_IDS | _OF_THEMES_WITHOUT_IDS | self.known) - self._makers - self._by_parameter
        by_parameter = rf"{_one_of(self._by_parameter)}(?![^}}\n]*\bid=)"
        return rf"\{{\{{[%<](?!/\*|[-\s]*/?\s*(?:{_one_of(none)}|{by_parameter}))"


def _counted(template: str) -> set[str]:
    """Return the variables whose value has a number or a hash."""
    found: set[str] = set()
    for match in _ASSIGNED.finditer(template):
        if _COUNTED.search(match["value"]) or found & set(re.findall(r"\$\w+", match["value"])):
            found.add(match["name"])
    return found


def _is_known(written: re.Match[str], counted: set[str]) -> bool:
    """Return whether an id is fixed, or one that nobody links to."""
    rest = written["rest"]
    return not rest or bool(_COUNTED.search(rest) or counted & set(re.findall(r"\$\w+", rest)))


def _without_comments(template: str) -> str:
    for opening, closing in _COMMENTS:
        first, *others = template.split(opening)
        template = first + "".join(each.partition(closing)[2] for each in others)
    return template


def _one_of(names: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(names))) or _NOTHING})(?![\\w/.-])"
