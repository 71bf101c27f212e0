"""Bodies are inflated here, within a bound; the HTTP library never decodes one.

A library that decodes inflates each network read whole before it hands out a byte: 64 KiB can become 64 MiB.
"""

import zlib

from linkwarden.model.exchange import Body

ACCEPT_ENCODING = "gzip, deflate"
"""Only what can be inflated with a bound."""

_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


class BodyReader:
    """Collects the decoded beginning of a body.

    Args:
        encoding: The Content-Encoding header; more than one coding is not read.
        limit: Decoded bytes to keep, at most.
    """

    def __init__(self, encoding: str | None, limit: int) -> None:
        coding = (encoding or "identity").strip().lower()
        self.decodable = coding in ("identity", "gzip", "x-gzip", "deflate", "")
        self._inflater = None if coding in ("identity", "") else zlib.decompressobj(_GZIP_OR_ZLIB)
        self._raw_deflate = coding == "deflate"
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
        if self._inflater is None:
            self._data += chunk[:room]
            return
        try:
            self._data += self._inflate(self._inflater, chunk, room)
        except zlib.error:
            self.decodable = False

    def _inflate(self, inflater: "zlib._Decompress", chunk: bytes, room: int) -> bytes:
        try:
            return inflater.decompress(chunk, room)
        except zlib.error:
            # RFC 9110 section 8.4.1.2: some senders of "deflate" leave the zlib wrapper out.
            if not self._raw_deflate or self._data:
                raise
            self._inflater = bare = zlib.decompressobj(-zlib.MAX_WBITS)
            return bare.decompress(chunk, room)

    def body(self, *, complete: bool) -> Body:
        """Return what was kept."""
        return Body(bytes(self._data), complete=complete and not self.full, decodable=self.decodable)
