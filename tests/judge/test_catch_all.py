"""A host that blocks automated requests gets browser-like requests, for its sibling too."""

from linkwarden.judge import judge, next_step
from linkwarden.judge.evidence.siblings import sibling_of
from linkwarden.model.observation import Look, Shape
from linkwarden.urls import parse_web_url
from tests.judge.builders import URL, case, exchange, look

GONE = "<title>Page not found</title><h1>404</h1>"
HTML = [("content-type", "text/html")]


def page(shape: Shape, at: float, url: str = URL) -> Look:
    return look(exchange(200, url=url, at=at, headers=HTML, body=GONE), shape=shape, at=at, url=url)


def test_a_soft_404_behind_a_refusal_to_robots() -> None:
    parsed = parse_web_url(URL)
    assert parsed is not None
    sibling_url = sibling_of(parsed)
    looks = [look(403), page(Shape.BROWSER, 1)]

    step = next_step([case(*looks)])
    assert step is not None
    assert (Shape.BROWSER, sibling_url) == (step.shape, step.url)

    looks += [page(Shape.BROWSER, 2, sibling_url), look(200, url="https://site.dev/", shape=Shape.BROWSER)]
    step = next_step([case(*looks)])
    assert step is not None
    assert (Shape.RELOAD, None, 5.0) == (step.shape, step.url, step.after_s)

    judged = judge(case(*looks, page(Shape.RELOAD, 8)))
    assert ("dead", "soft-404") == (judged.verdict, judged.rule)
