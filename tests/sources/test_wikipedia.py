"""Wikipedia, after mediawiki.org's API:Query."""

import json

import pytest

from linkwarden.model.catalogue import ArticleFacts
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Verdict
from linkwarden.probe.probes.wikipedia import WikipediaProbe
from tests.sources.recorded import Reply, ask, claimed

PROBE = WikipediaProbe()
API = "https://en.wikipedia.org/w/api.php?action=query&format=json&formatversion=2&redirects=1&titles="
JSON = "https://en.wikipedia.org/wiki/JSON"


def query(**parts: object) -> Reply:
    return Reply(200, json.dumps({"batchcomplete": True, "query": parts}))


def page(title: str, **more: object) -> dict[str, object]:
    return {"pageid": 1, "ns": 0, "title": title, **more}


@pytest.mark.parametrize(
    ("url", "there"),
    [
        (JSON, True),
        ("https://de.m.wikipedia.org/wiki/M%C3%BCnchen", True),
        ("https://zh-classical.wikipedia.org/wiki/X", True),
        ("https://en.wikipedia.org/", False),
        ("https://en.wikipedia.org/wiki/", False),
        ("https://en.wikipedia.org/w/index.php?title=JSON", False),
        ("https://en.wikipedia.org/wiki/JSON?action=history", False),
        ("https://en.wikipedia.org/wiki/Special:Search", False),
        ("https://en.wikipedia.org/wiki/A%7CB", False),
        ("https://www.wikidata.org/wiki/Q1", False),
        ("https://wikipedia.org/wiki/JSON", False),
    ],
)
def test_only_articles_are_claimed(url: str, there: bool) -> None:
    assert claimed(PROBE, url) is there


def test_articles_of_one_wiki_are_requested_together() -> None:
    urls = [JSON, "https://en.wikipedia.org/wiki/Alan_Turing", "https://en.m.wikipedia.org/wiki/nowhere_at_all"]
    answer = query(
        normalized=[{"fromencoded": False, "from": "nowhere at all", "to": "Nowhere at all"}],
        pages=[page("JSON"), page("Alan Turing"), {"ns": 0, "title": "Nowhere at all", "missing": True}],
    )
    came = ask(PROBE, {f"{API}JSON%7CAlan%20Turing%7Cnowhere%20at%20all": answer}, *urls)
    assert len(came.asked) == 1
    assert [came.declined(url) for url in urls] == [False, False, True]
    assert came.judged(JSON).verdict is Verdict.ALIVE
    assert all(came.findings(url) == {} for url in urls)


def test_each_wiki_is_queried_for_its_own() -> None:
    german = "https://de.wikipedia.org/wiki/JSON"
    answers = {f"{API}JSON": query(pages=[page("JSON")])}
    answers |= {each.replace("en.", "de."): answer for each, answer in answers.items()}
    assert len(ask(PROBE, answers, JSON, german).asked) == 2


def test_no_more_than_fifty_at_a_time() -> None:
    titles = [f"JSON{number}" for number in range(120)]
    chunks = [titles[:50], titles[50:100], titles[100:]]
    answers = {API + "%7C".join(chunk): query(pages=[page(title) for title in chunk]) for chunk in chunks}
    came = ask(PROBE, answers, *(f"https://en.wikipedia.org/wiki/{title}" for title in titles))
    assert came.asked == list(answers)


@pytest.mark.parametrize(
    ("redirects", "target"),
    [
        ([("Elder", "Senior")], "https://en.wikipedia.org/wiki/Senior"),
        ([("Elder", "Middle"), ("Middle", "C++ (language)")], "https://en.wikipedia.org/wiki/C%2B%2B_(language)"),
    ],
)
def test_a_redirect_is_a_note_with_the_new_title(redirects: list[tuple[str, str]], target: str) -> None:
    url = "https://en.wikipedia.org/wiki/elder"
    answer = query(
        normalized=[{"from": "elder", "to": "Elder"}],
        redirects=[{"from": start, "to": end} for start, end in redirects],
        pages=[page(redirects[-1][1])],
    )
    came = ask(PROBE, {f"{API}elder": answer}, url)
    ((_, suggestion),) = came.findings(url).values()
    assert (set(came.findings(url)), suggestion, came.declined(url)) == ({"article-redirects"}, target, False)
    assert came.judged(url).verdict is Verdict.ALIVE


def test_a_redirect_to_a_section() -> None:
    url = "https://en.wikipedia.org/wiki/Part"
    answer = query(redirects=[{"from": "Part", "to": "Whole", "tofragment": "Its parts"}], pages=[page("Whole")])
    facts = ask(PROBE, {f"{API}Part": answer}, url).observation(url).fact(ArticleFacts)
    assert facts is not None
    assert facts.redirects_to == "https://en.wikipedia.org/wiki/Whole#Its_parts"


def test_redirects_in_a_circle_end() -> None:
    answer = query(redirects=[{"from": "JSON", "to": "B"}, {"from": "B", "to": "JSON"}], pages=[])
    assert ask(PROBE, {f"{API}JSON": answer}, JSON).declined(JSON)


def test_a_section_is_looked_up_on_the_page() -> None:
    assert ask(PROBE, {f"{API}JSON": query(pages=[page("JSON")])}, f"{JSON}#History").declined(JSON)


@pytest.mark.parametrize(
    "answer",
    [
        Reply(200, '{"error":{"code":"maxlag","info":"Waiting"}}', {"retry-after": "5"}),
        Reply(200, "<html>"),
        Reply(403, "Please set a user-agent and respect our robot policy"),
        Reply(429),
        Reply(503),
        Reply(None, error=ErrorKind.TIMEOUT),
    ],
)
def test_an_api_without_an_answer_falls_back_to_the_page_with_a_notice(answer: Reply) -> None:
    came = ask(PROBE, {f"{API}JSON": answer}, JSON)
    assert (came.declined(JSON), came.findings(JSON)) == (True, {})
    assert [(each.source, each.links) for each in came.unchecked] == [("wikipedia", 1)]
