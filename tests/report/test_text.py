import re

import pytest

from linkwarden.model.finding import Severity, Verdict
from linkwarden.report import REPORTERS, Style
from linkwarden.report.v1 import FindingInfo, LinkInfo, Report, SpanInfo

COLOR = re.compile(r"\x1b\[\d+m")
WIDTHS = [40, 41, 53, 64, 80, 100, 120]


def render(report: Report, width: int = 100, *, color: bool = False) -> str:
    return REPORTERS["text"].render(report, Style(width=width, color=color))


def with_links(report: Report, *links: LinkInfo) -> Report:
    verdicts = {verdict: sum(link.verdict is verdict for link in links) for verdict in Verdict}
    summary = report.summary.model_copy(update={"links": len(links), "verdicts": verdicts})
    return report.model_copy(update={"links": list(links), "summary": summary})


def renamed(link: LinkInfo, **changes: object) -> LinkInfo:
    return link.model_copy(update=changes)


def shown_alone(report: Report) -> set[str]:
    """Return what has to stay whole: URLs, suggestions and places."""
    whole = {link.url for link in report.links}
    whole |= {f"{one.path}:{one.line}:{one.column}" for link in report.links for one in link.occurrences}
    return whole | {finding.suggestion for link in report.links for finding in link.findings if finding.suggestion}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["full", "warnings", "interrupted", "untrusted", "empty"])
def test_lines_fit_unless_they_hold_one_thing_that_must_not_be_broken(
    width: int, name: str, variants: dict[str, Report]
) -> None:
    report = variants[name]
    long = {line for line in render(report, width).splitlines() if len(line) > width}

    assert {
        line for line in long if line.removeprefix(" -> ").strip() not in shown_alone(report) and "evil" not in line
    } == set()


@pytest.mark.parametrize("width", WIDTHS)
def test_address_has_a_line_for_itself(width: int, variants: dict[str, Report]) -> None:
    lines = {line.strip() for line in render(variants["full"], width).splitlines()}

    assert {link.url for link in variants["full"].links if link.fails} <= lines


def test_width_is_kept_within_bounds(variants: dict[str, Report]) -> None:
    assert render(variants["full"], 1) == render(variants["full"], 40)
    assert render(variants["full"], 200) == render(variants["full"], 120)


def test_wide_characters_take_two_columns(variants: dict[str, Report]) -> None:
    told = FindingInfo(rule="gone", severity=Severity.ERROR, message="漢字 " * 12, suggestion=None)
    link = renamed(next(link for link in variants["full"].links if link.rule == "gone"), findings=[told])

    lines = [line for line in render(with_links(variants["full"], link), 40).splitlines() if "漢" in line]

    assert ["    " + " ".join(["漢字"] * 7), "    " + " ".join(["漢字"] * 5)] == lines


def test_color_changes_nothing_but_color(variants: dict[str, Report]) -> None:
    colored = render(variants["full"], color=True)

    assert render(variants["full"]) == COLOR.sub("", colored)
    assert "\x1b[31mdead: gone\x1b[0m" in colored
    assert "\x1b" not in render(variants["full"])


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_from_outside_acts_on_a_terminal_or_a_log(width: int, variants: dict[str, Report]) -> None:
    for line in render(variants["full"], width).splitlines():
        assert not line.strip().startswith("::")
        assert line.isprintable()


def test_clean_run_is_one_line(variants: dict[str, Report]) -> None:
    assert render(variants["clean"]).count("\n") == 1


def test_run_that_is_not_whole_says_so_first(variants: dict[str, Report]) -> None:
    assert render(variants["untrusted"]).startswith("This run can't be trusted: no host answered")
    assert render(variants["interrupted"]).startswith("This run was interrupted: Ctrl-C")


@pytest.mark.parametrize(
    ("name", "word"), [("untrusted", "Undecided."), ("interrupted", "Fails:"), ("clean", "Passes.")]
)
def test_last_paragraph_gives_the_outcome(name: str, word: str, variants: dict[str, Report]) -> None:
    assert render(variants[name]).rstrip().rpartition("\n\n")[2].startswith(word)


def test_interrupted_run_without_a_failure_does_not_pass(variants: dict[str, Report]) -> None:
    run = variants["interrupted"].run
    report = variants["clean"].model_copy(update={"run": run})

    assert "\nUnfinished. 2 links" in render(report)
    assert "Passes" not in render(report)


