"""Decompresses bodies within bounds; the HTTP library never decodes one.

A library that decodes decompresses each network read whole before it returns a byte: 64 KiB can become 64 MiB.
"""

import zlib
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from linkwarden.model.exchange import Body
from linkwarden.net.ids import IdScanner

ACCEPT_ENCODING = "gzip, deflate"
"""The encodings that can be decompressed within limits."""

PIECE = 64 * 1024
"""Decoded bytes that are in memory at once."""

SCAN_LIMIT = 8 * 1024 * 1024
"""Decoded bytes that are read in search of ids, at most."""

MAX_SURPLUS = 64 * 1024
"""Bytes after the end of a compressed body that are read, and dropped."""

_GZIP = 16 + zlib.MAX_WBITS
_ZLIB = zlib.MAX_WBITS
_BARE = -zlib.MAX_WBITS
_HEADER_BYTES = 2
_CODINGS = {"": None, "identity": None, "gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}


class Wanted(NamedTuple):
    """How much of a body is needed."""

    limit: int = 0
    """Decoded bytes to keep, at most."""
    ids: tuple[tuple[str, ...], ...] = ()
    """For each fragment the ids that match it: reading continues past the limit until each has been found."""


NOTHING = Wanted()


class BodyReader:
    """Collects the decoded beginning of a body, and the ids in it.

    Args:
        encoding: The Content-Encoding header; a body with more than one coding is not read.
        wanted: How much is needed.
    """

    def __init__(self, encoding: str | None, wanted: Wanted) -> None:
        coding = (encoding or "").strip().lower()
        self._decodable = coding in _CODINGS
        self._window = _CODINGS.get(coding)
        self._inflater = zlib.decompressobj(self._window) if self._window == _GZIP else None
        self._head = b""
        self._wanted = wanted
        self._data = bytearray()
        self._scanner = IdScanner(chain.from_iterable(wanted.ids)) if wanted.ids else None
        self._length = 0
        self._ended = False
        self._surplus = 0

    def wants_more(self) -> bool:
        """Return whether more bytes are needed; a few after a compressed body, to reach the end of the response."""
        if not self._decodable or self._surplus > MAX_SURPLUS:
            return False
        return len(self._data) < self._wanted.limit or not self._scanned_enough()

    def _scanned_enough(self) -> bool:
        if self._scanner is None or self._length >= SCAN_LIMIT:
            return True
        return all(not self._scanner.ids.isdisjoint(names) for names in self._wanted.ids)

    def feed(self, chunk: bytes) -> None:
        """Decode *chunk* as far as it is needed."""
        try:
            for piece in self._decoded(chunk):
                self._length += len(piece)
                self._data += piece[: self._wanted.limit - len(self._data)]
                if self._scanner is not None:
                    self._scanner.feed(piece)
                if not self.wants_more():
                    return
        except zlib.error:
            self._decodable = False

    def _decoded(self, chunk: bytes) -> Iterator[bytes]:
        if self._window is None:
            yield chunk
            return
        if self._ended:
            self._surplus += len(chunk)
            return
        if self._inflater is None:
            self._head += chunk
            if len(self._head) < _HEADER_BYTES:
                return
            chunk, self._inflater = self._head, zlib.decompressobj(_ZLIB if _is_zlib(self._head) else _BARE)
        while chunk:
            yield self._inflater.decompress(chunk, PIECE)
            chunk = self._inflater.unconsumed_tail
        if self._inflater.eof:  # browsers ignore the rest, and zlib would collect it
            self._ended, self._surplus = True, len(self._inflater.unused_data)
            self._inflater = None

    def body(self, *, complete: bool) -> Body:
        """Return the bytes that were kept; *complete* means that the whole body has been fed."""
        complete = complete or self._ended
        whole = complete and self._length <= self._wanted.limit
        ids = frozenset(self._scanner.ids) if self._scanner is not None and self._decodable else None
        read_all = complete and self._length < SCAN_LIMIT
        return Body(bytes(self._data), complete=whole, decodable=self._decodable, ids=ids, all_ids=read_all)


def _is_zlib(head: bytes) -> bool:
    """Return whether "deflate" has its zlib wrapper (RFC 1950 section 2.2).

    RFC 9110 section 8.4.1.2: some senders leave the wrapper out.
    """
    return head[0] & 0x0F == zlib.DEFLATED and int.from_bytes(head[:2]) % 31 == 0
