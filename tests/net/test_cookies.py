"""The cookies that a browser would keep between two hops."""

from datetime import UTC, datetime

import pytest

from linkwarden.net.cookies import MAX_BYTES, MAX_COOKIE_BYTES, MAX_COOKIES, ChainCookies, parse_cookie_date
from linkwarden.urls import WebUrl, parse_web_url

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
PAGE = "https://www.site.org/docs/page"


def url(text: str) -> WebUrl:
    parsed = parse_web_url(text)
    assert parsed is not None
    return parsed


def sent(*lines: str, at: str = PAGE, to: str = PAGE) -> str | None:
    """Return the Cookie header for *to* after a response from *at* with those Set-Cookie headers."""
    cookies = ChainCookies()
    cookies.take(url(at), [("set-cookie", line) for line in lines], NOW)
    return cookies.header_for(url(to))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a=1", "a=1"),
        ("a=1; Path=/; HttpOnly; SameSite=Lax; Priority=High", "a=1"),
        ("  a  =  1  ; path=/", "a=1"),
        ("a=b=c", "a=b=c"),
        ('a="1; 2"', 'a="1'),
        ("a=", "a="),
        ("=1", "1"),
        ("token", "token"),
        ("", None),
        ("=", None),
        ("; Path=/", None),
        ("a=1;;;", "a=1"),
        ("a=\x01", None),
        ("a=1\tb", "a=1\tb"),
        # Path: section 5.2.4
        ('a=1; Path="/"', "a=1"),
        ("a=1; Path=", "a=1"),
        ("a=1; Path", "a=1"),
        ("a=1; Path=docs", "a=1"),
        ("a=1; Path=/docs", "a=1"),
        ("a=1; Path=/docs/", "a=1"),
        ("a=1; Path=/doc", None),
        ("a=1; Path=/other", None),
        ("a=1; Path=/other; Path=/", "a=1"),
        ("a=1; Path=/; Path=/other", None),
        # Max-Age: section 5.2.2
        ('a=1; Max-Age="3600"', "a=1"),
        ("a=1; Max-Age=soon", "a=1"),
        ("a=1; Max-Age=", "a=1"),
        ("a=1; Max-Age=3600", "a=1"),
        ("a=1; Max-Age=1.5", "a=1"),
        ("a=1; Max-Age=0", None),
        ("a=1; Max-Age=000", None),
        ("a=1; Max-Age=-1", None),
        ("a=1; Max-Age=-", "a=1"),
        ("a=1; max-age = 0 ", None),
        (f"a=1; Max-Age={'9' * 5000}", "a=1"),
        # Expires: sections 5.1.1 and 5.2.1
        ("a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT", None),
        ("a=1; Expires=Wed, 21 Oct 2037 07:28:00 GMT", "a=1"),
        ('a=1; Expires="Wed, 21-Oct-2015 07:28:00 GMT"', None),
        ("a=1; Expires=never", "a=1"),
        ("a=1; Expires=0", "a=1"),
        ("a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT; Max-Age=60", "a=1"),
        ("a=1; Expires=Wed, 21 Oct 2037 07:28:00 GMT; Max-Age=0", None),
        # Domain: sections 5.2.3 and 5.3
        ("a=1; Domain=site.org", "a=1"),
        ("a=1; Domain=.site.org", "a=1"),
        ("a=1; Domain=SITE.ORG", "a=1"),
        ("a=1; Domain=www.site.org", "a=1"),
        ("a=1; Domain=", "a=1"),
        ("a=1; Domain=other.org", None),
        ("a=1; Domain=ite.org", None),
        ("a=1; Domain=org", None),
        ("a=1; Domain=sub.www.site.org", None),
        # unknown attributes
        ('a=1; Version=1; Port="80"; Discard; Comment="x; y"', "a=1"),
        ("a=1; Secure; Partitioned", "a=1"),
    ],
)
def test_one_cookie(line: str, expected: str | None) -> None:
    assert expected == sent(line)


