import re
from dataclasses import replace
from html import unescape

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options

from linkwarden.model.finding import Severity
from linkwarden.report import REPORTERS, Style
from linkwarden.report.source import SourceLinks
from linkwarden.report.v1 import Report, SourceInfo

TAGS = {"h1", "h2", "p", "strong", "b", "ul", "li", "code", "br", "a", "blockquote", "details", "summary"}
SOURCE = SourceLinks("https://forge.example/acme/widget/blob/" + "0123456789" * 4 + "/", "plain=1")


def render(report: Report) -> str:
    return REPORTERS["markdown"].render(report, Style())


def as_github(text: str) -> str:
    html: str = cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE)
    return html


def many_links(report: Report, number: int, sample: Report | None = None) -> Report:
    dead = next(link for link in (sample or report).links if link.rule == "gone")
    links = [dead.model_copy(update={"url": f"https://d.example/{at:06}/é"}) for at in range(number)]
    return report.model_copy(update={"links": links})


@pytest.mark.parametrize("name", ["full", "clean", "empty", "interrupted", "untrusted"])
def test_github_sees_only_the_tags_that_are_meant(name: str, variants: dict[str, Report]) -> None:
    html = as_github(render(variants[name]))

    assert set(re.findall(r"<(\w+)", html)) <= TAGS
    assert html.count("<details>") == html.count("</details>")


def test_every_entry_is_one_line(variants: dict[str, Report]) -> None:
    """A forge shows the end of a line in a comment as a line break."""
    items = as_github(render(variants["full"])).count("<li>")

    assert items == len(re.findall(r"^- ", render(variants["full"]), re.MULTILINE)) == 35


def test_the_source_of_a_link_in_a_built_page(variants: dict[str, Report]) -> None:
    full = variants["full"]
    dead = next(link for link in full.links if link.rule == "gone")
    found = replace(dead.occurrences[0], source=SourceInfo("docs/a b.md", 7, 3, 7, 20))
    link = dead.model_copy(update={"occurrences": [found, *dead.occurrences[1:]]})
    text = REPORTERS["markdown"].render(full.model_copy(update={"links": [link]}), Style(source=SOURCE))

    assert f"<br>source: [`docs/a b.md:7`](<{SOURCE.prefix}docs/a%20b.md?plain=1#L7>)" in text


@pytest.mark.parametrize("source", [None, SOURCE])
def test_links_lead_where_they_say_and_never_to_what_they_would_disturb(
    source: SourceLinks | None, variants: dict[str, Report]
) -> None:
    html = as_github(REPORTERS["markdown"].render(variants["full"], Style(source=source)))
    links = re.findall(r'<a href="([^"]*)">(.*?)</a>', html)
    rules = {rule.url: rule.id for rule in variants["full"].rules}

    for address, text in links:
        if source and address.startswith(source.prefix):
            path, line = re.fullmatch(r"<code>(.*):(\d+)</code>", text).groups()  # type: ignore[union-attr]
            assert source.url(path.replace("%7C", "|"), int(line)) == address
        else:
            assert rules.get(address, address) == text
            assert "evil" not in address
    assert (source is not None) == any(address.startswith(SOURCE.prefix) for address, _ in links)


def test_mentions_and_references_are_in_code_only(variants: dict[str, Report]) -> None:
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

    assert f"dead, gone: 410 Gone, twice, 31 s apart<br><{link.url}>" in text


def test_rows_keep_their_order_when_the_report_has_another(variants: dict[str, Report]) -> None:
    links = list(reversed(variants["full"].links))

    assert render(variants["full"]) == render(variants["full"].model_copy(update={"links": links}))


@pytest.mark.parametrize(("number", "heading"), [(20, "## Moved (20)"), (21, "<summary><b>Moved (21)</b></summary>")])
def test_a_long_section_is_folded(number: int, heading: str, variants: dict[str, Report]) -> None:
    moved = next(link for link in variants["full"].links if link.rule == "permanent-redirect")
    links = [moved.model_copy(update={"url": f"https://m.example/{at}"}) for at in range(number)]

    assert heading in render(variants["full"].model_copy(update={"links": links}))


def test_errors_are_never_folded(variants: dict[str, Report]) -> None:
    assert "\n## Errors (300)\n" in render(many_links(variants["clean"], 300, variants["full"]))


def test_a_clean_report_is_short(variants: dict[str, Report]) -> None:
    assert 7 == len(render(variants["clean"]).splitlines())


def test_each_advice_is_shown_once(variants: dict[str, Report]) -> None:
    errors = render(variants["full"]).partition("## Errors")[2].partition("\n- ")[0]

    assert errors == " (6)\n\n→ is the URL to use instead.<br>`gone`: Fix or remove the link.\n"


def test_one_enormous_link_leaves_room_for_the_others(variants: dict[str, Report]) -> None:
    dead = next(link for link in variants["full"].links if link.rule == "gone")
    long = "x" * 2_000_000
    finding = dead.findings[0].model_copy(update={"message": long, "suggestion": f"https://b.example/{long}"})
    place = replace(dead.occurrences[0], path=long)
    big = dead.model_copy(update={"url": f"https://a.example/{long}", "findings": [finding], "occurrences": [place]})
    text = render(variants["clean"].model_copy(update={"links": [big, dead]}))

    assert dead.url in text
    assert len(text) < 5_000


def test_a_long_url_is_cut_and_leads_to_the_whole(variants: dict[str, Report]) -> None:
    dead = next(link for link in variants["full"].links if link.rule == "gone")
    url = f"https://a.example/?{'b=c&' * 100}amp;"
    html = as_github(render(variants["clean"].model_copy(update={"links": [dead.model_copy(update={"url": url})]})))

    address, text = re.findall(r'<a href="(https://a[^"]*)"><code>(.*?)</code></a>', html)[0]

    assert url == unescape(address)
    assert f"{url[:199]}…" == unescape(text)


def test_report_that_is_too_long_is_cut_between_rows(variants: dict[str, Report]) -> None:
    text = render(many_links(variants["full"], 10_000))

    assert 890_000 < len(text.encode()) <= 900_000
    body, _, end = text.partition("\n**The report was cut here. The JSON report lists everything.**\n")
    assert body.splitlines()[-1].startswith("- `README.md:12` ")
    assert body.splitlines()[-1].endswith("also at `docs/guide.md:40`, `docs/guide.md:77`")
    assert end.startswith("\n32 links in ")


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

    assert "<https://github.com/acme/old-widget><br>→ <https://github.com/acme/widget><br>" in render(report)
