"""What a fragment asks for, and which ids would answer it. Pure."""

import heapq
import re
from collections.abc import Iterable
from difflib import get_close_matches
from urllib.parse import unquote

_LINES = re.compile(r"L\d+(C\d+)?(-L?\d+(C\d+)?)?|lines-\d+(:\d+)?|n\d+|\d+")
"""Lines of a source file on forges (GitHub, GitLab, Bitbucket, cgit)."""

_TEXT_DIRECTIVE = ":~:"
"""URL Fragment Text Directives: what follows is the browser's to find."""

_STATE = re.compile(r"[!/?]|.*=")
"""State of a script: `#!/path`, `#/path`, `#page=3`."""

_MAX_NAME = 100
_MAX_CANDIDATES = 300
"""To compare two names costs a millisecond at worst, and a page may have thousands."""

_PREFIX = "user-content-"
"""GitHub puts it before every id of a README, and its script takes it off again."""


def names_for(fragment: str | None) -> tuple[str, ...]:
    """Return the ids that would answer *fragment*, the likeliest first; none where it asks for no element.

    HTML standard, section 7.4.6.4, "find a potential indicated element": the fragment as written comes
    first, then percent-decoded; the empty one and `top` are the top of the page. GitHub's script tries
    lower case too.

    Args:
        fragment: As in a serialised URL, without ``#``.
    """
    written = (fragment or "").partition(_TEXT_DIRECTIVE)[0]
    decoded = unquote(written)
    if not written or decoded.lower() == "top" or _LINES.fullmatch(decoded) or _STATE.match(decoded):
        return ()
    bare = decoded.removeprefix(_PREFIX)
    return tuple(dict.fromkeys((written, decoded, bare, bare.lower(), _PREFIX + bare, _PREFIX + bare.lower())))


def name_in(fragment: str | None) -> str:
    """Return the element that *fragment* names, for people."""
    return unquote((fragment or "").partition(_TEXT_DIRECTIVE)[0]).removeprefix(_PREFIX)


def nearest(name: str, ids: Iterable[str]) -> str | None:
    """Return the one of *ids* that *name* may have been meant for, or None where none is near."""
    if len(name) > _MAX_NAME:
        return None
    candidates = heapq.nsmallest(
        _MAX_CANDIDATES, ids, key=lambda each: (abs(len(each) - len(name)), each[:2] != name[:2], each)
    )
    return next(iter(get_close_matches(name, candidates, n=1, cutoff=0.8)), None)
