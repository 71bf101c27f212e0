"""``check --diff`` as users run it."""

import json
from pathlib import Path

from linkwarden.clock import SystemClock
from linkwarden.run import open_memory
from linkwarden.settings import Settings
from tests.e2e.command import Repository
from tests.git.history import History
from tests.web import Web


def _changed(tmp_path: Path) -> tuple[Repository, History]:
    """Return a repository whose main branch has a dead link, and whose other branch adds another."""
    repository = Repository(tmp_path / "repository")
    repository.configure()
    history = History(repository.path)
    repository.write("README.md", "# Setup\n\n[old](gone.md), [setup](#setup)\n")
    repository.write("docs/guide.md", "x\n")
    history.commit()
    history.branch()
    return repository, history


def test_only_what_the_change_brings_in_fails(tmp_path: Path) -> None:
    repository, history = _changed(tmp_path)
    repository.write("README.md", "# Installation\n\n[old](gone.md), [setup](#setup), [new](nowhere.md)\n")
    history.commit()

    ran = repository.run("check", "--offline", "--diff", "main")

    assert 1 == ran.code
    assert {
        "README.md#setup": ("dead", "missing-anchor"),
        "nowhere.md": ("dead", "missing-file"),
    } == ran.verdicts
    assert "main" == ran.report["run"]["base"]
    assert 1 == repository.run("check", "--offline").code


def test_a_link_to_a_new_file_on_the_default_branch_is_looked_up_in_the_working_tree(tmp_path: Path) -> None:
    repository, history = _changed(tmp_path)
    address = "https://github.com/octo/tool/blob/main"
    repository.write("docs/new.md", "# Part\n")
    repository.write(
        "README.md", f"[old](gone.md) <{address}/docs/new.md#part> <{address}/docs/new.md#L3> <{address}/docs/no.md>\n"
    )
    history.commit()
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"repository": {"default_branch": "main"}}))

    ran = repository.run(
        "check", "--diff=main", "--offline", GITHUB_REPOSITORY="octo/tool", GITHUB_EVENT_PATH=str(event)
    )

    assert {
        f"{address}/docs/new.md#part": ("alive", None),
        f"{address}/docs/new.md#L3": ("alive", None),
        f"{address}/docs/no.md": ("dead", "missing-file"),
    } == ran.verdicts
    assert 1 == ran.code


def test_a_change_without_new_links_passes_with_a_message(tmp_path: Path) -> None:
    repository, _ = _changed(tmp_path)

    ran = repository.run("check", "--diff", "main")

    assert (0, {}) == (ran.code, ran.verdicts)
    assert "main" in ran.out


def test_a_wrong_revision_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    repository, _ = _changed(tmp_path)

    ran = repository.run("check", "--diff", "nope")

    assert (2, "linkwarden: --diff nope: no such revision in this repository\n") == (ran.code, ran.err)


def test_the_links_of_a_change_are_requested_whatever_the_history_is_and_are_no_news_for_a_whole_run(
    tmp_path: Path, web: Web
) -> None:
    repository, history = _changed(tmp_path)
    repository.write("README.md", f"[old](gone.md) [ok]({web.url('ok')})\n")
    history.commit()
    kept = {"LINKWARDEN_HISTORY": ".linkwarden/history.db"}
    repository.check(**kept)
    asked = len(web.log("ok"))
    changed = repository.check("--diff", "main", **kept)
    again = len(web.log("ok"))
    whole = repository.check(**kept)

    assert (asked, again, len(web.log("ok"))) == (1, 2, 2)
    assert not changed.links[web.url("ok")]["from_history"]
    assert changed.report["changes"] is None
    assert (whole.report["changes"]["new"], whole.report["changes"]["still"]) == ([], ["gone.md"])


def test_a_killed_check_of_a_change_is_resumed(tmp_path: Path) -> None:
    repository, _ = _changed(tmp_path)
    run_ids = []
    for number in range(2):
        with open_memory(Settings(), repository.path, {}, SystemClock(), lambda _: None) as memory:
            run_ids.append(memory.begin(f"run-{number}", ["README.md"], "main"))
    with open_memory(Settings(), repository.path, {}, SystemClock(), lambda _: None) as memory:
        run_ids.append(memory.begin("run-2", ["README.md"]))

    assert run_ids == ["run-0", "run-0", "run-2"]
