import re

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options

from linkwarden.model.finding import Severity, Verdict
from linkwarden.report import REPORTERS, Style
from linkwarden.report.v1 import LinkInfo, Report

TAGS = {"h1", "h2", "p", "strong", "b", "table", "thead", "tbody", "tr", "th", "td", "code", "br", "a"}
TAGS |= {"blockquote", "details", "summary"}


def render(report: Report) -> str:
    return REPORTERS["markdown"].render(report, Style())


def as_github(text: str) -> str:
    html: str = cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE)
    return html


def many_links(report: Report, number: int) -> Report:
    dead = next(link for link in report.links if link.rule == "gone")
    links = [dead.model_copy(update={"url": f"https://d.example/{at:06}/é"}) for at in range(number)]
    return report.model_copy(update={"links": links})


@pytest.mark.parametrize("name", ["full", "clean", "empty", "interrupted", "untrusted"])
def test_github_sees_only_the_tags_that_are_meant(name: str, variants: dict[str, Report]) -> None:
    html = as_github(render(variants[name]))

    assert set(re.findall(r"<(\w+)", html)) <= TAGS
    assert html.count("<details>") == html.count("</details>")


def test_every_row_has_the_cells_of_its_table(variants: dict[str, Report]) -> None:
    """A parser would pad or cut rows that have not, without a word."""
    for table in re.findall(r"(?:^\|.*\n)+", render(variants["full"]), re.MULTILINE):
        assert 1 == len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()})


def test_links_lead_where_they_say_and_never_to_what_they_would_disturb(variants: dict[str, Report]) -> None:
    for address, text in re.findall(r'<a href="([^"]*)">(.*?)</a>', as_github(render(variants["full"]))):
        assert address == text
        assert "evil" not in address


def test_mentions_and_references_stand_in_code_only(variants: dict[str, Report]) -> None:
    text = re.sub(r"<code>.*?</code>", "", as_github(render(variants["full"])))

    assert "@" not in text
    assert not re.search(r"#\d", text)


def test_every_link_that_is_not_fine_is_listed(variants: dict[str, Report]) -> None:
    text = render(variants["full"])

    assert [] == [
        link.url for link in variants["full"].links if link.findings and link.url.replace("|", "%7C") not in text
    ]


def test_dead_link_that_may_stay_is_listed_too(variants: dict[str, Report]) -> None:
    dead = next(link for link in variants["full"].links if link.rule == "gone")
    softened = [finding.model_copy(update={"severity": Severity.NOTE}) for finding in dead.findings]
    link = dead.model_copy(update={"findings": softened, "fails": False})

    text = render(variants["clean"].model_copy(update={"links": [link]}))

    assert f"<{link.url}> | dead | `gone` 410 Gone" in text


def test_rows_keep_their_order_when_the_report_has_another(variants: dict[str, Report]) -> None:
    links = list(reversed(variants["full"].links))

    assert render(variants["full"]) == render(variants["full"].model_copy(update={"links": links}))


def test_freshness_lists_the_loudest_first_and_each_finding_once(variants: dict[str, Report]) -> None:
    links = [link for link in variants["full"].links if link.findings]
    last = links[-1].occurrences[0].model_copy(update={"path": "z.md"})
    links = [link.model_copy(update={"occurrences": [last]}) if link.url.endswith("frozen") else link for link in links]
    report = variants["full"].model_copy(update={"links": links})
    section = render(report).partition("## Freshness (3)")[2].partition("\n#")[0]

    assert re.findall(r"\| `(repository-[a-z]+)`", section) == [
        "repository-archived",
        "repository-archived",
        "repository-stale",
    ]


def test_accepted_link_is_left_out_of_freshness(variants: dict[str, Report]) -> None:
    def accept(link: LinkInfo) -> LinkInfo:
        return link.model_copy(update={"state": "ignored"})

    links = [accept(link) if link.verdict is Verdict.ALIVE else link for link in variants["full"].links]

    assert "## Freshness (1)" in render(variants["full"].model_copy(update={"links": links}))


def test_report_that_is_too_long_is_cut_between_rows(variants: dict[str, Report]) -> None:
    text = render(many_links(variants["full"], 10_000))

    assert 890_000 < len(text.encode()) <= 900_000
    assert text.endswith("|\n\n**The report was cut here; the JSON report holds the rest.**\n")


def test_report_that_is_cut_within_a_fold_closes_it(variants: dict[str, Report]) -> None:
    report = many_links(variants["full"], 10_000)
    links = [link.model_copy(update={"state": "baselined", "fails": False}) for link in report.links]

    html = as_github(render(report.model_copy(update={"links": links})))

    assert html.index("</details>") < html.index("The report was cut here")


def test_report_that_fits_is_not_cut(variants: dict[str, Report]) -> None:
    assert "cut here" not in render(many_links(variants["full"], 1000))


def test_new_url_comes_from_the_deciding_rule(variants: dict[str, Report]) -> None:
    link = next(link for link in variants["full"].links if link.rule == "repository-renamed")
    archived = link.findings[1].model_copy(update={"suggestion": "https://other.example/"})
    report = variants["clean"].model_copy(
        update={"links": [link.model_copy(update={"findings": [archived, link.findings[0]]})]}
    )

    assert "<https://github.com/acme/old-widget> | <https://github.com/acme/widget> |" in render(report)
