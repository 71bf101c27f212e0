"""Error pages with status 200: a suspicion, a sibling, and a second fetch."""

from dataclasses import replace

import pytest

from linkwarden.judge import judge, next_step
from linkwarden.judge.evidence.absences import absence_sign, matches_sibling
from linkwarden.judge.evidence.siblings import sibling_of
from linkwarden.model.exchange import Body, ErrorKind
from linkwarden.model.observation import Fetch, RequestMode
from linkwarden.settings import Settings
from linkwarden.urls import parse_web_url
from tests.judge.builders import case, exchange, fetch, hop

DEEP = "https://site.dev/posts/2019/how-it-works"
HOME = "https://site.dev/"
PROSE = " ".join(f"Paragraph {number} explains how this works, and why." for number in range(60))
NOT_FOUND = "<title>Page not found - Site</title><h1>Page not found</h1><p>Sorry. Try the search."
ARTICLE = f"<title>404 Not Found: what it means</title><h1>404 Not Found: what it means</h1><p>{PROSE}"
SHELL = '<title>Site</title><div id="root"></div><script src="/main.js"></script>'
FINE = f"<title>How it works</title><h1>How it works</h1><p>{PROSE}"

H2 = "<title>site.dev</title><h2>404 - Page not found</h2><p>Sorry"
BELOW = "<title>Error</title><h1>Error</h1><p>Sorry, the page you requested was not found.</p>"
ECHO = "<title>/2019/{0} not found - Site</title><h1>/2019/{0} was not found</h1><p>{0}? {0}? {0}?"
DEEP_NAME = "how-it-works"


def sibling_url(url: str = DEEP) -> str:
    """The URL that cannot exist."""
    parsed = parse_web_url(url)
    assert parsed is not None
    return sibling_of(parsed)


def sibling_name() -> str:
    """The name that cannot exist."""
    return sibling_url().rpartition("/")[2]


def seen(
    body: str = "", *, url: str = DEEP, at: float = 0, mode: RequestMode = RequestMode.PLAIN, to: str | None = None
) -> Fetch:
    """A look with a page as response, from the URL itself or another one."""
    if to is None:
        return fetch(exchange(url=url, at=at, body=body), url=url, mode=mode)
    return fetch(hop(to, 302, url=url), exchange(url=to, at=at, body=body), url=url, mode=mode)


def again(body: str = "", *, to: str | None = None, url: str = DEEP) -> Fetch:
    """The second fetch, as a browser, some seconds later."""
    return seen(body, url=url, at=9, mode=RequestMode.BROWSER, to=to)


def sibling(body: str = "", *, to: str | None = None, url: str = DEEP) -> Fetch:
    """The host's response for a nonexistent path."""
    return seen(body, url=sibling_url(url), at=2, to=to)


def past_home(to: str, *, url: str = DEEP, at: float = 0, mode: RequestMode = RequestMode.PLAIN) -> Fetch:
    """A redirect to the front page, which redirects to another page."""
    hops = (hop(HOME, 302, url=url), hop(to, 302, url=HOME))
    return fetch(*hops, exchange(url=to, at=at, body=FINE), url=url, mode=mode)


WELCOME = HOME + "products/overview/all"


def front(body: str = FINE) -> Fetch:
    """The host's front page."""
    return seen(body, url=HOME, at=3)


def moved(to: str, *, of: str = DEEP, at: float = 0, mode: RequestMode = RequestMode.PLAIN) -> Fetch:
    """A permanent redirect to a page."""
    return fetch(hop(to, 301, url=of), exchange(url=to, at=at, body=FINE), url=of, mode=mode)


def again_moved() -> Fetch:
    """The second look at a page that everything leads to."""
    return moved(HOME + "shop/", at=9, mode=RequestMode.BROWSER)


def missing(status: int = 404) -> Fetch:
    """A host that responds with 404 to nonexistent paths."""
    return fetch(status, url=sibling_url(), at=2)


DEAD = ("dead", "soft-404")
ALIVE = ("alive", None)


