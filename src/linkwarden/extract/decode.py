"""Decodes files: UTF-8, or the charset of a byte order mark or an HTML page."""

import codecs
import re

from linkwarden.errors import InputError
from linkwarden.page import charset_of

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_XML_ENCODING = re.compile(rb"""<\?xml[^<>]{1,200}\sencoding\s?=\s?["']([\w-]{1,40})["']""")
_HTML = (".html", ".htm")


def decode(name: str, data: bytes, path: str | None = None) -> str:
    """Return the text of *data*; a byte order mark of UTF-8 is left for `Source`, which counts its bytes.

    Args:
        name: The name of the file in messages.
        data: All of it.
        path: Its path, where *name* is none: only HTML files can name their charset.

    Raises:
        InputError: It is binary, or in another encoding; the message has the position.
    """
    charset = _charset(name if path is None else path, data)
    if charset is None and b"\0" in data:
        raise InputError(f"{name}: binary data (a NUL byte at offset {data.index(0)}), not text")
    if charset not in (None, "utf-16"):
        return data.decode(charset, errors="replace")
    encoding, told = ("utf-16", "UTF-16") if charset else ("utf-8", "UTF-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n?|\n", data[: error.start])) + 1
        byte = error.object[error.start]
        raise InputError(f"{name}:{line}: not {told} text (byte 0x{byte:02x}); save it as UTF-8") from None


def decode_leniently(name: str, data: bytes) -> str:
    """Return the text of *data*, with each invalid character replaced.

    Raises:
        InputError: It is binary: it has a NUL byte and is not UTF-16.
    """
    charset = _charset(name, data)
    if charset is None and b"\0" in data:
        raise InputError(f"{name}: binary data (a NUL byte at offset {data.index(0)}), not text")
    return data.decode(charset or "utf-8", errors="replace")


def _charset(path: str, data: bytes) -> str | None:
    """Return the charset that a byte order mark or an HTML page names, or None if none does.

    WHATWG Encoding, section 6, "decode": a byte order mark comes first; HTML standard, section 13.2.3.2: then the
    page's ``meta`` element, and its XML declaration.
    """
    if data.startswith(_UTF16):
        return "utf-16"
    if data.startswith(codecs.BOM_UTF8) or not path.lower().endswith(_HTML):
        return None
    named = charset_of(data, None)
    declared = None if named else _XML_ENCODING.match(data)
    return named or (charset_of(b"", f"charset={declared[1].decode('ascii')}") if declared else None)
