"""Realistic READMEs, valid and invalid."""

import sys

import pytest

from tests.e2e.command import Repository
from tests.web import Web

OFFLINE = ("check", "--offline")


def test_nothing_to_check_is_fine(repository: Repository) -> None:
    texts = ["", "\n", "\ufeff", "# Words\n\nand no link\n", "\x0c"]
    for number, text in enumerate(texts):
        repository.write(f"{number}.md", text)
    ran = repository.run(*OFFLINE, *(f"{number}.md" for number in range(len(texts))))

    assert (0, "") == (ran.code, ran.err)
    assert [] == ran.report["links"]


def test_line_ends_and_a_byte_order_mark_change_nothing(repository: Repository) -> None:
    lines = ["# One", "", "caf\u00e9 \U0001f680 [two](#one) [three](none.md)", ""]
    texts = [start + end.join(lines) for start in ("", "\ufeff") for end in ("\n", "\r\n", "\r")]
    for number, text in enumerate(texts):
        repository.write(f"{number}.md", text)
    ran = repository.run(*OFFLINE, "*.md")

    alive = {f"{number}.md#one": ("alive", None) for number in range(len(texts))}
    assert {**alive, "none.md": ("dead", "missing-file")} == ran.verdicts
    places = [
        (place["line"], place["column"], place["end_line"], place["end_column"])
        for place in ran.links["none.md"]["occurrences"]
    ]
    assert [(3, 20, 3, 36)] * len(texts) == places


WRITTEN: list[tuple[str, str, tuple[str, str | None]]] = [
    ("http://[::1", "http://[::1", ("dead", "invalid-url")),
    ("http://300.300.300.300/", "http://300.300.300.300/", ("dead", "invalid-url")),
    ("//host.org/path", "https://host.org/path", ("skipped", "offline")),
    ("javascript:alert(1)", "javascript:alert(1)", ("skipped", "unsupported-scheme")),
    ("mailto:a@example.com", "mailto:a@example.com", ("skipped", "unsupported-scheme")),
    ("<http://exa mple.com>", "http://exa mple.com", ("dead", "invalid-url")),
    ("http://\u2603.net/", "http://xn--n3h.net/", ("skipped", "offline")),
    ("HTTP://HOST.ORG:80/A/../b", "http://host.org/b", ("skipped", "offline")),
    ("docs", "docs", ("alive", None)),
    ("docs/", "docs/", ("alive", None)),
    ("docs/guide.md/", "docs/guide.md/", ("dead", "missing-file")),
    ("/docs/guide.md", "docs/guide.md", ("alive", None)),
    ("../outside.md", "../outside.md", ("dead", "missing-file")),
    ("docs/gu%69de.md?plain=1#L10", "docs/guide.md#L10", ("alive", None)),
    ("%00", "\x00", ("dead", "missing-file")),
    ("<>", "README.md", ("alive", None)),
    ("{{site.url}}/a", "{{site.url}}/a", ("skipped", "template-target")),
]


def test_verdicts_on_what_can_be_written_between_parentheses(repository: Repository) -> None:
    repository.write("docs/guide.md", "# Guide\n")
    repository.write("README.md", "\n".join(f"- [x]({written})" for written, _, _ in WRITTEN))
    ran = repository.run(*OFFLINE)

    assert {url: expected for _, url, expected in WRITTEN} == ran.verdicts
    assert len(WRITTEN) == ran.report["summary"]["occurrences"]
    assert (1, "") == (ran.code, ran.err)
    assert "\x00" not in ran.out


def test_a_space_in_an_address_makes_no_link(repository: Repository) -> None:
    repository.write("README.md", "[x](http://exa mple.com)")
    ran = repository.run(*OFFLINE)

    assert [] == [url for url in ran.links if "mple.com" in url]


def test_a_folder_is_searched_and_reports_are_no_inputs(repository: Repository) -> None:
    repository.write("README.md", "[gone](none.md)")
    repository.write("docs/guide.md", "[up](../README.md)")
    repository.write("node_modules/other/README.md", "[gone](nothing.md)")
    first, second = repository.run(*OFFLINE, "."), repository.run(*OFFLINE, ".")

    assert ["README.md", "docs/guide.md"] == first.report["run"]["inputs"]
    assert first.verdicts == second.verdicts


def test_standard_input_is_read_as_a_file(repository: Repository) -> None:
    repository.write("docs/guide.md", "# Guide\n")
    ran = repository.run(*OFFLINE, "-", "--stdin-name", "docs/new.md", stdin="[guide](guide.md) [gone](none.md)")

    assert {"docs/guide.md": ("alive", None), "docs/none.md": ("dead", "missing-file")} == ran.verdicts


def test_from_a_folder_within_paths_are_still_the_repository_s(repository: Repository) -> None:
    repository.write("docs/guide.md", "[gone](none.md)")
    inner = Repository(repository.path / "elsewhere")
    (inner.path / ".git").rmdir()
    ran = inner.run(*OFFLINE, "../docs/guide.md")

    assert 1 == ran.code
    assert {"docs/none.md": ("dead", "missing-file")} == (repository.run(*OFFLINE, "docs").verdicts)
    assert "docs/guide.md:1:1" in ran.out


@pytest.mark.skipif(sys.platform == "win32", reason="making symbolic links takes a right there")
def test_a_symbolic_link_that_leads_round_in_circles_is_missing(repository: Repository) -> None:
    (repository.path / "one").symlink_to("two")
    (repository.path / "two").symlink_to("one")
    (repository.path / "loop.md").symlink_to("loop.md")
    (repository.path / "up").symlink_to(".")
    repository.write("README.md", "[one](one) [loop](loop.md#x) [up](up/README.md)")
    ran = repository.run(*OFFLINE, "README.md")

    assert {
        "one": ("dead", "missing-file"),
        "loop.md#x": ("dead", "missing-file"),
        "up/README.md": ("alive", None),
    } == ran.verdicts
    assert 1 == repository.run(*OFFLINE, ".").code


@pytest.mark.skipif(sys.platform == "win32", reason="making symbolic links takes a right there")
def test_a_loop_of_symbolic_links_named_as_input_is_one_line_and_2(repository: Repository) -> None:
    (repository.path / "loop.md").symlink_to("loop.md")
    ran = repository.run(*OFFLINE, "loop.md")

    assert (2, 1) == (ran.code, len(ran.err.splitlines()))


@pytest.mark.timeout(180)
def test_ten_megabytes_of_markdown(repository: Repository) -> None:
    paragraph = "Words and more words, as many as will fit on a line of eighty characters or so.\n" * 100
    repository.write("README.md", f"{paragraph}[gone](none.md)\n\n" * (10 * 2**20 // len(paragraph)))
    ran = repository.run(*OFFLINE)

    assert 1 == ran.code
    assert 10 * 2**20 // len(paragraph) == ran.report["summary"]["occurrences"]


def test_a_thousand_links_to_one_page_are_one_request(repository: Repository, web: Web) -> None:
    repository.write("README.md", "\n".join(f"- [{number}]({web.url('ok')}#{number})" for number in range(1000)))
    ran = repository.check()

    assert 1 == len(web.log("ok"))
    assert (1000, 1000, 1) == tuple(ran.report["summary"][key] for key in ("links", "occurrences", "requests"))
