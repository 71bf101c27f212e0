"""Collects the ids of a page while it is read: one request serves all fragments, and only names are kept.

Attributes are found anywhere, in comments and scripts too (GitHub sends its READMEs inside JSON, with
escaped quotes): an extra id costs nothing, a missing one would be a false alarm.
"""

import re
from collections.abc import Iterable

from linkwarden.entities import unescape

_ATTRIBUTE = re.compile(
    rb"""(?<![\w-])(?:id|name|&quot;id&quot;)\s*=\s*(?:\\?["]([^"\\>]{1,400})|\\?[']([^'\\>]{1,400})|([^\s"'>\\]{1,400}))""",
    re.IGNORECASE,
)
_OVERLAP = 512
"""Bytes that are searched again with the next chunk, for attributes that the end of a chunk cuts in two."""

MAX_IDS = 5_000
MAX_BYTES = 256 * 1024
"""Maximum number of other names that are kept: they are needed for suggestions only."""


class IdScanner:
    """Collects the values of `id` and `name` attributes: a bounded number, and those that are *wanted* always."""

    def __init__(self, wanted: Iterable[str] = ()) -> None:
        self._wanted = frozenset(wanted)
        self._tail = b""
        self._bytes = 0
        self.ids: set[str] = set()

    def feed(self, chunk: bytes) -> None:
        """Search the next chunk of the page."""
        data = self._tail + chunk
        for match in _ATTRIBUTE.finditer(data):
            value = unescape((match[1] or match[2] or match[3]).decode("utf-8", errors="replace"))
            room = len(self.ids) < MAX_IDS and self._bytes < MAX_BYTES
            if value not in self.ids and (room or value in self._wanted):
                self.ids.add(value)
                self._bytes += len(value)
        self._tail = data[-_OVERLAP:]
