"""A page that is requested again can be unchanged (304), and then keeps its result."""

from pathlib import Path

import httpx
import pytest
import respx

from linkwarden.history import is_full_read_due
from linkwarden.report.v1 import LinkInfo
from tests.probe.warp import START
from tests.run.test_memory import CANARY, World

ETAG = '"version-1"'
DATE = "Thu, 01 Jan 2026 00:00:00 GMT"
HTML = b"<!doctype html><title>A page</title><h1 id='top'>A page</h1><p>Words.</p>"
DAY = 8.0
URL = next(
    url
    for url in (f"https://93.184.215.14/{number}" for number in range(100))
    if not is_full_read_due(url, START.replace(day=1 + int(DAY)))
)


class Page:
    """One page, and the headers of the requests for it."""

    def __init__(self, root: Path) -> None:
        self.world = World(root)
        self.headers = {"etag": ETAG, "last-modified": DATE}
        self.asked: list[httpx.Headers] = []
        self.redirect: str | None = None
        self.gone = False

    def answer(self, request: httpx.Request) -> httpx.Response:
        if str(request.url) == CANARY:
            return httpx.Response(200)
        self.asked.append(request.headers)
        if self.gone:
            return httpx.Response(404)
        if self.redirect and str(request.url) == URL:
            return httpx.Response(302, headers={"location": self.redirect})
        conditional = "if-none-match" in request.headers or "if-modified-since" in request.headers
        if conditional:
            return httpx.Response(304, headers=self.headers)
        return httpx.Response(200, headers={**self.headers, "content-type": "text/html"}, content=HTML)

    def check(self, day: float = 0, text: str = URL) -> list[LinkInfo]:
        self.asked.clear()
        with respx.mock(using="httpcore", assert_all_called=False) as router:
            router.route().mock(side_effect=self.answer)
            return self.world.check(day=day, text=text, max_age=0).links

    @property
    def conditions(self) -> list[tuple[str | None, str | None]]:
        return [(each.get("if-none-match"), each.get("if-modified-since")) for each in self.asked]


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    return Page(tmp_path)


def test_a_page_that_has_not_changed_is_alive_as_before(page: Page) -> None:
    [first] = page.check()
    [second] = page.check(DAY)

    assert page.conditions == [(ETAG, DATE)]
    assert (first.status, second.status) == (200, 304)
    assert (second.verdict, second.rule, second.from_history, second.needs) == ("alive", None, False, [])
    assert second.checked_at is not None
    assert first.checked_at is not None
    assert (second.checked_at - first.checked_at).days == DAY
    assert len(second.exchanges) == 1


def test_a_page_is_requested_conditionally_again_after_it_has_not_changed(page: Page) -> None:
    page.check()
    page.check(DAY)
    page.check(DAY + 0.1)

    assert page.conditions == [(ETAG, DATE)]


def test_validators_that_are_none_are_not_sent(page: Page) -> None:
    page.headers = {"etag": "no quotes", "last-modified": "x" * 300}
    page.check()
    page.check(DAY)

    assert page.conditions == [(None, None)]


def test_a_page_that_is_gone_is_requested_again_without_condition(page: Page) -> None:
    page.check()
    page.gone = True
    [link] = page.check(DAY)

    assert link.verdict == "dead"
    assert page.conditions == [(ETAG, DATE), (None, None)]


def test_a_page_behind_a_redirect_is_requested_without_condition(page: Page) -> None:
    page.redirect = "https://93.184.215.15/elsewhere"
    page.check()
    page.check(DAY)

    assert page.conditions == [(None, None), (None, None)]


def test_the_page_that_a_new_redirect_leads_to_is_requested_without_condition(page: Page) -> None:
    page.check()
    page.redirect = "https://93.184.215.15/elsewhere"
    [link] = page.check(DAY)

    assert (link.verdict, link.status) == ("alive", 200)
    assert page.conditions == [(ETAG, DATE), (None, None)]


def test_a_fragment_that_is_new_is_looked_for_in_the_whole_page(page: Page) -> None:
    page.check()
    page.check(DAY, f"{URL} {URL}#part")

    assert page.conditions == [(None, None)]


def test_a_page_with_a_finding_is_read_afresh(page: Page) -> None:
    page.check(text=f"{URL}#part")
    [link] = page.check(DAY, f"{URL}#part")

    assert [each.rule for each in link.findings] == ["missing-fragment"]
    assert page.conditions == [(None, None)]


def test_every_fourth_fetch_reads_the_page() -> None:
    dates = [START.replace(month=month, day=day) for month in range(1, 13) for day in range(1, 29)]

    assert 0.18 < sum(is_full_read_due(URL, each) for each in dates) / len(dates) < 0.32
