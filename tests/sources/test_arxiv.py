"""arXiv, after the API user's manual."""

import pytest

from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Verdict
from linkwarden.probe.probes.arxiv import ArxivProbe
from tests.sources.recorded import Reply, ask, claimed

PROBE = ArxivProbe()
PAGE = "https://arxiv.org/abs/1706.03762"
API = "https://export.arxiv.org/api/query?max_results={}&id_list={}"


def feed(*entries: tuple[str, str]) -> Reply:
    inner = "".join(
        f"<entry><id>http://arxiv.org/abs/{name}</id><updated>2023-08-02T00:41:18Z</updated><title>T</title>"
        f'<summary>S</summary><arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">{comment}</arxiv:comment></entry>'
        for name, comment in entries
    )
    return Reply(200, f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Q</title>{inner}</feed>')


@pytest.mark.parametrize(
    ("url", "there"),
    [
        (PAGE, True),
        ("http://www.arxiv.org/pdf/1706.03762v5.pdf", True),
        ("https://arxiv.org/abs/hep-th/9901001", True),
        ("https://arxiv.org/abs/math.GT/0309136v1", True),
        ("https://arxiv.org/html/2401.00001v1", False),
        ("https://arxiv.org/list/cs.AI/recent", False),
        ("https://arxiv.org/abs/", False),
    ],
)
def test_only_papers_are_claimed(url: str, there: bool) -> None:
    assert claimed(PROBE, url) is there


def test_papers_are_requested_together() -> None:
    other, missing = "https://arxiv.org/pdf/hep-th/9901001v2", "https://arxiv.org/abs/2401.99999"
    asked = API.format(3, "1706.03762,hep-th/9901001,2401.99999")
    came = ask(PROBE, {asked: feed(("1706.03762v7", "15 pages"), ("hep-th/9901001v3", ""))}, PAGE, other, missing)
    assert came.asked == [asked]
    assert [came.declined(url) for url in (PAGE, other, missing)] == [False, False, True]
    assert came.judged(PAGE).verdict is Verdict.ALIVE
    assert came.unchecked == []


def test_a_later_version_than_there_is_leaves_it_to_the_page() -> None:
    came = ask(PROBE, {API.format(1, "1706.03762"): feed(("1706.03762v7", ""))}, f"{PAGE}v8")
    assert came.declined(f"{PAGE}v8")


@pytest.mark.parametrize(
    ("comment", "withdrawn"),
    [
        ("This paper has been withdrawn by the author due to an error in Lemma 2", True),
        ("Withdrawn", True),
        ("15 pages", False),
        ("We discuss why a paper was withdrawn", False),
    ],
)
def test_withdrawn(comment: str, withdrawn: bool) -> None:
    came = ask(PROBE, {API.format(1, "1706.03762"): feed(("1706.03762v2", comment))}, PAGE)
    assert ("paper-withdrawn" in came.findings(PAGE)) is withdrawn


@pytest.mark.parametrize(
    "answer",
    [
        Reply(200, "Rate exceeded."),
        Reply(
            200,
            "<feed><entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_1</id><title>Error</title></entry></feed>",
        ),
        Reply(400),
        Reply(429),
        Reply(503),
        Reply(None, error=ErrorKind.TIMEOUT),
    ],
)
def test_an_api_without_an_answer_falls_back_to_the_page_with_a_notice(answer: Reply) -> None:
    came = ask(PROBE, {API.format(1, "1706.03762"): answer}, PAGE)
    assert (came.declined(PAGE), came.findings(PAGE)) == (True, {})
    assert [(each.source, each.links) for each in came.unchecked] == [("arxiv", 1)]
