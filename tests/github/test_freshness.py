"""`linkwarden freshness`: the settings, and the table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from linkwarden.errors import ConfigError
from linkwarden.judge import judge, rule_infos
from linkwarden.model.finding import JudgedLink, Unchecked
from linkwarden.model.github import GitHubRepository
from linkwarden.model.observation import RequestMode
from linkwarden.report import REPORTERS, Style
from linkwarden.report.build import RunFacts, build
from linkwarden.report.freshness import FreshnessReporter
from linkwarden.report.v1 import Report
from linkwarden.settings import Settings, load_settings
from tests.judge.builders import NOW, case, fetch

GITHUB = "https://github.com"


def repository(name: str, months: float = 1, **more: object) -> GitHubRepository:
    then = NOW - timedelta(days=months * 30.44)
    facts = GitHubRepository(name, name_with_owner=name, committed_at=then)
    return replace(facts, **more)  # type: ignore[arg-type]


def link(facts: GitHubRepository, rest: str = "", settings: Settings | None = None) -> JudgedLink:
    return judge(case(url=f"{GITHUB}/{facts.asked}{rest}", facts=(facts,), settings=settings))


def report(*links: JudgedLink, unchecked: tuple[Unchecked, ...] = ()) -> Report:
    run = RunFacts("id", "0", NOW, NOW, "complete", None, ("README.md",), offline=False)
    return build(run, [*links], [], unchecked, rules=rule_infos())


def shown(*links: JudgedLink, width: int = 100, color: bool = False) -> str:
    return FreshnessReporter().render(report(*links), Style(width, color))


LONG_AGO = datetime(2019, 1, 2, tzinfo=UTC)
LINKS = (
    link(repository("o/fresh", 0.5)),
    link(repository("o/stale", 30)),
    link(repository("o/older", 70)),
    link(repository("o/archived", 40, archived=True, archived_at=datetime(2024, 5, 6, tzinfo=UTC))),
    link(
        repository(
            "o/archived-first", 90, archived=True, archived_at=LONG_AGO, description="Moved to https://new.dev/x"
        )
    ),
    link(repository("o/renamed", 2, name_with_owner="new/name"), "/blob/main/x"),
    judge(
        case(
            fetch(404, url=f"{GITHUB}/o/gone"),
            fetch(404, url=f"{GITHUB}/o/gone", mode=RequestMode.BROWSER, at=6),
            url=f"{GITHUB}/o/gone",
            facts=(GitHubRepository("o/gone", found=False),),
        )
    ),
)

TABLE = """\
The repository was not found, neither by the forge's API nor on its website (1)
  Fix or remove the link.
  o/gone  README.md:1:1

The repository is archived (2)
  Replace it with a maintained project.
  2019-01-02  o/archived-first  README.md:1:1
              its description points to https://new.dev/x
  2024-05-06  o/archived        README.md:1:1

The repository was renamed or transferred (1)
  Replace the link with the new URL.
  o/renamed  README.md:1:1
    -> https://github.com/new/name/blob/main/x

