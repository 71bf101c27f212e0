"""``linkwarden links``: what would be checked, without requests."""

import json

from linkwarden.report.v1 import Report
from tests.e2e.command import Repository
from tests.web import Web

README = """\
# Guide

[guide](docs/guide.md#start) and [again](docs/guide.md#end), ![logo](logo.png)

Mail <mailto:team@site.dev>, see https://site.dev/a and https://site.dev/a#part.
"""

LISTED = """\
README.md
     3:1  link      docs/guide.md#start
    3:34  link      docs/guide.md#end
    3:62  image     logo.png
     5:6  autolink  mailto:team@site.dev  (skipped: unsupported-scheme)
    5:34  bare      https://site.dev/a
    5:57  bare      https://site.dev/a#part

docs/guide.md
     1:1  link  https://other.dev/

7 links at 7 places in 2 files. A check would request 2 pages on 2 hosts and look up 2 files of this
repository. 1 link would not be checked.
"""


def test_links_are_listed_by_file_and_place(repository: Repository) -> None:
    repository.write("README.md", README)
    repository.write("docs/guide.md", "[there](https://other.dev/)")
    ran = repository.run("links", "README.md", "docs")

    assert (0, LISTED, "") == (ran.code, ran.out, ran.err)
    assert not (repository.path / "reports").exists()


def test_nothing_is_requested(repository: Repository, web: Web) -> None:
    repository.write("README.md", f"[one]({web.url('ok')}) [two](missing.md)")
    ran = repository.run("links")

    assert 0 == ran.code
    assert web.url("ok") in ran.out
    assert [] == web.log("ok")


def test_json_is_a_report_as_check_writes_it(repository: Repository, web: Web) -> None:
    repository.write("README.md", f"[one]({web.url('ok')}) <mailto:a@site.dev>")
    listed = Report.model_validate_json(repository.run("links", "--format", "json").out)
    checked = Report.model_validate(repository.check().report)

    assert [link.url for link in checked.links] == [link.url for link in listed.links]
    assert [link.occurrences for link in checked.links] == [link.occurrences for link in listed.links]
    assert [link.probes for link in checked.links] == [link.probes for link in listed.links]
    assert {("skipped", None), ("skipped", "unsupported-scheme")} == {(one.verdict, one.rule) for one in listed.links}
    assert [] == listed.exchanges


def test_standard_input_is_read(repository: Repository) -> None:
    ran = repository.run("links", "-", "--stdin-name", "docs/page.md", "--format", "json", stdin="[x](other.md)")
    (link,) = json.loads(ran.out)["links"]

    assert ("docs/other.md", "docs/page.md") == (link["url"], link["occurrences"][0]["path"])


def test_excluded_links_are_marked(repository: Repository) -> None:
    repository.write("README.md", "https://site.dev/a")
    ran = repository.run("links", "--exclude", "site")

    assert "https://site.dev/a  (skipped: excluded)" in ran.out
    assert "A check would send no requests." in ran.out


def test_no_links(repository: Repository) -> None:
    repository.write("README.md", "# Nothing")

    assert "No links in 1 file.\n" == repository.run("links").out


def test_what_a_link_holds_is_shown_harmlessly(repository: Repository) -> None:
    repository.write("README.md", "[x](<docs/a\x1b[31m\u202e.md>)")
    out = repository.run("links").out

    assert "docs/a.md" in out
    assert "\x1b" not in out
    assert "\u202e" not in out
