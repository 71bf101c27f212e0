"""Metadata from the first bytes of a page."""

import time

import pytest

from linkwarden.page import (
    charset_of,
    heading_of,
    mark_in,
    paragraph_of,
    read_refresh,
    similarity,
    subheading_of,
    title_of,
    utf8_of,
    words_of,
)


@pytest.mark.parametrize(
    ("page", "target"),
    [
        ('<meta http-equiv="refresh" content="0; url=/new">', "/new"),
        ('<META HTTP-EQUIV="Refresh" CONTENT="0; URL=/new">', "/new"),
        ("<meta http-equiv=refresh content=0;url=/new>", "/new"),
        ("<meta http-equiv='refresh' content='0;url=/new'>", "/new"),
        ('<meta content="0; url=/new" http-equiv="refresh">', "/new"),
        ("""<meta http-equiv="refresh" content="0; url='/new'">""", "/new"),
        ('<meta http-equiv="refresh" content="0;/new">', "/new"),
        ('<meta http-equiv="refresh" content="0, url=/new">', "/new"),
        ('<meta http-equiv="refresh" content="0 url=/new">', "/new"),
        ('<meta http-equiv="refresh" content=" 3.5 ; url = /new ">', "/new"),
        ('<meta http-equiv="refresh" content=".5;url=/new">', "/new"),
        ('<meta http-equiv="refresh" content="5; url=/new">', "/new"),
        ('<meta http-equiv="refresh" content="0; url=/new?a=1&amp;b=2">', "/new?a=1&b=2"),
        ('<meta http-equiv="refresh" content="0; url=https://other.dev/#part">', "https://other.dev/#part"),
        ('<meta\n  http-equiv="refresh"\n  content="0; url=/new"\n/>', "/new"),
        ('<!-- old --><meta http-equiv="refresh" content="0; url=/new">', "/new"),
        ('<noscript>Enable scripts</noscript><meta http-equiv="refresh" content="0; url=/new">', "/new"),
        ('<meta http-equiv="refresh" content="0"><meta http-equiv="refresh" content="1; url=/new">', "/new"),
        ('<meta http-equiv="refresh" content="6; url=/new">', None),
        ('<meta http-equiv="refresh" content="300; url=/new">', None),
        ('<meta http-equiv="refresh" content="0">', None),
        ('<meta http-equiv="refresh" content="0; url=">', None),
        ('<meta http-equiv="refresh" content="soon; url=/new">', None),
        ('<meta http-equiv="refresh">', None),
        ('<noscript><meta http-equiv="refresh" content="0; url=/no-script"></noscript>', None),
        ('<!-- <meta http-equiv="refresh" content="0; url=/old"> -->', None),
        ('<!-- <meta http-equiv="refresh" content="0; url=/old">', None),
        ("""<script>var page = '<meta http-equiv="refresh" content="0; url=/old">'</script>""", None),
        ('<template><meta http-equiv="refresh" content="0; url=/old"></template>', None),
        ('&lt;meta http-equiv="refresh" content="0; url=/example"&gt;', None),
        ('<meta name="refresh" content="0; url=/new">', None),
        ('<meta http-equiv="refresh-rate" content="0; url=/new">', None),
        ('<meta http-equiv="x-refresh" content="0; url=/new">', None),
        ("<p>refresh", None),
        ("", None),
    ],
)
def test_where_a_page_sends_its_readers(page: str, target: str | None) -> None:
    refresh = read_refresh(page.encode())

    assert target == (refresh.url if refresh else None)


@pytest.mark.parametrize(
    ("page", "title", "heading"),
    [
        ("<title>One</title><h1>Two</h1>", "One", "Two"),
        ("<TITLE lang=en>\n  One &amp; all\n</TITLE><H1 class=x>A <em>b</em>\n c</H1>", "One & all", "A b c"),
        ("<h1>First</h1><h1>Second</h1>", "", "First"),
        ("<title>Cut off", "", ""),
        ("<header>Not a heading</header><h10>nor this</h10>", "", ""),
        ("", "", ""),
    ],
)
def test_title_and_heading(page: str, title: str, heading: str) -> None:
    assert (title, heading) == (title_of(page.encode()), heading_of(page.encode()))


def test_an_svg_s_title_is_not_the_page_s() -> None:
    assert "The page" == title_of(b"<head><title>The page</title></head><svg><title>An icon</title></svg>")


def test_bytes_that_are_no_utf_8_do_no_harm() -> None:
    assert "Caf\ufffd" == title_of(b"<title>Caf\xe9</title>")