@pytest.mark.parametrize(
    ("fetches", "expected"),
    [
        pytest.param(
            [seen(NOT_FOUND), sibling(NOT_FOUND), front(), again(NOT_FOUND)], DEAD, id="says-so-as-for-nonsense"
        ),
        pytest.param(
            [seen(NOT_FOUND), sibling(NOT_FOUND), front(NOT_FOUND), again(NOT_FOUND)],
            ALIVE,
            id="says-so-on-every-page-the-front-page-too",
        ),
        pytest.param(
            [seen(NOT_FOUND + "<p>1"), sibling(NOT_FOUND + "<p>2"), front(), again(NOT_FOUND)],
            DEAD,
            id="nearly-the-same",
        ),
        pytest.param(
            [
                seen(f"<h1>Not found</h1><p>{PROSE}1"),
                sibling(f"<h1>Not found</h1><p>{PROSE}2"),
                front("<h1>Welcome</h1>"),
                again(NOT_FOUND),
            ],
            DEAD,
            id="same-heading",
        ),
        pytest.param(
            [
                seen(NOT_FOUND, to="https://site.dev/404"),
                sibling(NOT_FOUND, to="https://site.dev/404"),
                again(NOT_FOUND, to="https://site.dev/404"),
            ],
            DEAD,
            id="redirects-to-a-page-of-that-name",
        ),
        pytest.param(
            [
                seen("", to="https://site.dev/error.html?from=/posts"),
                sibling("", to="https://site.dev/error.html?from=/x"),
                again("", to="https://site.dev/error.html?from=/posts"),
            ],
            DEAD,
            id="redirects-there-and-says-from-where",
        ),
        pytest.param(
            [seen(FINE, to=HOME), sibling(FINE, to=HOME), again(FINE, to=HOME)], DEAD, id="home-like-nonsense"
        ),
        pytest.param(
            [seen(FINE, to=HOME + "en/"), sibling(FINE, to=HOME + "en/"), again(FINE, to=HOME + "en/")],
            DEAD,
            id="home-in-a-language-like-nonsense",
        ),
        pytest.param(
            [
                past_home(WELCOME),
                past_home(WELCOME, url=sibling_url()),
                past_home(WELCOME, at=9, mode=RequestMode.BROWSER),
            ],
            DEAD,
            id="home-like-nonsense-and-on-from-there",
        ),
        pytest.param(
            [past_home(WELCOME), missing(), past_home(WELCOME, at=9, mode=RequestMode.BROWSER)],
            ALIVE,
            id="home-and-on-from-there-unlike-nonsense",
        ),
        pytest.param(
            [past_home(DEEP), past_home(sibling_url(), url=sibling_url()), past_home(DEEP, at=9)],
            ALIVE,
            id="by-way-of-home-for-a-cookie",
        ),
        pytest.param([seen(NOT_FOUND), sibling(FINE, to=HOME), again(NOT_FOUND)], DEAD, id="says-so-and-nonsense-home"),
        pytest.param([seen(H2), sibling(H2), front(), again(H2)], DEAD, id="says-so-in-an-h2"),
        pytest.param([seen(BELOW), sibling(BELOW), front(), again(BELOW)], DEAD, id="says-so-in-the-first-paragraph"),
        pytest.param(
            [
                seen(ECHO.format(DEEP_NAME)),
                sibling(ECHO.format(sibling_name())),
                front(),
                again(ECHO.format(DEEP_NAME)),
            ],
            DEAD,
            id="says-what-was-asked",
        ),
        pytest.param(
            [seen(ECHO.format(DEEP_NAME)), sibling(ECHO.format("x")), front(), again(ECHO.format(DEEP_NAME))],
            ALIVE,
            id="says-what-was-asked-and-the-sibling-something-else",
        ),
        pytest.param(
            [
                seen(FINE, to=HOME + "?error=404"),
                sibling(FINE, to=HOME + "?error=404"),
                again(FINE, to=HOME + "?error=404"),
            ],
            DEAD,
            id="home-with-an-error",
        ),
        pytest.param(
            [
                seen(FINE, to=HOME + "?page=how-it-works"),
                sibling(FINE, to=HOME + "?page=lw"),
                again(FINE, to=HOME + "?page=how-it-works"),
            ],
            ALIVE,
            id="home-with-the-page-in-its-query",
        ),
        pytest.param(
            [seen(NOT_FOUND, to="https://site.dev/404.html"), again(NOT_FOUND, to="https://site.dev/404.html")],
            DEAD,
            id="redirects-to-an-error-page-that-says-so",
        ),
        pytest.param(
            [seen(FINE, to="https://site.dev/errors"), missing(), again(FINE, to="https://site.dev/errors")],
            ALIVE,
            id="redirects-to-a-page-about-errors",
        ),
        pytest.param(
            [
                seen(FINE, to=HOME + "?from=/posts/2019/how-it-works"),
                sibling(FINE, to=HOME + "?from=/posts/2019/lw"),
                again(FINE, to=HOME + "?from=/posts/2019/how-it-works"),
            ],
            DEAD,
            id="home-and-says-from-where",
        ),
        pytest.param(
            [
                seen(FINE, to=HOME + "home.html"),
                sibling(FINE, to=HOME + "home.html"),
                again(FINE, to=HOME + "home.html"),
            ],
            DEAD,
            id="home-by-the-name-of-its-file",
        ),
        pytest.param(
            [
                moved(HOME + "shop/"),
                moved(HOME + "shop/", of=sibling_url()),
                moved(HOME + "shop/", of=HOME),
                again_moved(),
            ],
            DEAD,
            id="where-the-front-page-leads-too",
        ),
        pytest.param(
            [moved(HOME + "shop/"), moved(HOME + "shop/", of=sibling_url()), front(), again_moved()],
            ("moved", "permanent-redirect"),
            id="where-the-front-page-does-not-lead",
        ),
        pytest.param(
            [seen(FINE, to=HOME + "maintenance")], ALIVE, id="for-now-to-a-page-that-is-no-front-page-by-its-name"
        ),
        pytest.param([seen(ARTICLE), missing(), again(ARTICLE)], ALIVE, id="article-on-an-honest-host"),
        pytest.param([seen(ARTICLE), sibling(NOT_FOUND), again(ARTICLE)], ALIVE, id="article-on-a-soft-host"),
        pytest.param(
            [seen(ARTICLE), sibling(FINE, to=HOME), again(ARTICLE)], ALIVE, id="article-where-nonsense-is-home"
        ),
        pytest.param([seen(NOT_FOUND), missing(), again(NOT_FOUND)], ALIVE, id="says-so-on-an-honest-host"),
        pytest.param(
            [
                seen(NOT_FOUND),
                fetch(exchange(404, url=sibling_url(), at=2, body=NOT_FOUND), url=sibling_url()),
                front(),
                again(NOT_FOUND),
            ],
            ALIVE,
            id="the-same-words-and-an-honest-404",
        ),
        pytest.param(
            [seen(FINE, to=HOME), sibling(FINE, to="https://site.dev/404"), again(FINE, to=HOME)],
            ALIVE,
            id="home-and-nonsense-elsewhere",
        ),
        pytest.param([seen(NOT_FOUND), missing(410), again(NOT_FOUND)], ALIVE, id="says-so-where-nonsense-is-gone"),
        pytest.param([seen(NOT_FOUND), missing(403), again(NOT_FOUND)], ALIVE, id="the-sibling-is-refused"),
        pytest.param([seen(NOT_FOUND), missing(503), again(NOT_FOUND)], ALIVE, id="the-sibling-is-ill"),
        pytest.param([seen(FINE, to=HOME), missing(), again(FINE, to=HOME)], ALIVE, id="home-and-nonsense-is-404"),
        pytest.param(
            [seen(FINE, to=HOME), sibling(NOT_FOUND), again(FINE, to=HOME)], ALIVE, id="home-and-nonsense-stays"
        ),
        pytest.param([seen(NOT_FOUND), sibling(NOT_FOUND), again(FINE)], ALIVE, id="fine-at-the-second-look"),
        pytest.param([seen(FINE)], ALIVE, id="nothing-suspicious"),
        pytest.param([seen(SHELL)], ALIVE, id="single-page-app"),
        pytest.param([seen(FINE, to="https://site.dev/en/posts/2019/how-it-works")], ALIVE, id="locale"),
        pytest.param([seen(FINE, to="https://site.dev/posts/how-it-works")], ALIVE, id="moved-for-now"),
    ],
)
def test_the_verdict(fetches: list[Fetch], expected: tuple[str, str | None]) -> None:
    judged = judge(case(*fetches, url=DEEP))

    assert expected == (judged.verdict, judged.rule)
    assert () == judged.needs