The repository has had no commit for a long time (2)
  Check whether it is finished or abandoned.
  2021-01-23  o/older  README.md:1:1
  2024-05-25  o/stale  README.md:1:1"""


def test_the_worst_comes_first_and_the_longest_ago_before_the_rest() -> None:
    assert shown(*LINKS).startswith(f"{TABLE}\n\nLast commit of 6 repositories\n")


def test_ages_at_a_glance() -> None:
    lines = shown(*LINKS, width=60).partition("Last commit of ")[2].splitlines()

    assert lines[:8] == [
        "6 repositories",
        "  under 1 month   1  ####################",
        "  1 to 6 months   1  ####################",
        "  6 to 12 months  0",
        "  1 to 2 years    0",
        "  2 to 5 years    2  ###################--------------------",
        "  over 5 years    2  ###################--------------------",
        "                  - archived",
    ]


def test_links_to_one_repository_are_one_row() -> None:
    facts = repository("o/stale", 30)
    text = shown(link(facts), link(facts, "/"), link(facts, "#readme"), link(facts, "/releases"))

    assert 1 == text.count("o/stale")
    assert "README.md:1:1, README.md:1:1 and 2 more" in text


def test_what_the_user_accepted_shows_the_reason() -> None:
    settings = Settings.model_validate(
        {"freshness": {"exceptions": [{"url": f"{GITHUB}/o/done", "reason": "feature-complete"}]}}
    )

    assert "accepted: feature-complete" in shown(link(repository("o/done", 30), settings=settings))


def test_nothing_to_do_has_a_short_report() -> None:
    text = shown(link(repository("o/fresh", 0.5)))

    assert text.startswith("Last commit of 1 repository\n")
    assert "1 link, 1 repository known; 0 with freshness findings." in text
    assert "dead" not in text


def test_what_was_accepted_in_the_file_is_no_work() -> None:
    facts = repository("o/archived", archived=True)
    made = case(url=f"{GITHUB}/o/archived", facts=(facts,))
    (occurrence,) = made.link.occurrences
    accepted = made.link._replace(occurrences=(occurrence._replace(ignores=("*",)),))
    settings = Settings.model_validate({"rules": {"repository-archived": "error"}})
    text = shown(judge(replace(made, link=accepted, settings=settings)))

    assert "archived" not in text.partition("Last commit")[0]


def test_what_is_gone_is_no_repository_that_is_known() -> None:
    assert "7 links, 6 repositories known;" in shown(*LINKS)


def test_dead_links_are_counted() -> None:
    assert "1 link is dead: run linkwarden check to see which. Fails with 1 error." in " ".join(shown(*LINKS).split())


def test_what_was_not_checked_comes_with_its_cure() -> None:
    unchecked = Unchecked("github", 3, "without a token nobody can tell", "Set GITHUB_TOKEN")
    text = FreshnessReporter().render(report(unchecked=(unchecked,)), Style())

    assert "Not checked: 3 links (github): without a token nobody can tell. Set GITHUB_TOKEN." in " ".join(text.split())


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
def test_it_fits_the_terminal(width: int) -> None:
    for line in shown(*LINKS, width=width).splitlines():
        assert len(line) <= width or line.lstrip().startswith(("->", "https://"))


def test_a_report_that_was_saved_looks_the_same() -> None:
    fresh = report(*LINKS)
    saved = Report.model_validate_json(REPORTERS["json"].render(fresh, Style()))

    assert FreshnessReporter().render(fresh, Style()) == FreshnessReporter().render(saved, Style())


def test_a_description_cannot_control_a_terminal() -> None:
    facts = repository(
        "o/evil", 40, archived=True, archived_at=LONG_AGO, description="Moved to https://x.dev/\x1b[31m\n::error::x"
    )
    text = shown(link(facts))

    assert "\x1b" not in text
    assert "::error::" not in text


# ---- settings ----


def load(folder: Path, text: str) -> Settings:
    (folder / "linkwarden.toml").write_text(text, encoding="utf-8")
    return load_settings(folder, None, {}, {})


@pytest.mark.parametrize(
    ("written", "days"), [("90 days", 90), ("1 day", 1), ("24 months", 730.5), ("2 years", 730.5), ("1year", 365.25)]
)
def test_ages(tmp_path: Path, written: str, days: float) -> None:
    settings = load(tmp_path, f"freshness.stale-after = '{written}'")

    assert timedelta(days=days) == settings.freshness.stale_after


@pytest.mark.parametrize("written", ["'soon'", "'24'", "'24 m'", "'0 days'", "'-1 day'", "''"])
def test_what_is_no_age(tmp_path: Path, written: str) -> None:
    with pytest.raises(ConfigError, match=r"freshness\.stale-after"):
        load(tmp_path, f"freshness.stale-after = {written}")


def test_an_exception_needs_a_reason(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="reason"):
        load(tmp_path, "[[freshness.exceptions]]\nurl = 'https://github.com/o/r'")


def test_exceptions_and_owners_in_a_file(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        "private-owners = ['corp', 'gitlab.com/group']\n"
        "[freshness]\nstale-after = '3 years'\n"
        "[[freshness.exceptions]]\nurl = 'https://github.com/o/r'\nreason = 'finished'\nuntil = 2027-01-31\n",
    )

    assert ("corp", "gitlab.com/group") == settings.private_owners
    assert "2027-01-31" == str(settings.freshness.exceptions[0].until)


def test_without_settings_two_years_are_stale() -> None:
    assert timedelta(days=730.5) == Settings().freshness.stale_after
