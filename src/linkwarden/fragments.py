"""What a fragment refers to, and which ids match it. Pure."""

import heapq
import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from urllib.parse import unquote

_LINES = re.compile(r"L\d+(C\d+)?(-L?\d+(C\d+)?)?|lines-\d+(:\d+)?|n\d+|\d+")
"""Lines of a source file on forges (GitHub, GitLab, Bitbucket, cgit)."""

_GITHUB_LINES = re.compile(r"L\d+(C\d+)?(-L?\d+(C\d+)?)?")

_TEXT_DIRECTIVE = ":~:"
"""URL Fragment Text Directives: the rest is for the browser to find."""

_STATE = re.compile(r"[!/?]|.*=")
"""State of a script: `#!/path`, `#/path`, `#page=3`."""

_MAX_NAME = 100
_MAX_CANDIDATES = 8
_JOINTS = re.compile(r"[\W_]+")

_ACCENTS = re.compile("[\u0300-\u036f]")
_CONTROLS = re.compile("[\x00-\x1f]")
_SPECIAL = re.compile(r"""[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:"'\u201c\u201d\u2018\u2019<>,.?/]+""")

_PREFIX = "user-content-"
"""GitHub's prefix of every id of a README, which its script removes."""


def names_for(fragment: str | None) -> tuple[str, ...]:
    """Return the ids that match *fragment*, the best first; empty if it does not refer to an element.

    HTML standard, section 7.4.6.4, "find a potential indicated element": the fragment as written comes
    first, then percent-decoded; the empty one and `top` are the top of the page. GitHub's script tries
    lower case too.

    Args:
        fragment: As in a serialized URL, without ``#``.
    """
    written = (fragment or "").partition(_TEXT_DIRECTIVE)[0]
    decoded = unquote(written)
    if not written or decoded.lower() == "top" or _LINES.fullmatch(decoded) or _STATE.match(decoded):
        return ()
    return _spellings(written, decoded)


def names_in_file(fragment: str | None, path: str, *, exact: bool = False) -> tuple[str, ...]:
    """Return the ids in the file at *path* that match *fragment*, as :func:`names_for` does for a web page.

    A Markdown file's page has no script that could read a state from the fragment, and GitHub shows lines of it only
    for ``#L10``. With *exact*, no script of GitHub's tries other spellings: the page is shown elsewhere.
    """
    written = (fragment or "").partition(_TEXT_DIRECTIVE)[0]
    decoded = unquote(written)
    if not written or decoded.lower() == "top" or _GITHUB_LINES.fullmatch(decoded):
        return ()
    if path.lower().endswith((".html", ".htm")) and _STATE.match(decoded):
        return ()
    return (written, decoded) if exact else _spellings(written, decoded)


def _spellings(written: str, decoded: str) -> tuple[str, ...]:
    bare = decoded.removeprefix(_PREFIX)
    return tuple(dict.fromkeys((written, decoded, bare, bare.lower(), _PREFIX + bare, _PREFIX + bare.lower())))


def name_in(fragment: str | None) -> str:
    """Return the name of the element that *fragment* refers to."""
    return unquote((fragment or "").partition(_TEXT_DIRECTIVE)[0]).removeprefix(_PREFIX)


def nearest(name: str, ids: Iterable[str]) -> str | None:
    """Return the one of *ids* that is most similar to *name*, or None if none is."""
    return next(iter(near_names(name, ids)), None)


def near_names(name: str, ids: Iterable[str], *, cutoff: float = 0.8) -> list[str]:
    """Return the *ids* that are similar to *name*, the most similar first.

    An id that differs only in case and in how its words are joined comes first. Of the others, only the few that share
    most pairs of characters are compared in full, since a page may have thousands of ids and many links to wrong ones.
    """
    if len(name) > _MAX_NAME:
        return []
    folded, pairs = _folded(name), _pairs(name.lower())
    candidates = heapq.nsmallest(_MAX_CANDIDATES, ids, key=lambda each: (_difference(pairs, each), each))
    same = [each for each in candidates if folded and _folded(each) == folded]
    if same:
        return same
    matcher = SequenceMatcher(None, "", name, autojunk=False)
    rated = []
    for each in candidates:
        matcher.set_seq1(each[: 2 * _MAX_NAME])
        rated.append((-matcher.ratio(), each))
    return [each for ratio, each in sorted(rated) if -ratio >= cutoff]


def _difference(pairs: frozenset[str], other: str) -> float:
    """Return how much two names differ by the pairs of characters that they share: -1 (all shared) to 0 (none)."""
    theirs = _pairs(other.lower())
    return -2 * len(pairs & theirs) / (len(pairs) + len(theirs) or 1)


@lru_cache(10_000)
def _pairs(name: str) -> frozenset[str]:
    name = name[: 2 * _MAX_NAME]
    return frozenset(map(str.__add__, name, name[1:])) or frozenset({name})


def _folded(name: str) -> str:
    """Return a name without the differences between renderers: case, and how words are joined."""
    return _JOINTS.sub("-", name[: 2 * _MAX_NAME].removeprefix(_PREFIX).casefold()).strip("-")


def vitepress_slug(text: str) -> str:
    """Return the id that *text* alone would get on a VitePress site (``slugify`` of ``@mdit-vue/shared``)."""
    return _before_digit(_joined(text).strip("-").lower())


def vitepress_cased_slug(text: str) -> str:
    """Return the id of *text* on the sites that keep case and outer hyphens (vuejs/pinia, ``shared.ts``)."""
    return _before_digit(_joined(text))


def _joined(text: str) -> str:
    plain = _CONTROLS.sub("", _ACCENTS.sub("", unicodedata.normalize("NFKD", text)))
    return _SPECIAL.sub("-", plain)


def _before_digit(slug: str) -> str:
    return f"_{slug}" if slug[:1].isdigit() else slug
