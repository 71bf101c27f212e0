"""``linkwarden report``: a saved report in another format; two reports, compared."""

import json
import shutil

import pytest

from linkwarden.report import REPORTERS
from tests.e2e.command import Repository


@pytest.fixture
def checked(repository: Repository) -> Repository:
    repository.write("README.md", "[a](none.md) [b](old.md) [c](here.md)")
    repository.write("here.md", "")
    repository.check("--offline")
    shutil.copy(repository.path / "reports" / "links.json", repository.path / "before.json")
    return repository


def test_a_report_is_rendered_again_and_fails_nothing(checked: Repository) -> None:
    ran = checked.run("report", "before.json", "--format", "text", "--format", "markdown", "--output", "again.md")

    assert (0, "") == (ran.code, ran.err)
    assert ran.out.startswith("2 errors\n")
    assert (checked.path / "again.md").read_text("utf-8") == (checked.path / "reports/links.md").read_text("utf-8")


def test_in_actions_places_are_links_to_the_checked_commit(checked: Repository) -> None:
    variables = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_SERVER_URL": "https://forge.example",
        "GITHUB_REPOSITORY": "acme/widget",
        "GITHUB_SHA": "0123456789" * 4,
    }
    line = f"https://forge.example/acme/widget/blob/{'0123456789' * 4}/README.md?plain=1#L1"
    checked.check("--offline", **variables)
    ran = checked.run("report", "reports/links.json", "--format", "markdown", **variables)

    assert f"[`README.md:1`](<{line}>)" in (checked.path / "reports/links.md").read_text("utf-8")
    assert f"[`README.md:1`](<{line}>)" in ran.out


def test_json_comes_out_as_it_went_in(checked: Repository) -> None:
    saved = (checked.path / "before.json").read_text(encoding="utf-8")

    assert saved == checked.run("report", "-", "--format", "json", stdin=saved).out


def test_a_newer_report_with_added_keys_is_read(checked: Repository) -> None:
    saved = json.loads((checked.path / "before.json").read_text(encoding="utf-8"))
    saved["new"] = saved["run"]["new"] = saved["links"][0]["new"] = {"a": 1}
    checked.write("newer.json", json.dumps(saved))

    assert 0 == checked.run("report", "newer.json").code


def test_a_report_from_before_a_key_was_added_is_read(checked: Repository) -> None:
    saved = json.loads((checked.path / "before.json").read_text(encoding="utf-8"))
    for link in saved["links"]:
        del link["needs"]
    checked.write("older.json", json.dumps(saved))

    assert 0 == checked.run("report", "older.json").code


COMPARED = """\
1 new error
README.md:1:14  missing-file: fresh.md does not exist
    fresh.md

1 known problem
README.md:1:1  missing-file: none.md does not exist
    none.md

1 fixed
  old.md
    was dead, now no longer in the files

Since """


@pytest.fixture
def compared(checked: Repository) -> Repository:
    checked.write("README.md", "[a](none.md) [b](fresh.md) [c](here.md)")
    checked.check("--offline")
    return checked


def test_two_reports_are_compared(compared: Repository) -> None:
    ran = compared.run("report", "before.json", "reports/links.json")

    assert (1, "") == (ran.code, ran.err)
    assert ran.out.startswith(COMPARED)
    assert 0 == compared.run("report", "reports/links.json", "reports/links.json").code
    assert 1 == compared.run("report", "reports/links.json", "before.json").code  # old.md fails there, and not here
    assert "1 new error, 0 new warnings, 1 still there, 1 fixed." in ran.out


def test_other_formats_show_what_changed(compared: Repository) -> None:
    ran = compared.run("report", "before.json", "reports/links.json", "--format", "json")
    changes = json.loads(ran.out)["changes"]

    assert (["fresh.md"], ["old.md"]) == (changes["new"], changes["fixed"])


def test_what_a_run_did_not_look_at_is_not_called_fixed(checked: Repository) -> None:
    checked.write("OTHER.md", "[c](here.md)")
    checked.check("OTHER.md", "--offline")
    ran = checked.run("report", "before.json", "reports/links.json")

    assert "0 new errors, 0 new warnings, 0 still there, 0 fixed." in ran.out


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["nowhere.json"], "nowhere.json: cannot be read"),
        (["README.md"], "README.md: not a JSON report"),
        (["deep.json"], "deep.json: not a JSON report: nested too deeply"),
        (["part.json"], "part.json: not a valid report: tool is missing"),
        (["two.json"], "two.json: report version 2"),
        (["before.json"] * 3, "3 reports"),
    ],
)
def test_what_is_no_report_is_one_line_and_2(checked: Repository, arguments: list[str], named: str) -> None:
    checked.write("two.json", '{"schema_version": 2}')
    checked.write("part.json", '{"schema_version": 1}')
    checked.write("deep.json", "[" * 100_000)
    ran = checked.run("report", *arguments)

    assert (2, "", 1) == (ran.code, ran.out, len(ran.err.splitlines()))
    assert named in ran.err


def test_a_report_with_what_is_not_unicode_is_read_again(checked: Repository) -> None:
    """A notebook and a file name may contain half of a surrogate pair."""
    saved = json.loads((checked.path / "before.json").read_text(encoding="utf-8"))
    saved["links"][0]["url"] = saved["links"][0]["occurrences"][0]["path"] = "a\ud800b"
    checked.write("odd.json", json.dumps(saved))
    again = checked.run("report", "odd.json", "--format", "json")

    assert saved == json.loads(again.out)
    for name in REPORTERS.ids:
        assert (0, "") == (checked.run("report", "odd.json", "--format", name).code, again.err)
