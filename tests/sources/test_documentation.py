"""Documentation that is pinned to a release: docs-outdated and release-end-of-life."""

import pytest

from linkwarden.data.documentation import pinned
from linkwarden.settings import Settings
from linkwarden.urls import parse_web_url
from tests.sources.fetched import Page, fetch_around, findings


@pytest.mark.parametrize(
    ("url", "version", "twin"),
    [
        ("https://docs.python.org/3.6/library/json.html", "3.6", "https://docs.python.org/3/library/json.html"),
        ("https://docs.python.org/2/", "2", "https://docs.python.org/3/"),
        ("https://docs.python.org/ja/3.7/tutorial/", "3.7", "https://docs.python.org/ja/3/tutorial/"),
        ("https://docs.python.org/release/3.6.1/", "3.6.1", "https://docs.python.org/3/"),
        (
            "https://docs.djangoproject.com/en/1.11/topics/db/",
            "1.11",
            "https://docs.djangoproject.com/en/stable/topics/db/",
        ),
        (
            "https://www.postgresql.org/docs/9.6/static/sql-select.html",
            "9.6",
            "https://www.postgresql.org/docs/current/sql-select.html",
        ),
        (
            "https://nodejs.org/dist/latest-v12.x/docs/api/fs.html",
            "12.x",
            "https://nodejs.org/docs/latest/api/fs.html",
        ),
        ("https://nodejs.org/docs/v0.10.0/api/", "0.10.0", "https://nodejs.org/docs/latest/api/"),
        ("https://laravel.com/docs/8.x/queues", "8.x", "https://laravel.com/docs/queues"),
        ("https://symfony.com/doc/3.4/forms.html", "3.4", "https://symfony.com/doc/current/forms.html"),
        (
            "https://v1-18.docs.kubernetes.io/docs/concepts/",
            "1-18",
            "https://kubernetes.io/docs/concepts/",
        ),
        ("https://getbootstrap.com/docs/3.4/css/", "3.4", None),
        ("https://docs.angularjs.org/api", "", None),
        (
            "https://requests.readthedocs.io/en/v2.9.1/user/quickstart/",
            "v2.9.1",
            "https://requests.readthedocs.io/en/stable/user/quickstart/",
        ),
        ("https://x.readthedocs.org/1.0/a.html", "1.0", "https://x.readthedocs.org/stable/a.html"),
        (
            "https://flask.palletsprojects.com/en/1.1.x/cli/",
            "1.1.x",
            "https://flask.palletsprojects.com/en/stable/cli/",
        ),
        (
            "https://scikit-learn.org/0.20/modules/svm.html",
            "0.20",
            "https://scikit-learn.org/stable/modules/svm.html",
        ),
    ],
)
def test_what_an_address_is_pinned_to(url: str, version: str, twin: str | None) -> None:
    parsed = parse_web_url(url)
    page = pinned(parsed) if parsed else None
    assert page is not None
    assert (page.version, page.twin) == (version, twin)


@pytest.mark.parametrize(
    "url",
    [
        "https://docs.python.org/3/library/json.html",
        "https://docs.python.org/dev/",
        "https://docs.djangoproject.com/en/stable/",
        "https://www.postgresql.org/docs/current/sql-select.html",
        "https://requests.readthedocs.io/en/latest/",
        "https://requests.readthedocs.io/en/stable/user/",
        "https://requests.readthedocs.io/en/feature-2/user/",
        "https://laravel.com/docs/queues",
        "https://nodejs.org/en/blog/release/v12.0.0",
        "https://example.net/3.6/library/json.html",
    ],
)
def test_other_addresses_are_pinned_to_nothing(url: str) -> None:
    parsed = parse_web_url(url)
    assert parsed is not None
    assert pinned(parsed) is None


OLD = "https://docs.python.org/3.6/library/json.html"
NEW = "https://docs.python.org/3/library/json.html"


