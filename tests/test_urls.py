"""URLs as browsers read them: secrets in them, and the encoding of their query."""

import pytest

from linkwarden.urls import encode_query, parse_web_url, without_credentials


@pytest.mark.parametrize(
    "text",
    [
        "https://user:hunter2@host.org/",
        "https://user:hunter2@host.org",
        "https://hunter2@host.org/a?b#c",
        "HTTPS://user:hunter2@host.org/",
        "https:\\\\user:hunter2@host.org/",
        "https:/\\user:hunter2@host.org/",
        "https:/user:hunter2@host.org/",
        "https:user:hunter2@host.org/",
        "http:user:hunter2@host.org/",
        "https:////user:hunter2@host.org/",
        "//user:hunter2@host.org/",
        "\\\\user:hunter2@host.org/",
        "/\\user:hunter2@host.org/",
        "https://us er:hunter2@host.org/",
        "https://user:\nhunter2@host.org/",
        "https://user:hunter2\t@host.org/",
        "ht\ntps://user:hunter2@host.org/",
        "https:/\t/user:hunter2@host.org/",
        " \x00https://user:hunter2@host.org/",
        "https://user:p@hunter2@host.org/",
        'https://user:"hunter2"<>@host.org/',
        "https://user:hunter2&#64;host.org/",
        "https://user:hunter2&#x40;host.org/",
        "https&colon;//user:hunter2&commat;host.org/",
        "https://user:hunter2\\@host.org/",
        "https\\://user\\:hunter2\\@host.org/",
        "https://user:&#" + "9" * 5000 + ";hunter2@host.org/",
        "ftp://user:hunter2@host.org/",
        "wss:user:hunter2@host.org/",
        "git+ssh://user:hunter2@host.org/",
        "foo://us\\er:hunter2@host.org/",
        "See https://user:hunter2@host.org/ and https://other.org/, or write to me@host.org",
        "[docs](https:\\\\user:hunter2@host.org/ 'title') http:/token:hunter2@b.org",
        "two: <https://a:hunter2@b.org> <https:c:hunter2@d.org>",
    ],
)
def test_no_password_is_left(text: str) -> None:
    shown = without_credentials(text)

    assert "hunter2" not in shown
    assert "host.org" in shown or "b.org" in shown


@pytest.mark.parametrize(
    "text",
    [
        "https://host.org/@user",
        "https://host.org/a?mail=me@host.org",
        "https://host.org/#me@host.org",
        "https://www.npmjs.com/package/@scope/name",
        "mailto:me@host.org",
        "me@host.org",
        "git@github.com:owner/name.git",
        "docs/@types/readme.md",
        "See https://host.org/ or write to me@host.org",
        "https://host.org/?a=1&amp;b=2",
        "a\tb\nc @ d",
        "",
    ],
)
def test_what_is_no_secret_stays_as_it_is(text: str) -> None:
    assert text == without_credentials(text)


def test_the_rest_of_a_url_stays() -> None:
    assert "https://host.org/a?b#c" == without_credentials("https://user:hunter2@host.org/a?b#c")
    assert "https:\\\\host.org/" == without_credentials("https:\\\\user:hunter2@host.org/")


@pytest.mark.parametrize(
    ("text", "charset", "expected"),
    [
        ("/find?k=\u4e2d\u6587", "gb18030", "https://a.org/find?k=%D6%D0%CE%C4"),
        ("/\u4e2d\u6587?k=\u4e2d#\u6587", "gb18030", "https://a.org/%E4%B8%AD%E6%96%87?k=%D6%D0"),
        ("/find?k=caf\u00e9", "cp1252", "https://a.org/find?k=caf%E9"),
        ("/find?k=\u4e2d", "cp1252", "https://a.org/find?k=%26%2320013%3B"),
        ("/find?k=caf\u00e9", "utf-16-le", "https://a.org/find?k=caf%C3%A9"),
        ("/caf\u00e9#?\u00e9", "cp1252", "https://a.org/caf%C3%A9"),
        ("https://b.org/?a=b", "gb18030", "https://b.org/?a=b"),
    ],
)
def test_the_query_of_a_page_s_url_is_in_the_page_s_charset(text: str, charset: str, expected: str) -> None:
    url = parse_web_url(encode_query(text, charset), base="https://a.org/x")

    assert url is not None
    assert expected == url.href


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("https://a.org/x?#y", "/x?"),
        ("https://a.org?", "/?"),
        ("https://a.org/x#?", "/x"),
        ("https://a.org/?a?b", "/?a?b"),
    ],
)
def test_an_empty_query_is_sent_as_browsers_send_it(text: str, target: str) -> None:
    url = parse_web_url(text)

    assert url is not None
    assert target == url.target
