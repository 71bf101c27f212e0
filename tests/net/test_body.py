"""Bodies are decoded within a bound."""

import gzip
import zlib

import pytest

from linkwarden.net.body import MAX_SURPLUS, NOTHING, BodyReader, Wanted

TEXT = b"a page of text " * 100


def raw_deflate(data: bytes) -> bytes:
    squeezer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return squeezer.compress(data) + squeezer.flush()


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        (None, TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT, mtime=0)),
        ("GZIP", gzip.compress(TEXT, mtime=0)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_what_can_be_decoded(encoding: str | None, data: bytes, size: int) -> None:
    reader = BodyReader(encoding, Wanted(1_000_000))
    for start in range(0, len(data), size):
        reader.feed(data[start : start + size])

    assert TEXT == reader.body(complete=True).data
    assert reader.body(complete=True).complete


@pytest.mark.parametrize(("encoding", "data"), [("br", b"x"), ("gzip, gzip", b"x"), ("gzip", b"no gzip")])
def test_what_cannot(encoding: str, data: bytes) -> None:
    reader = BodyReader(encoding, Wanted(1000))
    reader.feed(data)

    assert not reader.wants_more()
    assert not reader.body(complete=True).decodable


def test_a_bomb_stops_at_the_limit() -> None:
    reader = BodyReader("gzip", Wanted(1000))
    reader.feed(gzip.compress(bytes(10_000_000)))

    assert not reader.wants_more()
    assert len(reader.body(complete=True).data) == 1000
    assert not reader.body(complete=True).complete


def test_ids_are_looked_for_in_a_bounded_part_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linkwarden.net.body.SCAN_LIMIT", 2000)
    reader = BodyReader(None, Wanted(1000, ids=(("far",),)))

    reader.feed(b"x" * 1999)
    assert reader.wants_more()
    reader.feed(b"x")
    assert not reader.wants_more()


def test_where_nothing_is_wanted_nothing_is_kept() -> None:
    reader = BodyReader(None, NOTHING)

    assert not reader.wants_more()


@pytest.mark.parametrize("data", [gzip.compress(TEXT, mtime=0), zlib.compress(TEXT), raw_deflate(TEXT)])
def test_what_follows_a_compressed_body_is_dropped(data: bytes) -> None:
    reader = BodyReader("gzip" if data[:2] == b"\x1f\x8b" else "deflate", Wanted(1_000_000))
    reader.feed(data + b"surplus")
    assert reader.wants_more()
    fed = 0
    while reader.wants_more() and fed <= 2 * MAX_SURPLUS:
        reader.feed(b"x" * 10_000)
        fed += 10_000

    assert fed <= MAX_SURPLUS + 10_000
    assert (TEXT, True) == (reader.body(complete=False).data, reader.body(complete=False).complete)
