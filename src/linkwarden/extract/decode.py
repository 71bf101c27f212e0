"""From a file's bytes to its text: UTF-8, or UTF-16 with a byte order mark."""

import codecs
import re

from linkwarden.errors import InputError

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(name: str, data: bytes) -> str:
    """Return the text of *data*.

    Raises:
        InputError: when it is binary or in another encoding; the line says where.
    """
    if data.startswith(_UTF16):
        encoding, told = "utf-16", "UTF-16"
    elif b"\0" in data:
        raise InputError(f"{name}: binary data (a NUL byte at offset {data.index(0)}), not text")
    else:
        encoding, told = "utf-8-sig", "UTF-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n?|\n", data[: error.start])) + 1
        byte = error.object[error.start]
        raise InputError(f"{name}:{line}: not {told} text (byte 0x{byte:02x}); save it as UTF-8") from None


def decode_leniently(data: bytes) -> str:
    """Return the text of *data*, what is not UTF-8 replaced character by character."""
    return data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig", errors="replace")
