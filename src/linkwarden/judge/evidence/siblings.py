"""The sibling of a page: a URL of the same host and folder that cannot exist.

What the host answers there tells what its answers are worth (Bar-Yossef et al., "Sic transit gloria
telae", WWW 2004). The name is made from host and folder, so all who need it ask for the same one.
"""

import hashlib
import re
from urllib.parse import parse_qsl, urlencode

from linkwarden.urls import WebUrl

_HOME = re.compile(r"/(index\.\w+|home|default\.\w+|[a-z]{2}([-_][a-z]{2})?)?/?", re.IGNORECASE)
"""Names under which a site's front page goes, a language's included."""


def is_home(url: WebUrl) -> bool:
    """Tell whether a URL is that of a site's front page: it can be no soft 404, and moves as it likes."""
    return not url.query and _HOME.fullmatch(url.path) is not None


def sibling_of(url: WebUrl) -> str:
    """Return the URL that cannot exist: another name in the same folder, or other values in the query."""
    folder, _, last = url.path.rstrip("/").rpartition("/")
    slash = "/" if url.path.endswith("/") and last else ""
    origin = url.href[: len(url.href) - len(url.target)]
    made_up = "lw-" + hashlib.sha256(f"{origin}{folder}".encode()).hexdigest()[:16]
    if url.query and last:
        names = [name for name, _ in parse_qsl(url.query[1:], keep_blank_values=True)]
        return (
            f"{origin}{url.path}?{urlencode([(name, made_up) for name in names])}"
            if names
            else f"{origin}{folder}/{made_up}"
        )
    suffix = re.search(r"\.\w{1,5}$", last)
    return f"{origin}{folder}/{made_up}{suffix[0] if suffix else ''}{slash}"


def front_of(url: WebUrl) -> str:
    """Return the URL of the front page of the host."""
    return f"{url.href[: len(url.href) - len(url.target)]}/"
