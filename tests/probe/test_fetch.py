"""One look: where a response leads, and how much of it is kept."""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
import respx

from linkwarden.model.exchange import Body, ErrorKind
from linkwarden.model.observation import RequestMode, Step, Verify
from linkwarden.page import INTERSTITIAL_BYTES
from linkwarden.probe.fetch import BODY_LIMIT, MAX_HOP_HEADERS, MAX_HOPS, Chain, Hop, next_hop, request_headers
from linkwarden.settings import Settings
from linkwarden.urls import parse_web_url
from tests.judge.builders import exchange
from tests.probe.test_web import HOST, probe

BASE = "https://site.dev/a/b?c"
HTML = {"Content-Type": "text/html"}
LONG = "<p>and more and more" * 20_000


@pytest.mark.parametrize(
    ("status", "location", "target"),
    [
        (301, "/x", "https://site.dev/x"),
        (302, "x", "https://site.dev/a/x"),
        (303, "?y", "https://site.dev/a/b?y"),
        (307, "//other.dev/x", "https://other.dev/x"),
        (308, "HTTPS://OTHER.dev/x", "https://other.dev/x"),
        (302, "../../../x", "https://site.dev/x"),
        (302, "/two words", "https://site.dev/two%20words"),
        (302, "/caf\u00e9?q=\u00e9", "https://site.dev/caf%C3%A9?q=%C3%A9"),
        (302, "https://b\u00fccher.dev/", "https://xn--bcher-kva.dev/"),
        (302, "\\x\\y", "https://site.dev/x/y"),
        (302, "/x#part", "https://site.dev/x"),
        (302, "#part", "https://site.dev/a/b?c"),
        (302, " /x ", "https://site.dev/x"),
        (302, "/a\tb\nc", "https://site.dev/abc"),
        (302, "https://user:secret@other.dev/", "https://other.dev/"),
        (302, "https://other.dev:443/", "https://other.dev/"),
        (302, "", None),
        (302, "ftp://other.dev/", None),
        (302, "javascript:alert(1)", None),
        (302, "mailto:someone@other.dev", None),
        (302, "http://[::1", None),
        (302, "https://other.dev:99999/", None),
        (300, "/x", None),
        (304, "/x", None),
        (200, "/x", None),
        (404, "/x", None),
        (201, "/x", None),
    ],
)
def test_where_a_location_leads(status: int, location: str, target: str | None) -> None:
    url = parse_web_url(BASE)
    assert url is not None
    hop = next_hop(exchange(status, url=BASE, headers=[("location", location)]), url)

    assert target == (hop.url.href if hop else None)


@pytest.mark.parametrize(
    ("status", "refresh", "target"),
    [
        (200, "/x", "https://site.dev/x"),
        (202, "x", "https://site.dev/a/x"),
        (200, "https://other.dev/#part", "https://other.dev/"),
        (200, "/a/b?c", None),
        (200, "#part", None),
        (200, "/.well-known/sgcaptcha/?r=%2F", None),
        (200, "mailto:someone@other.dev", None),
        (300, "/x", None),
        (404, "/x", None),
        (503, "/x", None),
    ],
)
def test_where_a_refresh_leads(status: int, refresh: str, target: str | None) -> None:
    url = parse_web_url(BASE)
    assert url is not None
    page = f'<meta http-equiv="refresh" content="0; url={refresh}">'
    hop = next_hop(exchange(status, url=BASE, body=page), url)

    assert target == (hop.url.href if hop else None)


PAGE = [("content-type", "text/html; charset=utf-8")]


