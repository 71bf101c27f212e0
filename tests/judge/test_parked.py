"""Parked domains: two independent signs, and a second fetch."""

from collections.abc import Sequence

import pytest

from linkwarden.judge import judge, next_step
from linkwarden.judge.evidence.parking import parking_sign
from linkwarden.judge.evidence.siblings import sibling_of
from linkwarden.model.observation import Fetch, RequestMode
from linkwarden.urls import parse_web_url
from tests.judge.builders import case, exchange, fetch, hop

PAGE = "https://gone.dev/docs/install"
PARKED = '<title>gone.dev</title><script>window.park = "eyJ1dWlkIjoi";</script><script src="/bQwErTy.js"></script>'
PROSE = " ".join(f"Paragraph {number} explains how this works, and why." for number in range(60))


def seen(
    body: str = "",
    *,
    url: str = PAGE,
    at: float = 0,
    mode: RequestMode = RequestMode.PLAIN,
    to: str | None = None,
    headers: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> Fetch:
    """A look with a response, from the URL itself or another one."""
    hops = [hop(to, 302, url=url)] if to else []
    return fetch(*hops, exchange(status, url=to or url, at=at, body=body, headers=headers), url=url, mode=mode)


def sibling_url(url: str = PAGE) -> str:
    """The URL that cannot exist."""
    parsed = parse_web_url(url)
    assert parsed is not None
    return sibling_of(parsed)


def everywhere(body: str = "", *, url: str = PAGE, to: str | None = None) -> list[Fetch]:
    """A domain with the same response for every path."""
    return [
        seen(body, url=url, to=to),
        seen(body, url=sibling_url(url), at=2, to=to),
        seen(body, url=url, at=9, mode=RequestMode.BROWSER, to=to),
    ]


@pytest.mark.parametrize(
    ("headers", "body", "to"),
    [
        pytest.param([], PARKED, None, id="bodis"),
        pytest.param([], "<script>window.LANDER_SYSTEM='PW'</script>", None, id="godaddy"),
        pytest.param(
            [], '<script>window.onload=function(){window.location.href="/lander"}</script>', None, id="to-lander"
        ),
        pytest.param([], '<script src="https://d38psrni17bvxu.cloudfront.net/parkingcrew.net/x.js">', None, id="crew"),
        pytest.param([], '<iframe src="https://sedoparking.com/gone.dev">', None, id="sedo"),
        pytest.param([], '<a href="https://www.afternic.com/forsale/gone.dev">Get it', None, id="afternic"),
        pytest.param([], "https://www.hugedomains.com/domain_profile.cfm?d=gone", None, id="hugedomains"),
        pytest.param([], "https://dan.com/buy-domain/gone.dev", None, id="dan"),
        pytest.param([], '<img src="https://parkingpage.namecheap.com/assets/x.png">', None, id="namecheap"),
        pytest.param([], "<h1>This domain is for sale!</h1>", None, id="for-sale"),
        pytest.param([], "<h1>This Domain Has Expired</h1>", None, id="expired"),
        pytest.param([], "<title>Domain expired</title><h1>gone.dev</h1>", None, id="expired-in-the-title"),
        pytest.param([], "<title>gone.dev is for sale</title>", None, id="for-sale-by-its-name"),
        pytest.param([], "<h1>Gone.dev may be for sale!</h1>", None, id="for-sale-by-its-name-perhaps"),
        pytest.param([], "<title>gone.dev - This website is for sale!</title>", None, id="this-website"),
        pytest.param([], "", "http://gone.dev/cgi-sys/suspendedpage.cgi", id="cpanel-suspended"),
        pytest.param([("server", "Parking/1.0")], "", None, id="server"),
        pytest.param([], "", "https://gone.dev/lander", id="lander"),
        pytest.param([], "", "http://ww25.gone.dev/docs/install?subid1=2026", id="ww25"),
        pytest.param([], "", "https://www.hugedomains.com/domain_profile.cfm?d=gone.dev", id="to-hugedomains"),
    ],
)
def test_each_vendor_leaves_a_sign(headers: Sequence[tuple[str, str]], body: str, to: str | None) -> None:
    assert parking_sign(seen(body, headers=headers, to=to)) is not None


@pytest.mark.parametrize(
    ("url", "body", "to"),
    [
        pytest.param(PAGE, f"<h1>Docs</h1><p>{PROSE}", None, id="a-page"),
        pytest.param(PAGE, "<p>The parking of cars", None, id="cars"),
        pytest.param(PAGE, "<h1>Docs</h1><aside>Buy this domain!</aside>", None, id="an-advertisement"),
        pytest.param(PAGE, "<title>Docs</title><h2>This domain is for sale</h2>", None, id="a-lesser-heading"),
        pytest.param(PAGE, "<title>boat.dev is for sale</title>", None, id="another-name-is-for-sale"),
        pytest.param(PAGE, "<title>ne.dev is for sale</title>", None, id="the-end-of-its-name"),
        pytest.param("https://gone.dev/cgi-sys/suspendedpage.cgi", "", None, id="asked-for-itself"),
        pytest.param(PAGE, "", "https://www2.gone.dev/docs/install", id="www2"),
        pytest.param(PAGE, "", "https://gone.dev/lander/docs", id="a-folder-of-that-name"),
        pytest.param("https://gone.dev/lander", "", None, id="the-link-itself"),
        pytest.param("http://ww1.gone.dev/", "", None, id="a-host-of-that-name"),
        pytest.param("https://sedo.com/us/park", "", "https://sedo.com/us/parking/", id="the-vendor-s-own-site"),
        pytest.param("https://sedo.com/park", "", "https://www.sedo.com/parking/", id="the-vendor-s-own-www"),
    ],
)
def test_what_is_no_sign(url: str, body: str, to: str | None) -> None:
    assert parking_sign(seen(body, url=url, to=to)) is None


PARKED_DOMAIN = ("dead", "parked-domain")


@pytest.mark.parametrize(
    "fetches",
    [
        pytest.param(everywhere(PARKED), id="script"),
        pytest.param(everywhere("<script>window.LANDER_SYSTEM='PW'</script>"), id="no-text-at-all"),
        pytest.param(everywhere(to="https://gone.dev/lander"), id="lander"),
        pytest.param(everywhere("<title>gone.dev is for sale</title>"), id="for-sale-by-its-name"),
        pytest.param(everywhere(to="https://gone.dev/cgi-sys/suspendedpage.cgi"), id="suspended"),
        pytest.param(everywhere(to="https://www.hugedomains.com/domain_profile.cfm?d=gone.dev"), id="vendor"),
    ],
)
def test_two_signs_and_a_second_fetch_say_dead(fetches: list[Fetch]) -> None:
    judged = judge(case(*fetches, url=PAGE))

    assert PARKED_DOMAIN == (judged.verdict, judged.rule)


def test_a_shell_with_an_advertisement_for_domains_is_no_parked_domain() -> None:
    shell = '<title>Names</title><div id="root"></div><p>Buy this domain at our shop</p><script src="/app.js"></script>'

    assert "alive" == judge(case(*everywhere(shell), url=PAGE)).verdict


def test_a_parked_domain_offers_nothing_instead() -> None:
    moved = fetch(hop("https://gone.dev/", 301, url=PAGE), exchange(url="https://gone.dev/", body=PARKED), url=PAGE)
    nowhere = fetch(
        hop("https://gone.dev/", 301, url=sibling_url()),
        exchange(url="https://gone.dev/", at=2, body=PARKED),
        url=sibling_url(),
    )
    again = fetch(
        hop("https://gone.dev/", 301, url=PAGE),
        exchange(url="https://gone.dev/", at=9, body=PARKED),
        url=PAGE,
        mode=RequestMode.BROWSER,
    )
    judged = judge(case(moved, nowhere, again, url=PAGE))

    assert ["parked-domain"] == [each.rule for each in judged.findings if each.rule != "soft-404"]
    assert [None] == [*{each.suggestion and each.suggestion.url for each in judged.findings}]


def test_front_pages_can_be_parked_too() -> None:
    url = "https://gone.dev/"
    judged = judge(case(*everywhere(PARKED, url=url), url=url))

    assert PARKED_DOMAIN == (judged.verdict, judged.rule)


FIRST, SIBLING, SECOND = everywhere(PARKED)
ARTICLE = f"<title>Domains</title><h1>What to do when this domain is for sale</h1>{PROSE}"


@pytest.mark.parametrize(
    "fetches",
    [
        pytest.param([FIRST, fetch(404, url=sibling_url(), at=2), SECOND], id="nonsense-is-404"),
        pytest.param([FIRST, seen(f"<h1>Page</h1>{PROSE}", url=sibling_url(), at=2), SECOND], id="nonsense-is-a-page"),
        pytest.param([FIRST, seen(f"{PARKED}<h1>Another</h1>{PROSE}", url=sibling_url(), at=2), SECOND], id="unlike"),
        pytest.param(
            [FIRST, SIBLING, fetch(exchange(url=PAGE, at=9), url=PAGE, mode=RequestMode.BROWSER)], id="not-again"
        ),
        pytest.param([FIRST, SIBLING], id="one-look-only"),
        pytest.param(
            [seen(f"buy this domain {PROSE}"), seen("buy this domain", url=sibling_url(), at=2), SECOND],
            id="no-titles-and-unlike",
        ),
        pytest.param(
            [seen(ARTICLE), seen("<h1>404</h1>this domain is for sale", url=sibling_url(), at=2)], id="article"
        ),
    ],
)
def test_one_sign_alone_is_not_enough(fetches: list[Fetch]) -> None:
    assert "alive" == judge(case(*fetches, url=PAGE)).verdict


def test_a_mark_needs_a_sibling_and_then_a_second_fetch() -> None:
    first, second = next_step([case(FIRST, url=PAGE)]), next_step([case(FIRST, SIBLING, url=PAGE)])

    assert first is not None
    assert sibling_url() == first.url
    assert second is not None
    assert (RequestMode.BROWSER, 5.0) == (second.mode, second.after_s)
    assert next_step([case(FIRST, SIBLING, SECOND, url=PAGE)]) is None


def test_a_parked_domain_that_says_404_is_dead_anyway() -> None:
    fetches = [seen(PARKED, status=404), seen(PARKED, status=404, at=9, mode=RequestMode.BROWSER)]

    assert "not-found" == judge(case(*fetches, url=PAGE)).rule
