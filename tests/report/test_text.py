import re
from datetime import date, timedelta

import pytest

from linkwarden.model.finding import Severity, Verdict
from linkwarden.report import REPORTERS, Reporter, Style
from linkwarden.report.freshness import FreshnessReporter
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
    """Return texts that must not be wrapped: URLs, suggestions and positions."""
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
    assert "\x1b[31mgone\x1b[0m: 410 Gone" in colored
    assert "\x1b[33mmissing-fragment\x1b[0m" in colored
    assert "\x1b" not in render(variants["full"])


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_from_outside_acts_on_a_terminal_or_a_log(width: int, variants: dict[str, Report]) -> None:
    for line in render(variants["full"], width).splitlines():
        assert not line.strip().startswith("::")
        assert line.isprintable()


def test_clean_run_is_one_line(variants: dict[str, Report]) -> None:
    assert render(variants["clean"]).count("\n") == 1


def test_an_incomplete_run_begins_with_a_warning(variants: dict[str, Report]) -> None:
    assert render(variants["untrusted"]).startswith("This run cannot be trusted: no host answered")
    assert render(variants["interrupted"]).startswith("This run was interrupted: Ctrl-C")


@pytest.mark.parametrize(
    ("name", "word"), [("untrusted", "Undecided."), ("interrupted", "Fails with 1 error."), ("clean", "Passes.")]
)
def test_last_paragraph_gives_the_outcome(name: str, word: str, variants: dict[str, Report]) -> None:
    assert render(variants[name]).rstrip().rpartition("\n\n")[2].startswith(word)


def test_interrupted_run_without_a_failure_does_not_pass(variants: dict[str, Report]) -> None:
    run = variants["interrupted"].run
    report = variants["clean"].model_copy(update={"run": run})

    assert "Not finished. 2 links" in render(report)
    assert "Passes" not in render(report)


@pytest.mark.parametrize(
    ("rule", "number", "expected"),
    [
        ("gone", 200, None),
        ("gone", 201, "1 more error: see out/links.md"),
        ("timeout", 20, None),
        ("timeout", 23, "3 more unreachable links: see out/links.md"),
        ("permanent-redirect", 1020, "1,000 more moved links: see out/links.md"),
    ],
)
def test_long_groups_are_cut_with_a_count(
    rule: str, number: int, expected: str | None, variants: dict[str, Report]
) -> None:
    link = next(link for link in variants["full"].links if link.rule == rule)
    report = with_links(
        variants["full"], *(renamed(link, url=f"https://s.example/{number:03}/") for number in range(number))
    ).model_copy(update={"findings": []})
    text = REPORTERS["text"].render(report, Style(full_report="out/links.md"))
    shown = number - int(expected.partition(" ")[0].replace(",", "")) if expected else number

    assert shown == text.count("    https://s.example/")
    assert (expected is None) == (" more " not in text)
    assert expected is None or f"\n{expected}\n" in text


def test_without_a_written_report_nothing_refers_to_one(variants: dict[str, Report]) -> None:
    link = next(link for link in variants["full"].links if link.rule == "timeout")
    links = [renamed(link, url=f"https://s.example/{number:03}/") for number in range(21)]
    text = render(with_links(variants["clean"], *links))

    assert "\n1 more unreachable link: add --format markdown to list all\n" in text
    assert "links.md" not in text


def test_heading_of_a_long_group_counts_its_rules(variants: dict[str, Report]) -> None:
    by_rule = {link.rule: link for link in variants["full"].links}
    links = [renamed(by_rule["gone"], url=f"https://d.example/{number}") for number in range(9)]

    text = render(with_links(variants["clean"], *links, by_rule["missing-anchor"]))

    assert text.startswith("10 errors: 9 gone, 1 missing-anchor\n")


def test_two_hundred_dead_links_take_two_lines_each(variants: dict[str, Report]) -> None:
    dead = next(link for link in variants["full"].links if link.rule == "gone")
    dead = renamed(dead, occurrences=dead.occurrences[:1])
    text = render(with_links(variants["clean"], *(renamed(dead, url=f"https://d.example/{n}") for n in range(200))))

    assert 401 == len(text.partition("\n\n")[0].splitlines())


def test_freshness_begins_with_the_oldest(variants: dict[str, Report]) -> None:
    archived = next(link for link in variants["full"].links if link.url.endswith("frozen"))
    dates = [date(2024, 5, 1), None, date(2021, 1, 1)]
    links = [
        renamed(
            archived,
            url=f"https://f.example/{each}",
            findings=[archived.findings[0].model_copy(update={"since": each})],
        )
        for each in dates
    ]
    text = render(with_links(variants["full"], *links))

    assert ["2021-01-01", "2024-05-01", "None"] == re.findall(r"https://f.example/(\S+)", text)


def test_a_result_of_an_earlier_day_is_dated(variants: dict[str, Report]) -> None:
    link = next(link for link in variants["full"].links if link.rule == "timeout")
    run = variants["full"].run
    earlier = renamed(link, from_history=True, checked_at=run.started_at - timedelta(days=1), strikes=0)
    today = renamed(earlier, checked_at=run.started_at)

    assert "last checked on 2026-08-02" in render(with_links(variants["full"], earlier))
    assert "last checked" not in render(with_links(variants["full"], today))


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

    assert "  8 blocked links, bot-wall (c.example 3, a.example 2, b.example 2, d.example):" in render(report)


