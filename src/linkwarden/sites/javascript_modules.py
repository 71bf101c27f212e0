"""Configurations of several modules: the names that a module imports from other files of the repository."""

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from linkwarden.sites.files import Files, folder_of, inside
from linkwarden.sites.javascript import UNKNOWN, read_declaration, read_default_export
from linkwarden.sites.javascript_tokens import Token, tokens_of, unescape
from linkwarden.sites.urls import split_suffix
from linkwarden.sites.values import mapping, read_json

_DECLARING = frozenset({"const", "let", "var"})
_RENAMING = frozenset({"as", ":"})
_NO_NAMES = frozenset({"type", ",", "{", "}", "*", "=", *_RENAMING})
_SUFFIXES = ("", ".ts", ".js", ".mts", ".mjs", ".cts", ".cjs", ".json", "/index.ts", "/index.js", "/index.mts")
_DEFAULT = "default"
_MAX_DEPTH = 5
"""How many modules import each other at most."""


def read_module(files: Files, path: str, depth: int = 0) -> Any:
    """Return the value that the module at *path* exports, as `read_default_export` does, with what it imports."""
    text = files.text(path)
    if path.endswith(".json"):
        return read_json(text)
    return read_default_export(text, _Imports(files, path, text, depth))


def modules(files: Files, path: str) -> Iterator[str]:
    """Yield *path* and the paths of the modules that it imports, and those that these import."""
    found = [path]
    for each in found:
        yield each
        targets = (target for _, _, target in _imports(files, each, files.text(each)))
        found += (target for target in dict.fromkeys(targets) if target not in found)


class _Imports(Mapping[str, Any]):
    """The values of the names that a module imports, each read when it is asked for."""

    def __init__(self, files: Files, path: str, text: str, depth: int) -> None:
        self._files = files
        self._depth = depth + 1
        found = _imports(files, path, text) if depth < _MAX_DEPTH else ()
        self._names = {local: (name, target) for local, name, target in found}

    def __getitem__(self, local: str) -> Any:
        name, target = self._names[local]
        kind, _, key = name.partition(":")
        if kind == _DEFAULT:
            value = read_module(self._files, target, self._depth)
            return mapping(value).get(key, UNKNOWN) if key else value
        text = self._files.text(target)
        return read_declaration(text, name, _Imports(self._files, target, text, self._depth))

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _imports(files: Files, path: str, text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the local name, the exported name and the file of each name that *text* imports from the repository.

    What is a part of the default export, as in JSON and in CommonJS, is ``default:name``.
    """
    for clause, written in _clauses(tokens_of(text)):
        target = module_at(files, path, written) if written.startswith(".") else None
        if target is None:
            continue
        part = f"{_DEFAULT}:" if "=" in clause or target.endswith(".json") else ""
        for local, name in _names(clause):
            yield local, name if name == _DEFAULT else f"{part}{name}", target


def _clauses(tokens: list[Token]) -> Iterator[tuple[list[str], str]]:
    """Yield the tokens before the name of each module that is imported (``import a from``, ``a = require``), and it."""
    clause: list[str] = []
    for token in tokens:
        if token.text == "import" or token.text in _DECLARING:
            clause = []
        elif token.kind == "string" and clause[-1:] == ["from"]:
            yield clause[:-1], unescape(token.text[1:-1])
        elif token.kind == "string" and clause[-3:] == ["=", "require", "("]:
            yield clause[:-2], unescape(token.text[1:-1])
        else:
            clause.append(token.text)


def _names(clause: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the local and the exported name of what *clause* imports; all of a module (``* as name``) has no value."""
    is_inner = False
    for index, each in enumerate(clause):
        is_inner = each == "{" or (is_inner and each != "}")
        before, after = clause[index - 1] if index else "", clause[index + 1 : index + 2]
        if before in _RENAMING:
            if clause[index - 2] != "*":
                yield each, clause[index - 2]
        elif each not in _NO_NAMES and after not in (["as"], [":"]):
            yield each, each if is_inner else _DEFAULT


def module_at(files: Files, path: str, written: str) -> str | None:
    """Return the file that a module at *path* imports as *written*; TypeScript may name the file that it becomes."""
    target = inside(folder_of(path), written)
    if target is None:
        return None
    stem, suffix = split_suffix(target)
    typed = (f"{stem}{suffix.replace('js', 'ts')}",) if suffix in {".js", ".mjs", ".cjs"} else ()
    candidates = (*(f"{target}{each}" for each in _SUFFIXES), *typed)
    return next((each for each in candidates if each in files.listing and posixpath.splitext(each)[1]), None)
