"""The demo: the code of check, on a web of its own."""

import json
import re
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.command import Ran, Repository
from tests.web import Web

ROOT = Path(__file__).parents[2]
TEMPLATE = files("linkwarden.demo").joinpath("files/README.md.template")
VERDICTS = ("alive", "moved", "dead", "unreachable", "blocked", "skipped")


@dataclass(frozen=True)
class Shown:
    """One run of the demo, with a proxy configured."""

    ran: Ran
    folder: Path
    asked_of_the_proxy: int


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    from tests.web import BEHAVIOURS

    folder = tmp_path_factory.mktemp("demo")
    repository = Repository(folder / "repository")
    with Web(folder, BEHAVIOURS) as web:
        proxy = web.url("proxy")
        variables = {"HTTP_PROXY": proxy, "http_proxy": proxy}
        variables |= {"LINKWARDEN_OFFLINE": "true", "LINKWARDEN_HISTORY": ".linkwarden/history.db"}
        ran = repository.run("demo", "--reports", "reports", **variables)
        yield Shown(ran, repository.path, len(web.log("proxy")))


def verdicts(report: dict[str, Any]) -> dict[tuple[str, int, str], tuple[str, str | None]]:
    """Verdict and rule by the place of each link."""
    return {
        (place["path"], place["line"], place["text"]): (link["verdict"], link["rule"])
        for link in report["links"]
        for place in link["occurrences"]
    }


def test_the_demo_succeeds_and_says_how_its_check_ends(shown: Shown) -> None:
    first, *_, last = shown.ran.err.splitlines()

    assert 0 == shown.ran.code
    assert re.fullmatch(
        r"linkwarden demo: serving a test site on 127\.0\.0\.1:\d+; no request leaves this machine", first
    )
    assert "linkwarden demo: a check with these results exits with 1" == last
    assert 2 == len(shown.ran.err.splitlines())


def test_the_demo_holds_every_verdict(shown: Shown) -> None:
    assert set(VERDICTS) == {verdict for verdict, _ in verdicts(shown.ran.report).values()}


def test_the_demo_holds_most_of_what_can_be_shown_without_the_internet(shown: Shown) -> None:
    links = shown.ran.report["links"]
    rules = {finding["rule"] for link in links for finding in link["findings"]}

    assert {
        "bot-wall",
        "login-required",
        "missing-anchor",
        "missing-fragment",
        "parked-domain",
        "permanent-redirect",
        "protocol-error",
        "redirect-loop",
        "redirect-to-private-address",
        "soft-404",
    } <= rules
    assert 24 <= len(rules)
    assert shown.ran.report["run"]["duration_s"] < 25


def test_each_link_of_the_demo_gets_the_verdict_that_its_section_names(shown: Shown) -> None:
    sections: dict[int, str] = {}
    section = ""
    for number, line in enumerate(TEMPLATE.read_text(encoding="utf-8").splitlines(), start=1):
        section = line.removeprefix("## ").lower() if line.startswith("## ") else section
        if line.startswith("- "):
            sections[number] = section

    found: dict[int, set[str]] = {}
    for (_, place, _), (verdict, _) in verdicts(shown.ran.report).items():
        found.setdefault(place, set()).add(verdict)
    assert {line: {verdict} for line, verdict in sections.items()} == found


def test_requests_go_to_this_machine_only(shown: Shown) -> None:
    elsewhere = [each for each in shown.ran.report["exchanges"] if not each["url"].startswith("http://127.0.0.1:")]

    assert {("http://169.254.169.254/latest/meta-data/", "private-address", None)} == {
        (each["url"], each["error"], each["status"]) for each in elsewhere
    }
    assert 0 == shown.asked_of_the_proxy


def test_the_sample_shows_what_the_demo_finds_today(shown: Shown) -> None:
    """``linkwarden demo --reports reports/sample`` makes it so."""
    sample = json.loads((ROOT / "reports/sample/links.json").read_text(encoding="utf-8"))

    assert verdicts(sample) == verdicts(shown.ran.report)
    assert sample["summary"]["verdicts"] == shown.ran.report["summary"]["verdicts"]
    assert {"links.json", "links.md"} == {path.name for path in (ROOT / "reports/sample").iterdir()}


def test_reports_are_written_to_the_given_folder_and_no_history_is_kept(shown: Shown) -> None:
    assert {".git", "reports"} == {path.name for path in shown.folder.iterdir()}


def test_the_demo_has_settings_of_its_own(repository: Repository) -> None:
    ran = repository.run("demo", "--config", "linkwarden.toml")

    assert (2, 1) == (ran.code, len(ran.err.splitlines()))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to a whole console, not to one process")
def test_ctrl_c_ends_the_demo_at_once_and_leaves_nothing_behind(repository: Repository, tmp_path: Path) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    process = repository.start("demo", TMPDIR=str(place))
    assert process.stderr is not None
    assert process.stderr.readline().startswith("linkwarden demo: serving a test site")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)

    # CPython itself ends by the signal, after all else, if it came while a string was evaluated. Shells return 130.
    assert process.returncode in (130, -signal.SIGINT)
    assert "" == err
    assert [] == list(place.iterdir())
    assert ["linkwarden.toml"] == [path.name for path in repository.path.iterdir() if path.name != ".git"]
