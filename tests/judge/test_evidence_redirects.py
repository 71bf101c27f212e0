"""Where the leading run of permanent redirects ends."""

import pytest

from linkwarden.judge import judge
from linkwarden.judge.evidence.redirects import permanent_run_end
from linkwarden.model.exchange import ErrorKind, Exchange
from tests.judge.builders import URL, case, exchange, fetch, hop

A, B, C = "https://site.dev/a", "https://site.dev/b", "https://site.dev/c"


def chain(*steps: tuple[int, str]) -> list[Exchange]:
    """Hops with these statuses to these places, and a page."""
    places = [URL, *(to for _, to in steps)]
    hops = [hop(to, status, url=url) for url, (status, to) in zip(places, steps, strict=False)]
    return [*hops, exchange(url=places[-1])]


@pytest.mark.parametrize(
    ("exchanges", "end"),
    [
        pytest.param(chain(), None, id="none"),
        pytest.param(chain((301, A)), A, id="one"),
        pytest.param(chain((308, A)), A, id="308"),
        pytest.param(chain((302, A)), None, id="temporary"),
        pytest.param(chain((303, A)), None, id="see-other"),
        pytest.param(chain((307, A)), None, id="307"),
        pytest.param(chain((301, A), (308, B)), B, id="two"),
        pytest.param(chain((301, A), (302, B)), A, id="then-a-session"),
        pytest.param(chain((301, A), (302, B), (301, C)), A, id="then-a-session-and-more"),
        pytest.param(chain((302, A), (301, B)), None, id="temporary-first"),
        pytest.param([hop(A + "#x"), exchange(url=A)], A + "#x", id="with-a-fragment"),
        pytest.param([hop(A + "#x"), hop(B, url=A), exchange(url=B)], B + "#x", id="which-the-next-keeps"),
        pytest.param([hop(A + "#x"), hop(B + "#y", url=A), exchange(url=B)], B + "#y", id="or-replaces"),
        pytest.param([hop(A), hop(B + "#y", 302, url=A), exchange(url=B)], A, id="a-session-s-own-fragment"),
        pytest.param([hop(A), exchange(url=A), exchange(url=B)], A, id="then-a-page-that-sends-on"),
        pytest.param([exchange(), exchange(url=B)], None, id="a-page-that-sends-on"),
        pytest.param([hop(A), exchange(503, url=A), exchange(url=A)], A, id="then-ill-for-a-moment"),
        pytest.param([exchange(503), hop(A), exchange(url=A)], A, id="ill-for-a-moment-first"),
    ],
)
def test_where_the_permanent_run_ends(exchanges: list[Exchange], end: str | None) -> None:
    assert end == permanent_run_end(fetch(*exchanges))


@pytest.mark.parametrize(
    ("location", "fragment", "suggestion"),
    [(A, None, A), (A, "x", A + "#x"), (A + "#y", None, A + "#y"), (A + "#y", "x", A + "#y"), (A + "#", "x", A + "#x")],
)
def test_the_fragment_of_the_suggestion(location: str, fragment: str | None, suggestion: str) -> None:
    judged = judge(case(fetch(hop(location), exchange(url=A)), fragment=fragment))

    assert [suggestion] == [each.suggestion and each.suggestion.url for each in judged.findings]


@pytest.mark.parametrize(
    ("url", "twin", "suggestion"),
    [
        ("http://site.dev/page", 200, "https://site.dev/page"),
        ("http://site.dev/page?a=1", 200, "https://site.dev/page?a=1"),
        ("http://site.dev/page", 404, None),
        ("http://site.dev/page", 500, None),
        ("http://site.dev/page", ErrorKind.CONNECTION_REFUSED, None),
        ("http://site.dev/page", ErrorKind.CERTIFICATE_NAME, None),
        ("http://site.dev:8080/page", None, None),
        ("https://site.dev/page", None, None),
    ],
)
def test_the_https_twin_of_an_http_link(url: str, twin: int | ErrorKind | None, suggestion: str | None) -> None:
    twins = [fetch(twin, url="https" + url.removeprefix("http"))] if twin else []

    judged = judge(case(fetch(200, url=url), *twins, url=url))

    assert ("alive", ()) == (judged.verdict, judged.needs)
    assert [suggestion] * bool(suggestion) == [each.suggestion and each.suggestion.url for each in judged.findings]


def test_a_twin_that_leads_back_to_http_is_none() -> None:
    url, twin = "http://site.dev/page", "https://site.dev/page"

    back = fetch(hop(url, 302, url=twin), exchange(url=url), url=twin)

    assert () == judge(case(fetch(200, url=url), back, url=url)).findings


def test_a_page_that_leads_to_https_needs_no_twin() -> None:
    url = "http://site.dev/page"
    judged = judge(case(fetch(hop(A, 302, url=url), exchange(url=A), url=url), url=url))

    assert ((), ()) == (judged.findings, judged.needs)


def test_the_suggestion_of_a_twin_keeps_the_fragment() -> None:
    url = "http://site.dev/page"
    twin = fetch(200, url="https://site.dev/page")

    judged = judge(case(fetch(200, url=url), twin, url=url, fragment="part"))

    assert ["https://site.dev/page#part"] == [each.suggestion and each.suggestion.url for each in judged.findings]
