"""One look: where an answer leads, and how much of it is kept."""

from collections.abc import Iterator

import httpx
import pytest
import respx

from linkwarden.model.exchange import ErrorKind
from linkwarden.page import INTERSTITIAL_BYTES
from linkwarden.probe.look import BODY_LIMIT, next_hop
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
    body = probe(HOST + "/").seen[HOST + "/"].looks[0].last.body

    assert (kept, False) == (len(body.data), body.complete)


def test_a_short_page_is_kept_whole(wire: respx.MockRouter) -> None:
    wire.get(HOST + "/").respond(403, headers=HTML, text="<title>No</title>")
    body = probe(HOST + "/").seen[HOST + "/"].looks[0].last.body

    assert (b"<title>No</title>", True) == (body.data, body.complete)


def test_nothing_is_kept_of_a_redirect_s_page(wire: respx.MockRouter) -> None:
    wire.get(HOST + "/").mock(return_value=httpx.Response(302, headers={**HTML, "Location": "/there"}, text=LONG))
    wire.get(HOST + "/there").respond(200, headers=HTML, text="<title>There</title>")
    first, last = probe(HOST + "/").seen[HOST + "/"].exchanges

    assert [b"", b"<title>There</title>"] == [first.body.data, last.body.data]
