"""Python-Markdown's ids, as MkDocs has them: ``slugify`` and ``unique`` of its ``toc`` extension."""

import re
import unicodedata

from linkwarden.extract.anchors import ANCHOR_STYLES, AnchorStyle, custom_id

_COUNTED = re.compile(r"(.*)_([0-9]{1,9})", re.DOTALL)


class PythonMarkdownSlugger:
    """Keeps ASCII word characters and joins words with hyphens; a double gets ``_1``."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def slug(self, heading: str) -> str:
        """Return the heading's id: its own (``attr_list``) or one made of its text."""
        text, own = custom_id(heading)
        if own is not None:
            self._used.add(own)
            return own
        ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
        words = re.sub(r"[^\w\s-]", "", ascii_only).strip().lower()
        slug = re.sub(r"[-\s]+", "-", words)
        while slug in self._used or not slug:
            counted = _COUNTED.fullmatch(slug)
            slug = f"{counted[1]}_{int(counted[2]) + 1}" if counted else f"{slug}_1"
        self._used.add(slug)
        return slug


ANCHOR_STYLES.register(AnchorStyle("python-markdown", PythonMarkdownSlugger))