@pytest.mark.parametrize("url", [HOME, "https://site.dev/index.html", "https://site.dev/en/"])
def test_front_pages_are_exempt(url: str) -> None:
    assert next_step([case(seen(NOT_FOUND, url=url), url=url)]) is None


@pytest.mark.parametrize("url", ["https://site.dev/?p=12", "https://site.dev/view?id=5"])
def test_pages_of_a_query_are_not(url: str) -> None:
    fetches = [seen(NOT_FOUND, url=url), sibling(NOT_FOUND, url=url), front(), again(NOT_FOUND, url=url)]

    assert "dead" == judge(case(*fetches, url=url)).verdict


def test_a_clean_page_costs_no_further_request() -> None:
    assert next_step([case(seen(FINE), url=DEEP)]) is None


def test_a_suspicion_needs_the_sibling_the_front_page_then_a_second_fetch_some_seconds_later() -> None:
    fetches = [seen(NOT_FOUND), sibling(NOT_FOUND), front()]
    steps = [next_step([case(*fetches[:count], url=DEEP)]) for count in (1, 2, 3)]

    assert [
        (sibling_url(), RequestMode.PLAIN, 0.0),
        (HOME, RequestMode.PLAIN, 0.0),
        (None, RequestMode.BROWSER, 5.0),
    ] == [(step.url, step.mode, step.after_s) for step in steps if step is not None]