@pytest.mark.parametrize(
    ("data", "content_type", "title"),
    [
        ("<title>\u30da\u30fc\u30b8</title>".encode("shift_jis"), "text/html; charset=Shift_JIS", "\u30da\u30fc\u30b8"),
        ("<title>\u8868\u793a</title>".encode("cp932"), 'text/html;charset="x-sjis"', "\u8868\u793a"),
        ("<title>\u043d\u0435\u0442</title>".encode("cp1251"), "text/html; charset=windows-1251", "\u043d\u0435\u0442"),
        (b"<title>Caf\xe9</title>", "text/html; charset=iso-8859-1", "Caf\u00e9"),
        (b"<meta charset='latin1'><title>Caf\xe9</title>", "text/html", "Caf\u00e9"),
        (
            b'<meta http-equiv="content-type" content="text/html; charset=windows-1252"><title>Caf\xe9</title>',
            None,
            "Caf\u00e9",
        ),
        ("\ufeff<title>A</title>".encode("utf-16-le"), "text/html", "A"),
        ("\ufeff<title>A</title>".encode("utf-16-be"), "text/html; charset=utf-8", "A"),
        ("<title>A</title>".encode("utf-16-le"), "text/html; charset=utf-16", "A"),
        ("<title>Caf\u00e9</title>".encode(), "text/html; charset=utf-8", "Caf\u00e9"),
        ("<meta charset=utf-16><title>Caf\u00e9</title>".encode(), "text/html", "Caf\u00e9"),
        (b"<title>Caf\xe9</title>", "text/html; charset=latin-99", "Caf\ufffd"),
        (b"<title>Caf\xe9</title>", "text/html; charset=iso-8859-12", "Caf\ufffd"),
        (b"<title>2d</title>", "text/html; charset=punycode", "2d"),
        (b"<title>2d</title>", "text/html; charset=hex", "2d"),
        (b"<title>Caf\xe9</title>", None, "Caf\ufffd"),
        (b"", None, ""),
    ],
)
def test_pages_are_read_in_the_charset_that_they_name(data: bytes, content_type: str | None, title: str) -> None:
    assert title == title_of(utf8_of(data, content_type))


def test_a_charset_far_down_in_the_page_is_not_one() -> None:
    assert charset_of(b" " * 2000 + b"<meta charset=latin1>", None) is None


def test_subheading_and_paragraph() -> None:
    page = b"<pre>no</pre><h1>x</h1><h2 class=a>One <b>two</b></h2><p class=b>Three</p><p>four</p>"

    assert ("One two", "Three") == (subheading_of(page), paragraph_of(page))


def test_words_are_what_a_reader_sees() -> None:
    page = b"<style>a{}</style><script>b()</script><noscript>c</noscript><!-- d --><p>See <b>this</b> &amp; that"

    assert ("see", "this", "that") == words_of(page)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("a b c d e", "a b c d e", 1, 1),
        ("a b c d e", "f g h i j", 0, 0),
        ("", "", 1, 1),
        ("a b", "a b", 1, 1),
        ("a b c d e", "", 0, 0),
        (" ".join(map(str, range(200))), " ".join(map(str, range(198))), 0.9, 1),
    ],
)
def test_likeness(one: str, other: str, low: float, high: float) -> None:
    assert low <= similarity(one.encode(), other.encode()) <= high
    assert similarity(one.encode(), other.encode()) == similarity(other.encode(), one.encode())


def test_marks_are_found_in_any_case_and_only_at_the_beginning() -> None:
    assert "b" == mark_in(b"xxBxx", (b"a", b"b"))
    assert mark_in(b"x" * 40_000 + b"b", (b"b",)) is None
    assert mark_in(b"", (b"b",)) is None


@pytest.mark.parametrize(
    "unit",
    [
        b"<",
        b"a<",
        b"<title",
        b"<title>",
        b"<h1>",
        b"<h2",
        b"<p ",
        b"<p>",
        b"<h1 ",
        b"<!--",
        b"<script>",
        b"</script",
        b"<meta refresh",
    ],
)
def test_no_page_takes_long(unit: bytes) -> None:
    """A pattern that starts again at each of these, and reads on to the end, takes many seconds."""
    page = unit * (128 * 1024 // len(unit))
    began = time.process_time()
    for read in (title_of, heading_of, subheading_of, paragraph_of, read_refresh, words_of):
        read(page)

    assert time.process_time() - began < 2
