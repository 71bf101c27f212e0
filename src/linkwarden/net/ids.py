"""The ids of a page, read as it streams by: one fetch serves all fragments, and nothing is kept but names.

Attributes are found wherever they stand, in comments and scripts too (GitHub sends its READMEs inside
JSON, with escaped quotes): one too many costs nothing, one too few would be a false alarm.
"""

import html
import re
from collections.abc import Iterable

_ATTRIBUTE = re.compile(
    rb"""(?<![\w-])(?:id|name|&quot;id&quot;)\s*=\s*(?:\\?["]([^"\\>]{1,400})|\\?[']([^'\\>]{1,400})|([^\s"'>\\]{1,400}))""",
    re.IGNORECASE,
)
_OVERLAP = 512
"""An attribute that a chunk's end cuts in two is seen whole with the next chunk."""

MAX_IDS = 5_000
MAX_BYTES = 256 * 1024
"""How much is kept of the names that nobody wants: they only serve to say what may have been meant."""


class IdScanner:
    """Collects the values of `id` and `name` attributes: so many at most, and those that are *wanted* always."""

    def __init__(self, wanted: Iterable[str] = ()) -> None:
        self._wanted = frozenset(wanted)
        self._tail = b""
        self._bytes = 0
        self.ids: set[str] = set()

    def feed(self, chunk: bytes) -> None:
        """Read on."""
        data = self._tail + chunk
        for match in _ATTRIBUTE.finditer(data):
            value = html.unescape((match[1] or match[2] or match[3]).decode("utf-8", errors="replace"))
            room = len(self.ids) < MAX_IDS and self._bytes < MAX_BYTES
            if value not in self.ids and (room or value in self._wanted):
                self.ids.add(value)
                self._bytes += len(value)
        self._tail = data[-_OVERLAP:]