def test_no_second_fetch_is_taken_where_the_sibling_clears_the_page() -> None:
    assert next_step([case(seen(NOT_FOUND), missing(), url=DEEP)]) is None


def test_without_the_second_fetch_nothing_is_dead() -> None:
    assert "alive" == judge(case(seen(NOT_FOUND), sibling(NOT_FOUND), url=DEEP)).verdict


def test_a_rule_that_is_off_needs_no_sibling() -> None:
    settings = Settings.model_validate({"rules": {"soft-404": "off"}})

    assert next_step([case(seen(NOT_FOUND), url=DEEP, settings=settings)]) is None


def test_a_sibling_that_gets_no_answer_is_no_proof() -> None:
    silent = fetch(ErrorKind.TIMEOUT, url=sibling_url(), at=2)

    assert "alive" == judge(case(seen(NOT_FOUND), silent, again(NOT_FOUND), url=DEEP)).verdict


@pytest.mark.parametrize(
    ("title", "heading", "suspicious"),
    [
        ("404", "", True),
        ("Error 404 (Not Found)!!1", "", True),
        ("Site", "Page not found", True),
        ("Seite nicht gefunden", "", True),
        ("Page introuvable", "", True),
        ("P\u00e1gina no encontrada", "", True),
        ("\u9875\u9762\u4e0d\u5b58\u5728", "", True),
        ("\u30da\u30fc\u30b8\u304c\u898b\u3064\u304b\u308a\u307e\u305b\u3093", "", True),
        (
            "\u0421\u0442\u0440\u0430\u043d\u0438\u0446\u0430 \u043d\u0435 \u043d\u0430\u0439\u0434\u0435\u043d\u0430",
            "",
            True,
        ),
        ("Diese Seite existiert nicht", "", True),
        ("Cette page n&#39;existe pas", "", True),
        ("La page demand\u00e9e n\u2019existe plus", "", True),
        ("Nie znaleziono strony", "", True),
        ("Strona nie istnieje", "", True),
        ("Sayfa bulunamad\u0131", "", True),
        ("\u304a\u63a2\u3057\u306e\u30da\u30fc\u30b8\u306f\u5b58\u5728\u3057\u307e\u305b\u3093", "", True),
        ("This page doesn&#39;t exist", "", True),
        ("This page doesn\u2019t exist", "", True),
        ("Sorry, we can&#8217;t find that page", "", True),
        ("We couldn\u2019t find what you wanted", "", True),
        ("This item is no longer available", "", True),
        ("Peugeot 404", "", True),
        ("Area 4040", "How it works", False),
        ("Lost and found", "", False),
        ("", "", False),
    ],
)
def test_words_that_raise_a_suspicion(title: str, heading: str, suspicious: bool) -> None:
    found = absence_sign(seen(f"<title>{title}</title><h1>{heading}</h1><p>not found, 404, does not exist"))

    assert suspicious is (found is not None)


@pytest.mark.parametrize(
    ("page", "suspicious"),
    [
        ("<title>Site</title><h2>Page not found</h2>", True),
        ("<title>Site</title><h1>How it works</h1><h2>404</h2>", False),
        ("<title>Error</title><p>The requested URL could not be found.</p>", True),
        ("<title>How it works</title><p>The requested URL was not found.</p>", False),
        ("<title>Error</title><p>Something broke.</p>", False),
        ("<title>Error handling</title><p>Your page is not found by search engines.</p>", False),
    ],
)
def test_where_the_words_count(page: str, suspicious: bool) -> None:
    assert suspicious is (absence_sign(seen(page)) is not None)


