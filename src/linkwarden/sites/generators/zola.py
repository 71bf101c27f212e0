"""Zola: content by path and front matter, ``@/`` for the content folder, ``static/``.

Source: Zola documentation, "Content", "Linking" and "Configuration".
"""

import posixpath
from collections.abc import Iterator

from linkwarden.model.dialect import Dialect
from linkwarden.sites.files import Files, folder_of, inside
from linkwarden.sites.generators import GENERATORS, Generator
from linkwarden.sites.site import LinkRules, Site
from linkwarden.sites.urls import base_of, directory, relative, served, split_suffix, url_map
from linkwarden.sites.values import front_matter, keys_pattern, read_toml, text_of

_KEYS = keys_pattern("slug", "path", "aliases")


def find(files: Files) -> Iterator[Site]:
    """Yield the sites of config.toml and zola.toml files with a ``base_url``."""
    for path in files.configurations("config.toml", "zola.toml"):
        config = read_toml(files.text(path))
        content = inside(folder_of(path), "content")
        if "base_url" in config and content is not None and files.listing.has_folder(content):
            yield _site(files, path, content, base_of(text_of(config["base_url"])))


def _site(files: Files, path: str, content: str, base: str) -> Site:
    pages: dict[str, str] = {}
    assets: dict[str, str] = {}
    for source in files.listing.under(content):
        stem, suffix = split_suffix(relative(source, content))
        if suffix != ".md":
            assets[f"{base}{relative(source, content)}"] = source
            continue
        matter = front_matter(files.text(source), _KEYS)
        if own := text_of(matter.get("path")):
            pages[source] = directory(own.strip("/"), base)
        else:
            folder, _, name = stem.rpartition("/")
            pages[source] = directory(
                posixpath.join(folder, text_of(matter.get("slug"), name)), base, index=("index", "_index")
            )
    return Site(
        generator="zola",
        configuration=path,
        folders=(content,),
        pages=pages,
        urls=url_map(pages, files=assets | served(files, posixpath.join(folder_of(path), "static"), base)),
        files=files.listing,
        base=base,
        rules=LinkRules(aliases={"@/": content}),
        dialect=Dialect(attribute_lists=True, generated=r"\A"),
        generated=tuple((f"{base}{name}/", "Zola generates taxonomy pages") for name in ("tags", "categories")),
    )


GENERATORS.register(Generator("zola", find, rank=1))
