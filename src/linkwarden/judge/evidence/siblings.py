"""The sibling of a page: a URL of the same host and folder that cannot exist.

The host's response there shows how much its responses prove (Bar-Yossef et al., "Sic transit gloria
telae", WWW 2004). The name is derived from host and folder, so all tasks share one request.
"""

import hashlib
import re
from urllib.parse import parse_qsl, urlencode

from linkwarden.urls import WebUrl

_HOME = re.compile(
    r"/((index|home|default|main|start|welcome)\.\w{1,5}|home|[a-z]{2}([-_][a-z]{2})?)?/?",
    re.IGNORECASE,
)
"""Names under which a site's front page goes, a language's included."""
_CAME_FROM = re.compile(
    r"from|came_?from|ref|referr?er|source|src|orig(in(al)?)?|old(_?(url|path))?|lost|missing|prev(ious)?|"
    r"request(ed)?(_?(url|uri|path))?|not_?found|404|utm_\w+",
    re.IGNORECASE,
)
"""Parameters with the requested page. Others, such as `page`, may choose the content of the front page."""


def is_home(url: WebUrl) -> bool:
    """Return whether a URL is that of a site's front page: it can be no soft 404, and moves as it likes."""
    return not url.query and _HOME.fullmatch(url.path) is not None


def is_front(url: WebUrl) -> bool:
    """Return whether a URL is that of the front page, whatever its query."""
    return is_home(url._replace(query=""))


def page_identity(url: WebUrl) -> str:
    """Return the identity of a page that redirects lead to, within its host.

    A query counts on the front page only, where it may choose another page, and there without the parameters that have
    the requested page.
    """
    path = url.href.partition("?")[0]
    if not is_front(url):
        return path
    query = [(name, value) for name, value in parse_qsl(url.query[1:], keep_blank_values=True)]
    return f"{path}?{urlencode([each for each in query if not _CAME_FROM.fullmatch(each[0])])}"


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