@pytest.mark.parametrize(
    ("line", "at", "to", "expected"),
    [
        ("a=1", PAGE, "https://www.site.org/docs/other", True),
        ("a=1", PAGE, "https://www.site.org/docs", True),
        ("a=1", PAGE, "https://www.site.org/", False),
        ("a=1", "https://www.site.org/page", "https://www.site.org/any/where", True),
        ("a=1", PAGE, "https://site.org/docs/page", False),
        ("a=1", PAGE, "https://sub.www.site.org/docs/page", False),
        ("a=1; Domain=site.org; Path=/", PAGE, "https://login.site.org/", True),
        ("a=1; Domain=site.org; Path=/", PAGE, "https://site.org/", True),
        ("a=1; Domain=site.org; Path=/", PAGE, "https://othersite.org/", False),
        ("a=1; Path=/", PAGE, "https://www.site.org:8443/", True),
        ("a=1; Path=/", PAGE, "http://www.site.org/", True),
        ("a=1; Path=/; Secure", PAGE, "http://www.site.org/", False),
        ("a=1; Path=/; Secure", "http://www.site.org/", "http://www.site.org/", False),
        ("a=1; Path=/; Secure", "http://127.0.0.1:8000/", "http://127.0.0.1:8000/", True),
        ("a=1; Path=/; Secure", "http://localhost/", "http://localhost/", True),
        ("a=1; Path=/; Domain=127.0.0.1", "http://127.0.0.1/", "http://127.0.0.1/", True),
        ("a=1; Path=/; Domain=0.0.1", "http://127.0.0.1/", "http://127.0.0.1/", False),
        ("a=1; Path=/; Domain=localhost", "http://localhost/", "http://localhost/", True),
        ("a=1; Path=/; Domain=localhost", "http://localhost/", "http://a.localhost/", True),
    ],
)
def test_where_a_cookie_goes(line: str, at: str, to: str, expected: bool) -> None:
    assert expected == (sent(line, at=at, to=to) == "a=1")


def test_longer_paths_come_first_then_older_cookies() -> None:
    assert "c=3; b=2; a=1; d=4" == sent("a=1; Path=/", "b=2; Path=/docs", "c=3; Path=/docs/page", "d=4; Path=/")


def test_a_cookie_replaces_that_of_the_same_name_domain_and_path() -> None:
    assert "a=2; b=1" == sent("a=1", "b=1", "a=2")
    assert "b=1" == sent("a=1", "b=1", "a=gone; Max-Age=0")


def test_a_chain_remembers_a_bounded_number() -> None:
    header = sent(*(f"c{number}=1; Path=/" for number in range(10_000)))

    assert header is not None
    assert MAX_COOKIES == len(header.split("; "))
    assert header.endswith("c9999=1")


def test_a_chain_remembers_a_bounded_size() -> None:
    header = sent(*(f"c{number}={'x' * 4000}" for number in range(100)))

    assert header is not None
    assert len(header) <= MAX_BYTES + 100
    assert sent("a=" + "x" * MAX_COOKIE_BYTES) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wed, 21 Oct 2015 07:28:00 GMT", datetime(2015, 10, 21, 7, 28, tzinfo=UTC)),
        ("Wednesday, 21-Oct-15 07:28:00 GMT", datetime(2015, 10, 21, 7, 28, tzinfo=UTC)),
        ("Wed Oct 21 07:28:00 2015", datetime(2015, 10, 21, 7, 28, tzinfo=UTC)),
        ("21 October 2015 7:28:0", datetime(2015, 10, 21, 7, 28, tzinfo=UTC)),
        ("2015 oct 21 07:28:00", datetime(2015, 10, 21, 7, 28, tzinfo=UTC)),
        ("Thu, 01-Jan-1970 00:00:00 GMT", datetime(1970, 1, 1, tzinfo=UTC)),
        ("Thu, 01 Jan 70 00:00:00 GMT", datetime(1970, 1, 1, tzinfo=UTC)),
        ("Fri, 31 Feb 2026 00:00:00 GMT", None),
        ("Fri, 31 Dec 1600 00:00:00 GMT", None),
        ("Fri, 31 Dec 99999 00:00:00 GMT", None),
        ("Fri, 31 Dec 2026", None),
        ("Fri, 31 Dec 2026 25:00:00", None),
        ("9" * 5000, None),
        ("", None),
    ],
)
def test_dates(text: str, expected: datetime | None) -> None:
    assert expected == parse_cookie_date(text)
