"""The findings of the rules about repositories."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from linkwarden.judge import Case, judge, next_step
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Finding, JudgedLink, Severity, Verdict
from linkwarden.model.github import GitHubRepository, Page
from linkwarden.model.observation import Fetch, RequestMode
from linkwarden.model.repository import RepositoryFacts
from linkwarden.settings import FreshnessException, Settings
from tests.judge.builders import Answer, case, exchange, fetch, hop

URL = "https://github.com/o/r"
FRESH = GitHubRepository("o/r", name_with_owner="o/r", committed_at=datetime(2026, 10, 1, tzinfo=UTC))
RENAMED = replace(FRESH, name_with_owner="new/name")
ARCHIVED = replace(FRESH, archived=True, archived_at=datetime(2023, 4, 5, tzinfo=UTC))
STALE = replace(FRESH, committed_at=datetime(2024, 11, 1, tzinfo=UTC))
GONE = GitHubRepository("o/r", found=False)


def judged(
    facts: RepositoryFacts | None, *fetches: Fetch, url: str = URL, fragment: str | None = None, **settings: Any
) -> JudgedLink:
    return judge(_case(facts, *fetches, url=url, fragment=fragment, **settings))


def _case(
    facts: RepositoryFacts | None, *fetches: Fetch, url: str = URL, fragment: str | None = None, **settings: Any
) -> Case:
    facts_ = (facts,) if facts else ()
    return case(*fetches, url=url, fragment=fragment, facts=facts_, settings=Settings(**settings))


def only(link: JudgedLink) -> Finding:
    (finding,) = link.findings
    return finding


def missing(url: str = URL) -> tuple[Fetch, Fetch]:
    return fetch(404, url=url), fetch(404, url=url, mode=RequestMode.BROWSER, at=6)


def test_a_repository_that_is_there_is_alive_without_a_fetch() -> None:
    link = judged(FRESH)

    assert (Verdict.ALIVE, None, ()) == (link.verdict, link.rule, link.findings)


# ---- renamed ----


@pytest.mark.parametrize(
    ("url", "fragment", "suggestion"),
    [
        ("https://github.com/o/r", None, "https://github.com/new/name"),
        ("https://github.com/o/r/", None, "https://github.com/new/name/"),
        ("https://github.com/o/r.git", None, "https://github.com/new/name.git"),
        ("https://github.com/o/r", "readme", "https://github.com/new/name#readme"),
        (
            "https://github.com/o/r/blob/main/o/r/x.md?plain=1",
            "L3",
            "https://github.com/new/name/blob/main/o/r/x.md?plain=1#L3",
        ),
        ("https://raw.githubusercontent.com/o/r/main/x", None, "https://raw.githubusercontent.com/new/name/main/x"),
        ("https://ghe.corp:8443/o/r/wiki", None, "https://ghe.corp:8443/new/name/wiki"),
    ],
)
def test_renamed_keeps_what_follows_the_name(url: str, fragment: str | None, suggestion: str) -> None:
    link = judged(RENAMED, url=url, fragment=fragment)

    assert (Verdict.MOVED, "repository-renamed") == (link.verdict, link.rule)
    found = only(link).suggestion
    assert found is not None
    assert suggestion == found.url
    assert Severity.WARNING is only(link).severity


def test_another_case_is_no_other_name() -> None:
    assert () == judged(replace(FRESH, name_with_owner="O/R")).findings


def test_renamed_speaks_for_the_redirect_too() -> None:
    new = "https://github.com/new/name"
    link = judged(RENAMED, fetch(hop(new, url=URL), fetch(200, url=new).last, url=URL))

    assert "repository-renamed" == only(link).rule


def test_renamed_suggests_nothing_where_the_page_is_not_there_any_more() -> None:
    link = judged(RENAMED, *missing())

    assert ("not-found", Verdict.DEAD) == (only(link).rule, link.verdict)


# ---- archived and stale ----


def test_archived_is_alive_with_a_warning() -> None:
    link = judged(ARCHIVED)

    assert Verdict.ALIVE is link.verdict
    assert only(link) == Finding(
        "repository-archived", Severity.WARNING, "archived on 2023-04-05", since=date(2023, 4, 5)
    )


def test_archived_without_a_date() -> None:
    assert "archived" == only(judged(replace(ARCHIVED, archived_at=None))).message


def test_archived_names_the_successor() -> None:
    facts = replace(ARCHIVED, description="DEPRECATED: use https://github.com/o/r2 instead.")

    assert only(judged(facts)).message.endswith("; its description points to https://github.com/o/r2")


def test_archived_is_a_note_on_what_is_a_record_anyway() -> None:
    assert Severity.NOTE is only(judged(replace(ARCHIVED, page=Page.RECORD))).severity


@pytest.mark.parametrize(
    ("committed", "stale_after", "stale"),
    [
        ("2024-11-01", "24 months", True),
        ("2024-12-01", "24 months", False),
        ("2024-12-01", "1 year", True),
        ("2026-11-01", "30 days", False),
        ("2026-10-01", "30 days", True),
    ],
)
def test_stale_is_a_note_beyond_the_threshold(committed: str, stale_after: str, stale: bool) -> None:
    facts = replace(FRESH, committed_at=datetime.fromisoformat(f"{committed}T00:00:00+00:00"))
    link = judged(facts, freshness={"stale-after": stale_after})

    assert (["repository-stale"] if stale else []) == [each.rule for each in link.findings]
    assert all(each.severity is Severity.NOTE for each in link.findings)
    assert Verdict.ALIVE is link.verdict


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(replace(STALE, page=Page.RECORD), id="a-record"),
        pytest.param(replace(STALE, committed_at=None), id="an-empty-repository"),
        pytest.param(replace(FRESH, pushed_at=STALE.committed_at), id="pushes-do-not-count"),
    ],
)
def test_not_stale(facts: GitHubRepository) -> None:
    assert () == judged(facts).findings


def test_a_bots_push_is_no_sign_of_life() -> None:
    facts = replace(STALE, pushed_at=datetime(2026, 11, 23, tzinfo=UTC))

    assert "repository-stale" == only(judged(facts)).rule


def test_what_is_archived_is_not_called_stale_too() -> None:
    assert "repository-archived" == only(judged(replace(ARCHIVED, committed_at=STALE.committed_at))).rule


# ---- exceptions ----


def exception(**changed: Any) -> dict[str, Any]:
    return {"exceptions": [{"url": "https://github.com/o/r", "reason": "feature-complete", **changed}]}


@pytest.mark.parametrize("facts", [ARCHIVED, STALE])
@pytest.mark.parametrize("url", [URL, f"{URL}/", f"{URL}/blob/main/x", f"{URL}?tab=readme", "https://github.com/O/R"])
@pytest.mark.parametrize("until", [None, "2026-11-24", "2027-01-01"])
def test_an_exception_makes_a_note_of_it(facts: GitHubRepository, url: str, until: str | None) -> None:
    finding = only(judged(facts, url=url, freshness=exception(until=until)))

    assert Severity.NOTE is finding.severity
    assert finding.message.endswith("; accepted: feature-complete")


@pytest.mark.parametrize(
    ("pattern", "covers"),
    [
        ("https://github.com/o/*", True),
        ("*/r", True),
        ("https://github.com/o/r/", True),
        ("https://github.com/o/rest", False),
        ("https://github.com/o", True),
        ("https://github.com/other", False),
        ("github.com/o/r", False),
    ],
)
def test_what_an_exception_covers(pattern: str, covers: bool) -> None:
    finding = only(judged(ARCHIVED, freshness=exception(url=pattern)))

    assert covers == (Severity.NOTE is finding.severity)


def test_a_longer_name_is_not_covered() -> None:
    finding = only(judged(ARCHIVED, url="https://github.com/o/rest", freshness=exception()))

    assert Severity.WARNING is finding.severity


def test_an_exception_that_has_ended_is_a_warning_beside_the_finding() -> None:
    link = judged(STALE, freshness=exception(until="2026-11-23"))

    assert {"freshness-exception-ended": Severity.WARNING, "repository-stale": Severity.NOTE} == {
        each.rule: each.severity for each in link.findings
    }
    assert "accepted" not in "".join(each.message for each in link.findings)
    assert Verdict.ALIVE is link.verdict


def test_one_exception_that_holds_is_enough() -> None:
    exceptions = [
        FreshnessException(url=URL, reason="old", until=date(2020, 1, 1)),
        FreshnessException(url=URL, reason="finished"),
    ]
    finding = only(judged(STALE, freshness={"exceptions": exceptions}))

    assert finding.message.endswith("accepted: finished")


# ---- missing ----


def test_missing_for_the_api_alone_is_not_dead() -> None:
    assert Verdict.ALIVE is judged(GONE, fetch(200, url=URL)).verdict


def test_missing_for_both_takes_the_proof_that_not_found_takes() -> None:
    step = next_step([_case(GONE, fetch(404, url=URL))])

    assert step is not None
    assert (RequestMode.BROWSER, 5.0) == (step.mode, step.after_s)
    assert Verdict.UNREACHABLE is judged(GONE, fetch(404, url=URL)).verdict


def test_missing_for_both_is_dead_and_reported_once() -> None:
    link = judged(GONE, *missing())

    assert (Verdict.DEAD, "repository-missing") == (link.verdict, link.rule)
    assert only(link) == Finding("repository-missing", Severity.ERROR, "not found (API and website)")


def test_a_page_that_is_missing_in_a_repository_that_is_there_is_not_found() -> None:
    assert "not-found" == judged(FRESH, *missing()).rule


def test_missing_where_the_web_only_refuses_is_not_dead() -> None:
    fetches = fetch(429, url=URL), fetch(429, url=URL, mode=RequestMode.BROWSER, at=6)

    assert Verdict.BLOCKED is judged(GONE, *fetches).verdict


@pytest.mark.parametrize("facts", [GONE, RepositoryFacts(asked="o/r", found=False)])
def test_missing_where_the_web_sends_to_the_front_page(facts: RepositoryFacts) -> None:
    home = "https://github.com/"
    fetches = [
        fetch(hop(home, 302, url=URL), exchange(url=home, at=at), url=URL, mode=mode)
        for at, mode in ((0, RequestMode.PLAIN), (6, RequestMode.BROWSER))
    ]

    assert (Verdict.DEAD, "repository-missing") == (judged(facts, *fetches).verdict, judged(facts, *fetches).rule)
    assert Verdict.ALIVE is judged(facts, fetches[0]).verdict
    assert Verdict.BLOCKED is judged(facts, *fetches, private_owners=("o",)).verdict


# ---- missing or private ----


@pytest.mark.parametrize(
    ("owner", "url", "hidden"),
    [
        ("github.com/o", URL, True),
        ("github.com/O", URL, True),
        ("github.com/o", "https://www.github.com/o/r", True),
        ("github.com/o", "https://raw.githubusercontent.com/o/r/main/x", True),
        ("github.com/o", "https://gitlab.com/o/r", False),
        ("github.com/o", "https://github.com/other/r", False),
        ("github.com/o", "https://github.com/o2/r", False),
        ("o", URL, True),
        ("o", "https://gitlab.com/o/r", True),
        ("o", "https://site.dev/o/r", False),
        ("gitlab.com/group/sub", "https://gitlab.com/group/sub/r", True),
        ("gitlab.com/group/sub", "https://gitlab.com/group/other/r", False),
        ("tracker.corp.dev", "https://tracker.corp.dev/browse/X-1", True),
        ("tracker.corp.dev", "https://other.corp.dev/browse/X-1", False),
    ],
)
def test_where_a_404_proves_nothing(owner: str, url: str, hidden: bool) -> None:
    link = judged(None, *missing(url), url=url, private_owners=(owner,))

    assert ((Verdict.BLOCKED, "missing-or-private") if hidden else (Verdict.DEAD, "not-found")) == (
        link.verdict,
        link.rule,
    )
    assert 1 == len(link.findings)


def test_the_api_that_may_not_see_it_proves_nothing_either() -> None:
    link = judged(GONE, *missing(), private_owners=("github.com/o",))

    assert "missing-or-private" == only(link).rule


def test_a_token_that_can_read_the_repository_decides() -> None:
    page = f"{URL}/blob/main/x"
    link = judged(FRESH, *missing(page), url=page, private_owners=("github.com/o",))

    assert (Verdict.DEAD, "not-found") == (link.verdict, link.rule)


def test_private_owners_hide_nothing_that_answers() -> None:
    assert Verdict.ALIVE is judged(None, fetch(200, url=URL), private_owners=("github.com/o",)).verdict


# ---- an API has proven it ----


@pytest.mark.parametrize("answer", [429, 403, 503, ErrorKind.TIMEOUT])
def test_a_page_that_the_api_has_seen_is_alive_whatever_robots_get(answer: Answer) -> None:
    refused = _case(FRESH, fetch(answer, url=URL), url=URL, fragment="install")
    proven = replace(refused, observation=refused.observation._replace(proven=True))

    assert Verdict.ALIVE is judge(proven).verdict
    assert next_step([proven]) is None
    assert Verdict.ALIVE is not judge(refused).verdict or next_step([refused]) is not None


def test_a_page_that_is_gone_is_gone_even_so() -> None:
    link = _case(FRESH, *missing())
    proven = replace(link, observation=link.observation._replace(proven=True))

    assert Verdict.DEAD is judge(proven).verdict
