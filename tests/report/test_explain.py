"""The story of one link, from a report and nothing else."""

import re
import shlex
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Severity, Verdict
from linkwarden.report import Style
from linkwarden.report.build import EVIDENT_HEADERS
from linkwarden.report.explain import ignore_command, only, render
from linkwarden.report.v1 import ExchangeInfo, FindingInfo, LinkInfo, Report
from tests.report.conftest import EVIL, JULY, NOON, link, report, say, stand

URL = "https://site.dev/page"


def exchange(number: int, status: int | None = 200, **changes: Any) -> ExchangeInfo:
    made = ExchangeInfo(
        id=f"x{number}",
        at=NOON + timedelta(seconds=3 * (number - 1)),
        why="first request",
        method="GET",
        url=URL,
        status=status,
        error=None if status else ErrorKind.TIMEOUT,
        elapsed_ms=120,
        headers={},
    )
    return replace(made, **changes)


def story(
    one: LinkInfo, *exchanges: ExchangeInfo, width: int = 80, run: Report | None = None, color: bool = False
) -> str:
    one = one.model_copy(update={"exchanges": [each.id for each in exchanges]})
    whole = (run or report([one])).model_copy(update={"exchanges": list(exchanges)})
    return render(whole, one, Style(width=width, color=color))


def dead(*findings: FindingInfo, **changes: Any) -> LinkInfo:
    said = findings or (say("not-found", Severity.ERROR, "404 Not Found"),)
    return link(URL, Verdict.DEAD, list(said), at=["README.md:3:1", "docs/a.md:9:4"], status=404).model_copy(
        update=changes
    )


DEAD = """\
https://site.dev/page
dead: not-found, fails the check
  Dead means: it does not exist; for web pages, a second request confirmed this.
  Used at README.md:3:1, docs/a.md:9:4.

Requests, from 2026-08-03 12:00:00 UTC

   +0.0 s  GET https://site.dev/page
           first request
           404 Not Found after 120 ms
           server: nginx

   +3.0 s  GET https://site.dev/page
           second request
           no response after 20.0 s: timeout (no bytes in 20 s)

No further requests were needed.

Findings
  not-found (error, decides: dead)
    404 Not Found
    Rule: The server responds with 404 Not Found.
    https://docs.example/rules/#not-found

What to do
  Fix or remove the link.
  To accept not-found for this link:
    linkwarden ignore https://site.dev/page --rule not-found --reason '…'
  To lower the severity of not-found everywhere, in linkwarden.toml:
    [rules]
    not-found = "warning"
"""


def test_the_whole_story() -> None:
    first = exchange(1, 404, headers={"server": "nginx", "content-type": "text/html", "content-length": "12"})
    second = exchange(2, None, why="second request", elapsed_ms=20000, detail="no bytes in 20 s")

    assert DEAD == story(dead(), first, second)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_lines_fit_but_for_what_must_stay_whole(width: int) -> None:
    told = story(dead(), exchange(1, 404, why="a reason " * 20), exchange(2, 404), width=width)
    whole = re.compile(r"GET |linkwarden ignore|https?://")

    assert [] == [line for line in told.splitlines() if len(line) > width and not whole.search(line)]


def test_a_redirect_has_its_target_and_a_page_its_type() -> None:
    headers = {"location": "https://site.dev/new", "content-type": "text/html", "server": "nginx"}
    told = story(dead(), exchange(1, 301, headers=headers), exchange(2, 200, headers=headers))

    assert ["location: https://site.dev/new", "content-type: text/html"] == re.findall(
        r"^ {11}([a-z-]+: .*)", told, re.MULTILINE
    )


@pytest.mark.parametrize("status", [200, 202, 302, 403, 429])
@pytest.mark.parametrize("header", ["cf-mitigated", "sg-captcha", "x-amzn-waf-action", "x-vercel-mitigated"])
def test_the_header_of_a_wall_is_shown_and_kept(status: int, header: str) -> None:
    told = story(dead(), exchange(1, status, headers={header: "challenge"}))

    assert f"           {header}: challenge\n" in told
    assert header in EVIDENT_HEADERS


def test_what_was_still_needed_and_why_it_stopped() -> None:
    unfinished = dead(needs=["second request before a verdict"])

    assert "Not sent: second request before a verdict. Reason: the time limit for one link" in (
        " ".join(story(unfinished, exchange(1, 404)).split())
    )
    stopped = report([unfinished], status="interrupted", reason="the time limit was reached (5 s)")
    told = story(unfinished, exchange(1, 404), run=stopped)
    assert "Reason: the time limit was reached (5 s)." in " ".join(told.split())
    assert told.startswith("This run was interrupted")


def test_an_untrusted_run_begins_with_a_warning() -> None:
    told = story(dead(), exchange(1, None), run=report([dead()], status="untrusted", reason="no host answered"))

    assert told.startswith("This run cannot be trusted: no host answered.")


