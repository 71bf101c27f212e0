"""``linkwarden explain``: every request and rule for one link, checked now or from a report."""

import json
import re

import pytest

from linkwarden.identity import rule_url
from linkwarden.report.v1 import Report
from tests.e2e.command import Ran, Repository
from tests.web import Web


def explain(repository: Repository, url: str, *arguments: str) -> Ran:
    return repository.run("explain", url, *arguments, "--allow-private-addresses")


def steady(text: str) -> str:
    """Return *text* without the parts that differ between runs."""
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "DATE", text)
    return re.sub(r"after \d+ ms", "after N ms", re.sub(r"\+\d\.\d s", "+N s", text))


MOVED = """\
{old}
moved: permanent-redirect
  Moved means: it redirects permanently, and the new URL works.

Requests, from DATE UTC

   +N s  GET {old}
           first request
           301 Moved Permanently after N ms
           location: {new}

   +N s  GET {new}
           redirect
           200 OK after N ms
           content-type: text/html; charset=utf-8

No further requests were needed.

Findings
  permanent-redirect (warning, decides: moved)
    permanent redirect
    Rule: The URL redirects permanently, and the new URL works.
    {docs}

What to do
  Replace the link with:
    {new}
  To accept permanent-redirect for this link:
    linkwarden ignore {old} --rule permanent-redirect --reason '…'
  To lower the severity of permanent-redirect everywhere, in linkwarden.toml:
    [rules]
    permanent-redirect = "note"
"""


def test_the_whole_story(repository: Repository, web: Web) -> None:
    ran = explain(repository, web.url("301-to-ok"))

    assert (0, "") == (ran.code, ran.err)
    docs = rule_url("permanent-redirect")
    assert MOVED.format(old=web.url("301-to-ok"), new=web.url("ok", "/new"), docs=docs) == steady(ran.out)
    assert not (repository.path / "reports").exists()


@pytest.mark.usefixtures("fast_clock")
def test_dead_is_explained_with_both_fetches_and_0(repository: Repository, web: Web) -> None:
    repository.configure(canary=web.url("ok"))
    ran = explain(repository, web.url("404"))

    assert 0 == ran.code
    assert "dead: not-found, fails the check" in ran.out
    assert 2 == ran.out.count("404 Not Found after")
    assert "second request, to confirm" in ran.out
    assert "Fix or remove the link." in ran.out


def test_a_refusal_names_the_setting_that_accepts_it(repository: Repository, web: Web) -> None:
    ran = explain(repository, web.url("403"))

    assert "blocked: forbidden" in ran.out
    assert '[accept]\n    "127.0.0.1" = [403]' in ran.out


def test_no_network_is_3(repository: Repository, web: Web) -> None:
    ran = explain(repository, web.url("refused"))

    assert 3 == ran.code
    assert ran.out.startswith("This run cannot be trusted")
    assert "no response after" in ran.out


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("docs/none.md", "dead: missing-file"),
        ("README.md#nowhere", "dead: missing-anchor"),
        ("README.md#here", "alive"),
        ("a file.md", "alive"),
        ("mailto:team@site.dev", "skipped: unsupported-scheme"),
        ("https://{{host}}/", "skipped: template-target"),
        ("http://localhost/", "Use --allow-private-addresses to check it."),
        ("https://[no/", "dead: invalid-url"),
    ],
)
def test_what_needs_no_request(repository: Repository, url: str, said: str) -> None:
    repository.write("README.md", "# Here")
    repository.write("a file.md", "")
    ran = repository.run("explain", url)

    assert (0, "") == (ran.code, ran.err)
    assert url == ran.out.splitlines()[0]
    assert said in ran.out


def test_a_path_is_relative_to_the_working_directory(repository: Repository) -> None:
    repository.write("docs/guide.md", "[x](other.md)")
    repository.write("docs/other.md", "")
    inside = Repository.__new__(Repository)
    inside.path = repository.path / "docs"

    assert "docs/other.md\nalive" in inside.run("explain", "other.md").out