@pytest.mark.parametrize(
    ("charset", "title"),
    [
        ("shift_jis", "\u30da\u30fc\u30b8\u304c\u898b\u3064\u304b\u308a\u307e\u305b\u3093"),
        ("windows-1251", "\u043d\u0435 \u043d\u0430\u0439\u0434\u0435\u043d\u0430"),
        ("iso-8859-1", "P\u00e1gina n\u00e3o encontrada"),
        ("utf-16", "Page not found"),
    ],
)
@pytest.mark.parametrize("in_the_header", [True, False])
def test_words_are_read_in_the_page_s_charset(charset: str, title: str, in_the_header: bool) -> None:
    declared = f"; charset={charset}" if in_the_header else ""
    told = exchange(url=DEEP, headers=[("content-type", f"text/html{declared}")])
    data = f'<meta charset="{charset}"><title>{title}</title>'.encode(charset)

    assert absence_sign(fetch(replace(told, body=Body(data, complete=True)), url=DEEP)) is not None


def test_a_soft_404_offers_nothing_instead() -> None:
    def moved(url: str, at: float, mode: RequestMode = RequestMode.PLAIN) -> Fetch:
        return fetch(hop(HOME, 301, url=url), exchange(url=HOME, at=at, body=FINE), url=url, mode=mode)

    judged = judge(case(moved(DEEP, 0), moved(sibling_url(), 2), moved(DEEP, 9, RequestMode.BROWSER), url=DEEP))

    assert [("soft-404", None)] == [(each.rule, each.suggestion and each.suggestion.url) for each in judged.findings]


def test_short_names_are_no_echo() -> None:
    """Else the letter would be taken out of every result."""
    url, other = "https://site.dev/a", "https://site.dev/b"
    mine, theirs = "<title>a 404</title><h1>a cat</h1>", "<title>b 404</title><h1>b cbt</h1>"

    assert not matches_sibling(seen(mine, url=url), seen(theirs, url=other))


@pytest.mark.parametrize(
    ("to", "suspicious"),
    [
        ("https://site.dev/404", True),
        ("https://site.dev/404.html", True),
        ("https://site.dev/en/not-found", True),
        ("https://site.dev/page_not_found/", True),
        ("https://site.dev/error", True),
        ("https://site.dev/error-404", True),
        ("https://site.dev/error_404.html", True),
        ("https://site.dev/?error=404", True),
        ("https://site.dev/", True),
        ("https://other.dev/", True),
        ("https://site.dev/de/", True),
        ("https://site.dev/posts/error-handling", False),
        ("https://site.dev/posts/404-days", False),
        ("https://site.dev/posts/", False),
    ],
)
def test_places_that_raise_a_suspicion(to: str, suspicious: bool) -> None:
    assert suspicious is (absence_sign(seen(FINE, to=to)) is not None)


def test_a_page_at_a_suspicious_address_raises_none() -> None:
    """httpstat.us/404, or an article at /blog/404: only a redirect there counts."""
    assert absence_sign(seen(FINE, url="https://site.dev/blog/404")) is None


def test_empty_pages_are_alike() -> None:
    assert matches_sibling(seen(""), sibling(""))


def test_pages_that_share_a_frame_only_are_not_alike() -> None:
    frame = " ".join(f"menu{number}" for number in range(50))
    mine = f"<title>404</title><h1>How 404 works</h1>{frame} {PROSE}"

    assert not matches_sibling(seen(mine), sibling(f"<title>404</title><h1>404</h1>{frame}"))


@pytest.mark.parametrize(
    ("target", "suggested"),
    [
        ("https://site.dev/", None),
        ("https://other.dev/index.html", None),
        ("https://other.dev/404", None),
        ("https://other.dev/posts/2020/how-it-works", "https://other.dev/posts/2020/how-it-works"),
    ],
)
def test_no_suggestion_leads_to_a_front_page_or_an_error_page(target: str, suggested: str | None) -> None:
    judged = judge(case(moved(target), missing(), url=DEEP))

    assert ("moved", [suggested]) == (
        judged.verdict,
        [each.suggestion and each.suggestion.url for each in judged.findings],
    )


def test_no_suggestion_leads_where_any_name_leads() -> None:
    judged = judge(case(moved(HOME + "shop/"), moved(HOME + "shop/", of=sibling_url()), front(), url=DEEP))

    assert ("moved", [None]) == (judged.verdict, [each.suggestion for each in judged.findings])
