"""Bodies are inflated here, within a bound; the HTTP library never decodes one.

A library that decodes inflates each network read whole before it hands out a byte: 64 KiB can become 64 MiB.
"""

import zlib

from linkwarden.model.exchange import Body

ACCEPT_ENCODING = "gzip, deflate"
"""Only what can be inflated with a bound."""

_GZIP = 16 + zlib.MAX_WBITS
_ZLIB = zlib.MAX_WBITS
_BARE = -zlib.MAX_WBITS
_HEADER_BYTES = 2
_CODINGS = {"": None, "identity": None, "gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}


class BodyReader:
    """Collects the decoded beginning of a body.

    Args:
        encoding: The Content-Encoding header; more than one coding is not read.
        limit: Decoded bytes to keep, at most.
    """

    def __init__(self, encoding: str | None, limit: int) -> None:
        coding = (encoding or "").strip().lower()
        self.decodable = coding in _CODINGS
        self._window = _CODINGS.get(coding)
        self._inflater = zlib.decompressobj(self._window) if self._window == _GZIP else None
        self._head = b""
        self._limit = limit
        self._data = bytearray()

    @property
    def full(self) -> bool:
        """True where more bytes would not be kept."""
        return not self.decodable or len(self._data) >= self._limit

    def feed(self, chunk: bytes) -> None:
        """Decode *chunk* as far as the limit allows."""
        if self.full:
            return
        room = self._limit - len(self._data)
        if self._window is None:
            self._data += chunk[:room]
            return
        if self._inflater is None:
            self._head += chunk
            if len(self._head) < _HEADER_BYTES:
                return
            chunk, self._inflater = self._head, zlib.decompressobj(_ZLIB if _is_zlib(self._head) else _BARE)
        try:
            self._data += self._inflater.decompress(chunk, room)
        except zlib.error:
            self.decodable = False

    def body(self, *, complete: bool) -> Body:
        """Return what was kept."""
        return Body(bytes(self._data), complete=complete and not self.full, decodable=self.decodable)


def _is_zlib(head: bytes) -> bool:
    """Tell whether "deflate" comes with its zlib wrapper (RFC 1950 section 2.2).

    RFC 9110 section 8.4.1.2: some senders leave the wrapper out.
    """
    return head[0] & 0x0F == zlib.DEFLATED and int.from_bytes(head[:2]) % 31 == 0
