"""Fragments: what they refer to, which ids match, and when a page can show that one is missing."""

import gzip
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest

from linkwarden.fragments import name_in, names_for, nearest
from linkwarden.judge import judge
from linkwarden.model.exchange import Body, Exchange
from linkwarden.net.body import SCAN_LIMIT, BodyReader, Wanted
from linkwarden.net.ids import MAX_BYTES, MAX_IDS, IdScanner
from tests.judge.builders import URL, case, exchange, fetch, hop

HTML = [("content-type", "text/html; charset=utf-8")]
WIDE = [("content-type", "text/html; charset=UTF-16LE")]
BARE = "<h2>One</h2><p>one</p><h3 class='x'>Two</h3>"
PROSE = " ".join(f"Paragraph {number} explains how this works, and why." for number in range(20))
LIMIT = 4096


@pytest.mark.parametrize(
    "fragment",
    [
        None,
        "",
        "top",
        "Top",
        "TOP",
        ":~:text=a%20word",
        "L10",
        "L10-L20",
        "L10-20",
        "L10C3-L20C7",
        "lines-10:20",
        "n42",
        "42",
        "!/route",
        "/route",
        "?query",
        "page=3",
        "state=a&b=c",
    ],
)
def test_these_fragments_refer_to_no_element(fragment: str | None) -> None:
    assert () == names_for(fragment)


@pytest.mark.parametrize(
    ("fragment", "answers"),
    [
        ("install", ["install", "user-content-install"]),
        ("Install", ["Install", "install", "user-content-install", "user-content-Install"]),
        ("user-content-install", ["install", "user-content-install"]),
        ("%C3%BCber", ["%C3%BCber", "\u00fcber"]),
        ("a%20b", ["a%20b", "a b"]),
        ("impl-From%3CT%3E", ["impl-From%3CT%3E", "impl-From<T>"]),
        ("install:~:text=result", ["install"]),
        ("100%", ["100%"]),
        ("L10x", ["L10x"]),
        ("topics", ["topics"]),
    ],
)
def test_these_ids_answer(fragment: str, answers: list[str]) -> None:
    assert {*answers} <= {*names_for(fragment)}


def test_the_element_is_named_for_people() -> None:
    assert ["\u00fcber uns", "x", ""] == [name_in("%C3%BCber%20uns:~:text=x"), name_in("user-content-x"), name_in(None)]


@pytest.mark.parametrize(
    ("page", "ids"),
    [
        ('<h2 id="a">', {"a"}),
        ("<h2 id='a b'>", {"a b"}),
        ("<h2 id=a>", {"a"}),
        ("<h2 ID = 'a'>", {"a"}),
        ('<a name="a">', {"a"}),
        ('<h2 id="caf\u00e9">', {"caf\u00e9"}),
        ('<h2 id="a&amp;b">', {"a&b"}),
        ('<h2 id="&lt;init&gt;">', {"<init>"}),
        ('<h2\n\tclass="x"\n\tid="a"\n>', {"a"}),
        ('{"html":"\\u003ch2 id=\\"a\\"\\u003e"}', {"a"}),
        ('<h2 data-id="a">', set()),
        ('<h2 grid="a">', set()),
        ('<h2 id="">', set()),
        ("<p>id", set()),
    ],
)
def test_ids_in_markup(page: str, ids: set[str]) -> None:
    scanner = IdScanner()
    scanner.feed(page.encode())

    assert ids == scanner.ids


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 11])
def test_an_id_is_found_wherever_a_chunk_ends(size: int) -> None:
    data = b'<h1 class="long" id="first">One</h1><h2 name = \'second part\'>Two</h2>'
    scanner = IdScanner()
    for start in range(0, len(data), size):
        scanner.feed(data[start : start + size])

    assert {"first", "second part"} <= scanner.ids


def read(page: bytes, *fragments: str, encoding: str | None = None, whole: bool = True) -> tuple[Body, int]:
    """Read a page as the network layer does; return what was kept, and how many bytes were read."""
    reader = BodyReader(encoding, Wanted(LIMIT, tuple(names_for(each) for each in fragments)))
    taken = 0
    while taken < len(page) and reader.wants_more():
        reader.feed(page[taken : taken + 65536])
        taken = min(len(page), taken + 65536)
    return reader.body(complete=whole and taken == len(page)), taken


