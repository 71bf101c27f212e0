"""Files that pages of MkDocs include: their folders, and the text that is appended to each page.

Sources: PyMdown Extensions documentation, "Snippets"; README of markdown-include and of mkdocs-macros-plugin.
"""

import re
from collections.abc import Iterator

from linkwarden.sites.files import Files, inside
from linkwarden.sites.mkdocs_config import MkDocsConfig
from linkwarden.sites.values import items, mapping, text_of, texts

_LINE = re.compile(r"""^[ \t]*-+8<-+[ \t]+["']([^"'\n]+)["'][ \t]*$""", re.MULTILINE)
_LIST = re.compile(r"^[ \t]*-+8<-+[ \t]*\n(.*?)^[ \t]*-+8<-+[ \t]*$", re.MULTILINE | re.DOTALL)
_MAX_DEPTH = 4


def include_folders(config: MkDocsConfig) -> tuple[str, ...]:
    """Return the folders that the names of included files are relative to."""
    written = [
        *texts(mapping(config.extensions.get("pymdownx.snippets")).get("base_path")),
        *(text_of(mapping(config.extensions.get(name)).get("base_path")) for name in ("markdown_include.include",)),
        text_of(config.options("macros").get("include_dir")),
    ]
    found = (inside(config.folder, each) for each in written if each)
    return tuple(dict.fromkeys(each for each in found if each is not None))


def appended(files: Files, config: MkDocsConfig, docs: str) -> str:
    """Return the text that pymdownx.snippets appends to each page of the folder *docs* (``auto_append``)."""
    options = mapping(config.extensions.get("pymdownx.snippets"))
    folders = [each for each in items(options.get("base_path")) if isinstance(each, str)] or ["."]
    places = [path for folder in folders if (path := inside(config.folder, folder)) is not None] or [docs]
    return "\n\n".join(_text(files, places, name, 0) for name in texts(options.get("auto_append")))


def _text(files: Files, places: list[str], name: str, depth: int) -> str:
    """Return the text of a snippet, with those of the snippets in it."""
    bare = name.strip().partition(":")[0]
    candidates = (inside(place, bare) for place in places)
    text = next((files.text(path) for path in candidates if path and path in files.listing), "")
    if depth >= _MAX_DEPTH or "8<" not in text:
        return text
    inner = (_text(files, places, each, depth + 1) for each in _names(text))
    return "\n\n".join((_LINE.sub("", _LIST.sub("", text)), *inner))


def _names(text: str) -> Iterator[str]:
    """Yield the snippets that *text* includes."""
    yield from (match[1] for match in _LINE.finditer(text))
    for match in _LIST.finditer(text):
        yield from (line for line in match[1].splitlines() if line.strip() and not line.lstrip().startswith(";"))