def test_notes_that_differ_are_not_listed_one_by_one(variants: dict[str, Report]) -> None:
    quiet = next(link for link in variants["full"].links if link.url.endswith("quiet"))
    other = FindingInfo(
        rule="repository-stale", severity=Severity.NOTE, message="no commit since 2019", suggestion=None
    )
    report = with_links(variants["clean"], quiet, renamed(quiet, url=f"{quiet.url}-too", findings=[other]))

    report = report.model_copy(update={"rules": variants["full"].rules})

    said = "The repository has had no commit for long; linkwarden freshness lists them"
    assert f"  2 links, repository-stale (github.com): {said}\n" in render(report, 120)


def test_local_links_are_grouped_by_the_file_that_they_are_in(variants: dict[str, Report]) -> None:
    skipped = next(link for link in variants["full"].links if link.rule == "private-address")
    told = FindingInfo(rule="site-path", severity=Severity.NOTE, message="set root-dir to check it", suggestion=None)
    report = with_links(variants["clean"], renamed(skipped, url="/guide", rule="site-path", findings=[told]))

    assert "  1 skipped link, site-path (README.md): set root-dir to check it\n" in render(report)


def test_a_finding_on_a_file_or_host_names_it(variants: dict[str, Report]) -> None:
    finding = (
        variants["full"].findings[0].model_copy(update={"span": SpanInfo(line=7, column=2, end_line=7, end_column=9)})
    )
    on_host = finding.model_copy(update={"path": None, "span": None, "host": "a.example"})
    on_run = on_host.model_copy(update={"host": None})
    text = render(variants["clean"].model_copy(update={"findings": [finding, on_host, on_run]}))

    assert re.findall(r"^(\S.*)  undefined-reference: ", text, re.MULTILINE) == [
        "a.example",
        "this run",
        "docs/guide.md:7:2",
    ]
    assert "Passes with 3 warnings." in text


def test_deciding_rule_comes_first_even_when_another_is_louder(variants: dict[str, Report]) -> None:
    link = next(link for link in variants["full"].links if link.rule == "repository-renamed")
    quiet = [one.model_copy(update={"severity": Severity.NOTE}) for one in link.findings if one.rule == link.rule]
    loud = [one for one in link.findings if one.rule != link.rule]
    text = render(with_links(variants["clean"], renamed(link, findings=[*loud, *quiet])))

    assert text.startswith(
        "1 moved link\n"
        "README.md:21:3  repository-renamed: renamed, and the old name may be taken\n"
        "    https://github.com/acme/old-widget\n"
        " -> https://github.com/acme/widget\n"
        "    repository-archived: archived since 2024-03-01\n"
    )


def test_a_note_on_an_accepted_link_is_not_shown(variants: dict[str, Report]) -> None:
    quiet = next(link for link in variants["full"].links if link.rule == "bot-wall")

    assert "bot-wall" not in render(with_links(variants["clean"], renamed(quiet, state="ignored")))


def test_combining_marks_take_no_column(variants: dict[str, Report]) -> None:
    words = " ".join(["e\u0301e\u0301"] * 12)
    told = FindingInfo(rule="gone", severity=Severity.ERROR, message=words, suggestion=None)
    link = renamed(next(link for link in variants["full"].links if link.rule == "gone"), findings=[told])

    assert f"    {words}\n" in render(with_links(variants["full"], link), 40)


def with_freshness(report: Report, dates: dict[str, date], severity: Severity = Severity.WARNING) -> Report:
    """Return a report whose only links are alive, one for each rule, with a finding since that date."""
    alive = next(link for link in report.links if link.url.endswith("frozen"))
    links = [
        renamed(
            alive,
            url=f"https://f.example/{rule}",
            findings=[FindingInfo(rule=rule, severity=severity, message=rule, suggestion=None, since=since)],
        )
        for rule, since in dates.items()
    ]
    return with_links(report, *links)


@pytest.mark.parametrize(
    ("archived", "stale", "expected"),
    [(2020, 2021, ["archived", "had no commit"]), (2021, 2020, ["had no commit", "archived"])],
)
def test_freshness_tables_of_one_severity_are_sorted_by_date(
    archived: int, stale: int, expected: list[str], variants: dict[str, Report]
) -> None:
    dates = {"repository-archived": date(archived, 1, 1), "repository-stale": date(stale, 1, 1)}
    text = FreshnessReporter().render(with_freshness(variants["full"], dates), Style())

    assert expected == re.findall(r"^The repository (?:is|has) (archived|had no commit)", text, re.MULTILINE)


@pytest.mark.parametrize("reporter", [REPORTERS["text"], FreshnessReporter()])
def test_no_warning_is_green(reporter: Reporter, variants: dict[str, Report]) -> None:
    report = with_freshness(variants["full"], {"repository-archived": date(2020, 1, 1)})

    colored = reporter.render(report, Style(color=True))

    assert "\x1b[33m" in colored
    assert "\x1b[32m" not in colored