def big(*last: str, megabytes: int = 5) -> bytes:
    """A page of that size, with its ids at the end."""
    filler = b'<p class="x">and more</p>'
    ends = "".join(f'<h2 id="{each}">' for each in last).encode()
    return filler * (megabytes * 2**20 // len(filler)) + ends


def test_an_id_at_the_end_of_five_megabytes_is_found_and_the_page_is_not_kept() -> None:
    body, _ = read(big("far"), "far")

    assert body.ids is not None
    assert "far" in body.ids
    assert LIMIT == len(body.data)
    assert not body.complete
    assert body.all_ids


def test_the_same_in_gzip() -> None:
    body, _ = read(gzip.compress(big("far")), "far", encoding="gzip")

    assert body.ids is not None
    assert "far" in body.ids
    assert body.all_ids


def test_reading_stops_as_soon_as_each_fragment_is_found() -> None:
    page = b'<h2 id="a"><h2 id="b">' + big()

    assert 65536 == read(page, "a", "b")[1]
    assert len(page) == read(page, "a", "c")[1]
    assert 65536 == read(page)[1]


def test_a_page_past_the_limit_tells_nothing() -> None:
    page = big("far", megabytes=SCAN_LIMIT // 2**20 + 1)
    body, taken = read(page, "far")

    assert taken < len(page)
    assert not body.all_ids


def test_a_page_that_broke_off_tells_nothing() -> None:
    assert not read(big(), "far", whole=False)[0].all_ids


def test_a_page_that_cannot_be_decoded_has_no_ids() -> None:
    assert read(b"no gzip", "far", encoding="gzip")[0].ids is None


def test_ids_are_counted_and_the_wanted_one_is_found_all_the_same() -> None:
    page = "".join(f'<p id="p{number}">' for number in range(MAX_IDS + 5000)) + '<p id="far">'
    body, _ = read(page.encode(), "far")

    assert body.ids is not None
    assert "far" in body.ids
    assert MAX_IDS + 1 == len(body.ids)


def test_long_ids_are_counted_by_their_bytes() -> None:
    scanner = IdScanner(["far"])
    scanner.feed("".join(f'<p id="{number:0400d}">' for number in range(MAX_IDS)).encode() + b'<p id="far">')

    assert "far" in scanner.ids
    assert sum(map(len, scanner.ids)) <= MAX_BYTES + 400


def page(
    *ids: str, text: str = PROSE, headers: Sequence[tuple[str, str]] = HTML, all_ids: bool = True, url: str = URL
) -> Exchange:
    """A page with those ids."""
    made = exchange(url=url, headers=headers, body=text)
    return replace(made, body=made.body._replace(ids=frozenset(ids), all_ids=all_ids))


MISSING = ["missing-fragment"]
NEW = "https://site.dev/new"


@pytest.mark.parametrize(
    ("exchanges", "fragment", "rules"),
    [
        pytest.param([page("install")], "install", [], id="there"),
        pytest.param([page("install")], "Install", [], id="another-case"),
        pytest.param([page("Install")], "install", MISSING, id="the-page-s-case-is-upper"),
        pytest.param([page("user-content-install")], "install", [], id="github"),
        pytest.param([page("\u00fcber")], "%C3%BCber", [], id="percent-encoded"),
        pytest.param([page("%C3%BCber")], "%C3%BCber", [], id="percent-encoded-in-the-page-too"),
        pytest.param([page("install")], "nowhere", MISSING, id="missing"),
        pytest.param([page()], "nowhere", MISSING, id="no-ids-and-no-scripts"),
        pytest.param([page("x", text="<script>1</script>" + PROSE)], "nowhere", MISSING, id="a-script-beside-the-text"),
        pytest.param([page("install")], "", [], id="empty"),
        pytest.param([page("install")], "top", [], id="top"),
        pytest.param([page("install")], "L10-L20", [], id="lines"),
        pytest.param([page("install")], ":~:text=result", [], id="text"),
        pytest.param([page("install")], "nowhere:~:text=result", MISSING, id="text-and-an-element"),
        pytest.param([page("install", headers=[])], "nowhere", [], id="of-no-type"),
        pytest.param([page(headers=[("content-type", "application/pdf")])], "nowhere", [], id="pdf"),
        pytest.param([page(headers=[("content-type", "text/plain")])], "nowhere", [], id="plain-text"),
        pytest.param([page("x", headers=[("content-type", "application/xhtml+xml")])], "nowhere", MISSING, id="xhtml"),
        pytest.param([page("x", all_ids=False)], "nowhere", [], id="cut-off"),
        pytest.param([page(text="<script src=x></script>")], "nowhere", [], id="built-by-a-script"),
        pytest.param(
            [page("root", text='<div id="root"></div><script src=x></script>' + PROSE)], "nowhere", [], id="shell"
        ),
        pytest.param(
            [page("app", text="<div class=x id=app data-y>\n</div><script></script>" + PROSE)], "x", [], id="vue"
        ),
        pytest.param([page("a", text="<script>1</script><p>Loading")], "nowhere", [], id="few-words-and-a-script"),
        pytest.param([page(text="<script>1</script>" + PROSE)], "nowhere", [], id="no-ids-and-a-script"),
        pytest.param([page("a", headers=WIDE)], "nowhere", [], id="utf-16"),
        pytest.param([page("a", text="<script></script>" + BARE + PROSE)], "nowhere", [], id="ids-by-a-script"),
        pytest.param([page("a", text=BARE + PROSE)], "nowhere", MISSING, id="headings-without-ids-and-no-script"),
        *(
            pytest.param([page("a", text=f"<script></script>{BARE}{each}{PROSE}")], "nowhere", MISSING, id=each)
            for each in (
                '<h2 id="a">A</h2>',
                "<H3 class=x ID = a>A</H3>",
                '<h2><a name="a"></a>A</h2>',
                '<h2 class="x"> <a href="#a" id="a">A</a></h2>',
                '<h2>A</h2><a class="anchor" id="user-content-a" href="#a"></a>',
                '<a name="a"></a><h2>A</h2>',
                '<section id="a"><h1>A</h1>',
                '<section id="a">\n<span id="b"></span><h2>A</h2>',
                '<div class="section" id="a"><h2>A</h2>',
            )
        ),
        *(
            pytest.param([page("a", text=f"<script></script>{BARE}{each}{PROSE}")], "nowhere", [], id=each)
            for each in (
                '<div id="a"></div>',
                '<h2 data-id="a">A</h2>',
                '<h2>A <a id="a"></a></h2>',
                '<h1 id="a">A</h1>',
            )
        ),
        pytest.param([page("a")], "issuecomment-123456", [], id="loaded-later"),
        pytest.param([page("a")], "discussion_r1234", [], id="review-loaded-later"),
        pytest.param([hop(NEW, 302), page("a", url=NEW)], "nowhere", MISSING, id="after-a-redirect"),
        pytest.param([hop(NEW + "#part", 302), page("a", url=NEW)], "nowhere", [], id="the-location-has-its-own"),
        pytest.param([hop(NEW, 301), page("a", url=NEW)], "nowhere", ["permanent-redirect"], id="moved"),
        pytest.param([page("a"), page("b", url=NEW)], "nowhere", [], id="sent-on-by-the-page"),
        pytest.param([exchange(404)], "nowhere", ["undecided"], id="absent"),
    ],
)
def test_the_findings_about_a_fragment(exchanges: list[Exchange], fragment: str, rules: list[str]) -> None:
    judged = judge(case(fetch(*exchanges), fragment=fragment))

    assert rules == [each.rule for each in judged.findings]


def test_a_missing_fragment_is_a_warning_and_the_page_is_alive() -> None:
    judged = judge(case(fetch(page("installation")), fragment="instalation"))

    assert ("alive", None) == (judged.verdict, judged.rule)
    assert ["no id #instalation on the page; did you mean #installation?"] == [each.message for each in judged.findings]
    assert [f"{URL}#installation"] == [each.suggestion and each.suggestion.url for each in judged.findings]


@pytest.mark.parametrize("status", [202, 203, 206])
def test_a_response_that_is_not_the_whole_page_tells_nothing(status: int) -> None:
    part = replace(page("a"), status=status)

    assert () == judge(case(fetch(part), fragment="nowhere")).findings


def test_a_page_that_begins_like_utf_16_tells_nothing() -> None:
    made = page("a")
    wide = replace(made, body=made.body._replace(data=f"\ufeff{PROSE}".encode("utf-16-le")))

    assert () == judge(case(fetch(wide), fragment="nowhere")).findings


def test_names_with_spaces_are_written_as_in_a_url() -> None:
    judged = judge(case(fetch(page("getting started")), fragment="geting%20started"))

    assert ["no id #geting%20started on the page; did you mean #getting%20started?"] == [
        each.message for each in judged.findings
    ]
    assert [f"{URL}#getting%20started"] == [each.suggestion and each.suggestion.url for each in judged.findings]


@pytest.mark.parametrize(
    "unit",
    [b"<h2", b"<h2 ", b"<h2>", b"</h2> ", b"<a id=", b"<a id=>", b"<section id=>", b"<span></span>", b" id=", b" "],
)
def test_no_page_takes_long(unit: bytes) -> None:
    made = page("a")
    data = b"<script><h2><section id=a>" + unit * (128 * 1024 // len(unit))
    began = time.process_time()
    judge(case(fetch(replace(made, body=made.body._replace(data=data))), fragment="nowhere"))

    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("name", "ids", "found"),
    [
        ("instal", ["install", "other"], "install"),
        ("getting-startet", ["getting-started", "getting-stuck"], "getting-started"),
        ("Installation", ["installation", "usage"], "installation"),
        ("user-content-usage", ["installation", "usage"], "usage"),
        ("what_s-new", ["what-s--new", "usage"], "what-s--new"),
        ("", ["a"], None),
        ("x", ["install"], None),
        ("x", [], None),
        ("a" * 200, ["a" * 200 + "b"], None),
    ],
)
def test_the_nearest_id(name: str, ids: list[str], found: str | None) -> None:
    assert found == nearest(name, ids)


def test_the_nearest_of_many_ids_is_found_at_once() -> None:
    ids = [f"section-heading-number-{number:05d}" for number in range(MAX_IDS)]

    assert nearest("section-heading-numbr-00042", ids) is not None
