"""Charsets of files."""

import codecs

import pytest

from linkwarden.errors import InputError
from linkwarden.extract.decode import decode, decode_leniently


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<meta charset='iso-8859-1'>caf\xe9", "<meta charset='iso-8859-1'>café"),
        ("<meta charset=shift_jis>日本".encode("cp932"), "<meta charset=shift_jis>日本"),
        (b"<?xml version='1.0' encoding='windows-1251'?>\xd0", "<?xml version='1.0' encoding='windows-1251'?>\u0420"),
        (codecs.BOM_UTF8 + "<meta charset=iso-8859-1>é".encode(), "\ufeff<meta charset=iso-8859-1>é"),
        ("<meta charset=nonsense>é".encode(), "<meta charset=nonsense>é"),
        ("<meta charset=utf-8>é".encode(), "<meta charset=utf-8>é"),
        ("é".encode("utf-16"), "é"),
    ],
)
def test_an_html_file_names_its_charset(data: bytes, expected: str) -> None:
    assert (expected, expected) == (decode("a.html", data), decode_leniently("a.html", data))


def test_no_other_file_does() -> None:
    with pytest.raises(InputError, match=r"^a\.md:1: not UTF-8 text"):
        decode("a.md", b"<meta charset='iso-8859-1'>caf\xe9")


def test_standard_input_has_the_given_name() -> None:
    assert decode("standard input", b"<meta charset=latin1>\xe9", "a.html") == "<meta charset=latin1>é"