@pytest.mark.parametrize(
    ("headers", "body", "target", "page_shown"),
    [
        # the Refresh header
        ([("refresh", "0; url=/x")], "", "https://site.dev/x", False),
        ([("refresh", "0;URL='x'")], "", "https://site.dev/a/x", False),
        ([("refresh", "3, https://other.dev/")], "", "https://other.dev/", True),
        ([("refresh", "0; url=/caf%E9")], "", "https://site.dev/caf%E9", False),
        ([("refresh", "0; url=/x"), ("content-type", "text/plain")], "text", "https://site.dev/x", False),
        (
            [("refresh", "0; url=/x"), *PAGE],
            '<meta http-equiv=refresh content="0; url=/y">',
            "https://site.dev/x",
            False,
        ),
        ([("refresh", "5")], "", None, False),
        ([("refresh", "60; url=/x")], "", None, False),
        ([("refresh", "soon; url=/x")], "", None, False),
        ([("refresh", "0; url=/a/b?c")], "", None, False),
        ([("refresh", "9" * 5000 + "; url=/x")], "", None, False),
        # how long the page is shown
        (PAGE, '<meta http-equiv=refresh content="0.9; url=/x">', "https://site.dev/x", False),
        (PAGE, '<meta http-equiv=refresh content="1; url=/x">', "https://site.dev/x", True),
        (PAGE, '<meta http-equiv=refresh content="5;/x">', "https://site.dev/x", True),
        # the base of relative URLs
        (PAGE, '<base href="/t/"><meta http-equiv=refresh content="0; url=x">', "https://site.dev/t/x", False),
        (PAGE, "<base href=//other.dev/t/><meta http-equiv=refresh content='0; x'>", "https://other.dev/t/x", False),
        (PAGE, '<meta http-equiv=refresh content="0; url=x"><base href="/t/">', "https://site.dev/t/x", False),
        (
            PAGE,
            '<base target=_top><base href="t/"><meta http-equiv=refresh content="0; x">',
            "https://site.dev/a/t/x",
            False,
        ),
        (PAGE, '<!-- <base href="/t/"> --><meta http-equiv=refresh content="0; x">', "https://site.dev/a/x", False),
        (PAGE, '<base href="mailto:x"><meta http-equiv=refresh content="0; x">', "https://site.dev/a/x", False),
        # not a page
        ([("content-type", "text/plain")], '<meta http-equiv=refresh content="0; url=/x">', None, False),
        ([("content-type", "application/json")], '<meta http-equiv=refresh content="0; url=/x">', None, False),
        ([], '<meta http-equiv=refresh content="0; url=/x">', "https://site.dev/x", False),
        (
            [("content-type", "application/xhtml+xml")],
            '<meta http-equiv="refresh" content="0;/x"/>',
            "https://site.dev/x",
            False,
        ),
    ],
)
def test_how_a_page_sends_its_readers_on(
    headers: list[tuple[str, str]], body: str, target: str | None, page_shown: bool
) -> None:
    url = parse_web_url(BASE)
    assert url is not None
    hop = next_hop(exchange(200, url=BASE, headers=headers, body=body), url)

    assert (target, page_shown) == ((hop.url.href, hop.page_shown) if hop else (None, False))


@pytest.mark.parametrize(
    ("charset", "written", "target"),
    [
        ("gbk", "/t/\u4e2d\u6587?q=\u4e2d", "https://site.dev/t/%E4%B8%AD%E6%96%87?q=%D6%D0"),
        ("shift_jis", "/\u65e5?q=\u65e5", "https://site.dev/%E6%97%A5?q=%93%FA"),
        ("windows-1251", "/\u0436?\u0436", "https://site.dev/%D0%B6?%E6"),
        ("utf-8", "/\u0436?\u0436", "https://site.dev/%D0%B6?%D0%B6"),
    ],
)
def test_a_refresh_is_read_in_the_page_s_charset(charset: str, written: str, target: str) -> None:
    url = parse_web_url(BASE)
    assert url is not None
    page = f"<meta http-equiv=refresh content='0; url={written}'>".encode(charset)
    for headers, body in (
        ([("content-type", f"text/html; charset={charset}")], page),
        ([("content-type", "text/html")], f"<meta charset={charset}>".encode() + page),
    ):
        hop = next_hop(replace(exchange(200, url=BASE, headers=headers), body=Body(body)), url)

        assert hop is not None
        assert target == hop.url.href


def hops(*steps: tuple[str, bool]) -> list[Hop]:
    made = []
    for path, page_shown in steps:
        url = parse_web_url(path, base=BASE)
        assert url is not None
        made.append(Hop(url, "", page_shown=page_shown))
    return made


REDIRECT, SLIDE = False, True


