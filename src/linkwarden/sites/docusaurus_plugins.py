"""The pages that plugins of Docusaurus make, and which of them can't be known.

Sources: the documentation of each plugin, and ``addRoute`` of Docusaurus's plugin API.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from linkwarden.sites.files import Files, folder_of, inside
from linkwarden.sites.javascript import UNKNOWN, Call
from linkwarden.sites.patterns import Patterns
from linkwarden.sites.values import items, mapping, text_of, texts

_MAKES_PAGES = re.compile(r"openapi|typedoc|redoc|graphql|remote-content|api-docs|changelog", re.IGNORECASE)
"""Names of plugins that make pages of other files than Markdown."""
_WITH_ROUTE = re.compile(r"docusaurus-plugin-(?:typedoc-api|openapi)$|docusaurus-preset-openapi$")
"""Plugins whose pages are below their option ``routeBasePath``."""
_ADDED = re.compile(r"\baddRoute\(\s*(?:\{\s*path:\s*(['\"])(?P<path>/[^'\"\n]*)\1)?")
_FUNCTION = re.compile(
    r"^(?P<indent>[ \t]*)createRedirects(?:\(|:[ \t]*(?:async[ \t]*)?(?:function\b|\()).*?\n(?P=indent)\}",
    re.MULTILINE | re.DOTALL,
)
"""The function ``createRedirects``, up to the brace with its indentation."""
_EXPRESSION = re.compile(r"[(,=][ \t\n]*/(?![/*])")
"""The start of a regular expression."""
_PATH = re.compile(r"(['\"`])(?P<path>[^'\"`\s]*/[^'\"`\s]*)\1")
_REDIRECTS = "client-redirects"
_SUFFIXES = ("", ".js", ".ts", ".mjs", ".cjs", ".mts", "/index.js", "/index.ts", "/index.mjs", "/index.cjs")


def named(entry: Any) -> tuple[str, dict[str, Any]]:
    """Return the name and the options of a preset or plugin: a name, a call, or a list of both."""
    name, *rest = entry if isinstance(entry, list) and entry else [entry]
    if isinstance(name, Call):
        name = next((each for each in name.arguments if isinstance(each, str)), "")
    return (name if isinstance(name, str) else "", mapping(rest[0]) if rest else {})


def routes(files: Files, config: Mapping[str, Any], path: str) -> Iterator[str]:
    """Yield the routes that plugins in the repository add, where each of a plugin's is a literal."""
    for name, _ in map(named, items(config.get("plugins"))):
        yield from _literal_routes(_code(files, name, path)) or ()


def prefixes(config: Mapping[str, Any], outputs: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the prefix of the pages that each known plugin makes, relative to the base, and the plugin.

    Args:
        config: The site's configuration.
        outputs: Folder that Markdown is read from, relative to the configuration → the route of its pages.
    """
    for key in ("plugins", "presets"):
        for name, options in map(named, items(config.get(key))):
            for prefix in _prefixes(name, options, outputs):
                yield prefix.strip("/"), name


def unknown(files: Files, config: Mapping[str, Any], path: str, outputs: Mapping[str, str]) -> str:
    """Return a plugin that may add pages anywhere: its code here adds routes, or its name says that it makes pages."""
    for key in ("plugins", "presets"):
        entries = config.get(key)
        if entries is UNKNOWN or isinstance(entries, Call):
            return f"{key} in {path} is not a literal, so not all pages are known"
        for name, options in map(named, items(entries)):
            is_known = any(_prefixes(name, options, outputs)) or _has_no_page(name, options)
            is_unknown = _MAKES_PAGES.search(name) and not is_known
            if is_unknown or _literal_routes(_code(files, name, path)) is None:
                return f"the plugin {name or 'in'} {'of ' if name else ''}{path} may generate this page"
            if name.endswith(_REDIRECTS) and "createRedirects" in options and not _redirect_parts(files, path):
                return f"createRedirects in {path} is a function, so not all redirects are known"
    return ""


def extensions(config: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the suffixes without a dot that every page's address is redirected from too (``fromExtensions``)."""
    redirecting = (options for name, options in map(named, items(config.get("plugins"))) if name.endswith(_REDIRECTS))
    return tuple(each.lstrip(".") for options in redirecting for each in texts(options.get("fromExtensions")))


def redirected(files: Files, path: str) -> Iterator[tuple[Patterns, str]]:
    """Yield what the addresses have in common that the function ``createRedirects`` redirects, and the reason."""
    if parts := _redirect_parts(files, path):
        yield Patterns(f"**/{part}*" for part in parts), f"createRedirects in {path} may redirect this path"


def _redirect_parts(files: Files, path: str) -> list[str]:
    """Return the parts of paths in the function ``createRedirects``; none if it makes addresses of other parts."""
    function = _FUNCTION.search(files.text(path))
    body = function[0] if function else ""
    if "${" in body or _EXPRESSION.search(body):
        return []
    return sorted({part for match in _PATH.finditer(body) if (part := match["path"].strip("/"))})


def _prefixes(name: str, options: Mapping[str, Any], outputs: Mapping[str, str]) -> Iterator[str]:
    if _WITH_ROUTE.search(name):
        yield text_of(options.get("routeBasePath"), "api")
    elif name.endswith(("redocusaurus", "plugin-redoc")):
        for each in (options, *map(mapping, items(options.get("specs")))):
            if route := text_of(mapping(each).get("route", mapping(each).get("routePath"))):
                yield route
    elif name.endswith("plugin-typedoc"):
        yield from _routes_of(text_of(options.get("out"), "docs/api"), outputs)
    elif name.endswith("graphql-markdown/docusaurus"):
        root, url = text_of(options.get("rootPath"), "docs"), text_of(options.get("baseURL"), "schema")
        yield from _routes_of(posixpath.join(root, url), outputs)
    elif name.endswith("plugin-remote-content"):
        yield from _routes_of(text_of(options.get("outDir")), outputs)
    elif name.endswith("plugin-openapi-docs"):
        for each in mapping(options.get("config")).values():
            yield from _routes_of(text_of(mapping(each).get("outputDir")), outputs)


def _has_no_page(name: str, options: Mapping[str, Any]) -> bool:
    """Return whether Redocusaurus makes no page: its specifications without ``route`` are shown in other pages."""
    specs = options.get("specs")
    are_tables = isinstance(specs, list) and all(isinstance(each, Mapping) for each in specs)
    return name.endswith("redocusaurus") and are_tables and not any("route" in each for each in items(specs))


def _routes_of(folder: str, outputs: Mapping[str, str]) -> Iterator[str]:
    """Yield the route of the pages that a plugin writes into *folder*."""
    folder = posixpath.normpath(folder) if folder else ""
    for source, route in outputs.items():
        if folder == source or folder.startswith(f"{source}/"):
            yield posixpath.join(route, folder[len(source) :].lstrip("/"))
            return
    if folder and "docs" in outputs and "/" not in folder:  # the option is relative to the docs in older releases
        yield posixpath.join(outputs["docs"], folder)


def _code(files: Files, name: str, path: str) -> str:
    """Return the code of a plugin in the repository; of a function in the configuration, all of that."""
    if not name:
        return files.text(path)
    local = inside(folder_of(path), name) if name.startswith(".") else None
    return "".join(files.text(f"{local}{end}") for end in _SUFFIXES) if local else ""


def _literal_routes(code: str) -> list[str] | None:
    """Return the paths of the routes that *code* adds; None if one isn't a literal."""
    if "addRoute" not in code:
        return []
    calls = [match["path"] for match in _ADDED.finditer(code)]
    return calls if calls and all(calls) else None
