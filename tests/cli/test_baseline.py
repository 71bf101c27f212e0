"""``linkwarden baseline``: accept today's findings, fail on new ones."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from linkwarden.errors import ConfigError
from linkwarden.model.past import Outcome, Past
from linkwarden.run.acceptance import in_force
from linkwarden.settings.baseline import BaselineEntry, format_baseline, parse_baseline
from tests.e2e.command import Repository
from tests.web import Web

NAME = "linkwarden-baseline.txt"
DAY = date(2026, 3, 1)
URL = "https://site.dev/"


def entries(repository: Repository) -> list[tuple[str, str]]:
    text = (repository.path / NAME).read_text(encoding="utf-8")
    return [(each.rule, each.url) for each in parse_baseline(NAME, text)]


@pytest.mark.usefixtures("fast_clock")
def test_what_it_accepts_fails_no_more_and_what_is_new_does(repository: Repository, web: Web) -> None:
    repository.write("README.md", f"[gone](none.md) [404]({web.url('404')}) [ok]({web.url('ok')})")
    ran = repository.run("baseline", "--allow-private-addresses")
    accepted = repository.check()
    repository.write("README.md", f"[gone](none.md) [404]({web.url('404')}) [ok]({web.url('ok')}) [new](new.md)")
    failing = repository.check()

    assert (ran.code, ran.out) == (0, f"{NAME}: 2 findings accepted: 2 new, 0 removed.\n")
    assert entries(repository) == [("not-found", web.url("404")), ("missing-file", "none.md")]
    assert accepted.code == 0
    assert accepted.links["none.md"]["state"] == "baselined"
    today = datetime.now(UTC).date()
    assert accepted.links["none.md"]["findings"][0]["ignored"] == f"in the baseline since {today}"
    assert failing.code == 1
    assert [url for url, link in failing.links.items() if link["fails"]] == ["new.md"]


def test_renewing_it_keeps_dates_and_removes_what_is_fixed(repository: Repository) -> None:
    repository.write("README.md", "[a](a.md) [b](b.md) [c](c.md)")
    repository.write(NAME, "2026-03-01 missing-file a.md\n2026-03-01 missing-file b.md\n2026-03-01 not-found x.md\n")
    repository.write("a.md", "")
    ran = repository.run("baseline")

    assert ran.out == f"{NAME}: 3 findings accepted: 1 new, 1 removed.\n"
    lines = (repository.path / NAME).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "2026-03-01 missing-file b.md",
        f"{datetime.now(UTC).date()} missing-file c.md",
        "2026-03-01 not-found x.md",  # not in the files that were checked
    ]


def test_entries_without_a_finding_are_noted(repository: Repository) -> None:
    repository.write("README.md", "[a](a.md) [b](b.md)")
    repository.write(NAME, "2026-03-01 missing-file a.md\n2026-03-01 missing-file b.md\n2026-03-01 gone x.md\n")
    repository.write("a.md", "")
    [finding] = repository.check().report["findings"]

    assert (finding["rule"], finding["severity"], finding["path"]) == ("baseline-unused", "note", NAME)
    assert finding["message"] == "1 entry matches no finding any more; `linkwarden baseline` removes them"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("yesterday not-found https://a.dev/", f"{NAME}:1: not an entry of a baseline"),
        ("# fine\n\n2026-13-01 not-found https://a.dev/", f"{NAME}:3: not an entry of a baseline"),
        ("2026-03-01 not-found", f"{NAME}:1: not an entry of a baseline"),
        ("<<<<<<< HEAD", f"{NAME}:1: not an entry of a baseline"),
        ("2026-03-01 not-fuond https://a.dev/", f"{NAME}: there is no rule 'not-fuond'; did you mean 'not-found'?"),
    ],
)
def test_a_line_that_is_no_entry_is_named(repository: Repository, text: str, message: str) -> None:
    repository.write("README.md", "words")
    repository.write(NAME, text)
    ran = repository.check()

    assert ran.code == 2
    assert message in ran.err


def test_a_text_and_its_entries_are_the_same_sorted_by_url() -> None:
    text = format_baseline(
        [
            BaselineEntry(DAY, "not-found", "https://b.dev/ a"),
            BaselineEntry(DAY, "timeout", "https://a.dev/"),
            BaselineEntry(DAY, "gone", "https://a.dev/"),
        ]
    )

    assert [line.split(" ", 2)[1:] for line in text.splitlines() if line[0] != "#"] == [
        ["gone", "https://a.dev/"],
        ["timeout", "https://a.dev/"],
        ["not-found", "https://b.dev/ a"],
    ]
    assert format_baseline(parse_baseline(NAME, text)) == text


def test_of_two_lines_for_one_finding_the_later_date_counts() -> None:
    text = f"2026-03-02 gone {URL}\n2026-03-01 gone {URL}\n"

    assert parse_baseline(NAME, text) == (BaselineEntry(date(2026, 3, 2), "gone", URL),)


@pytest.mark.parametrize(
    ("rule", "answered_days_later", "accepted"),
    [
        pytest.param("not-found", None, {"not-found"}, id="never-answered"),
        pytest.param("not-found", -1, {"not-found"}, id="answered-before"),
        pytest.param("not-found", 0, {"not-found"}, id="answered-that-day"),
        pytest.param("not-found", 1, set(), id="was-fine-since"),
        pytest.param("timeout", None, {"timeout", "out-of-strikes"}, id="what-becomes-dead-with-time"),
        pytest.param("timeout", 1, set(), id="unreachable-and-fine-since"),
        pytest.param("repository-archived", 1, {"repository-archived"}, id="a-finding-on-a-link-that-answers"),
    ],
)
def test_an_entry_ends_once_its_link_was_fine(rule: str, answered_days_later: int | None, accepted: set[str]) -> None:
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    answered_at = None if answered_days_later is None else at + timedelta(days=answered_days_later)
    past = Past(at, at, 3, Outcome.FAILED, answered_at=answered_at)
    found = in_force([BaselineEntry(DAY, rule, f"{URL}#part")], {URL: past})

    assert {each for _, each in found} == accepted


def test_a_baseline_that_cannot_be_read_is_one_line(tmp_path: Path, repository: Repository) -> None:
    repository.write("README.md", "words")
    (repository.path / NAME).mkdir()

    assert repository.check().err == f"linkwarden: {NAME}: cannot be read: Is a directory\n"


def test_a_line_names_its_file() -> None:
    with pytest.raises(ConfigError, match=r"^docs/accepted\.txt:2: "):
        parse_baseline("docs/accepted.txt", "# heading\nnothing\n")
