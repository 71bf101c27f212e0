"""The configuration of a Hugo site: a file in its root, and the files in ``config/_default`` and ``config/production``.

Sources: Hugo documentation, "Configuration"; ``LoadConfigFromDir`` in ``config/configLoader.go``.
"""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from linkwarden.sites.files import Files, folder_of, is_below
from linkwarden.sites.urls import split_suffix
from linkwarden.sites.values import items, lowered, mapping, read_any

_SUFFIXES = (".toml", ".yaml", ".yml", ".json")
_NAMES = tuple(f"hugo{suffix}" for suffix in _SUFFIXES)
_OLD_NAMES = tuple(f"config{suffix}" for suffix in _SUFFIXES)
_HUGO_KEYS = frozenset({"baseurl", "languagecode", "defaultcontentlanguage", "contentdir", "markup", "permalinks"})
_FOLDERS = ("config/_default", "config/production")
"""Later ones take precedence; ``production`` is the environment of a build."""
_LITERAL = re.compile(r"\^?(?:[\w/ -]|\\[./-]|\.(?![*+?]))+\$?")
"""A regular expression without repetition, whose search takes linear time."""


def configurations(files: Files) -> Iterator[tuple[str, str]]:
    """Yield the root folder of each site, with its first configuration file."""
    found: dict[str, str] = {}
    for path in files.configurations(*_NAMES, *_OLD_NAMES):
        home = home_of(path)
        if home in found or home is None:
            continue
        config = lowered(read_any(path, files.text(path)))
        is_new = posixpath.basename(path) in _NAMES or f"/{_FOLDERS[0]}/" in f"/{path}"
        if (is_new or _HUGO_KEYS & config.keys()) and "base_url" not in config:
            found[home] = path
    yield from found.items()


def content_elsewhere(files: Files, covered: Collection[str]) -> Iterator[str]:
    """Yield the topmost folders with an ``_index.md``, which Hugo reads, that are not content of a site here.

    Args:
        files: The files.
        covered: The content folders of Hugo's sites.
    """
    zola = [folder_of(path) for path in files.configurations("config.toml", "zola.toml") if _is_zola(files, path)]
    folders = sorted({folder_of(path) for path in files.configurations("_index.md")})
    tops: list[str] = []
    for folder in folders:
        if folder and not any(folder == each or is_below(folder, each) for each in (*tops, *covered, *zola)):
            tops.append(folder)
    yield from tops


def _is_zola(files: Files, path: str) -> bool:
    return "base_url" in read_any(path, files.text(path))


def home_of(path: str) -> str | None:
    """Return the root of the site that the configuration file at *path* is for; None if it is for no build."""
    above, inside, _ = f"/{path}".partition(f"/{_FOLDERS[0]}/")
    if inside:
        return above.lstrip("/")
    folder = folder_of(path)
    return None if posixpath.basename(folder_of(folder)) == "config" else folder


def read_config(files: Files, home: str) -> dict[str, Any]:
    """Return the configuration of the site in *home*, with keys in lower case.

    A file of another name with mounts is what a ``module`` file is generated from, if there is none.
    """
    config: dict[str, Any] = {}
    for name in (*_NAMES, *_OLD_NAMES):
        path = posixpath.join(home, name)
        if path in files.listing:
            _merge(config, lowered(read_any(path, files.text(path))))
            break
    for folder in _FOLDERS:
        for path in files.listing.under(posixpath.join(home, folder)):
            if path.endswith(_SUFFIXES):
                _merge(config, _table(path, lowered(read_any(path, files.text(path)))))
    tables = (each for each in config.values() if isinstance(each, Mapping) and "mounts" in each)
    if template := next(tables, None):
        config.setdefault("module", template)
    return config


def ignored_files(config: Mapping[str, Any]) -> list[re.Pattern[str]]:
    """Return the patterns of ``ignoreFiles`` that match in linear time; they match in the absolute path."""
    return [re.compile(each) for each in items(config.get("ignorefiles")) if _LITERAL.fullmatch(str(each))]


def _table(path: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a file below the root of the configuration: its name says where they belong."""
    name, language = split_suffix(split_suffix(posixpath.basename(path).lower())[0])
    if name in {"hugo", "config"}:
        return values
    if not language:
        return {name: values}
    inner = {"menus" if name == "menu" else name: values} if name in {"menu", "menus", "params"} else values
    return {"languages": {language[1:]: inner}}


def _merge(config: dict[str, Any], values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        current = config.get(key)
        if isinstance(current, dict) and isinstance(value, Mapping):
            _merge(current, value)
        else:
            config[key] = mapping(value) if isinstance(value, Mapping) else value
