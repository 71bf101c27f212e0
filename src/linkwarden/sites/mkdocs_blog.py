"""Posts of Material's blog plugin, which have addresses of their own.

Source: Material for MkDocs, "Built-in blog plugin", ``post_dir``, ``post_url_format`` and ``post_url_date_format``.
"""

import posixpath
import re
from collections.abc import Mapping
from typing import Any

from linkwarden.sites.urls import directory, relative, split_suffix
from linkwarden.sites.values import text_of

_DATE_LETTER = re.compile(r"[A-Za-z]")


def blog_folder(options: Mapping[str, Any]) -> str:
    """Return the folder of the blog, relative to the docs folder; empty for that itself."""
    return text_of(options.get("blog_dir"), "blog").strip("/.")


def with_posts(pages: Mapping[str, str], docs: str, options: Mapping[str, Any], *, as_folders: bool) -> dict[str, str]:
    """Return source → URL, with the address of each post in place of that of its file.

    The date has zeros and the slug is the file's name, so only the number of folders is that of the site: that is what
    relative links in raw HTML depend on.

    Args:
        pages: Source → URL as MkDocs itself makes it, relative to the site.
        docs: The docs folder.
        options: Those of the plugin.
        as_folders: The URL of a page ends in a slash.
    """
    style = text_of(options.get("post_url_format"), "{date}/{slug}")
    if "{categories}" in style:
        return dict(pages)
    blog = blog_folder(options)
    posts = text_of(options.get("post_dir"), "{blog}/posts").replace("{blog}", blog).strip("/")
    date = _DATE_LETTER.sub("0", text_of(options.get("post_url_date_format"), "yyyy/MM/dd"))
    found = dict(pages)
    for path in pages:
        inner = relative(split_suffix(path)[0], docs)
        if inner.startswith(f"{posts}/"):
            name = posixpath.basename(inner)
            url = style.replace("{date}", date).replace("{slug}", name).replace("{file}", name)
            full = posixpath.join(blog, url)
            found[path] = directory(full, "") if as_folders else f"{full}.html"
    return found