@pytest.mark.parametrize(
    ("steps", "ends_at", "loops"),
    [
        ([("/1", REDIRECT), ("/2", REDIRECT), ("/3", REDIRECT)], None, False),
        ([("/1", REDIRECT), ("/1", REDIRECT)], 1, True),
        ([("/1", REDIRECT), ("/2", REDIRECT), ("/1", REDIRECT)], 2, True),
        ([("/1", REDIRECT), ("/2", SLIDE), ("/1", SLIDE)], 2, False),
        ([("/1", REDIRECT), ("/2", SLIDE), ("/3", SLIDE), ("/1", SLIDE)], 3, False),
        ([("/1", REDIRECT), ("/2", REDIRECT), ("/1", SLIDE)], 2, False),
        ([("/1", REDIRECT), ("/2", SLIDE), ("/3", REDIRECT), ("/2", REDIRECT)], 3, True),
        ([(f"/{number}", REDIRECT) for number in range(30)], MAX_HOPS + 1, True),
        ([(f"/{number}", bool(number)) for number in range(30)], MAX_HOPS + 1, False),
    ],
)
def test_where_a_chain_ends(steps: list[tuple[str, bool]], ends_at: int | None, loops: bool) -> None:
    chain = Chain()
    for number, hop in enumerate(hops(*steps)):
        if not chain.visit(hop):
            assert (ends_at, loops) == (number, chain.loops(hop))
            return
    assert ends_at is None


@pytest.mark.parametrize(
    ("verify", "url", "sent"),
    [
        (Verify.FULL, "https://site.dev/", True),
        (Verify.UNDATED, "https://site.dev/", False),
        (Verify.NONE, "https://site.dev/", False),
        (Verify.FULL, "http://site.dev/", False),
        (Verify.FULL, "https://site.dev:8443/", True),
        (Verify.FULL, "https://other.dev/", False),
    ],
)
def test_credentials_go_to_the_verified_host_only(verify: Verify, url: str, sent: bool) -> None:
    secret = {"site.dev": {"Authorization": "Bearer ${LINKWARDEN_TOKEN}"}}
    parsed = parse_web_url(url)
    assert parsed is not None
    headers = request_headers(
        Step(RequestMode.PLAIN, "", verify), parsed, None, Settings(headers=secret), {"LINKWARDEN_TOKEN": "hunter2"}
    )

    assert sent == (("Authorization", "Bearer hunter2") in headers)
    assert sent == ("hunter2" in repr(headers))


def test_an_error_leads_nowhere() -> None:
    url = parse_web_url(BASE)
    assert url is not None

    assert next_hop(exchange(ErrorKind.TIMEOUT, url=BASE), url) is None


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[respx.MockRouter]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with respx.mock(using="httpcore", assert_all_called=False) as router:
        yield router


@pytest.mark.parametrize(
    ("status", "kept"), [(200, BODY_LIMIT), (206, BODY_LIMIT), (403, INTERSTITIAL_BYTES), (503, INTERSTITIAL_BYTES)]
)
def test_how_much_of_a_page_is_kept(wire: respx.MockRouter, status: int, kept: int) -> None:
    wire.get(HOST + "/").respond(status, headers=HTML, text=LONG)
    body = probe(HOST + "/").seen[HOST + "/"].fetches[0].last.body

    assert (kept, False) == (len(body.data), body.complete)


def test_a_short_page_is_kept_whole(wire: respx.MockRouter) -> None:
    wire.get(HOST + "/").respond(403, headers=HTML, text="<title>No</title>")
    body = probe(HOST + "/").seen[HOST + "/"].fetches[0].last.body

    assert (b"<title>No</title>", True) == (body.data, body.complete)


def test_nothing_is_kept_of_a_redirect_s_page(wire: respx.MockRouter) -> None:
    wire.get(HOST + "/").mock(return_value=httpx.Response(302, headers={**HTML, "Location": "/there"}, text=LONG))
    wire.get(HOST + "/there").respond(200, headers=HTML, text="<title>There</title>")
    first, last = probe(HOST + "/").seen[HOST + "/"].exchanges

    assert [b"", b"<title>There</title>"] == [first.body.data, last.body.data]


def test_what_a_redirect_s_headers_cost_is_bounded(wire: respx.MockRouter) -> None:
    noise = [("X-Noise", "x" * 1000), *[(f"X-{number}", "y") for number in range(1000)]]
    cookies = [("Set-Cookie", "seen=yes; Path=/")]
    wire.get(HOST + "/").mock(return_value=httpx.Response(302, headers=[*cookies, *noise, ("Location", "/there")]))
    there = wire.get(HOST + "/there").respond(200, headers=HTML)
    first = probe(HOST + "/").seen[HOST + "/"].exchanges[0]

    assert "seen=yes" == there.calls.last.request.headers["cookie"]
    assert "/there" == first.header("location")
    assert len(first.headers) <= MAX_HOP_HEADERS + 1
    assert first.header("set-cookie") is None