def test_failures_are_all_told_and_warnings_up_to_twenty(variants: dict[str, Report]) -> None:
    dead = next(link for link in variants["full"].links if link.rule == "gone")
    slow = next(link for link in variants["full"].links if link.rule == "timeout")
    report = with_links(
        variants["full"],
        *(renamed(dead, url=f"https://d.example/{number:02}/") for number in range(30)),
        *(renamed(slow, url=f"https://s.example/{number:02}/") for number in range(23)),
    )

    text = render(report)

    assert 30 == text.count("https://d.example/")
    assert 20 == text.count("https://s.example/")
    assert "\nAnd 3 more: the Markdown and JSON reports list them all.\n" in text
    assert "\n24 warnings.\n" in text


def test_accepted_links_are_only_counted(variants: dict[str, Report]) -> None:
    text = render(variants["full"])

    assert "accepted.example.net" not in text
    assert "ignored.example.net" not in text
    assert "1 accepted by the baseline, 1 ignored." in " ".join(text.split())


def test_blocked_hosts_come_with_the_most_links_first(variants: dict[str, Report]) -> None:
    blocked = next(link for link in variants["full"].links if link.verdict is Verdict.BLOCKED)
    hosts = ["b.example"] * 2 + ["a.example"] * 2 + ["c.example"] * 3 + ["d.example"]
    report = with_links(
        variants["clean"], *(renamed(blocked, url=f"https://{host}/{number}") for number, host in enumerate(hosts))
    )

    assert "  blocked 8 links, bot-wall (c.example 3, a.example 2, b.example 2, d.example):" in render(report)


def test_notes_that_differ_are_not_told_one_by_one(variants: dict[str, Report]) -> None:
    quiet = next(link for link in variants["full"].links if link.url.endswith("quiet"))
    other = FindingInfo(
        rule="repository-stale", severity=Severity.NOTE, message="no commit since 2019", suggestion=None
    )
    report = with_links(variants["clean"], quiet, renamed(quiet, url=f"{quiet.url}-too", findings=[other]))

    assert "  alive 2 links, repository-stale (github.com 2)\n" in render(report)


def test_local_links_are_grouped_by_the_file_that_they_stand_in(variants: dict[str, Report]) -> None:
    skipped = next(link for link in variants["full"].links if link.rule == "private-address")
    told = FindingInfo(rule="site-path", severity=Severity.NOTE, message="set root-dir to check it", suggestion=None)
    report = with_links(variants["clean"], renamed(skipped, url="/guide", rule="site-path", findings=[told]))

    assert "  skipped 1 link, site-path (README.md): set root-dir to check it\n" in render(report)


def test_finding_on_a_file_or_host_says_where(variants: dict[str, Report]) -> None:
    finding = (
        variants["full"].findings[0].model_copy(update={"span": SpanInfo(line=7, column=2, end_line=7, end_column=9)})
    )
    on_host = finding.model_copy(update={"path": None, "span": None, "host": "a.example"})
    on_run = on_host.model_copy(update={"host": None})
    text = render(variants["clean"].model_copy(update={"findings": [finding, on_host, on_run]}))

    assert re.findall(r"^(\S.*)  warning: undefined-reference$", text, re.MULTILINE) == [
        "docs/guide.md:7:2",
        "a.example",
        "this run",
    ]
    assert "Passes, with 3 warnings." in text


def test_deciding_rule_comes_first_even_when_another_is_louder(variants: dict[str, Report]) -> None:
    link = next(link for link in variants["full"].links if link.rule == "repository-renamed")
    quiet = [one.model_copy(update={"severity": Severity.NOTE}) for one in link.findings if one.rule == link.rule]
    loud = [one for one in link.findings if one.rule != link.rule]
    text = render(with_links(variants["clean"], renamed(link, findings=[*loud, *quiet])))

    assert text.startswith(
        "1 warning.\n"
        "\n"
        "README.md:21:3  moved: repository-renamed\n"
        "    https://github.com/acme/old-widget\n"
        "    renamed, and the old name may be taken\n"
        " -> https://github.com/acme/widget\n"
        "    repository-archived: archived since 2024-03-01\n"
    )


def test_note_on_an_accepted_link_is_not_told(variants: dict[str, Report]) -> None:
    quiet = next(link for link in variants["full"].links if link.rule == "bot-wall")

    assert "bot-wall" not in render(with_links(variants["clean"], renamed(quiet, state="ignored")))


def test_marks_that_stand_on_a_letter_take_no_column(variants: dict[str, Report]) -> None:
    words = " ".join(["e\u0301e\u0301"] * 12)
    told = FindingInfo(rule="gone", severity=Severity.ERROR, message=words, suggestion=None)
    link = renamed(next(link for link in variants["full"].links if link.rule == "gone"), findings=[told])

    assert f"    {words}\n" in render(with_links(variants["full"], link), 40)