def test_an_ended_release_whose_page_lives_on() -> None:
    case, asked = fetch_around(f"{OLD}#json.dump", {OLD: Page(), NEW: Page()})
    assert asked == [OLD, NEW]
    said = "Python 3.6 reached its end of life on 2021-12-23; the current documentation has this page"
    assert findings(case) == {"docs-outdated": ("warning", said, f"{NEW}#json.dump")}


@pytest.mark.parametrize(
    "twin",
    [
        Page(404),
        Page(503),
        Page(leads_to="https://docs.python.org/3/"),
        Page(leads_to="https://docs.python.org/3/x.html"),
    ],
)
def test_an_ended_release_whose_page_is_nowhere_else(twin: Page) -> None:
    case, _ = fetch_around(OLD, {OLD: Page(), NEW: twin})
    assert findings(case) == {
        "release-end-of-life": ("warning", "Python 3.6 reached its end of life on 2021-12-23", None)
    }


def test_a_whole_product_that_has_ended() -> None:
    url = "https://docs.angularjs.org/api"
    case, asked = fetch_around(url, {url: Page()})
    assert asked == [url]
    assert findings(case)["release-end-of-life"][1] == "AngularJS reached its end of life on 2021-12-31"


def test_an_older_release_that_is_still_kept_up_is_a_note() -> None:
    url = OLD.replace("3.6", "3.12")
    case, _ = fetch_around(url, {url: Page(), NEW: Page(title="json — Python 3.14.2 documentation")})
    severity, _, suggestion = findings(case)["docs-outdated"]
    assert (severity, suggestion) == ("note", NEW)


@pytest.mark.parametrize("title", ["json — Python 3.14.2 documentation", "json"])
def test_the_current_release_is_quiet(title: str) -> None:
    url = OLD.replace("3.6", "3.14")
    case, _ = fetch_around(url, {url: Page(), NEW: Page(title=title)})
    assert findings(case) == {}


RTD = "https://thing.readthedocs.io/en/{}/guide.html"


@pytest.mark.parametrize(
    ("version", "title", "severity"),
    [
        ("1.0", "Guide &#8212; Thing 2.3.1 documentation", "warning"),
        ("v2.3.0", "Guide — Thing 2.3.1 documentation", "warning"),
        ("2.3.1", "Guide — Thing 2.3.1 documentation", None),
        ("2.3", "Guide — Thing 2.3.1 documentation", None),
        ("2.x", "Guide — Thing v2.3.1 documentation", None),
        ("3.0", "Guide — Thing 2.3.1 documentation", None),
        ("1.0", "Guide — Thing documentation", "note"),
        ("1.0", "Moving from 0.9 to 1.0", "note"),
    ],
)
def test_without_a_lifecycle_the_current_page_decides(version: str, title: str, severity: str | None) -> None:
    url, stable = RTD.format(version), RTD.format("stable")
    case, asked = fetch_around(url, {url: Page(), stable: Page(title=title)})
    assert asked == [url, stable]
    assert {rule: said[0] for rule, said in findings(case).items()} == ({"docs-outdated": severity} if severity else {})


def test_a_project_without_stable_is_quiet() -> None:
    url = RTD.format("1.0")
    case, _ = fetch_around(url, {url: Page()})
    assert findings(case) == {}


def test_a_page_that_leads_to_the_current_one_by_itself_is_quiet() -> None:
    case, asked = fetch_around(OLD, {OLD: Page(leads_to=NEW), NEW: Page()})
    assert asked == [OLD]
    assert findings(case) == {}


def test_the_twin_of_a_dead_page_is_not_requested() -> None:
    case, asked = fetch_around(OLD, {NEW: Page()})
    assert set(asked) == {OLD}
    assert set(findings(case)) == {"not-found"}


def test_an_exception_makes_it_a_note_with_the_reason() -> None:
    settings = Settings.model_validate({"freshness": {"exceptions": [{"url": OLD, "reason": "we run 3.6"}]}})
    case, _ = fetch_around(OLD, {OLD: Page(), NEW: Page()}, settings)
    severity, message, _ = findings(case)["docs-outdated"]
    assert severity == "note"
    assert message.endswith("accepted: we run 3.6")