def test_what_would_change_a_refusal_a_redirect_and_a_skip() -> None:
    refused = link(URL, Verdict.BLOCKED, [say("forbidden", Severity.NOTE, "403")], at=["a.md:1:1"], status=403)
    moved = link(
        URL, Verdict.MOVED, [say("permanent-redirect", Severity.WARNING, "moved", f"{URL}/new")], at=["a.md:1:1"]
    )
    skipped = link(URL, Verdict.SKIPPED, [say("offline", Severity.NOTE, "not asked")], at=["a.md:1:1"])

    assert '    [accept]\n    "site.dev" = [403]\n' in story(refused, exchange(1, 403))
    assert f"  Replace the link with:\n    {URL}/new\n" in story(moved, exchange(1))
    assert "No requests were sent." in story(skipped)
    assert "  Run without --offline to check it.\n" in story(skipped)


@pytest.mark.parametrize(
    ("status", "helps"), [(403, True), (429, True), (999, True), (202, True), (200, False), (404, False), (410, False)]
)
def test_a_status_is_accepted_only_where_it_is_a_refusal(status: int, helps: bool) -> None:
    refused = link(URL, Verdict.BLOCKED, [say("bot-wall", Severity.NOTE, "a wall")], at=["a.md:1:1"], status=status)

    assert helps is ("[accept]" in story(refused, exchange(1, status)))


def test_nothing_would_change_what_is_fine() -> None:
    told = story(link(URL, Verdict.ALIVE, [], at=["a.md:1:1"], status=200), exchange(1))

    assert "\nalive\n" in told
    assert "No findings." in told
    assert "What to do" not in told


def test_accepted_findings_have_the_reason_and_no_advice_on_accepting() -> None:
    accepted = say("not-found", Severity.ERROR, "answers 404").model_copy(update={"ignored": "their shop is closed"})
    told = story(dead(accepted, fails=False, state="ignored"), exchange(1, 404))

    assert "dead: not-found, ignored" in told
    assert "Ignored: their shop is closed" in told
    assert "linkwarden ignore" not in told


def test_the_history_is_shown() -> None:
    told = story(dead(from_history=True, strikes=2, failing_since=JULY))

    assert "Failing since 2026-07-28, 2 strikes" in told
    assert "Not due in this run" in told


def test_facts_are_shown_unless_they_are_false() -> None:
    facts = {
        "github": {"archived": True, "disabled": False, "archived_at": "2024-03-01T08:09:10Z", "stars": 0, "x": None}
    }

    assert "  github: archived, archived at 2024-03-01, stars 0\n" in story(dead(facts=facts), exchange(1, 404))


def test_only_keeps_one_link_and_its_requests(variants: dict[str, Report]) -> None:
    full = variants["full"]
    chosen = next(one for one in full.links if one.exchanges)
    kept = only(full, chosen)

    assert [chosen] == kept.links
    assert chosen.exchanges == [each.id for each in kept.exchanges]
    assert (1, chosen.fails) == (kept.summary.links, kept.summary.fails)
    assert Report.model_validate_json(kept.model_dump_json()) == kept


def test_nothing_from_outside_acts_on_a_terminal_or_a_log() -> None:
    evil = dead(
        say("not-found", Severity.ERROR, EVIL, f"https://evil.example/{EVIL}"),
        url=f"https://evil.example/{EVIL}",
        rule=None,
        occurrences=[stand("a.md:1:1", EVIL)],
        facts={"github": {"description": EVIL}},
        needs=[EVIL],
    )
    shady = exchange(1, 403, url=f"https://evil.example/{EVIL}", why=EVIL, headers={"server": EVIL})
    told = story(evil, shady, exchange(2, None, detail=EVIL))

    assert "\x1b" not in told
    assert "\u202e" not in told
    assert [] == [line for line in told.splitlines() if line.lstrip().startswith("::")]


def test_the_command_can_be_pasted_into_a_shell() -> None:
    url = "https://site.dev/$(touch x)?a=1&b='2'`id`"

    assert ["linkwarden", "ignore", url, "--rule", "gone", "--reason", "…"] == shlex.split(ignore_command(url, "gone"))


def test_color_only_where_it_is_wanted() -> None:
    assert "\x1b[31m" in story(dead(), exchange(1, 404), color=True)
    assert "\x1b" not in story(dead(), exchange(1, 404))


@pytest.mark.parametrize(("rule", "color"), [("gone", 31), ("missing-fragment", 33), ("bot-wall", 33)])
def test_title_has_the_color_of_what_was_found(rule: str, color: int, variants: dict[str, Report]) -> None:
    report = variants["full"]
    link = next(link for link in report.links if any(finding.rule == rule for finding in link.findings))
    title = render(report, link, Style(color=True)).splitlines()[1]

    assert title.startswith(f"\x1b[{color}m{link.verdict}")


def test_alive_without_a_finding_is_green(variants: dict[str, Report]) -> None:
    report = variants["clean"]

    assert "\x1b[32malive\x1b[0m" in render(report, report.links[0], Style(color=True))
