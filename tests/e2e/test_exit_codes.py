"""Exit codes, and their reasons."""

import json
import signal
import sys
import time

import pytest

from tests.e2e.command import Repository
from tests.web import Web

UNTOUCHED = "# Nothing\n\nNothing but words.\n"


def test_nothing_failed_is_0(repository: Repository, web: Web) -> None:
    repository.write("README.md", f"[ok]({web.url('ok')}) [moved]({web.url('301-to-ok')}) [down]({web.url('503')})")

    assert 0 == repository.check().code


def test_a_dead_link_is_1(repository: Repository) -> None:
    repository.write("README.md", "[gone](none.md)")

    assert 1 == repository.check().code


def test_fail_on_decides_which_verdicts_fail(repository: Repository, web: Web) -> None:
    repository.write("README.md", f"[dead](none.md) [ok]({web.url('ok')}) [no]({web.url('403')})")

    assert 0 == repository.check("--fail-on", "unreachable").code
    assert 1 == repository.check("--fail-on", "blocked").code
    assert 1 == repository.check("--fail-on", "unreachable,dead").code


def test_exit_zero_reports_and_never_fails(repository: Repository) -> None:
    repository.write("README.md", "[gone](none.md)")
    ran = repository.check("--exit-zero")

    assert 0 == ran.code
    assert "none.md" in ran.out
    assert ran.report["summary"]["fails"]


def test_no_network_is_3_and_nothing_is_called_dead(repository: Repository, web: Web) -> None:
    repository.configure(canary=web.url("refused", "/canary"))
    repository.write("README.md", f"[one]({web.url('refused')}) [two]({web.url('refused', '/two')})")
    ran = repository.check()

    assert 3 == ran.code
    assert "untrusted" == ran.report["run"]["status"]
    assert {"unreachable"} == {link["verdict"] for link in ran.report["links"]}
    assert ran.report["run"]["reason"] in ran.out


def test_a_canary_that_answers_vouches_for_the_network(repository: Repository, web: Web) -> None:
    repository.configure(canary=web.url("ok", "/canary"))
    repository.write("README.md", f"[one]({web.url('refused')})")
    ran = repository.check()

    assert (0, "complete") == (ran.code, ran.report["run"]["status"])
    assert ["/canary"] == [asked.target for asked in web.log("ok")]


def test_a_missing_file_is_1_also_without_a_network(repository: Repository, web: Web) -> None:
    repository.configure(canary=web.url("refused", "/canary"))
    repository.write("README.md", f"[one]({web.url('refused')}) [gone](none.md)")
    ran = repository.check()

    assert (1, "untrusted") == (ran.code, ran.report["run"]["status"])


def test_what_answers_for_everyone_is_3(repository: Repository, web: Web) -> None:
    names = ["403", "401", "451", "999", "402"]
    repository.configure(canary=web.url("ok"))
    repository.write("README.md", "\n".join(f"- {web.url(name)}" for name in names))
    ran = repository.check()

    assert (3, "untrusted") == (ran.code, ran.report["run"]["status"])
    assert "5 of 5 hosts" in ran.out


def test_time_that_ran_out_names_what_was_not_reached(repository: Repository, web: Web) -> None:
    repository.configure(canary=web.url("ok"))
    repository.write("README.md", f"[ok]({web.url('ok')}) [slow]({web.url('hang')})")
    began = time.monotonic()
    ran = repository.check("--max-time", "500ms")

    assert time.monotonic() - began < 10  # without the limit, at least 13 s
    assert {web.url("ok"): ("alive", None), web.url("hang"): ("skipped", "not-reached")} == ran.verdicts
    assert "interrupted" == ran.report["run"]["status"]
    assert 0 == ran.code


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to a whole console, not to one process")
@pytest.mark.parametrize(
    ("site", "sent_signal"), [("hang", signal.SIGINT), ("404", signal.SIGINT), ("hang", signal.SIGTERM)]
)
def test_ctrl_c_is_130_at_once_and_keeps_what_is_known(
    repository: Repository, web: Web, site: str, sent_signal: signal.Signals
) -> None:
    """While waiting for a response (hang), and while the second fetch waits for its time (404); so is SIGTERM."""
    repository.configure()
    repository.write("linkwarden.toml", "[timeouts]\nread = 300\nrequest = 300\nlink = 300\n")
    repository.write("README.md", f"[ok]({web.url('ok')}) [slow]({web.url(site)}) [gone](none.md)")
    process = repository.start("check", "--allow-private-addresses")
    assert web.wait_for("ok", site)
    process.send_signal(sent_signal)
    out, err = process.communicate(timeout=60)  # the time limit is 300 s

    assert (130, "") == (process.returncode, err)
    report = json.loads((repository.path / "reports" / "links.json").read_text(encoding="utf-8"))
    assert "interrupted" == report["run"]["status"]
    found = {link["url"]: link["rule"] for link in report["links"]}
    assert "not-reached" == found.pop(web.url(site))
    assert found.pop(web.url("ok")) in (None, "not-reached")  # its response may have been on the way
    assert found.pop("none.md") in ("missing-file", "not-reached")  # a thread looks it up
    assert not found
    assert "interrupted" in out


