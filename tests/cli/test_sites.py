"""``links --sites``: what was found of documentation sites."""

import json
from pathlib import Path

import pytest

from linkwarden.cli import main


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "README.md").write_text("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def test_no_site(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == main(["links", "--sites"])
    assert "No documentation site in this repository: links are read as on GitHub.\n" == capsys.readouterr().out


def test_each_site_with_its_pages_and_what_is_not_known(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "mkdocs.yml": "site_name: a\nsite_url: https://a.example/docs/\n",
        "docs/index.md": "# A\n",
        "docs/b.md": "# B\n",
        "docs/_redirects": "/old/* /b/\n",
        "tests/data/c.md": "[x](missing.md)\n",
        "tests/data/d.py": "",
    }
    write(repository, files)

    assert 0 == main(["links", "--sites"])
    expected = (
        "mkdocs.yml\n  mkdocs, 2 pages, in docs, base /docs/\n  not known: docs/_redirects redirects /old/*\n"
        "\ntest data\n  1 file: in test data, links may be broken on purpose\n    tests/data/c.md\n"
    )
    assert expected == capsys.readouterr().out


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        (
            "",
            (
                "mkdocs.yml\n  mkdocs, 1 page, in docs, base /\n  not known: how its heading ids are made\n"
                "  if you know it, add to linkwarden.toml, or below [tool.linkwarden] in pyproject.toml:\n"
                '    site = [{ folder = "docs", anchors = "python-markdown" }]\n'
            ),
        ),
        (
            'site = [{ folder = "docs", anchors = "python-markdown" }]\n',
            "mkdocs.yml\n  mkdocs, 1 page, in docs, base /\n",
        ),
    ],
)
def test_the_setting_that_would_tell(
    repository: Path, capsys: pytest.CaptureFixture[str], setting: str, expected: str
) -> None:
    slugify = "markdown_extensions: [{toc: {slugify: !!python/name:own.slugify ''}}]\n"
    write(repository, {"mkdocs.yml": slugify, "docs/index.md": "# A\n", "linkwarden.toml": setting})

    assert 0 == main(["links", "--sites"])
    assert expected == capsys.readouterr().out


def test_what_a_plugin_makes_is_seen_on_the_built_site(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(repository, {"mkdocs.yml": "plugins: [gen-files]\n", "docs/index.md": "# A\n"})

    assert 0 == main(["links", "--sites"])
    expected = (
        "mkdocs.yml\n  mkdocs, 1 page, in docs, base /\n"
        "  not known: the plugin gen-files of mkdocs.yml may generate this page\n"
        "  to check these links too, build the site and check the folder of the built site\n"
    )
    assert expected == capsys.readouterr().out


def test_json(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(repository, {"book.toml": "[book]\n", "src/SUMMARY.md": "- [A](a.md)\n", "src/a.md": "# A\n"})

    assert 0 == main(["links", "--sites", "--format", "json"])
    (site,) = [each for each in json.loads(capsys.readouterr().out) if each["generator"] == "mdbook"]
    assert ("book.toml", None, 1) == (site["configuration"], site["base"], site["pages"])


def test_the_source_of_a_broken_link_in_a_built_page(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = '<title>A</title><nav><a href="/gone/">Gone</a></nav>\n<p>See <a href="missing.md#x">a <em>page</em></a></p>'
    files = {
        "mkdocs.yml": "site_name: a\n",
        "docs/index.md": "# A\n\n[to](b.md)\n\nSee [a\n*page*](missing.md#x)\n",
        "docs/b.md": "",
        "site/index.html": page,
    }
    write(repository, files)

    assert 1 == main(["check", "site", "--offline", "--no-history", "--no-reports"])
    text = capsys.readouterr().out
    assert "site/index.html:2:8  missing-file" in text
    assert "    source: docs/index.md:5:5\n" in text
    assert 1 == text.count("source:")

    assert 1 == main(["check", "site", "--offline", "--no-history", "--no-reports", "--format", "json"])
    links = json.loads(capsys.readouterr().out)["links"]
    sources = {each["url"]: [place["source"] for place in each["occurrences"]] for each in links}
    written = {"path": "docs/index.md", "line": 5, "column": 5, "end_line": 6, "end_column": 22}
    assert {"gone/": [None], "site/missing.md#x": [written]} == sources

    assert 1 == main(["check", "site", "--offline", "--no-history", "--no-reports", "--format", "github"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("::error file=docs/index.md,line=5,endLine=6,")
    assert lines[0].endswith("(page: site/index.html:2)")
    assert lines[1].startswith("::error file=site/index.html,line=1,")


def test_of_much_test_data_only_some_is_listed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(repository, {f"tests/data/{number:02}.md": "" for number in range(22)})

    assert 0 == main(["links", "--sites"])
    lines = capsys.readouterr().out.splitlines()
    assert ["    tests/data/19.md", "    and 2 more files"] == lines[-2:]
