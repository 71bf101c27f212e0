"""Responses that only browsers accept."""

import pytest

from linkwarden.net.lenient import parse_leniently

OK = b"HTTP/1.1 200 OK\r\n"
HTML = (b"Content-Type", b"text/html")
TWO_LENGTHS = OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"
BODY = b"<title>Fine</title>"


@pytest.mark.parametrize(
    "line",
    [b"no colon here", b"a name: value", b": no name", b"Bad\0Name: x", b"X-Fine : spaced"],
)
def test_header_lines_that_are_none_are_skipped(line: bytes) -> None:
    forgiven = parse_leniently(OK + line + b"\r\nContent-Type: text/html\r\n\r\n" + BODY)

    assert forgiven is not None
    status, headers, body = forgiven
    assert (200, HTML, BODY) == (status, headers[-1], body)


def test_blank_lines_before_the_answer() -> None:
    assert parse_leniently(b"\r\n" + OK + b"\r\n" + BODY) == (200, [], BODY)


def test_bare_line_feeds() -> None:
    assert parse_leniently(b"HTTP/1.0 404 Not Found\nContent-Type: text/html\n\n" + BODY) == (404, [HTML], BODY)


def test_a_chunked_body_is_left_out() -> None:
    forgiven = parse_leniently(OK + b"Transfer-Encoding: chunked, chunked\r\n\r\n5\r\nhello\r\n")

    assert forgiven is not None
    assert b"" == forgiven[2]


@pytest.mark.parametrize(
    "head",
    [b"", b"SSH-2.0-OpenSSH\r\n\r\n", b"HTTP/1.1 101 Switching\r\n\r\n", OK, b"HTTP/1.1 2000 x\r\n\r\n", TWO_LENGTHS],
)
def test_what_is_no_http_at_all(head: bytes) -> None:
    assert parse_leniently(head) is None