def test_a_forgotten_scheme_is_pointed_out(repository: Repository) -> None:
    ran = repository.run("explain", "site.dev/page")

    assert "for a web page, write https://site.dev/page" in ran.err


@pytest.mark.parametrize("url", ["", "  ", "#part"])
def test_what_names_nothing_is_2(repository: Repository, url: str) -> None:
    ran = repository.run("explain", url)

    assert (2, "", 1) == (ran.code, ran.out, len(ran.err.splitlines()))


def test_json_is_a_report_of_that_one_link(repository: Repository, web: Web) -> None:
    report = Report.model_validate_json(explain(repository, web.url("301-to-ok"), "--format", "json").out)

    assert [web.url("301-to-ok")] == [link.url for link in report.links]
    assert 2 == len(report.exchanges) == report.summary.requests
    assert [] == report.links[0].occurrences


# ---- from a report ---------------------------------------------------------------------------


@pytest.fixture
def checked(repository: Repository, web: Web) -> Repository:
    repository.write("README.md", f"[a]({web.url('301-to-ok')}) [b]({web.url('ok')}#top) [c](none%20here.md)")
    repository.check()
    return repository


def test_a_report_has_the_same_content_and_the_position_of_the_link(checked: Repository, web: Web) -> None:
    asked = len(web.log("301-to-ok"))
    ran = checked.run("explain", web.url("301-to-ok"), "--from", "reports/links.json")

    assert 0 == ran.code
    assert "  Used at README.md:1:1.\n" in ran.out
    assert steady(ran.out).replace("  Used at README.md:1:1.\n", "") == MOVED.format(
        old=web.url("301-to-ok"), new=web.url("ok", "/new"), docs=rule_url("permanent-redirect")
    )
    assert asked == len(web.log("301-to-ok"))


def test_a_report_s_json_holds_that_link_and_its_requests(checked: Repository, web: Web) -> None:
    ran = checked.run("explain", web.url("301-to-ok"), "--from", "reports/links.json", "--format", "json")
    told = json.loads(ran.out)

    assert [web.url("301-to-ok")] == [link["url"] for link in told["links"]]
    assert told["links"][0]["exchanges"] == [exchange["id"] for exchange in told["exchanges"]]
    assert {"moved": 1} == {verdict: count for verdict, count in told["summary"]["verdicts"].items() if count}


def test_spelling_does_not_matter_where_browsers_see_none(checked: Repository, web: Web) -> None:
    ran = checked.run("explain", web.url("ok").replace("http:", "HTTP:") + "./#top", "--from", "reports/links.json")

    assert (0, "") == (ran.code, ran.err)


@pytest.mark.parametrize("path", ["none here.md", "none%20here.md", "./docs/../none here.md"])
def test_paths_are_found_in_a_report(checked: Repository, path: str) -> None:
    assert "dead: missing-file" in checked.run("explain", path, "--from", "reports/links.json").out


def test_what_is_not_in_the_report_is_2_with_the_nearest(checked: Repository, web: Web) -> None:
    ran = checked.run("explain", web.url("ok") + "#to", "--from", "reports/links.json")

    assert (2, "", 1) == (ran.code, ran.out, len(ran.err.splitlines()))
    assert f"did you mean {web.url('ok')}#top" in ran.err


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (None, "cannot be read"),
        ("{", "not a JSON report"),
        (b"\xff\xfe", "not a JSON report"),
        ("[]", "schema_version is missing"),
        ('{"schema_version": 2}', "version 2"),
        ('{"schema_version": 1}', "tool"),
    ],
)
def test_what_is_no_report_is_one_line_and_2(repository: Repository, content: str | bytes | None, named: str) -> None:
    if content is not None:
        repository.write("links.json", content)
    ran = repository.run("explain", "https://site.dev/", "--from", "links.json")

    assert (2, "", 1) == (ran.code, ran.out, len(ran.err.splitlines()))
    assert ran.err.startswith("linkwarden: links.json: ")
    assert named in ran.err