BAD_USE = {
    "a file that is not there": (["none.md"], "none.md"),
    "a folder without Markdown": (["empty"], "empty"),
    "a glob that matches nothing": (["docs/*.md"], "docs/*.md"),
    "a binary file": (["binary.md"], "binary.md"),
    "bytes that are no UTF-8": (["latin.md"], "latin.md"),
    "a file of another kind": (["picture.png"], "picture.png"),
    "a configuration that is not there": (["--config", "none.toml"], "none.toml"),
    "an unknown key": (["--config", "unknown.toml"], "did you mean 'exclude'?"),
    "an unknown key within a group": (["--config", "nested.toml"], "did you mean 'connect'?"),
    "a bad value": (["--config", "value.toml"], "value.toml:2"),
    "an unknown rule": (["--config", "rule.toml"], "did you mean 'not-found'?"),
    "no TOML": (["--config", "broken.toml"], "broken.toml"),
    "a key that no file may set": (["--config", "private.toml"], "allow-private-addresses"),
    "a bad duration": (["--max-time", "soon"], "--max-time"),
    "an unknown verdict": (["--fail-on", "deceased"], "--fail-on"),
    "a bad pattern": (["--exclude", "("], "--exclude"),
    "a name that is too long": (["x" * 5000 + ".md"], "no such file"),
}


@pytest.mark.parametrize("case", BAD_USE)
def test_bad_input_is_one_line_and_2(repository: Repository, case: str) -> None:
    arguments, named = BAD_USE[case]
    repository.write("README.md", UNTOUCHED)
    repository.write("empty/notes.bin", "")
    repository.write("binary.md", bytes(range(256)))
    repository.write("latin.md", "Andr\xe9".encode("latin-1"))
    repository.write("picture.png", b"\x89PNG\r\n")
    repository.write("unknown.toml", "exlude = []\n")
    repository.write("nested.toml", "[timeouts]\nconect = 3\n")
    repository.write("value.toml", "\nattempts = 'many'\n")
    repository.write("rule.toml", "[rules]\nnot-fund = 'off'\n")
    repository.write("broken.toml", "attempts = \n")
    repository.write("private.toml", "allow-private-addresses = true\n")
    ran = repository.run("check", *arguments)

    assert (2, "") == (ran.code, ran.out)
    assert 1 == len(ran.err.splitlines()), ran.err
    assert ran.err.startswith("linkwarden: ")
    assert named in ran.err
    assert not (repository.path / "reports").exists()


@pytest.mark.parametrize(
    "arguments", [["check", "--no-such-flag"], ["chekc"], [], ["check", "--format", "pdf"], ["check", "--output", "x"]]
)
def test_a_wrong_flag_is_2(repository: Repository, arguments: list[str]) -> None:
    ran = repository.run(*arguments)

    assert (2, "") == (ran.code, ran.out)
    assert "Traceback" not in ran.err


def test_a_bad_variable_is_named(repository: Repository) -> None:
    repository.write("README.md", UNTOUCHED)
    ran = repository.run("check", LINKWARDEN_ATTEMPTS="none")

    assert 2 == ran.code
    assert 1 == len(ran.err.splitlines())
    assert "LINKWARDEN_ATTEMPTS" in ran.err


def test_a_file_that_may_not_be_read_is_one_line_and_2(repository: Repository) -> None:
    path = repository.write("README.md", UNTOUCHED)
    path.chmod(0)
    try:
        path.read_bytes()
    except PermissionError:
        ran = repository.run("check")
        assert (2, 1) == (ran.code, len(ran.err.splitlines()))
        assert "README.md" in ran.err
    else:
        pytest.skip("this user may read everything")


@pytest.mark.parametrize("name", ["reports", "reports/links.json"])
def test_reports_that_cannot_be_written_are_one_line_and_2(repository: Repository, name: str) -> None:
    """Something else is in their place, which affects every user."""
    repository.write("README.md", UNTOUCHED)
    if name == "reports":
        repository.write("reports", "a file")
    else:
        repository.write(f"{name}/folder", "")
    ran = repository.run("check")

    assert 2 == ran.code
    assert 1 == len(ran.err.splitlines()), ran.err
    assert "reports" in ran.err
    assert "Passes with 1 warning." in ran.out
    assert name == "reports" or (repository.path / "reports" / "links.md").is_file()


def test_a_folder_of_its_own_making_ignores_itself_for_git(repository: Repository) -> None:
    repository.write("README.md", UNTOUCHED)
    repository.run("check")

    assert "*\n" == (repository.path / "reports" / ".gitignore").read_text(encoding="utf-8")
    assert {".gitignore", "links.json", "links.md"} == {path.name for path in (repository.path / "reports").iterdir()}
