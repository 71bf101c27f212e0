"""A host that blocks automated requests gets browser-like requests, for its sibling too."""

from linkwarden.judge import judge, next_step
from linkwarden.judge.evidence.siblings import sibling_of
from linkwarden.model.observation import Fetch, RequestMode
from linkwarden.urls import parse_web_url
from tests.judge.builders import URL, case, exchange, fetch

GONE = "<title>Page not found</title><h1>404</h1>"
HTML = [("content-type", "text/html")]


def page(mode: RequestMode, at: float, url: str = URL) -> Fetch:
    return fetch(exchange(200, url=url, at=at, headers=HTML, body=GONE), mode=mode, at=at, url=url)


def test_a_soft_404_behind_a_refusal_to_robots() -> None:
    parsed = parse_web_url(URL)
    assert parsed is not None
    sibling_url = sibling_of(parsed)
    fetches = [fetch(403), page(RequestMode.BROWSER, 1)]

    step = next_step([case(*fetches)])
    assert step is not None
    assert (RequestMode.BROWSER, sibling_url) == (step.mode, step.url)

    fetches += [
        page(RequestMode.BROWSER, 2, sibling_url),
        fetch(200, url="https://site.dev/", mode=RequestMode.BROWSER),
    ]
    step = next_step([case(*fetches)])
    assert step is not None
    assert (RequestMode.RELOAD, None, 5.0) == (step.mode, step.url, step.after_s)

    judged = judge(case(*fetches, page(RequestMode.RELOAD, 8)))
    assert ("dead", "soft-404") == (judged.verdict, judged.rule)
