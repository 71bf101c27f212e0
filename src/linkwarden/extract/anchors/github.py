"""GitHub's ids: the algorithm of the npm package github-slugger, which is checked against github.com.

The package's table ends with Unicode 13, Python's is newer: letters added since are kept here, as on GitHub.
"""

import re
import unicodedata
from pathlib import PurePosixPath

from linkwarden.extract.anchors import ANCHOR_STYLES, AnchorStyle

_WORD_CATEGORIES = frozenset({"Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Me", "Mn", "Nd", "Nl", "Pc"})
_ASCII_PUNCTUATION = re.compile(r"[\x00-\x1f!-,./:-@\[-^`{-\x7f]")
_ALPHABETIC_SYMBOLS = re.compile("[\u24b6-\u24e9\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189]")
"""Circled and squared letters: symbols that Unicode counts as alphabetic (Other_Alphabetic)."""


class GithubSlugger:
    """Lower case, spaces to hyphens, all but word characters and hyphens dropped; a double gets ``-1``, then ``-2``."""

    def __init__(self) -> None:
        self._occurrences: dict[str, int] = {}

    def slug(self, heading: str) -> str:
        """Return the heading's id."""
        original = slug = github_slug(heading)
        while slug in self._occurrences:
            self._occurrences[original] += 1
            slug = f"{original}-{self._occurrences[original]}"
        self._occurrences[slug] = 0
        return slug


def github_slug(text: str) -> str:
    """Return the id that *text* alone would get."""
    lowered = _ASCII_PUNCTUATION.sub("", text.lower()).replace(" ", "-")
    return lowered if lowered.isascii() else "".join(filter(_is_kept, lowered))


def _is_kept(character: str) -> bool:
    if character.isascii():
        return True
    return unicodedata.category(character) in _WORD_CATEGORIES or bool(_ALPHABETIC_SYMBOLS.match(character))


def ids_of_page(path: str) -> frozenset[str]:
    """Return the id of the box that contains a README."""
    return frozenset({"readme"} if PurePosixPath(path).stem.lower() == "readme" else ())


ANCHOR_STYLES.register(AnchorStyle("github", GithubSlugger, ids_of_page))
