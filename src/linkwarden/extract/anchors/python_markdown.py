"""Python-Markdown's ids, as MkDocs has them: ``slugify`` and ``unique`` of its ``toc`` extension.

Configurations may use ``slugify_unicode`` or PyMdown's ``slugs.slugify``, which has an option for the case.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import partial

from linkwarden.extract.anchors import ANCHOR_STYLES, AnchorStyle, custom_id

_COUNTED = re.compile(r"(.*)_([0-9]{1,9})", re.DOTALL)


_CASES: dict[str, Callable[[str], str]] = {
    "none": lambda text: text,
    "lower": str.lower,
    "lower-ascii": lambda text: re.sub("[A-Z]+", lambda match: match[0].lower(), text),
    "fold": str.casefold,
}


class PythonMarkdownSlugger:
    """Numbers doubles with ``_1``; *slugify* makes an id of a text."""

    def __init__(self, slugify: Callable[[str], str]) -> None:
        self._slugify = slugify
        self._used: set[str] = set()

    def slug(self, heading: str) -> str:
        """Return the heading's id: its own (``attr_list``) or one made of its text."""
        text, own = custom_id(heading)
        if own is not None:
            self._used.add(own)
            return own
        slug = self._slugify(text)
        while slug in self._used or not slug:
            counted = _COUNTED.fullmatch(slug)
            slug = f"{counted[1]}_{int(counted[2]) + 1}" if counted else f"{slug}_1"
        self._used.add(slug)
        return slug


def toc_slug(text: str, *, separator: str = "-", ascii_only: bool = True) -> str:
    """Return the id of *text* from ``slugify`` or ``slugify_unicode`` of Python-Markdown."""
    if ascii_only:
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    words = re.sub(r"[^\w\s-]", "", text).strip().lower()
    return re.sub(rf"[{separator}\s]+", separator, words)


def pymdown_slug(text: str, *, separator: str = "-", case: str = "none") -> str:
    """Return the id of *text* from ``pymdownx.slugs.slugify``: tags are dropped, including those in code."""
    words = _CASES[case](re.sub(r"</?[^<>]*>", "", unicodedata.normalize("NFC", " ".join(text.split()))).strip())
    return re.sub(r"[^\w\- ]", "", words).replace(" ", separator)


def _register(name: str, slugify: Callable[..., str]) -> None:
    for separator in ("-", "_"):
        slugger = partial(PythonMarkdownSlugger, partial(slugify, separator=separator))
        ANCHOR_STYLES.register(AnchorStyle(name if separator == "-" else f"{name}{separator}", slugger))


_register("python-markdown", toc_slug)
_register("python-markdown-unicode", partial(toc_slug, ascii_only=False))
for _case in _CASES:
    _register(f"pymdown-{_case}", partial(pymdown_slug, case=_case))
