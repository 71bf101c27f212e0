"""page-stale, after RFC 8594, RFC 9745, RFC 5829 and RFC 8288."""

import pytest

from tests.sources.fetched import Page, fetch_around, findings

URL = "https://api.example.io/v1/"
NEW = "https://api.example.io/v2/"


@pytest.mark.parametrize(
    ("headers", "severity", "message"),
    [
        (
            [("sunset", "Sat, 31 Dec 2022 23:59:59 GMT")],
            "warning",
            "the server announces that this page will be removed on 2022-12-31",
        ),
        (
            [("sunset", "Fri, 31 Dec 2027 23:59:59 GMT")],
            "note",
            "the server announces that this page will be removed on 2027-12-31",
        ),
        ([("deprecation", "@1688169599")], "warning", "the server marks this page as deprecated since 2023-06-30"),
        ([("deprecation", "@1893456000")], "note", "the server marks this page as deprecated from 2030-01-01 on"),
        ([("deprecation", "true")], "warning", "the server marks this page as deprecated"),
        (
            [("deprecation", "Sun, 11 Nov 2018 23:59:59 GMT")],
            "warning",
            "the server marks this page as deprecated since 2018-11-11",
        ),
        (
            [("sunset", "Sat, 31 Dec 2022 23:59:59 -0000")],
            "warning",
            "the server announces that this page will be removed on 2022-12-31",
        ),
        (
            [("deprecation", "@1688169599"), ("sunset", "Fri, 31 Dec 2027 23:59:59 GMT")],
            "note",
            "the server announces that this page will be removed on 2027-12-31",
        ),
    ],
)
def test_findings_from_headers(headers: list[tuple[str, str]], severity: str, message: str) -> None:
    case, _ = fetch_around(URL, {URL: Page(headers=tuple(headers))})
    assert findings(case) == {"page-stale": (severity, message, None)}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sunset", "soon"),
        ("sunset", ""),
        ("deprecation", "false"),
        ("deprecation", "@x"),
        ("deprecation", "@99999999999999999999"),
        ("link", "</v2/>; rel=next"),
        ("link", "</v1/>; rel=successor-version"),
        ("link", "<javascript:alert(1)>; rel=successor-version"),
        ("link", "rel=successor-version"),
        ("link", "<" * 5000),
    ],
)
def test_headers_without_meaning_are_ignored(name: str, value: str) -> None:
    case, asked = fetch_around(URL, {URL: Page(headers=((name, value),)), NEW: Page()})
    assert asked == [URL]
    assert findings(case) == {}


@pytest.mark.parametrize(
    "link",
    [
        "</v2/>; rel=successor-version",
        '<https://api.example.io/v2/>; title="v2; the new, one"; rel="alternate Successor-Version"',
        '<https://other.example.io/>; rel="help", </v2/>;rel="successor-version"',
    ],
)
def test_a_successor_that_answers_is_suggested(link: str) -> None:
    case, asked = fetch_around(URL, {URL: Page(headers=(("link", link),)), NEW: Page()})
    assert asked == [URL, NEW]
    said = f"the server names a successor: {NEW}"
    assert findings(case) == {"page-stale": ("note", said, NEW)}


def test_a_successor_that_does_not_answer_is_not() -> None:
    headers = (("link", "</v2/>; rel=successor-version"), ("deprecation", "true"))
    case, asked = fetch_around(URL, {URL: Page(headers=headers)})
    assert asked == [URL, NEW]
    assert findings(case) == {"page-stale": ("warning", "the server marks this page as deprecated", None)}
